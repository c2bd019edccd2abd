import type { AccountId, BlobHash, Generation, MailboxId, MessageRef } from '@shared/model/ids';
import { generation, uid } from '@shared/model/ids';
import { formatUids, parseUids } from '@shared/model/uid-ranges';
import type { Fold } from '@shared/ports/fold';
import type { BlobSlice, JournalRecord, JsonValue } from '@shared/ports/vault';
import type { FetchedEntry } from '../../sync/pop3-ledger';

/** A message whose only copy is here. Plain JSON: what a journal record holds. */
export interface LocalMessage {
  readonly mailbox: MailboxId;
  /** Given by Tern, never twice in one mailbox. */
  readonly uid: number;
  /** Its bytes, in a pack. */
  readonly slice: BlobSlice;
  /** Which entry of the pack's index is its row. */
  readonly entry: number;
  /** IMAP flag names. */
  readonly flags: readonly string[];
  /** ms since 1970: the list's order. */
  readonly internalDate: number;
  /** Without angle brackets; ''. */
  readonly messageId: string;
  /** `headFingerprint` of its header: how a ledger that was lost is made again. */
  readonly fingerprint: string;
  /** Where it came from: its key in the ledger of a POP3 account, else null. Copies have none. */
  readonly origin: { readonly account: AccountId; readonly key: string } | null;
  /** Only the header is here; this many octets are on the server. Absent: the message is whole. */
  readonly octetsThere?: number;
}

/** A message that an account has just fetched. */
export interface ArrivedLetter extends LocalMessage {
  /** Octets as LIST said; 0 when it did not. */
  readonly listed: number;
}

/**
 * Messages of one pack as one record, and their entries in the account's ledger with it: tuples, since ten thousand of
 * them are written, read and folded at once. A Tern that knows nothing of `at` files the messages all the same, and makes
 * the ledger again from them.
 */
interface ArrivedRecord {
  readonly mailbox: MailboxId;
  readonly account: AccountId;
  readonly pack: BlobHash;
  /** When they were stored, ms since 1970. Absent: the ledger has a record of its own, as Tern wrote it before 2026-11-27. */
  readonly at?: number;
  readonly letters: readonly ArrivedTuple[];
}

type ArrivedTuple = readonly [
  uid: number,
  offset: number,
  size: number,
  check: string,
  internalDate: number,
  messageId: string,
  fingerprint: string,
  key: string,
  octetsThere: number,
  /** Where it is not the place among these letters: others of the pack did not come this way. */
  entry?: number,
  /** Octets as LIST said, where that is not what they are. */
  listed?: number,
];

/** An honest server's letter needs the first nine only. */
function arrivedTuple(m: ArrivedLetter, place: number): ArrivedTuple {
  const { offset, size, check } = m.slice;
  const { uid, internalDate, messageId, fingerprint, entry, listed } = m;
  const octetsThere = m.octetsThere ?? -1;
  const key = m.origin?.key ?? '';
  if (listed !== 0 && listed !== (m.octetsThere ?? size))
    return [uid, offset, size, check, internalDate, messageId, fingerprint, key, octetsThere, entry, listed];
  return entry === place
    ? [uid, offset, size, check, internalDate, messageId, fingerprint, key, octetsThere]
    : [uid, offset, size, check, internalDate, messageId, fingerprint, key, octetsThere, entry];
}

/** Local mailboxes are never renumbered. */
export const LOCAL_GENERATION: Generation = generation(0);

export const localRef = (mailbox: MailboxId, n: number): MessageRef => ({
  mailbox,
  generation: LOCAL_GENERATION,
  uid: uid(n),
});

/** What a record says that concerns a set of messages. */
interface SetRecord {
  readonly mailbox: MailboxId;
  readonly uids: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly to?: MailboxId;
  readonly first?: number;
}

type OriginRecord = Pick<LocalMessage, 'mailbox' | 'uid' | 'origin'>;

