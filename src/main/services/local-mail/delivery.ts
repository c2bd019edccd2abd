import { MailError } from '@shared/errors/mail-error';
import {
  type AccountId,
  type BlobHash,
  type MailboxId,
  messageKey,
  type MessageRef,
} from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import type { BlobSlice, Journal, JournalRecord } from '@shared/ports/vault';
import { type LetterHead, letterHead } from '../../mime/letter-head';
import { parseEnvelope } from '../../mime/parse-envelope';
import type { Forwarding } from '../../operations/forwarding';
import { type Arrival, MAX_TOLD, type NewLetter } from '../../sync/context';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { FetchedLetter, LocalDelivery, StoredLetter } from '../../sync/pop3-delivery';
import { headFingerprint } from '../../sync/pop3-fingerprint';
import type { FetchedEntry, Pop3Ledger } from '../../sync/pop3-ledger';
import { type ArrivedLetter, type LocalMessage, type LocalMessages, localRef } from './local-messages';
import type { Packs } from './packs';

export interface DeliveryPorts {
  readonly journal: Journal;
  readonly crypto: Crypto;
  readonly clock: Pick<Clock, 'now'>;
  readonly registry: MailboxRegistry;
  readonly messages: LocalMessages;
  readonly ledger: Pop3Ledger;
  readonly packs: Packs;
  readonly forwarding: Forwarding;
  /** The account into whose inbox an account's mail goes; undefined: its own. */
  into(account: AccountId): AccountId | undefined;
  /** A message has another UID now; the store is told with what comes next. */
  moved(from: MessageRef, to: MessageRef): void;
  /** There is something to tell. */
  changed(): void;
}

/** Packs being read and checked side by side. */
const READ_AT_ONCE = 3;
/** Senders and subject are in so much of a letter. */
const HEAD_OCTETS = 16 << 10;

/** How mail that was fetched comes to live here. Letters are filed by a glance at their header; rows are made later. */
export class Delivery implements LocalDelivery {
  /** Heads of the newest letters of each account, newest first: most of them nobody ever asks for. */
  readonly #newest = new Map<
    AccountId,
    readonly { readonly at: ArrivedLetter; readonly head: Uint8Array }[]
  >();

  constructor(private readonly ports: DeliveryPorts) {}

  reserve(account: AccountId, count: number): { mailbox: MailboxId; first: number } {
    const mailbox = this.#inbox(account).id;
    return { mailbox, first: this.ports.messages.reserve(mailbox, count) };
  }

  seal(): Uint8Array {
    return this.ports.packs.seal();
  }

