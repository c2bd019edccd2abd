import type { AccountId } from '@shared/model/ids';
import type { StoredLetter } from './pop3-delivery';
import { type LedgerEntry, ledgerKey, ofLedgerKey } from './pop3-ledger';
import type { ListedLetter } from './pop3-listing';

/** A listed message and what is known of it. */
export interface KnownLetter {
  readonly listed: ListedLetter;
  /** As the ledger should have it now. */
  readonly entry: LedgerEntry;
  /** The entry's key before, when the server has given the message another id. */
  readonly was: string;
}

export interface NewLetter {
  readonly listed: ListedLetter;
  /** What it is called in the ledger. */
  readonly key: string;
}

export interface Matching {
  readonly known: readonly KnownLetter[];
  readonly fresh: readonly NewLetter[];
  /** What is remembered and not listed. */
  readonly absent: readonly LedgerEntry[];
}

export interface MatchInput {
  readonly account: AccountId;
  readonly listed: readonly ListedLetter[];
  readonly ledger: ReadonlyMap<string, LedgerEntry>;
  readonly held: Iterable<StoredLetter>;
  readonly now: number;
  /** Null where the server does not tell headers. */
  readonly fingerprint: (letter: ListedLetter) => Promise<string | null>;
  /** Told which headers will be asked for, so that they can be fetched together. */
  readonly ahead: (letters: readonly ListedLetter[]) => Promise<void>;
}

/**
 * Tells which of the listed messages are here. An id alone is believed when it names one message on both sides and its
 * size is the same; servers repeat and reuse ids, so everything else is decided by the header. What stays open counts
 * as new: fetching twice is a nuisance, never fetching is a loss.
 */
export async function matchListing(input: MatchInput): Promise<Matching> {
  const remembered = rememberedOf(input);
  if (remembered.size === 0) return { known: [], fresh: number(input.listed, remembered, []), absent: [] };
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of remembered.values()) push(groups, entry.uid, entry);
  const listedBy = new Map<string, ListedLetter[]>();
  for (const letter of input.listed) push(listedBy, letter.uid, letter);

  const known: KnownLetter[] = [];
  const open: ListedLetter[] = [];
  const left = new Map(remembered);
  const take = (listed: ListedLetter, entry: LedgerEntry): void => {
    left.delete(ledgerKey(entry.uid, entry.ordinal));
    known.push({
      listed,
      entry: { ...entry, size: listed.size, missingSince: 0 },
      was: ledgerKey(entry.uid, entry.ordinal),
    });
  };
  for (const [uid, letters] of listedBy) {
    const entries = groups.get(uid) ?? [];
    const [letter] = letters;
    const [entry] = entries;
    if (!letter || !entry) open.push(...letters);
    else if (letters.length === 1 && entries.length === 1 && letter.size === entry.size) take(letter, entry);
    else open.push(...(await byHeader(letters, entries, input, take)));
  }
  const unnamed = await rebind(open, left, input, known);
  return { known, fresh: number(unnamed, left, known), absent: [...left.values()] };
}

/** The ledger, and for what it does not know (it was lost) the stored mail itself (G3). */
function rememberedOf({ ledger, held, account, now }: MatchInput): Map<string, LedgerEntry> {
  const stored = new Map([...held].map((letter) => [letter.key, letter]));
  const out = new Map<string, LedgerEntry>();
  for (const [key, entry] of ledger) {
    const letter = stored.get(key);
    // Said to be stored, but it is not: then it is not known either, and is fetched again.
    if (!letter) {
      if (entry.deletedHere) out.set(key, entry);
    } else out.set(key, asStored(entry, letter));
  }
  for (const [key, { fingerprint, size, headersOnly }] of stored) {
    if (out.has(key)) continue;
    out.set(key, {
      account,
      ...ofLedgerKey(key),
      size,
      fingerprint,
      at: now,
      deletedHere: false,
      missingSince: 0,
      ...(headersOnly ? { headersOnly } : {}),
    });
  }
  return out;
}

