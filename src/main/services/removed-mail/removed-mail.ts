import type { Intent } from '@shared/contract/operations';
import type { RemovedMessage } from '@shared/contract/removed';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, BlobHash, Generation, MailboxId } from '@shared/model/ids';
import { parseUidRanges } from '@shared/model/uid-ranges';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { Table } from '@shared/ports/fold';
import {
  type BlobStore,
  isVaultError,
  type Journal,
  type JournalRecord,
  type StoredBlob,
} from '@shared/ports/vault';
import { hash53 } from '@shared/util/hash';
import type { Forwarding } from '../../operations/forwarding';
import type { OperationQueue } from '../../operations/queue';
import type { Leaving } from '../../sync/context';
import type { StoreApi } from '../../sync/fact-stream';
import type { MailboxRegistry } from '../../sync/mailbox-registry';
import { isMassDeletion } from '../../sync/reconcile';
import type { BlobShelf } from '../blob-shelf';
import type { DaysPassed } from '../days-passed';
import { type Entry, gather, type KeptFiles } from './gather';

/** Messages that left one mailbox at one time. The entries are in a blob: the journal stays small. */
interface Burst {
  readonly account: AccountId;
  readonly mailbox: MailboxId;
  readonly folder: string;
  readonly at: number;
  readonly listing: BlobHash;
  /** The rebuilt messages, in one file; null when there are none. */
  readonly pack: BlobHash | null;
  readonly count: number;
  /** UIDs that have been restored, forgotten, or found elsewhere. */
  readonly done: readonly number[];
  /** So many went at once that the person is told, and has not looked yet. */
  readonly untold: boolean;
}

export interface RemovedMailPorts {
  readonly journal: Journal;
  readonly blobs: BlobStore;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly crypto: Pick<Crypto, 'randomBytes'>;
  readonly queue: OperationQueue;
  readonly forwarding: Forwarding;
  readonly registry: MailboxRegistry;
  readonly kept: KeptFiles;
  /** For how many days; 0 keeps nothing. */
  days(): number;
  readonly passed: Pick<DaysPassed, 'note' | 'have' | 'since'>;
  /** Lets an account's operations run. */
  wake(account: AccountId): void;
  /** So many messages vanished at once that the person should know (B7); null: they looked. */
  onMany(many: { readonly folder: string; readonly count: number; readonly mailbox: MailboxId } | null): void;
  /** Nothing could be kept of these, the disk is full. */
  onFull(count: number): void;
}

const DAY_MS = 24 * 3600 * 1000;
/** Messages in one burst record; of one removal at most `MOST` are kept, the newest. */
const PER_BURST = 250;
const MOST = 10_000;
/** What a list shows at once. */
const LISTED = 1000;

/**
 * Messages that others removed from the server, kept for some days with what was here of them, in the vault: a cache may
 * vanish. They are looked at in *Recently removed* and can be put back (issue 4: tombstones). What the person deleted for
 * good is not kept, and neither is what is still in another mailbox of the account.
 */
export class RemovedMail {
  readonly table = new Table<Burst>('removed');
  #serial = 0;

  constructor(private readonly ports: RemovedMailPorts) {}

  /** Blobs that must not be swept. */
  *blobs(): Iterable<string> {
    for (const { listing, pack } of this.table.values()) {
      yield listing;
      if (pack !== null) yield pack;
    }
  }

  /**
   * Keeps messages that are about to leave the store, before they do.
   * @throws what the store throws; a full disk is told by `onFull` and holds up nothing.
   */
  async keep(store: StoreApi, leaving: Leaving): Promise<void> {
    if (this.ports.days() <= 0 || leaving.uids.length === 0) return;
    await this.ports.passed.note();
    const wanted = await this.#worthKeeping(store, leaving);
    const many = isMassDeletion(wanted.length, leaving.held) && !this.#deletedByUs(leaving.mailbox.id);
    let kept = 0;
    try {
      for (let end = wanted.length; end > 0; end -= PER_BURST) {
        const part = wanted.slice(Math.max(0, end - PER_BURST), end);
        kept += await this.#keepBurst(store, leaving, part, many);
      }
    } catch (error) {
      if (!isVaultError(error)) throw error;
      this.ports.onFull(wanted.length - kept);
    }
    if (many) this.#tellMany();
  }