  async deliver(
    account: AccountId,
    mailbox: MailboxId,
    letters: readonly FetchedLetter[],
    free: ReadonlySet<string>,
    seal: Uint8Array,
  ): Promise<readonly string[]> {
    const { journal, clock, messages, packs, ledger } = this.ports;
    const { fresh, records } = this.#bindKnown(account, letters, free);
    /** Those of which no record of an arrival tells the ledger. */
    const entries = records.map(({ letter }) => this.#entry(letter, letterHead(letter.bytes)));
    const out = records.flatMap(({ changes }) => changes);
    const moves: [MessageRef, MessageRef][] = [];
    const heads: LetterHead[] = [];
    const known: FetchedEntry[] = [];
    /** Letters whose bytes were lost, and what has come of each. */
    const again = new Map<LocalMessage, LocalMessage>();
    const glance = (): void => {
      for (const letter of fresh) {
        const head = letterHead(letter.bytes);
        heads.push(head);
        known.push(this.#entry(letter, head));
      }
    };
    const bytes = fresh.map((letter) => letter.bytes);
    const slices = fresh.length === 0 ? [] : await packs.store(bytes, seal, glance);
    const now = clock.now();
    if (fresh.length > 0) {
      const arrived: ArrivedLetter[] = [];
      const told: { at: ArrivedLetter; letter: FetchedLetter }[] = [];
      const places = this.#placesNow(account, mailbox, fresh.length);
      for (const [place, letter] of fresh.entries()) {
        const slice = slices[place];
        const head = heads[place];
        const entry = known[place];
        if (!slice || !head || !entry) throw new RangeError('a letter was not stored');
        // Deleted here for good while the rest of it was coming.
        if (ledger.latest(account, letter.key)?.deletedHere === true) continue;
        const message: ArrivedLetter = {
          mailbox: places?.mailbox ?? mailbox,
          uid: places ? places.first + place : letter.uid,
          slice,
          entry: place,
          flags: [],
          // A date in the future would keep an old letter on top for years.
          internalDate: Math.min(head.date ?? now, now),
          messageId: head.messageId,
          fingerprint: entry.fingerprint,
          origin: { account, key: letter.key },
          listed: letter.listed,
        };
        told.push({ at: message, letter });
        const { octetsThere } = letter;
        if (octetsThere !== undefined) {
          arrived.push({ ...message, octetsThere });
          continue;
        }
        const before = messages.byOrigin(account, letter.key);
        if (!before) {
          arrived.push(message);
          continue;
        }
        out.push(...this.#complete(before, message, moves));
        if (before.octetsThere === undefined) again.set(before, message);
        entries.push(entry);
      }
      if (arrived.length > 0) {
        out.push(messages.arrived(places?.mailbox ?? mailbox, account, now, arrived));
        this.#noteNewest(account, told);
      }
    }
    // What was copied here had its bytes in the same place.
    for (const [copy, original] of messages.copiesOf([...again.keys()])) {
      const whole = again.get(original);
      if (whole) out.push(...this.#complete(copy, { ...whole, origin: null }, moves));
    }
    if (entries.length > 0) out.push(ledger.fetched(account, now, entries));
    await journal.appendAll(out);
    for (const [from, to] of moves) this.ports.moved(from, to);
    this.ports.changed();
    // Only of what is whole here may the original go.
    const isHere = ({ key, octetsThere }: FetchedLetter): boolean => {
      const message = messages.byOrigin(account, key);
      if (!message) return ledger.latest(account, key)?.deletedHere === true;
      return octetsThere !== undefined || message.octetsThere === undefined;
    };
    return fresh.filter(isHere).map(({ key }) => key);
  }

  /** Other places than those that were reserved, where their mailbox has gone in the meantime. */
  #placesNow(
    account: AccountId,
    mailbox: MailboxId,
    count: number,
  ): { readonly mailbox: MailboxId; readonly first: number } | null {
    return this.ports.registry.get(mailbox)?.local === true ? null : this.reserve(account, count);
  }

  /**
   * The rest of a message has come, or all of one that could not be read any more: a message of its own under a new UID,
   * where the header was, and an address that leads from the one to the other. UIDs name bytes that never change.
   */
  #complete(partial: LocalMessage, whole: LocalMessage, moves: [MessageRef, MessageRef][]): JournalRecord[] {
    const { messages, forwarding } = this.ports;
    const { mailbox } = partial;
    const n = messages.reserve(mailbox, 1);
    const [from, to] = [localRef(mailbox, partial.uid), localRef(mailbox, n)];
    moves.push([from, to]);
    return [
      messages.complete(partial, n, whole),
      forwarding.record({
        fromMailbox: mailbox,
        fromGeneration: from.generation,
        toMailbox: mailbox,
        toGeneration: to.generation,
        runs: [[from.uid, to.uid, 1]],
      }),
    ];
  }

  *held(account: AccountId): Iterable<StoredLetter> {
    for (const { origin, fingerprint, slice, octetsThere } of this.ports.messages.fetchedFrom(account)) {
      if (!origin) continue;
      const headersOnly = octetsThere !== undefined;
      yield { key: origin.key, fingerprint, size: octetsThere ?? slice.size, headersOnly };
    }
  }

  async missing(account: AccountId): Promise<ReadonlySet<string>> {
    const { messages, packs } = this.ports;
    const files = new Set<BlobHash>();
    for (const { slice } of messages.fetchedFrom(account)) files.add(slice.blob);
    await packs.lookFor(files);
    const missing = new Set<string>();
    for (const { origin, slice } of messages.fetchedFrom(account))
      if (origin && packs.isMissing(slice)) missing.add(origin.key);
    return missing;
  }

  rebind(account: AccountId, from: string, to: string): readonly JournalRecord[] {
    const message = this.ports.messages.byOrigin(account, from);
    return message ? [this.ports.messages.bind(message, { account, key: to })] : [];
  }

  async verify(account: AccountId, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const { messages, packs: stored } = this.ports;
    const packs = new Map<BlobHash, { key: string; slice: BlobSlice }[]>();
    for (const key of keys) {
      const message = messages.byOrigin(account, key);
      if (!message || message.octetsThere !== undefined) continue;
      const { slice } = message;
      const group = packs.get(slice.blob) ?? [];
      packs.set(slice.blob, group);
      group.push({ key, slice });
    }
    const whole = new Set<string>();
    const waiting = [...packs];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [pack, letters] = next;
        // The pack in one go, and only when it is not whole its letters one by one.
        const all = letters.length > 1 && (await stored.isWhole(pack));
        for (const { key, slice } of letters) if (all || (await stored.holds(slice))) whole.add(key);
      }
    };
    await Promise.all(Array.from({ length: READ_AT_ONCE }, work));
    return whole;
  }

