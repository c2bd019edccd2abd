import { MailError } from '@shared/errors/mail-error';
import { generation, type MailboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { hash53 } from '@shared/util/hash';
import { parseMessageIds } from '../../mime/parse-envelope';
import { parseHeaders } from '../../mime/parse-headers';
import type { OperationQueue, QueuedOperation } from '../../operations/queue';
import type { ConnectedStore } from '../../sync/account-runner';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { BlobShelf } from '../blob-shelf';
import type { ImportedLetter, ImportTarget } from './import-letters';
import type { MailboxReader } from './mailbox-reader';

export interface ServerTargetPorts {
  readonly registry: Pick<MailboxRegistry, 'get' | 'isThere'>;
  readonly queue: OperationQueue;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly crypto: Pick<Crypto, 'sha256Hex'>;
  readonly reader: Pick<MailboxReader, 'read' | 'identities'>;
  readonly group: string;
  readonly signal: AbortSignal;
  store(): ConnectedStore | null;
  /** The lowest UID from which on the store lists the mailbox; null when it was never looked at. */
  listedFrom(mailbox: KnownMailbox): number | null;
  wake(mailbox: MailboxId): void;
}

/** Letters that may wait for the server at a time: the rest stays where it is and is read when there is room. */
const MAX_WAITING = 200;
const LOOK_AGAIN_MS = 250;
const MAX_UID = 0xffffffff;

/** What is in a mailbox already. */
interface Known {
  /** Hashed Message-IDs. */
  readonly ids: Set<number>;
  /** UIDs of messages without a Message-ID, by their size. */
  readonly nameless: ReadonlyMap<number, readonly number[]>;
}

/**
 * Imports into a mailbox on a server: every letter becomes an `append` in the journal, which happens exactly once,
 * whenever the server can be reached. What the mailbox has already is not added again: a letter of the same Message-ID,
 * and without one a letter of the same bytes; nor is what another import is adding, or was refused and can be tried again.
 */
export class ServerTarget implements ImportTarget {
  readonly #known = new Map<MailboxId, Known>();
  /** SHA-256 of messages that were read to be compared, by mailbox and UID. */
  readonly #read = new Map<string, string>();

  constructor(private readonly ports: ServerTargetPorts) {}

  async add(
    mailbox: MailboxId,
    letters: readonly ImportedLetter[],
    onEach: (added: boolean) => void,
  ): Promise<void> {
    for (const letter of letters) onEach(await this.#addOne(mailbox, letter));
  }

  async #addOne(mailbox: MailboxId, { bytes, flags, date }: ImportedLetter): Promise<boolean> {
    const { registry, queue, shelf, group, signal } = this.ports;
    signal.throwIfAborted();
    const target = registry.get(mailbox);
    if (!target) throw folderGone();
    const messageId = parseMessageIds(parseHeaders(bytes).first('message-id'))[0] ?? '';
    const known = await this.#contents(target);
    if (messageId !== '' && known.ids.has(hash53(messageId))) return false;
    if (messageId === '' && (await this.#holds(target, bytes, known))) return false;
    await this.#room(mailbox);
    const { hash, size } = await shelf.put(bytes);
    const keep = flags.filter((flag) => flag !== '\\Deleted' && flag !== '\\Recent');
    const same = this.#appends(mailbox).find(({ intent }) => intent.blob === hash);
    if (same && same.op.state !== 'refused') return false;
    if (same) {
      const state = same.op.progress === null ? 'waiting' : 'verifying';
      await queue.update(same.op.id, { state, nextTry: null, reason: null, tries: 0 });
    } else {
      if (!registry.isThere(mailbox)) throw folderGone();
      const intent = { kind: 'append' as const, to: mailbox, blob: hash, size, messageId };
      await queue.accept(target.account, [{ ...intent, flags: keep, internalDate: date }], group);
    }
    if (messageId !== '') known.ids.add(hash53(messageId));
    this.ports.wake(mailbox);
    return true;
  }

  /**
   * What is in the mailbox as the store knows it, and what is on its way there. What the store does not list yet, of a
   * mailbox whose older part is still being fetched, is asked of the server.
   */
  async #contents(target: KnownMailbox): Promise<Known> {
    const { id, generation: gen } = target;
    const known = this.#known.get(id);
    if (known) return known;
    // Before and after: what arrives in between has left the queue, and was not in the columns yet.
    const coming = (): number[] =>
      this.#appends(id).flatMap(({ op, intent }) =>
        op.state === 'refused' || intent.messageId === '' ? [] : [hash53(intent.messageId)],
      );
    const before = coming();
    // Before the store is asked: what it has got by then it lists.
    const below = this.ports.listedFrom(target) ?? MAX_UID + 1;
    const unlisted = below > 1 ? await this.ports.reader.identities(id, below, this.ports.signal) : [];
    const store = await this.#store();
    const range = { mailbox: id, generation: generation(gen), first: 1, last: MAX_UID };
    const { uids, sizes, idHashes } = await store.api.columns(range);
    const nameless = new Map<number, number[]>();
    const withoutId = (uid: number, size: number): void => {
      nameless.set(size, [...(nameless.get(size) ?? []), uid]);
    };
    const ids = new Set([...before, ...idHashes, ...coming()]);
    idHashes.forEach((hash, i) => {
      if (hash === 0) withoutId(uids[i] ?? 0, sizes[i] ?? 0);
    });
    for (const { uid, messageId, size } of unlisted) {
      if (messageId === '') withoutId(uid, size);
      else ids.add(hash53(messageId));
    }
    const found = { ids, nameless };
    this.#known.set(id, found);
    return found;
  }

  /** Whether the server has a message of these bytes: those of its size that have no Message-ID either are read. */
  async #holds({ id, generation: gen }: KnownMailbox, bytes: Uint8Array, known: Known): Promise<boolean> {
    const { crypto, reader, signal } = this.ports;
    const wire = withCrlf(bytes);
    const candidates = new Set(
      [bytes.length, wire.length].flatMap((size) => [...(known.nameless.get(size) ?? [])]),
    );
    if (candidates.size === 0) return false;
    const unread = [...candidates].filter((uid) => !this.#read.has(`${id}/${gen}/${uid}`));
    const held = unread.map((uid) => ({ uid, flags: [], date: null, size: wire.length }));
    for await (const message of reader.read(id, held, signal)) {
      const hash = message.bytes ? crypto.sha256Hex(withCrlf(message.bytes)) : '';
      this.#read.set(`${id}/${gen}/${message.held.uid}`, hash);
    }
    const wanted = crypto.sha256Hex(wire);
    return [...candidates].some((uid) => this.#read.get(`${id}/${gen}/${uid}`) === wanted);
  }

  #appends(mailbox: MailboxId): {
    readonly op: QueuedOperation;
    readonly intent: QueuedOperation['intent'] & { kind: 'append' };
  }[] {
    return this.ports.queue
      .all()
      .flatMap((op) =>
        op.intent.kind === 'append' && op.intent.to === mailbox ? [{ op, intent: op.intent }] : [],
      );
  }

  async #room(mailbox: MailboxId): Promise<void> {
    const waiting = (): number => this.#appends(mailbox).filter(({ op }) => op.state !== 'refused').length;
    while (waiting() >= MAX_WAITING) await this.#pause();
  }

  /** Without the store nobody knows what is there already. */
  async #store(): Promise<ConnectedStore> {
    for (;;) {
      const store = this.ports.store();
      if (store) return store;
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    this.ports.signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      this.ports.clock.after(LOOK_AGAIN_MS, resolve);
    });
  }
}

const folderGone = (): MailError =>
  new MailError({ kind: 'refused', code: 'mailbox-gone', message: 'The folder is not there any more' });

const CR = 0x0d;
const LF = 0x0a;

/** With CRLF line ends, as servers keep messages. */
function withCrlf(bytes: Uint8Array): Uint8Array {
  let bare = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LF && bytes[at - 1] !== CR) bare++;
  if (bare === 0) return bytes;
  const out = new Uint8Array(bytes.length + bare);
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === LF && bytes[at - 1] !== CR) out[to++] = CR;
    out[to++] = bytes[at] as number;
  }
  return out;
}
