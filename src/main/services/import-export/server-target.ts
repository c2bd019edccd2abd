import { isMailError, MailError } from '@shared/errors/mail-error';
import { generation, type MailboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { hash53 } from '@shared/util/hash';
import { parseMessageIds } from '../../mime/parse-envelope';
import { parseHeaders } from '../../mime/parse-headers';
import { type Beginning, COMPARED_OCTETS, compareLetters, withCrlf } from '../../mime/same-letter';
import type { OperationQueue, QueuedOperation } from '../../operations/queue';
import type { ConnectedStore } from '../../sync/account-runner';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { BlobShelf } from '../blob-shelf';
import type { ImportedLetter, ImportTarget, Took } from './import-letters';
import type { MailboxReader } from './mailbox-reader';

export interface ServerTargetPorts {
  readonly registry: Pick<MailboxRegistry, 'get' | 'isThere'>;
  readonly queue: OperationQueue;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly crypto: Pick<Crypto, 'sha256Hex'>;
  readonly reader: Pick<MailboxReader, 'read' | 'identities' | 'beginnings'>;
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
/** Messages whose beginnings are in memory at a time: 16 MB. A program may have given thousands the same Message-ID. */
const COMPARED_AT_ONCE = 1024;
/** A server that was renumbered is synchronised in a moment; one that does it all the time is no place to restore to. */
const MAX_RENUMBERED = 240;
const MAX_UID = 0xffffffff;

interface NamedLetter extends ImportedLetter {
  readonly messageId: string;
}

/** What the beginnings of messages in the mailbox tell of a letter. */
interface Likeness {
  /** It is there. */
  same: boolean;
  /** Another one is there that it may be. */
  alike: boolean;
  /** UIDs of those that only all of their octets can tell from it. */
  readonly doubtful: number[];
}

/** What is in a mailbox already. */
interface Known {
  /** UIDs of messages by their hashed Message-ID. */
  readonly named: ReadonlyMap<number, readonly number[]>;
  /** UIDs of messages without one, by their size. */
  readonly nameless: ReadonlyMap<number, readonly number[]>;
}

/**
 * Imports into a mailbox on a server: every letter becomes an `append` in the journal, which happens exactly once,
 * whenever the server can be reached. What the mailbox has already is not added again: the same letter, and not another one
 * of its Message-ID (`compareLetters`); nor is what another import is adding, or was refused and can be tried again.
 */
export class ServerTarget implements ImportTarget {
  /** By mailbox and generation: UIDs mean nothing in another one. */
  readonly #known = new Map<string, Known>();
  /** Blobs of what is on its way into a mailbox, or was, since this began. */
  readonly #coming = new Map<MailboxId, Set<string>>();
  /** SHA-256 of messages that were read to be compared, by mailbox, generation and UID. */
  readonly #read = new Map<string, string>();

  constructor(private readonly ports: ServerTargetPorts) {}

  async add(
    mailbox: MailboxId,
    letters: readonly ImportedLetter[],
    onEach: (took: Took) => void,
  ): Promise<void> {
    const named = letters.map((letter) => ({ ...letter, messageId: messageIdOf(letter.bytes) }));
    const { generation: numbered } = this.#there(mailbox);
    const likenesses = await this.#whileNumbered(() => this.#look(mailbox, named));
    for (const letter of named) {
      const found = likenesses.get(letter);
      // UIDs that are still to be read must be those of now.
      const isOld = (found?.doubtful.length ?? 0) > 0 && this.#there(mailbox).generation !== numbered;
      onEach(await this.#addOne(mailbox, letter, isOld ? null : found));
    }
  }

  /** What is in the mailbox that may be one of the letters. */
  async #look(
    mailbox: MailboxId,
    letters: readonly NamedLetter[],
  ): Promise<ReadonlyMap<NamedLetter, Likeness>> {
    return this.#compare(mailbox, letters, await this.#contents(this.#there(mailbox)));
  }

  /**
   * What a server renumbers meanwhile is looked at anew, once it is known by its new numbers.
   * @throws what `run` throws; `uidvalidity-changed` when that does not end.
   */
  async #whileNumbered<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await run();
      } catch (error) {
        if (!isMailError(error) || error.code !== 'uidvalidity-changed' || tries >= MAX_RENUMBERED)
          throw error;
        await this.#pause();
      }
    }
  }

  /** Letters with the messages of the mailbox that they may be, some of those at a time. */
  async #compare(
    mailbox: MailboxId,
    letters: readonly NamedLetter[],
    known: Known,
  ): Promise<ReadonlyMap<NamedLetter, Likeness>> {
    const { reader, signal } = this.ports;
    const likenesses = new Map<NamedLetter, Likeness>();
    const byCandidates = new Map<readonly number[], NamedLetter[]>();
    for (const letter of letters) {
      likenesses.set(letter, { same: false, alike: false, doubtful: [] });
      for (const uids of candidatesFor(letter, known))
        byCandidates.set(uids, [...(byCandidates.get(uids) ?? []), letter]);
    }
    let part = new Map<number, readonly NamedLetter[]>();
    const compare = async (): Promise<void> => {
      const beginnings = await reader.beginnings(mailbox, [...part.keys()], signal);
      for (const [uid, beginning] of beginnings)
        for (const letter of part.get(uid) ?? []) liken(letter, likenesses.get(letter), uid, beginning);
      part = new Map();
    };
    for (const [uids, own] of byCandidates)
      for (const uid of uids) {
        part.set(uid, own);
        if (part.size >= COMPARED_AT_ONCE) await compare();
      }
    await compare();
    return likenesses;
  }

  /** @param found null: it has to be looked for. */
  async #addOne(mailbox: MailboxId, letter: NamedLetter, found: Likeness | undefined | null): Promise<Took> {
    const { bytes, flags, date, messageId } = letter;
    const { queue, shelf, group, signal, registry } = this.ports;
    signal.throwIfAborted();
    const target = this.#there(mailbox);
    let known = found;
    const { same: held, alike } = await this.#whileNumbered(async () => {
      const likeness = known === null ? (await this.#look(mailbox, [letter])).get(letter) : known;
      known = null;
      const doubtful = likeness?.doubtful ?? [];
      return {
        same: likeness?.same === true || (await this.#isOneOf(this.#there(mailbox), bytes, doubtful)),
        alike: likeness?.alike === true,
      };
    });
    if (held) return 'already';
    await this.#room(mailbox);
    const { hash, size } = await shelf.put(bytes);
    const keep = flags.filter((flag) => flag !== '\\Deleted' && flag !== '\\Recent');
    const same = this.#appends(mailbox).find(({ intent }) => intent.blob === hash);
    const coming = this.#comingTo(mailbox);
    if (same ? same.op.state !== 'refused' : coming.has(hash)) return 'already';
    if (same) {
      const state = same.op.progress === null ? 'waiting' : 'verifying';
      await queue.update(same.op.id, { state, nextTry: null, reason: null, tries: 0 });
    } else {
      if (!registry.isThere(mailbox)) throw folderGone();
      const intent = { kind: 'append' as const, to: mailbox, blob: hash, size, messageId, brought: true };
      await queue.accept(target.account, [{ ...intent, flags: keep, internalDate: date }], group);
    }
    coming.add(hash);
    this.ports.wake(mailbox);
    return alike ? 'beside' : 'added';
  }

  #there(mailbox: MailboxId): KnownMailbox {
    const target = this.ports.registry.get(mailbox);
    if (!target) throw folderGone();
    return target;
  }

  #comingTo(mailbox: MailboxId): Set<string> {
    const coming = this.#coming.get(mailbox) ?? new Set<string>();
    this.#coming.set(mailbox, coming);
    for (const { op, intent } of this.#appends(mailbox)) if (op.state !== 'refused') coming.add(intent.blob);
    return coming;
  }

  /**
   * What is in the mailbox as the store knows it, and what is on its way there. What the store does not list yet, of a
   * mailbox whose older part is still being fetched, is asked of the server.
   */
  async #contents(target: KnownMailbox): Promise<Known> {
    const { id, generation: gen } = target;
    const place = `${id}/${gen}`;
    const known = this.#known.get(place);
    if (known) return known;
    // Before and after: what arrives in between has left the queue, and was not in the columns yet.
    this.#comingTo(id);
    // Before the store is asked: what it has got by then it lists.
    const below = this.ports.listedFrom(target) ?? MAX_UID + 1;
    const unlisted = below > 1 ? await this.ports.reader.identities(id, below, this.ports.signal) : [];
    const store = await this.#store();
    const range = { mailbox: id, generation: generation(gen), first: 1, last: MAX_UID };
    const { uids, sizes, idHashes } = await store.api.columns(range);
    const named = new Map<number, number[]>();
    const nameless = new Map<number, number[]>();
    const note = (by: Map<number, number[]>, key: number, uid: number): void => {
      const before = by.get(key);
      if (!before) by.set(key, [uid]);
      else if (!before.includes(uid)) before.push(uid);
    };
    idHashes.forEach((hash, i) => {
      if (hash === 0) note(nameless, sizes[i] ?? 0, uids[i] ?? 0);
      else note(named, hash, uids[i] ?? 0);
    });
    for (const { uid, messageId, size } of unlisted) {
      if (messageId === '') note(nameless, size, uid);
      else note(named, hash53(messageId), uid);
    }
    this.#comingTo(id);
    const found = { named, nameless };
    this.#known.set(place, found);
    return found;
  }

  /** Whether one of these messages has the very bytes: they are read whole. */
  async #isOneOf(
    { id, generation: gen }: KnownMailbox,
    bytes: Uint8Array,
    candidates: readonly number[],
  ): Promise<boolean> {
    if (candidates.length === 0) return false;
    const { crypto, reader, signal } = this.ports;
    const unread = candidates.filter((uid) => !this.#read.has(`${id}/${gen}/${uid}`));
    const held = unread.map((uid) => ({ uid, flags: [], date: null, size: bytes.length }));
    for await (const message of reader.read(id, held, signal)) {
      const hash = message.bytes ? crypto.sha256Hex(withCrlf(message.bytes)) : '';
      this.#read.set(`${id}/${gen}/${message.held.uid}`, hash);
    }
    const wanted = crypto.sha256Hex(withCrlf(bytes));
    return candidates.some((uid) => this.#read.get(`${id}/${gen}/${uid}`) === wanted);
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

const messageIdOf = (bytes: Uint8Array): string =>
  parseMessageIds(parseHeaders(bytes).first('message-id'))[0] ?? '';

/** Takes down what the beginning of a message tells of a letter. */
function liken(
  { bytes, messageId }: NamedLetter,
  likeness: Likeness | undefined,
  uid: number,
  beginning: Beginning,
): void {
  if (!likeness || likeness.same) return;
  const sameness = compareLetters(bytes, beginning);
  if (sameness === 'same' && (messageId !== '' || beginning.bytes.length < COMPARED_OCTETS))
    likeness.same = true;
  else if (sameness === 'same' || sameness === 'begins-so') likeness.doubtful.push(uid);
  else if (sameness === 'alike' && messageId !== '') likeness.alike = true;
}

/** Lists, each of `Known`, of the UIDs of messages that may be this letter. */
const candidatesFor = (
  { bytes, messageId }: Pick<NamedLetter, 'bytes' | 'messageId'>,
  { named, nameless }: Known,
): (readonly number[])[] =>
  messageId !== ''
    ? [named.get(hash53(messageId)) ?? []]
    : [...new Set([bytes.length, withCrlf(bytes).length])].map((size) => nameless.get(size) ?? []);