  async commit(records: readonly JournalRecord[]): Promise<void> {
    await this.ports.journal.appendAll(records);
    this.ports.changed();
  }

  arrival(account: AccountId, count: number): Arrival | null {
    const newest = (this.#newest.get(account) ?? []).slice(0, count);
    this.#newest.delete(account);
    const [first] = newest;
    if (!first) return null;
    const letters = newest.map(({ at, head }): NewLetter => {
      const { subject, from } = parseEnvelope(head);
      return {
        message: messageKey(localRef(at.mailbox, at.uid)),
        from: from[0] ?? null,
        subject,
        date: at.internalDate,
      };
    });
    return { mailbox: first.at.mailbox, count, letters };
  }

  /** Letters whose very bytes are here under an id that the server no longer lists get their new id, and no second copy. */
  #bindKnown(
    account: AccountId,
    letters: readonly FetchedLetter[],
    free: ReadonlySet<string>,
  ): { fresh: FetchedLetter[]; records: { letter: FetchedLetter; changes: JournalRecord[] }[] } {
    const { messages, ledger, crypto } = this.ports;
    const here = new Map<string, LocalMessage>();
    for (const key of free) {
      const message = messages.byOrigin(account, key);
      if (message && message.octetsThere === undefined) here.set(message.slice.check, message);
    }
    const fresh: FetchedLetter[] = [];
    const records: { letter: FetchedLetter; changes: JournalRecord[] }[] = [];
    for (const letter of letters) {
      const hash = here.size > 0 && letter.octetsThere === undefined ? crypto.sha256Hex(letter.bytes) : '';
      const same = here.get(hash);
      if (!same) {
        fresh.push(letter);
        continue;
      }
      here.delete(hash);
      const old = same.origin ? ledger.of(account).get(same.origin.key) : undefined;
      records.push({
        letter,
        changes: [...(old ? [ledger.drop(old)] : []), messages.bind(same, { account, key: letter.key })],
      });
    }
    return { fresh, records };
  }

  #entry({ key, bytes, octetsThere, listed }: FetchedLetter, head: LetterHead): FetchedEntry {
    return {
      key,
      size: listed === 0 ? (octetsThere ?? bytes.length) : listed,
      fingerprint: headFingerprint(head, this.ports.crypto),
      headersOnly: octetsThere !== undefined,
    };
  }

  /** The chosen one, or the account's own when that is not there (any more). */
  #inbox(account: AccountId): KnownMailbox {
    for (const owner of [this.ports.into(account), account]) {
      const inbox = owner === undefined ? undefined : this.ports.registry.withRole(owner, 'inbox');
      if (inbox?.local === true) return inbox;
    }
    throw new MailError({ kind: 'refused', code: 'no-inbox', message: 'This account has no inbox here' });
  }

  #noteNewest(
    account: AccountId,
    told: readonly { readonly at: ArrivedLetter; readonly letter: FetchedLetter }[],
  ): void {
    const newest = [...told].sort((a, b) => b.at.uid - a.at.uid).slice(0, MAX_TOLD);
    const heads = newest.map(({ at, letter }) => ({ at, head: letter.bytes.slice(0, HEAD_OCTETS) }));
    this.#newest.set(
      account,
      [...heads, ...(this.#newest.get(account) ?? [])].sort((a, b) => b.at.uid - a.at.uid).slice(0, MAX_TOLD),
    );
  }
}
