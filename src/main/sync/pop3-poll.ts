import type { AccountConfig } from '@shared/contract/account';
import type { Secret } from '@shared/ports/secret';
import { type JournalRecord, VaultError } from '@shared/ports/vault';
import { Pop3Client, type QuitResult } from '../pop3';
import { chooseMechanism } from '../sasl';
import { type LoginMemory, saslPolicy } from './login-memory';
import { credentialsOf, endpointOf, type SessionPorts } from './open-session';
import type { LocalDelivery } from './pop3-delivery';
import { fetchLetters } from './pop3-fetch';
import { type LedgerEntry, ledgerKey, MISSING_PROOF_DAYS, type Pop3Ledger } from './pop3-ledger';
import { Headers, type ListedLetter, listServer } from './pop3-listing';
import { matchListing, type Matching, type NewLetter } from './pop3-match';

/** How many days have passed: never by the clock alone, which may be set a year ahead for an hour. */
export interface DayCount {
  /** Looks at the date, now. */
  note(): Promise<void>;
  /** Whether something of a time (ms since 1970) is so many days old. */
  have(days: number, at: number): boolean;
}

export interface PollPorts {
  readonly session: SessionPorts;
  /** Null where nothing is known of the server and nothing is to be kept. */
  readonly logins: LoginMemory | null;
  readonly ledger: Pop3Ledger;
  readonly delivery: LocalDelivery;
  readonly days: DayCount;
  readonly signal: AbortSignal;
  /** Logged in. */
  onSession(client: Pop3Client): void;
  progress(done: number, total: number): void;
}

export interface PollResult {
  readonly fetched: number;
  /** Messages of them that were read back from the disk and are what came. */
  readonly readBack: number;
  /** Messages that the server would not give. */
  readonly refused: number;
  readonly deletions: QuitResult['deletions'];
  readonly deleted: number;
}

/**
 * One session with a POP3 server: what is new comes into the vault, and only what is safely there may go from the
 * server (protocols.md §2.9).
 * @throws MailError of every kind, VaultError: what was stored by then is in the ledger, and nothing was deleted.
 */
export async function poll(config: AccountConfig, secret: Secret, ports: PollPorts): Promise<PollResult> {
  const { session, ledger, delivery, signal } = ports;
  const account = config.id;
  const { incoming } = config;
  const client = await Pop3Client.connect({
    dialer: session.dialer,
    endpoint: endpointOf(incoming),
    clock: session.clock,
    crypto: session.crypto,
    ...(session.find === undefined ? {} : { find: session.find }),
    credentials: credentialsOf(incoming, secret),
    sasl: chooseMechanism,
    policy: saslPolicy(incoming, ports.logins),
    // Without it a server may hold back what has UTF-8 in its header, or give a mutilated copy (RFC 6856 §2).
    utf8: true,
    signal,
  });
  try {
    await ports.logins?.used(client.mechanism);
    ports.onSession(client);
    const headers = new Headers(client, session.crypto);
    const { letters, byUidl, complete } = await listServer(client, headers);
    await ports.days.note();
    const now = session.clock.now();
    const matching = await matchListing({
      account,
      listed: letters,
      ledger: ledger.of(account),
      held: delivery.held(account),
      now,
      fingerprint: ({ number }) => headers.fingerprint(number),
      ahead: (wanted) => headers.know(wanted.map(({ number }) => number)),
    });
    const records = bookkeeping(config, matching, complete, now, ports);
    if (records.length > 0) await delivery.commit(records);
    const free = new Set(matching.absent.map((entry) => ledgerKey(entry.uid, entry.ordinal)));
    const rest = new Set(restOf(config, matching, await delivery.missing(account)));
    const { stored, readBack, refused } =
      matching.fresh.length + rest.size === 0
        ? { stored: [], readBack: [], refused: 0 }
        : await fetchLetters(client, [...matching.fresh, ...rest], free, {
            account,
            delivery,
            onlyHeader: (letter) => !rest.has(letter) && onlyHeader(config, letter.listed.size),
            progress: (done, total) => ports.progress(done, total),
          });
    await deleteSafe(client, byUidl ? null : headers, config, matching, new Set(readBack), ports);
    if (client.capabilities.expire === 0) await mayForget(config, stored, new Set(readBack), ports);
    const { deletions, messages } = await client.quit();
    return {
      fetched: Math.max(0, stored.length - rest.size),
      readBack: readBack.length,
      refused,
      deletions,
      deleted: messages.length,
    };
  } finally {
    client.close();
  }
}

/** What the listing teaches: new ids, sizes, what is missing, what is forgotten. */
function bookkeeping(
  { id }: AccountConfig,
  { known, absent }: Matching,
  complete: boolean,
  now: number,
  { ledger, delivery, days }: PollPorts,
): JournalRecord[] {
  const records: JournalRecord[] = [];
  const drops: JournalRecord[] = [];
  for (const { entry, was } of known) {
    const key = ledgerKey(entry.uid, entry.ordinal);
    const old = ledger.latest(id, was);
    if (key !== was) {
      if (old) drops.push(ledger.drop(old));
      drops.push(...delivery.rebind(id, was, key));
    }
    const asIs = old?.headersOnly === entry.headersOnly;
    if (!old || key !== was || old.size !== entry.size || old.missingSince !== 0 || !asIs)
      records.push(ledger.put({ ...entry, ...wishes(old, entry) }));
  }
  for (const remembered of complete ? absent : []) {
    const entry = ledger.latest(id, ledgerKey(remembered.uid, remembered.ordinal));
    if (!entry) continue;
    if (entry.missingSince === 0) records.push(ledger.put({ ...entry, missingSince: now }));
    else if (days.have(MISSING_PROOF_DAYS, entry.missingSince)) drops.push(ledger.drop(entry));
  }
  return [...drops, ...records];
}