interface CompleteRecord extends OriginRecord, Pick<LocalMessage, 'slice' | 'entry'> {
  readonly to: number;
  /** It was whole here once, and its bytes are gone. */
  readonly again?: true;
}

const NAME = 'local-message';
/** Changes of a part of a message. A name of its own: an older Tern keeps such records unread instead of misreading them. */
const PART = 'local-letter';
const NONE: ReadonlyMap<number, LocalMessage> = new Map();

/**
 * The mail that lives here, as a fold over the journal. Methods named like verbs only *make* records; the state changes
 * when they are durable. Records about many messages are one record, whatever the number.
 */
export class LocalMessages implements Fold {
  readonly #boxes = new Map<MailboxId, Map<number, LocalMessage>>();
  readonly #next = new Map<MailboxId, number>();
  /** Handed out and perhaps not durable yet. Gaps are harmless, repetition is not. */
  readonly #reserved = new Map<MailboxId, number>();
  readonly #uses = new Map<BlobHash, number>();
  /** Every pack there is, and where the rows of its messages are; null until they have been made. */
  readonly #packs = new Map<BlobHash, BlobSlice | null>();
  readonly #byOrigin = new Map<AccountId, Map<string, LocalMessage>>();
  /** The hashes of one mailbox, counted: of the one that was asked about last, and kept in step with it. */
  #checks: { readonly mailbox: MailboxId; readonly counts: Map<string, number> } | null = null;
  /** Under which UID a message goes on whose rest has come: what was begun with the old one still means it. */
  readonly #successors = new Map<string, number>();
  /** Called for every message that came, went or changed. Must not throw. */
  onChange: ((mailbox: MailboxId, uid: number) => void) | null = null;
  /** Called for every letter whose arrival is an entry of its account's ledger too. Must not throw. */
  onFetched: ((account: AccountId, at: number, letter: FetchedEntry) => void) | null = null;