  /** A mailbox that the person deletes here goes with all that is in it: kept, but no news. */
  #deletedByUs(mailbox: MailboxId): boolean {
    return this.ports.queue
      .all()
      .some(({ intent }) => intent.kind === 'delete-mailbox' && intent.mailbox === mailbox);
  }

  /** The newest of those that are nowhere else and that nobody here is deleting or moving. */
  async #worthKeeping(
    store: StoreApi,
    { mailbox: { id: mailbox, account }, generation, uids }: Leaving,
  ): Promise<number[]> {
    const own = this.#goingByUs(mailbox, generation);
    const mine = (n: number): boolean => own.some(([first, last]) => n >= first && n <= last);
    const held = await store.columns({
      mailbox,
      generation,
      first: uids.reduce((a, b) => Math.min(a, b), 0xffffffff),
      last: uids.reduce((a, b) => Math.max(a, b), 1),
    });
    const leaving = new Set(uids);
    const rows = [...held.uids.entries()].filter(([, n]) => leaving.has(n) && !mine(n)).slice(-MOST);
    const hashes = Float64Array.from(rows, ([i]) => held.idHashes[i] ?? 0);
    const elsewhere = await store.listed({ account, hashes, except: mailbox });
    return rows.flatMap(([, n], i) => (elsewhere[i] === true ? [] : [n]));
  }

  /** Ranges of UIDs that our own operations take away. */
  #goingByUs(mailbox: MailboxId, generation: Generation): (readonly [number, number])[] {
    return this.ports.queue.all().flatMap(({ intent, state }) => {
      if ((intent.kind !== 'move' && intent.kind !== 'destroy') || state === 'refused') return [];
      return this.ports.forwarding
        .resolveSet(intent.messages)
        .concat(intent.messages)
        .filter((set) => set.mailbox === mailbox && Number(set.generation) === Number(generation))
        .flatMap((set) => parseUidRanges(set.uids));
    });
  }

  /** One burst: what is here of the messages goes into two blobs, then the record. @returns how many. */
  async #keepBurst(
    store: StoreApi,
    { mailbox: { account, id, name }, generation, keywords }: Leaving,
    uids: readonly number[],
    many: boolean,
  ): Promise<number> {
    const { shelf, clock, journal, crypto } = this.ports;
    const found = await gather(store, this.ports.kept, { mailbox: id, generation, uids, keywords });
    if (found.length === 0) return 0;
    const contents = found.flatMap(({ bytes }) => (bytes ? [bytes] : []));
    // Unlike any other file: of one message alone it would be the very blob that restoring this message appends.
    const slices = contents.length > 0 ? await shelf.putAll([...contents, crypto.randomBytes(16)]) : [];
    let next = 0;
    const entries = found.map(({ bytes, ...entry }): Entry => ({
      ...entry,
      content: bytes ? (slices[next++] ?? null) : null,
    }));
    const listing = await shelf.put(new TextEncoder().encode(JSON.stringify(entries)));
    const at = clock.now();
    const burst: Burst = {
      account,
      mailbox: id,
      folder: name,
      at,
      listing: listing.hash,
      pack: slices[0]?.blob ?? null,
      count: entries.length,
      done: [],
      untold: many,
    };
    await journal.appendAll([this.table.put(`${at}-${++this.#serial}-${listing.hash.slice(0, 8)}`, burst)]);
    return entries.length;
  }

  /**
   * What was removed lately, newest removal first, at most 1,000; without what has turned up elsewhere meanwhile.
   * @param store null while there is none: then nothing can be found elsewhere.
   */
  async list(
    store: StoreApi | null,
    where: { readonly account: AccountId | null; readonly mailbox: MailboxId | null },
  ): Promise<RemovedMessage[]> {
    const bursts = [...this.table.entries()]
      .filter(
        ([, b]) =>
          (where.account === null || b.account === where.account) &&
          (where.mailbox === null || b.mailbox === where.mailbox),
      )
      .sort(([, a], [, b]) => b.at - a.at);
    const out: RemovedMessage[] = [];
    const told: JournalRecord[] = [];
    for (const [id, burst] of bursts) {
      if (out.length >= LISTED) break;
      const entries = await this.#left(store, id, burst);
      const now = this.table.latest(id);
      if (now?.untold === true) told.push(this.table.put(id, { ...now, untold: false }));
      for (const entry of entries.toReversed()) out.push(this.#shown(id, burst, entry));
    }
    if (told.length > 0) {
      await this.ports.journal.appendAll(told);
      this.#tellMany();
    }
    return out.slice(0, LISTED);
  }

  #shown(id: string, burst: Burst, entry: Entry): RemovedMessage {
    return {
      id: `${id}/${entry.uid}`,
      account: burst.account,
      mailbox: burst.mailbox,
      folder: this.ports.registry.get(burst.mailbox)?.name ?? burst.folder,
      removedAt: burst.at,
      keptUntil: this.#keptUntil(burst),
      from: entry.from,
      subject: entry.subject,
      date: entry.date,
      size: entry.size,
      content: contentOf(entry),
      missing: entry.missing,
    };
  }

  /** Not before that day: the clock may have been wrong when it was removed, and days without Tern may not count. */
  #keptUntil({ at }: Burst): number {
    const { clock, passed } = this.ports;
    const days = this.ports.days();
    const left = Math.max(0, days - passed.since(at));
    return Math.max(at + days * DAY_MS, clock.now() + left * DAY_MS);
  }

  /** Entries that still stand; what is listed in another mailbox now was moved, not removed. */
  async #left(store: StoreApi | null, id: string, burst: Burst): Promise<Entry[]> {
    const entries = (await this.#entries(burst)).filter(({ uid }) => !burst.done.includes(uid));
    if (!store || entries.length === 0) return entries;
    const hashes = Float64Array.from(entries, ({ messageId }) => (messageId === '' ? 0 : hash53(messageId)));
    const found = await store.listed({ account: burst.account, hashes, except: null });
    const gone = entries.filter((_, i) => found[i] !== true);
    const back = entries.flatMap(({ uid }, i) => (found[i] === true ? [uid] : []));
    if (back.length > 0) await this.#finish(id, back);
    return gone;
  }

  async #entries(burst: Burst): Promise<Entry[]> {
    try {
      const bytes = await this.ports.blobs.get(burst.listing);
      return JSON.parse(new TextDecoder().decode(bytes)) as Entry[];
    } catch (error) {
      // A damaged listing has been set aside by the vault, which says so.
      if (isVaultError(error)) return [];
      throw error;
    }
  }

  /**
   * Appends messages to the server again, with their marks and INTERNALDATE, as operations that happen exactly once.
   * @throws MailError `refused` `not-kept`: of one of them there is nothing here to put back.
   */
  async restore(
    ids: readonly string[],
    to: MailboxId | null,
    group: string,
  ): Promise<{ operations: number }> {
    const { registry, queue, shelf, blobs } = this.ports;
    const wanted = new Map<string, Set<number>>();
    for (const id of ids) {
      const slash = id.lastIndexOf('/');
      const uids = wanted.get(id.slice(0, slash)) ?? new Set<number>();
      uids.add(Number(id.slice(slash + 1)));
      wanted.set(id.slice(0, slash), uids);
    }
    let operations = 0;
    for (const [id, uids] of wanted) {
      const burst = this.table.get(id);
      if (!burst) continue;
      const target = registry.get(to ?? burst.mailbox) ?? registry.withRole(burst.account, 'inbox') ?? null;
      if (!target) throw gone();
      const found: { readonly entry: Entry; readonly blob: StoredBlob }[] = [];
      for (const entry of await this.#entries(burst)) {
        if (!uids.has(entry.uid) || burst.done.includes(entry.uid)) continue;
        if (!entry.content) throw notKept(entry.subject);
        const bytes = await blobs.getSlice(entry.content);
        found.push({ entry, blob: await shelf.put(bytes) });
      }
      // Reading took a while: what was restored or let go of meanwhile is not put back a second time.
      const before = this.table.latest(id)?.done;
      const open = before ? found.filter(({ entry }) => !before.includes(entry.uid)) : [];
      if (open.length === 0) continue;
      const intents = open.map(({ entry, blob }): Intent => ({
        kind: 'append',
        to: target.id,
        blob: blob.hash,
        size: blob.size,
        messageId: entry.messageId,
        flags: [...entry.flags],
        internalDate: entry.date,
        brought: true,
      }));
      const done = open.map(({ entry }) => entry.uid);
      await queue.accept(target.account, intents, group, this.#records(id, done));
      operations += intents.length;
      this.ports.wake(target.account);
    }
    return { operations };
  }

  /** Lets go of messages before their time. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const slash = id.lastIndexOf('/');
      await this.#finish(id.slice(0, slash), [Number(id.slice(slash + 1))]);
    }
  }

  /** At a start and now and then: lets go of what is too old, and tells again what nobody has looked at yet. */
  async expire(): Promise<void> {
    const days = this.ports.days();
    for (const [id, burst] of [...this.table.entries()])
      if (this.ports.passed.have(days, burst.at)) await this.#drop(id, burst);
    this.#tellMany();
  }

  /** Records that forget everything of an account. */
  ofAccount(account: AccountId): JournalRecord[] {
    return this.table
      .latestEntries()
      .flatMap(([id, b]) => (b.account === account ? [this.table.drop(id)] : []));
  }

  #tellMany(): void {
    const untold = [...this.table.values()].filter((b) => b.untold);
    const [first] = untold;
    if (!first) {
      this.ports.onMany(null);
      return;
    }
    const count = untold.filter((b) => b.mailbox === first.mailbox).reduce((sum, b) => sum + b.count, 0);
    this.ports.onMany({ folder: first.folder, mailbox: first.mailbox, count });
  }

  async #finish(id: string, uids: readonly number[]): Promise<void> {
    const burst = this.table.latest(id);
    if (!burst) return;
    if (new Set([...burst.done, ...uids]).size >= burst.count) await this.#drop(id, burst);
    else await this.ports.journal.appendAll(this.#records(id, uids));
  }

  #records(id: string, uids: readonly number[]): JournalRecord[] {
    const burst = this.table.latest(id);
    if (!burst) return [];
    const done = [...new Set([...burst.done, ...uids])];
    return [done.length >= burst.count ? this.table.drop(id) : this.table.put(id, { ...burst, done })];
  }

  async #drop(id: string, { listing, pack }: Burst): Promise<void> {
    await this.ports.journal.appendAll([this.table.drop(id)]);
    const still = new Set(this.blobs());
    for (const hash of [listing, pack])
      if (hash !== null && !still.has(hash)) await this.ports.blobs.delete(hash);
  }
}

const notKept = (subject: string): MailError =>
  new MailError({
    kind: 'refused',
    code: 'not-kept',
    message: 'Only the header of this message was here; there is nothing to put back',
    details: { subject },
  });

const gone = (): MailError =>
  new MailError({ kind: 'refused', code: 'mailbox-gone', message: 'The mailbox is not there any more' });

function contentOf({ content, missing, exact }: Entry): RemovedMessage['content'] {
  if (content === null) return 'none';
  if (exact === true) return 'exact';
  return missing > 0 ? 'texts' : 'whole';
}