/** What is stored says how much of a message is here, whatever the ledger was told last. */
function asStored(entry: LedgerEntry, { headersOnly }: StoredLetter): LedgerEntry {
  if ((entry.headersOnly === true) === headersOnly) return entry;
  const { headersOnly: _wrong, wanted: _by, ...rest } = entry;
  return headersOnly ? { ...rest, headersOnly } : rest;
}

/** Servers add lines to headers (`Status`, `X-UIDL`): what a message may have become larger or smaller by, in octets. */
const ADDED = 512;

/** The same header under the same id: whether it is the same message, too, and not more of it than what was fetched. */
const isAsLong = (entry: LedgerEntry, { size }: ListedLetter): boolean =>
  entry.headersOnly === true ||
  entry.deletedHere ||
  entry.size === 0 ||
  size === 0 ||
  Math.abs(entry.size - size) <= ADDED;

/**
 * Pairs messages of one id by header and size, then by header and about the size: one that has grown since was not
 * there yet when we fetched it, or not all of it. @returns those that stay open.
 */
async function byHeader(
  letters: readonly ListedLetter[],
  entries: readonly LedgerEntry[],
  { fingerprint, ahead }: MatchInput,
  take: (listed: ListedLetter, entry: LedgerEntry) => void,
): Promise<ListedLetter[]> {
  const free = new Set(entries);
  let open = [...letters];
  await ahead(letters);
  for (const sizeToo of [true, false]) {
    const next: ListedLetter[] = [];
    for (const letter of open) {
      const print = await fingerprint(letter);
      const entry = [...free].find(
        (e) =>
          print !== null &&
          e.fingerprint === print &&
          (sizeToo ? e.size === letter.size : isAsLong(e, letter)),
      );
      if (entry) {
        free.delete(entry);
        take(letter, entry);
      } else next.push(letter);
    }
    open = next;
  }
  return open;
}

/**
 * New ids for messages that are here: a server that was moved or rebuilt. Header and size must agree, and only messages
 * whose size is that of a missing one are asked about.
 */
async function rebind(
  open: readonly ListedLetter[],
  left: Map<string, LedgerEntry>,
  { fingerprint, ahead }: MatchInput,
  known: KnownLetter[],
): Promise<ListedLetter[]> {
  const bySize = new Map<number, LedgerEntry[]>();
  for (const entry of left.values()) push(bySize, entry.size, entry);
  const still: ListedLetter[] = [];
  await ahead(open.filter(({ size }) => bySize.has(size)));
  for (const letter of open) {
    const candidates = bySize.get(letter.size) ?? [];
    const print = candidates.length > 0 ? await fingerprint(letter) : null;
    const at = candidates.findIndex((entry) => entry.fingerprint === print);
    const [entry] = at < 0 ? [] : candidates.splice(at, 1);
    if (!entry) {
      still.push(letter);
      continue;
    }
    const was = ledgerKey(entry.uid, entry.ordinal);
    left.delete(was);
    const ordinal = freeOrdinal(letter.uid, left, known);
    known.push({ listed: letter, entry: { ...entry, uid: letter.uid, ordinal, missingSince: 0 }, was });
  }
  return still;
}

function number(
  open: readonly ListedLetter[],
  left: ReadonlyMap<string, LedgerEntry>,
  known: readonly KnownLetter[],
): NewLetter[] {
  const taken = new Set([...left.keys(), ...known.map(({ entry }) => ledgerKey(entry.uid, entry.ordinal))]);
  return open.map((listed) => {
    let key = ledgerKey(listed.uid, 0);
    for (let ordinal = 1; taken.has(key); ordinal++) key = ledgerKey(listed.uid, ordinal);
    taken.add(key);
    return { listed, key };
  });
}

function freeOrdinal(
  uid: string,
  left: ReadonlyMap<string, LedgerEntry>,
  known: readonly KnownLetter[],
): number {
  const taken = new Set(known.filter(({ entry }) => entry.uid === uid).map(({ entry }) => entry.ordinal));
  let ordinal = 0;
  while (taken.has(ordinal) || left.has(ledgerKey(uid, ordinal))) ordinal++;
  return ordinal;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
