import type { AccountId } from '@shared/model/ids';
import type { Fold } from '@shared/ports/fold';
import type { JournalRecord, JsonValue } from '@shared/ports/vault';

/** What is remembered of one message on a POP3 server, so that it is fetched once and never deleted too early. */
export interface LedgerEntry {
  readonly account: AccountId;
  /** The server's name for it; a hash of its header where the server has no UIDL. */
  readonly uid: string;
  /** Tells apart messages that the server calls the same, from 0. */
  readonly ordinal: number;
  /** Octets as LIST said. */
  readonly size: number;
  /** `headFingerprint` of its header. */
  readonly fingerprint: string;
  /** When it was stored here, ms since 1970. */
  readonly at: number;
  /** The person has deleted it here for good. */
  readonly deletedHere: boolean;
  /** First complete listing without it, ms since 1970; 0 while it is listed. */
  readonly missingSince: number;
  /** Only its header is stored here: its original must stay. */
  readonly headersOnly?: boolean;
  /** Somebody has asked for the rest. */
  readonly wanted?: boolean;
}

/** Listings are cut short now and then: only one that is this much later proves that a message is gone. */
export const MISSING_PROOF_DAYS = 1;

export const ledgerKey = (uid: string, ordinal: number): string => `${ordinal} ${uid}`;

const RESTORED = 'restored ';
/**
 * What a letter is called that came out of a backup of its account, until the server is found to list it: then it is not
 * fetched a second time. No server calls one so: unique-ids have no blanks (RFC 1939 §7).
 * @param check SHA-256 of its octets.
 */
export const restoredKey = (check: string): string => ledgerKey(`${RESTORED}${check}`, 0);
export const isRestored = (key: string): boolean => ofLedgerKey(key).uid.startsWith(RESTORED);

/** What a key was made of. */
export function ofLedgerKey(key: string): Pick<LedgerEntry, 'uid' | 'ordinal'> {
  const at = key.indexOf(' ');
  return { uid: key.slice(at + 1), ordinal: Number(key.slice(0, at)) };
}

/** What the ledger has to know of a letter that has just been stored. */
export interface FetchedEntry extends Pick<LedgerEntry, 'size' | 'fingerprint' | 'headersOnly'> {
  /** Its `ledgerKey`. */
  readonly key: string;
}

/** How an entry is called in the journal. */
const idOf = (account: AccountId, key: string): string => `${account}\n${key}`;

const PUT = 'uidl.put';
const DROP = 'uidl.drop';
const FETCHED = 'uidl.fetched';

/** Letters stored together, as tuples. An older Tern wrote thousands of them at once. */
interface FetchedRecord {
  readonly account: AccountId;
  readonly at: number;
  readonly letters: readonly (readonly [
    uid: string,
    ordinal: number,
    size: number,
    fingerprint: string,
    headersOnly: 0 | 1,
  ])[];
}

const NONE: ReadonlyMap<string, LedgerEntry> = new Map();

/**
 * The UIDL ledgers of all POP3 accounts, in the vault. A `Table` of entries, but by account: thousands of entries are taken
 * and looked up at once, and a name made of both for each of them was a tenth of what a session costs.
 */
export class Pop3Ledger implements Fold {
  readonly #accounts = new Map<AccountId, Map<string, LedgerEntry>>();
  /** The last record on its way to the disk, by id. */
  readonly #coming = new Map<string, JournalRecord>();

