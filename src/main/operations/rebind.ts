import type { Fact, KnownColumns } from '@shared/contract/store-api';
import { type Generation, type MailboxId, messageKey, uid } from '@shared/model/ids';
import { parseUids } from '@shared/model/uid-ranges';
import type { Journal } from '@shared/ports/vault';
import type { StoreApi } from '../sync/fact-stream';
import { type Forwarding, toRuns } from './forwarding';
import type { OperationQueue } from './queue';

export interface RebindPorts {
  readonly queue: OperationQueue;
  readonly forwarding: Forwarding;
  readonly journal: Journal;
  readonly store: StoreApi;
}

/** Rows asked for at once. */
const ROWS = 1000;

/**
 * Leads the messages that operations name from one generation of a mailbox to the next: by EMAILID, or by Message-ID with
 * size and INTERNALDATE, and only where exactly one message of either generation answers to it (protocols.md §2.5).
 * @returns the addresses as facts for the store.
 */
export async function rebind(
  ports: RebindPorts,
  mailbox: MailboxId,
  from: Generation,
  to: Generation,
): Promise<Fact[]> {
  const wanted = named(ports, mailbox, from);
  if (wanted.size === 0) return [];
  const range = { first: 1, last: 0xffffffff };
  const old = await ports.store.columns({ mailbox, generation: from, ...range });
  const now = await ports.store.columns({ mailbox, generation: to, ...range });
  const pairs = pairUp(old, now, wanted);
  const left = [...wanted].filter((n) => !pairs.has(n));
  for (const [n, m] of await byIdentity(ports, mailbox, from, to, old, now, left)) pairs.set(n, m);
  if (pairs.size === 0) return [];
  await ports.journal.appendAll([
    ports.forwarding.record({
      fromMailbox: mailbox,
      fromGeneration: from,
      toMailbox: mailbox,
      toGeneration: to,
      runs: toRuns([...pairs]),
    }),
  ]);
  const key = (generation: Generation, n: number) => messageKey({ mailbox, generation, uid: uid(n) });
  return [
    {
      kind: 'forwarding',
      from: [...pairs.keys()].map((n) => key(from, n)),
      to: [...pairs.values()].map((n) => key(to, n)),
    },
  ];
}

function named({ queue, forwarding }: RebindPorts, mailbox: MailboxId, from: Generation): Set<number> {
  const wanted = new Set<number>();
  for (const op of queue.all()) {
    if (!('messages' in op.intent)) continue;
    for (const set of forwarding.resolveSet(op.intent.messages)) {
      if (set.mailbox === mailbox && Number(set.generation) === Number(from))
        for (const n of parseUids(set.uids)) wanted.add(n);
    }
  }
  return wanted;
}

function pairUp(old: KnownColumns, now: KnownColumns, wanted: ReadonlySet<number>): Map<number, number> {
  const before = index(old);
  const after = index(now);
  const pairs = new Map<number, number>();
  for (const [mark, uids] of before) {
    const there = after.get(mark);
    const [one] = uids;
    const [other] = there ?? [];
    if (
      uids.length === 1 &&
      there?.length === 1 &&
      one !== undefined &&
      other !== undefined &&
      wanted.has(one)
    ) {
      pairs.set(one, other);
    }
  }
  return pairs;
}

/** UIDs by Message-ID, size and date; messages without a Message-ID are left out. */
function index(columns: KnownColumns): Map<string, number[]> {
  const out = new Map<string, number[]>();
  columns.uids.forEach((n, i) => {
    if (!columns.idHashes[i]) return;
    const mark = [columns.idHashes[i], columns.sizes[i], columns.dates[i]].join('/');
    out.set(mark, [...(out.get(mark) ?? []), n]);
  });
  return out;
}

/** Twins that only the server's own message ids tell apart. Compares messages of equal size. */
async function byIdentity(
  { store }: RebindPorts,
  mailbox: MailboxId,
  from: Generation,
  to: Generation,
  old: KnownColumns,
  now: KnownColumns,
  wanted: readonly number[],
): Promise<Map<number, number>> {
  const pairs = new Map<number, number>();
  if (wanted.length === 0) return pairs;
  const asked = wanted.slice(0, ROWS);
  const mine = await identities(store, mailbox, from, asked);
  const sizes = new Set(asked.map((n) => old.sizes[old.uids.indexOf(n)]));
  const candidates = [...now.uids].filter((_, i) => sizes.has(now.sizes[i])).slice(0, ROWS);
  const theirs = await identities(store, mailbox, to, candidates);
  for (const [identity, uids] of mine) {
    const there = theirs.get(identity);
    if (uids.length === 1 && there?.length === 1) pairs.set(uids[0] as number, there[0] as number);
  }
  return pairs;
}

async function identities(
  store: StoreApi,
  mailbox: MailboxId,
  generation: Generation,
  uids: readonly number[],
): Promise<Map<string, number[]>> {
  const out = new Map<string, number[]>();
  if (uids.length === 0) return out;
  const rows = await store.rows({ refs: uids.map((n) => ({ mailbox, generation, uid: uid(n) })) });
  rows.forEach((row, i) => {
    // Only what the server itself calls the message: a fingerprint says no more than the columns did.
    if (row && /^[eg]:/.test(row.identity))
      out.set(row.identity, [...(out.get(row.identity) ?? []), uids[i] as number]);
  });
  return out;
}