  get(mailbox: MailboxId, n: number): LocalMessage | undefined {
    return this.#boxes.get(mailbox)?.get(n);
  }
  in(mailbox: MailboxId): ReadonlyMap<number, LocalMessage> {
    return this.#boxes.get(mailbox) ?? NONE;
  }
  byOrigin(account: AccountId, key: string): LocalMessage | undefined {
    return this.#byOrigin.get(account)?.get(key);
  }
  /**
   * Whether a message with these very bytes is in a mailbox. The first question looks at all of it, the next ones do not:
   * an import asks once a message.
   * @param check SHA-256 of the bytes, lower-case hex.
   */
  holds(mailbox: MailboxId, check: string): boolean {
    if (this.#checks?.mailbox !== mailbox) {
      this.#checks = { mailbox, counts: new Map() };
      for (const { slice } of this.in(mailbox).values()) this.#count(mailbox, slice.check, 1);
    }
    return this.#checks.counts.has(check);
  }
  *fetchedFrom(account: AccountId): Iterable<LocalMessage> {
    yield* this.#byOrigin.get(account)?.values() ?? [];
  }
  /**
   * Messages without an origin that have their bytes where one of these has its own, each with that one: its copies.
   * Looks at everything that is here.
   */
  *copiesOf(originals: readonly LocalMessage[]): Iterable<readonly [copy: LocalMessage, of: LocalMessage]> {
    if (originals.length === 0) return;
    const at = ({ slice }: LocalMessage): string => `${slice.blob} ${slice.offset}`;
    const byPlace = new Map(originals.map((message) => [at(message), message]));
    for (const box of this.#boxes.values())
      for (const message of box.values()) {
        const original = message.origin === null ? byPlace.get(at(message)) : undefined;
        if (original) yield [message, original];
      }
  }
  /** Where the rows of a pack are; null when they are yet to be made. */
  indexOf(pack: BlobHash): BlobSlice | null {
    return this.#packs.get(pack) ?? null;
  }
  /** Packs that no message is in any more. */
  unused(): BlobHash[] {
    return [...this.#packs.keys()].filter((pack) => !this.#uses.has(pack));
  }

  /** The first of `count` consecutive UIDs that nobody else gets. */
  reserve(mailbox: MailboxId, count: number): number {
    const first = Math.max(this.#next.get(mailbox) ?? 1, this.#reserved.get(mailbox) ?? 1);
    this.#reserved.set(mailbox, first + count);
    return first;
  }
  uidNext(mailbox: MailboxId): number {
    return this.#next.get(mailbox) ?? 1;
  }

  put(message: LocalMessage): JournalRecord {
    return { type: `${NAME}.put`, payload: message as unknown as JsonValue };
  }
  /** Letters that an account has fetched and stored at one time, all in one pack. */
  arrived(
    mailbox: MailboxId,
    account: AccountId,
    at: number,
    letters: readonly ArrivedLetter[],
  ): JournalRecord {
    const payload: ArrivedRecord = {
      mailbox,
      account,
      pack: letters[0]?.slice.blob ?? ('' as BlobHash),
      at,
      letters: letters.map(arrivedTuple),
    };
    return { type: `${NAME}.arrived`, payload: payload as unknown as JsonValue };
  }
  /** The message has another key in its account's ledger, or none. */
  bind({ mailbox, uid }: LocalMessage, origin: LocalMessage['origin']): JournalRecord {
    const payload: OriginRecord = { mailbox, uid, origin };
    return { type: `${PART}.origin`, payload };
  }
  /**
   * The rest of a message has come, or all of one whose bytes were gone: it goes on whole as UID `to`, with everything that
   * people did to it by then.
   */
  complete({ mailbox, uid, octetsThere }: LocalMessage, to: number, whole: LocalMessage): JournalRecord {
    const { slice, entry, origin } = whole;
    const again = octetsThere === undefined ? { again: true as const } : {};
    const payload: CompleteRecord = { mailbox, uid, to, slice, entry, origin, ...again };
    return { type: `${PART}.complete`, payload: payload as unknown as JsonValue };
  }
  /** The rows of a pack have been made. */
  pack(pack: BlobHash, index: BlobSlice | null): JournalRecord {
    return { type: `${NAME}.pack`, payload: { pack, index: index && { ...index } } };
  }
  flag(mailbox: MailboxId, uids: string, add: readonly string[], remove: readonly string[]): JournalRecord {
    return { type: `${NAME}.flags`, payload: { mailbox, uids, add, remove } };
  }
  /** The messages, ascending, become `first`, `first + 1` … of `to`. */
  move(mailbox: MailboxId, uids: string, to: MailboxId, first: number): JournalRecord {
    return { type: `${NAME}.move`, payload: { mailbox, uids, to, first } };
  }
  copy(mailbox: MailboxId, uids: string, to: MailboxId, first: number): JournalRecord {
    return { type: `${NAME}.copy`, payload: { mailbox, uids, to, first } };
  }
  drop(mailbox: MailboxId, uids: string): JournalRecord {
    return { type: `${NAME}.drop`, payload: { mailbox, uids } };
  }
  dropPack(pack: BlobHash): JournalRecord {
    return { type: `${NAME}.drop-pack`, payload: { pack } };
  }
  /** Everything of a mailbox that goes. */
  forget(mailbox: MailboxId): JournalRecord[] {
    const uids = formatUids(this.in(mailbox).keys());
    return [
      ...(uids === '' ? [] : [this.drop(mailbox, uids)]),
      { type: `${NAME}.forget`, payload: { mailbox } },
    ];
  }

  owns(type: string): boolean {
    return type.startsWith(`${NAME}.`) || type.startsWith(`${PART}.`);
  }

  apply({ type, payload }: JournalRecord): void {
    if (type.startsWith(PART)) {
      this.#applyPart(type.slice(PART.length + 1), payload);
      return;
    }
    switch (type.slice(NAME.length + 1)) {
      case 'put':
        this.#set(payload as unknown as LocalMessage);
        return;
      case 'arrived':
        this.#arrived(payload as unknown as ArrivedRecord);
        return;
      case 'pack': {
        const { pack, index } = payload as unknown as { pack: BlobHash; index: BlobSlice | null };
        this.#packs.set(pack, index);
        return;
      }
      case 'drop-pack':
        this.#packs.delete((payload as unknown as { pack: BlobHash }).pack);
        return;
      case 'next': {
        const { mailbox, next } = payload as unknown as { mailbox: MailboxId; next: number };
        this.#next.set(mailbox, Math.max(next, this.uidNext(mailbox)));
        return;
      }
      case 'forget': {
        const { mailbox } = payload as unknown as { mailbox: MailboxId };
        this.#next.delete(mailbox);
        this.#boxes.delete(mailbox);
        if (this.#checks?.mailbox === mailbox) this.#checks = null;
        return;
      }
      default:
        this.#applySet(type.slice(NAME.length + 1), payload as unknown as SetRecord);
    }
  }

  *records(): Iterable<JournalRecord> {
    for (const [pack, index] of this.#packs) yield this.pack(pack, index);
    for (const box of this.#boxes.values()) for (const message of box.values()) yield this.put(message);
    // What was deleted last had the highest number: it must stay used.
    for (const [mailbox, next] of this.#next) yield { type: `${NAME}.next`, payload: { mailbox, next } };
  }

  #applySet(kind: string, { mailbox, uids, add = [], remove = [], to, first = 0 }: SetRecord): void {
    const off = new Set(remove.map((name) => name.toLowerCase()));
    // Numbers that are gone keep their place in the count: old and new UID must pair the same way at every replay.
    let place = first;
    for (const n of parseUids(uids)) {
      const message = this.get(mailbox, n) ?? this.#successor(mailbox, n);
      const at = place++;
      if (!message) continue;
      if (kind === 'flags') {
        const kept = message.flags.filter((name) => !off.has(name.toLowerCase()));
        const has = new Set(kept.map((name) => name.toLowerCase()));
        this.#set({ ...message, flags: [...kept, ...add.filter((name) => !has.has(name.toLowerCase()))] });
      } else if (kind === 'copy' && to !== undefined) {
        this.#set({ ...message, mailbox: to, uid: at, origin: null });
      } else if (kind === 'move' && to !== undefined) {
        this.#remove(message);
        this.#set({ ...message, mailbox: to, uid: at });
      } else if (kind === 'drop') this.#remove(message);
    }
  }

  #applyPart(kind: string, payload: JsonValue): void {
    const { mailbox, uid: n, origin } = payload as unknown as OriginRecord;
    const message = this.get(mailbox, n);
    if (kind === 'origin' && message) this.#set({ ...message, origin });
    if (kind === 'complete') this.#complete(message, payload as unknown as CompleteRecord);
  }

  /** @param here the message where it was when the record was made. */
  #complete(here: LocalMessage | undefined, { to, slice, entry, origin, again }: CompleteRecord): void {
    // It may have been moved in that very moment: it is what came from there all the same, and what it got there is new.
    const moved = here || !origin ? undefined : this.byOrigin(origin.account, origin.key);
    const message = here ?? moved;
    if (!message || (message.octetsThere === undefined && again !== true)) return;
    const { octetsThere: _partly, ...rest } = message;
    this.#remove(message);
    if (here) this.#successors.set(`${here.mailbox} ${here.uid}`, to);
    this.#set({ ...rest, uid: moved ? moved.uid : to, slice, entry, origin });
  }

  #successor(mailbox: MailboxId, n: number): LocalMessage | undefined {
    const to = this.#successors.get(`${mailbox} ${n}`);
    return to === undefined ? undefined : this.get(mailbox, to);
  }

  /** A thousand letters at a time: what is the same for all of them is looked up once. */
  #arrived({ mailbox, account, pack, at, letters }: ArrivedRecord): void {
    const box = this.#boxOf(mailbox);
    const bound = this.#boundOf(account);
    let taken = 0;
    let next = this.uidNext(mailbox);
    for (let place = 0; place < letters.length; place++) {
      const letter = letters[place] as ArrivedTuple;
      const [uid, offset, size, check, internalDate, messageId, fingerprint, key, octetsThere] = letter;
      const headersOnly = octetsThere >= 0;
      const whole: LocalMessage = {
        mailbox,
        uid,
        slice: { blob: pack, offset, size, check },
        entry: letter[9] ?? place,
        flags: [],
        internalDate,
        messageId,
        fingerprint,
        origin: { account, key },
      };
      const message = headersOnly ? { ...whole, octetsThere } : whole;
      if (box.has(uid)) this.#set(message);
      else {
        box.set(uid, message);
        bound.set(key, message);
        taken += 1;
        if (uid >= next) next = uid + 1;
        this.#count(mailbox, check, 1);
        this.onChange?.(mailbox, uid);
      }
      if (at === undefined) continue;
      const listed = letter[10] ?? (headersOnly ? octetsThere : size);
      this.onFetched?.(account, at, { key, size: listed, fingerprint, headersOnly });
    }
    this.#next.set(mailbox, Math.max(next, this.uidNext(mailbox)));
    if (taken > 0) this.#uses.set(pack, (this.#uses.get(pack) ?? 0) + taken);
    if (!this.#packs.has(pack)) this.#packs.set(pack, null);
  }

  #set(message: LocalMessage): void {
    const { mailbox, slice, origin } = message;
    const old = this.get(mailbox, message.uid);
    if (!old) this.#uses.set(slice.blob, (this.#uses.get(slice.blob) ?? 0) + 1);
    if (!this.#packs.has(slice.blob)) this.#packs.set(slice.blob, null);
    this.#boxOf(mailbox).set(message.uid, message);
    this.#next.set(mailbox, Math.max(message.uid + 1, this.uidNext(mailbox)));
    if (old) {
      this.#unbind(old);
      this.#count(mailbox, old.slice.check, -1);
    }
    this.#count(mailbox, slice.check, 1);
    if (origin) this.#bind(origin, message);
    this.onChange?.(mailbox, message.uid);
  }

  #remove(message: LocalMessage): void {
    const { mailbox, uid: n, slice } = message;
    if (this.#boxes.get(mailbox)?.delete(n) === true) this.#count(mailbox, slice.check, -1);
    const left = (this.#uses.get(slice.blob) ?? 1) - 1;
    if (left > 0) this.#uses.set(slice.blob, left);
    else this.#uses.delete(slice.blob);
    this.#unbind(message);
    this.onChange?.(mailbox, n);
  }

  #count(mailbox: MailboxId, check: string, by: number): void {
    if (this.#checks?.mailbox !== mailbox) return;
    const { counts } = this.#checks;
    const now = (counts.get(check) ?? 0) + by;
    if (now > 0) counts.set(check, now);
    else counts.delete(check);
  }

  /** Two messages may have swapped their origins: only one's own is taken away. */
  #unbind({ mailbox, uid: n, origin }: LocalMessage): void {
    if (!origin) return;
    const bound = this.byOrigin(origin.account, origin.key);
    if (bound?.mailbox === mailbox && bound.uid === n) this.#byOrigin.get(origin.account)?.delete(origin.key);
  }

  #bind({ account, key }: NonNullable<LocalMessage['origin']>, message: LocalMessage): void {
    this.#boundOf(account).set(key, message);
  }

  #boxOf(mailbox: MailboxId): Map<number, LocalMessage> {
    let box = this.#boxes.get(mailbox);
    if (!box) this.#boxes.set(mailbox, (box = new Map<number, LocalMessage>()));
    return box;
  }

  #boundOf(account: AccountId): Map<string, LocalMessage> {
    let bound = this.#byOrigin.get(account);
    if (!bound) this.#byOrigin.set(account, (bound = new Map<string, LocalMessage>()));
    return bound;
  }
}