  /** The entry as it is once everything accepted is on the disk. */
  latest(account: AccountId, key: string): LedgerEntry | undefined {
    const coming = this.#coming.size > 0 ? this.#coming.get(idOf(account, key)) : undefined;
    if (!coming) return this.of(account).get(key);
    return coming.type === PUT ? (coming.payload as unknown as { value: LedgerEntry }).value : undefined;
  }
  /** Entries by `ledgerKey`. */
  of(account: AccountId): ReadonlyMap<string, LedgerEntry> {
    return this.#accounts.get(account) ?? NONE;
  }
  put(entry: LedgerEntry): JournalRecord {
    const id = idOf(entry.account, ledgerKey(entry.uid, entry.ordinal));
    return { type: PUT, payload: { id, value: entry as unknown as JsonValue } };
  }
  /** Letters of one account that were stored at one time, where the record of their arrival does not say so itself. */
  fetched(account: AccountId, at: number, letters: readonly FetchedEntry[]): JournalRecord {
    const payload: FetchedRecord = {
      account,
      at,
      letters: letters.map(({ key, size, fingerprint, headersOnly }) => {
        const { uid, ordinal } = ofLedgerKey(key);
        return [uid, ordinal, size, fingerprint, headersOnly === true ? 1 : 0];
      }),
    };
    return { type: FETCHED, payload: payload as unknown as JsonValue };
  }
  /** What a durable record says of a letter that was stored at a time, ms since 1970. */
  take(account: AccountId, at: number, { key, size, fingerprint, headersOnly }: FetchedEntry): void {
    const blank = key.indexOf(' ');
    const entry = {
      account,
      uid: key.slice(blank + 1),
      ordinal: Number(key.slice(0, blank)),
      size,
      fingerprint,
      at,
      deletedHere: false,
      missingSince: 0,
    };
    this.#of(account).set(key, headersOnly === true ? { ...entry, headersOnly } : entry);
  }
  drop(entry: LedgerEntry): JournalRecord {
    return { type: DROP, payload: { id: idOf(entry.account, ledgerKey(entry.uid, entry.ordinal)) } };
  }
  /** The person deleted the message for good; no record when nothing is known of it. */
  deletedHere(account: AccountId, key: string): JournalRecord[] {
    const entry = this.latest(account, key);
    return entry ? [this.put({ ...entry, deletedHere: true })] : [];
  }
  owns(type: string): boolean {
    return type === FETCHED || type === PUT || type === DROP;
  }
  apply(record: JournalRecord): void {
    if (record.type === FETCHED) {
      this.#fetched(record.payload as unknown as FetchedRecord);
      return;
    }
    const { id, value } = record.payload as unknown as { id: string; value?: LedgerEntry };
    const at = id.indexOf('\n');
    const entries = this.#of(id.slice(0, at) as AccountId);
    if (value) entries.set(id.slice(at + 1), value);
    else entries.delete(id.slice(at + 1));
  }
  expect(record: JournalRecord): () => void {
    // What was just fetched is nobody's to change before it is told.
    if (record.type === FETCHED) return () => undefined;
    const { id } = record.payload as unknown as { id: string };
    this.#coming.set(id, record);
    return () => {
      if (this.#coming.get(id) === record) this.#coming.delete(id);
    };
  }
  *records(): Iterable<JournalRecord> {
    for (const entries of this.#accounts.values())
      for (const entry of entries.values()) yield this.put(entry);
  }
  /** Somebody wants the rest of a message. No record when nothing is known of it, or all of it is here. */
  wanted(account: AccountId, key: string): JournalRecord[] {
    const entry = this.latest(account, key);
    return entry?.headersOnly === true ? [this.put({ ...entry, wanted: true })] : [];
  }
  forget(account: AccountId): JournalRecord[] {
    return [...this.of(account).values()].map((entry) => this.drop(entry));
  }

  #of(account: AccountId): Map<string, LedgerEntry> {
    let entries = this.#accounts.get(account);
    if (!entries) this.#accounts.set(account, (entries = new Map<string, LedgerEntry>()));
    return entries;
  }

  #fetched({ account, at, letters }: FetchedRecord): void {
    for (const [uid, ordinal, size, fingerprint, headersOnly] of letters)
      this.take(account, at, {
        key: ledgerKey(uid, ordinal),
        size,
        fingerprint,
        headersOnly: headersOnly === 1,
      });
  }
}