/** What the person wants of a message by now: it may be more than when the listing was asked for. */
const wishes = (old: LedgerEntry | undefined, entry: LedgerEntry): Partial<LedgerEntry> => ({
  ...(old?.deletedHere === true ? { deletedHere: true } : {}),
  ...(old?.wanted === true && entry.headersOnly === true ? { wanted: true } : {}),
});

/** Whether of a message of so many octets only the header comes by itself. */
const onlyHeader = ({ pop3 }: AccountConfig, octets: number): boolean =>
  pop3?.fetch === 'headers' || (pop3?.largest !== undefined && pop3.largest > 0 && octets > pop3.largest);

/**
 * Messages of which the header is here, and the rest is to come now: asked for, or within the limits by now. And those that
 * were here and are not any more.
 */
const restOf = (config: AccountConfig, { known }: Matching, missing: ReadonlySet<string>): NewLetter[] =>
  known
    .filter(
      ({ entry, listed }) =>
        !entry.deletedHere &&
        (entry.headersOnly === true
          ? entry.wanted === true || !onlyHeader(config, listed.size)
          : missing.has(ledgerKey(entry.uid, entry.ordinal))),
    )
    .map(({ listed, entry }) => ({ listed, key: ledgerKey(entry.uid, entry.ordinal) }));

/** Whether the server's copy of a message may go, by what the account's owner wants. */
function mayGo({ pop3 }: AccountConfig, entry: LedgerEntry, days: DayCount): boolean {
  // What is not here may go only when nobody wants it any more.
  if (entry.headersOnly === true && !entry.deletedHere) return false;
  switch (pop3?.leave ?? 'always') {
    case 'always':
      return false;
    case 'never':
      return true;
    case 'until-deleted':
      return entry.deletedHere;
    case 'days':
      return days.have(pop3?.days ?? 14, entry.at);
  }
}

/**
 * Marks for deletion what may go: its bytes are read from the vault and checked, or the person has deleted it here, and
 * the server is asked once more that the number still means this message. QUIT makes it happen, or not.
 * @param headers where they stand for UIDL.
 * @param readBack keys of what was read back in this very session.
 */
async function deleteSafe(
  client: Pop3Client,
  headers: Headers | null,
  config: AccountConfig,
  { known, fresh }: Matching,
  readBack: ReadonlySet<string>,
  { ledger, delivery, days }: PollPorts,
): Promise<void> {
  if ((config.pop3?.leave ?? 'always') === 'always') return;
  const entries = ledger.of(config.id);
  const due = [
    ...known.map(({ listed, entry }) => ({ listed, key: ledgerKey(entry.uid, entry.ordinal) })),
    ...fresh,
  ].filter(({ key }) => {
    const entry = entries.get(key);
    return entry !== undefined && mayGo(config, entry, days);
  });
  const deletedHere = (key: string): boolean => entries.get(key)?.deletedHere === true;
  const open = due.filter(({ key }) => !deletedHere(key) && !readBack.has(key)).map(({ key }) => key);
  const whole = new Set([...readBack, ...(await delivery.verify(config.id, open))]);
  const wanted = due.filter(({ key }) => deletedHere(key) || whole.has(key)).map(({ listed }) => listed);
  if (wanted.length === 0) return;
  const sure = await stillThese(client, headers, wanted);
  await client.delete(sure.map(({ number }) => number));
}

/**
 * A server that keeps nothing which was retrieved (EXPIRE 0, RFC 2449 §6.7) deletes with QUIT, asked or not: what came in
 * this session must be as safe here as what we delete ourselves.
 * @throws VaultError `corrupt`: the session must end without QUIT.
 */
async function mayForget(
  { id }: AccountConfig,
  stored: readonly string[],
  readBack: ReadonlySet<string>,
  { ledger, delivery }: PollPorts,
): Promise<void> {
  const open = stored.filter((key) => {
    const entry = ledger.of(id).get(key);
    return entry?.headersOnly !== true && entry?.deletedHere !== true && !readBack.has(key);
  });
  const whole = await delivery.verify(id, open);
  const lost = open.filter((key) => !whole.has(key));
  if (lost.length > 0)
    throw new VaultError('corrupt', 'A stored message is not what was written.', { count: lost.length });
}

/** Those whose number names them now as well (G4). */
async function stillThese(
  client: Pop3Client,
  headers: Headers | null,
  letters: readonly ListedLetter[],
): Promise<ListedLetter[]> {
  if (headers) {
    const sure: ListedLetter[] = [];
    const prints = await headers.askAnew(letters.map(({ number }) => number));
    for (const letter of letters) {
      const print = prints.get(letter.number);
      if (print !== undefined && letter.uid === `h:${print}:${letter.size}`) sure.push(letter);
    }
    return sure;
  }
  const { entries, malformed } = await client.uidl();
  if (malformed > 0) return [];
  const now = new Map<number, string>();
  const twice = new Set<number>();
  for (const { number, uid } of entries) {
    if (now.has(number)) twice.add(number);
    now.set(number, uid);
  }
  return letters.filter(({ number, uid }) => now.get(number) === uid && !twice.has(number));
}
