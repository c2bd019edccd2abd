import type { Difference, DifferenceKind, DifferenceSample, FolderAudit } from '@shared/contract/audit';
import type { MailboxCursor } from '@shared/contract/mailbox';
import type { KnownColumns } from '@shared/contract/store-api';
import { flagNames, SERVER_FLAGS } from '@shared/model/flags';
import { generation, type MailboxId, uid as uidOf } from '@shared/model/ids';
import { formatUids } from '@shared/model/uid-ranges';
import { MailError } from '@shared/errors/mail-error';
import { fetch, type FetchItem, select, type SelectedMailbox, UidSet } from '../imap';
import { keywordsOf, mailboxGone, type SyncContext } from './context';
import { KeywordTable } from './keywords';
import { allUids } from './list-uids';
import type { KnownMailbox } from './mailbox-registry';

/** Messages compared in one turn of the connection: a second at most, then whoever waits gets it. */
const WINDOW = 4_000;
const SAMPLES = 20;
/** More differing UIDs of one kind than this are counted and not named. */
const MAX_NAMED = 100_000;

/** Runs one turn over the account's connection, when nothing more urgent waits. */
export type Turn = <T>(work: (ctx: SyncContext) => Promise<T>) => Promise<T>;

/** What the server says of one message. */
interface There {
  readonly flags: number;
  readonly keywords: number;
  readonly size: number;
  readonly modseq: bigint | null;
}

/** The comparison of one mailbox, as it goes. */
interface Findings {
  local: number;
  server: number;
  newer: number;
  notFetched: number;
  changedSince: number;
  readonly kinds: Map<DifferenceKind, { count: number; uids: number[]; samples: DifferenceSample[] }>;
}

/**
 * Compares what the cache holds of a mailbox with what the server has, by UID, flags and size. Changes nothing: the
 * mailbox is opened with EXAMINE and no fact is written. What is newer than the last synchronisation is no difference.
 * @param turn called for each window, so that people do not wait for an audit.
 * @param progress messages done of messages there.
 * @throws MailError `refused` when the mailbox can't be opened, `server-hides-mail`, `uidvalidity-changed`.
 */
export async function auditMailbox(
  turn: Turn,
  id: MailboxId,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<Pick<FolderAudit, 'local' | 'server' | 'newer' | 'notFetched' | 'changedSince' | 'differences'>> {
  const found: Findings = {
    local: 0,
    server: 0,
    newer: 0,
    notFetched: 0,
    changedSince: 0,
    kinds: new Map(),
  };
  const there = await turn(async (ctx) => {
    const { known, selected } = await examine(ctx, id);
    if (selected.uidValidity !== 0 && known.uidValidity !== selected.uidValidity) {
      note(found, 'uidvalidity', null, {
        uid: 0,
        subject: '',
        here: String(known.uidValidity),
        there: String(selected.uidValidity),
      });
      return null;
    }
    const uids = await allUids(ctx);
    if (uids !== null) return [...uids];
    throw new MailError({
      kind: 'refused',
      code: 'server-hides-mail',
      message: 'The server lists fewer messages than it counts',
    });
  });
  if (there === null) return report(found);
  let first = 1;
  for (let at = 0; at === 0 || at < there.length; at += WINDOW) {
    if (signal.aborted) throw stopped();
    const last = at + WINDOW < there.length ? (there[at + WINDOW - 1] as number) : 0xffffffff;
    const uids = there.slice(at, at + WINDOW);
    await turn((ctx) => compareWindow(ctx, id, uids, first, last, found));
    progress(Math.min(at + WINDOW, there.length), there.length);
    first = last + 1;
  }
  await turn((ctx) => compareCount(ctx, id, found));
  return report(found);
}

const stopped = (): MailError =>
  new MailError({ kind: 'refused', code: 'stopped', message: 'The comparison was stopped' });

/** Opens the mailbox for reading only, unless the connection is there already. */
async function examine(
  ctx: SyncContext,
  id: MailboxId,
): Promise<{ known: KnownMailbox; cursor: MailboxCursor; selected: SelectedMailbox }> {
  const known = ctx.registry.get(id);
  if (!known?.selectable) throw mailboxGone(id);
  const cursor = ctx.cursors.get(id);
  if (!cursor) {
    throw new MailError({
      kind: 'refused',
      code: 'never-synchronised',
      message: 'The mailbox has not been synchronised yet',
    });
  }
  const selected = await ctx.client.run(select({ wire: known.wire }, { readOnly: true }));
  return { known, cursor, selected };
}

async function compareWindow(
  ctx: SyncContext,
  id: MailboxId,
  uids: readonly number[],
  first: number,
  last: number,
  found: Findings,
): Promise<void> {
  const { known, cursor, selected } = await examine(ctx, id);
  if (selected.uidValidity !== 0 && known.uidValidity !== selected.uidValidity) {
    throw new MailError({
      kind: 'refused',
      code: 'uidvalidity-changed',
      message: 'The server renumbered the mailbox during the comparison',
    });
  }
  const words = new KeywordTable(keywordsOf(ctx, id).names);
  const there = await askServer(ctx, uids, words);
  await ctx.facts.drain();
  const here = await ctx.store.columns({
    mailbox: id,
    generation: generation(known.generation),
    first,
    last,
  });
  found.local += here.uids.length;
  found.server += there.size;
  const suspects = compare(here, there, cursor, found);
  await describeSamples(ctx, known, suspects, found);
}

async function askServer(
  ctx: SyncContext,
  uids: readonly number[],
  words: KeywordTable,
): Promise<Map<number, There>> {
  const there = new Map<number, There>();
  const items: FetchItem[] = ['FLAGS', 'RFC822.SIZE'];
  if (ctx.client.capabilities.has('CONDSTORE') && !ctx.distrusts('CONDSTORE')) items.push('MODSEQ');
  for (const set of UidSet.from(uids).chunks(8_000)) {
    const { complete } = await ctx.client.run(
      fetch(set, items, {}, (message) => {
        if (message.uid === null || !message.flags?.ok) return;
        const size = message.size?.ok === true ? message.size.value : -1;
        const modseq = message.modseq?.ok === true ? message.modseq.value : null;
        there.set(message.uid, { ...words.encode(message.flags.value), size, modseq });
      }),
    );
    // A truncated answer must not make messages look deleted.
    if (!complete) {
      throw new MailError({
        kind: 'refused',
        code: 'server-hides-mail',
        message: 'The server answered for fewer messages than it was asked for',
      });
    }
  }
  return there;
}

/** @returns the UIDs of differing messages whose headers are here, for their subjects. */
function compare(
  here: KnownColumns,
  there: ReadonlyMap<number, There>,
  cursor: MailboxCursor,
  found: Findings,
): number[] {
  const suspects: number[] = [];
  const held = new Set<number>();
  here.uids.forEach((n, i) => {
    held.add(n);
    const server = there.get(n);
    if (!server) {
      note(found, 'missing-there', n, { uid: n, subject: '', here: '', there: '' });
      suspects.push(n);
      return;
    }
    const flags = (here.flags[i] as number) & SERVER_FLAGS;
    if (flags !== (server.flags & SERVER_FLAGS) || here.keywords[i] !== server.keywords) {
      if (server.modseq !== null && cursor.modseq !== null && server.modseq > cursor.modseq) {
        found.changedSince++;
      } else {
        note(found, 'flags', n, {
          uid: n,
          subject: '',
          here: flagNames(flags).join(' '),
          there: flagNames(server.flags).join(' '),
        });
        suspects.push(n);
      }
    }
    if (server.size >= 0 && here.sizes[i] !== server.size) {
      note(found, 'size', n, {
        uid: n,
        subject: '',
        here: String(here.sizes[i]),
        there: String(server.size),
      });
      suspects.push(n);
    }
  });
  for (const n of there.keys()) {
    if (held.has(n)) continue;
    if (n >= cursor.uidNext) found.newer++;
    else if (n < cursor.floor) found.notFetched++;
    else note(found, 'missing-here', n, { uid: n, subject: '', here: '', there: '' });
  }
  return suspects;
}

/** The count that proofs stand on (`prove`) against what is really held. */
async function compareCount(ctx: SyncContext, id: MailboxId, found: Findings): Promise<void> {
  const cursor = ctx.cursors.get(id);
  if (!cursor || cursor.floor > 1) return;
  await ctx.facts.drain();
  const { uids } = await ctx.store.columns({
    mailbox: id,
    generation: cursor.generation,
    first: 1,
    last: 0xffffffff,
  });
  if (uids.length !== cursor.exists) {
    note(found, 'count', null, {
      uid: 0,
      subject: '',
      here: String(uids.length),
      there: String(cursor.exists),
    });
  }
}

function note(found: Findings, kind: DifferenceKind, n: number | null, sample: DifferenceSample): void {
  const entry = found.kinds.get(kind) ?? { count: 0, uids: [], samples: [] };
  found.kinds.set(kind, entry);
  entry.count++;
  if (n !== null && entry.uids.length < MAX_NAMED) entry.uids.push(n);
  if (entry.samples.length < SAMPLES) entry.samples.push(sample);
}

async function describeSamples(
  ctx: SyncContext,
  known: KnownMailbox,
  suspects: readonly number[],
  found: Findings,
): Promise<void> {
  if (suspects.length === 0) return;
  const wanted = new Set(suspects);
  const shown = [...found.kinds.values()]
    .flatMap(({ samples }) => samples)
    .filter((sample) => sample.subject === '' && wanted.has(sample.uid));
  if (shown.length === 0) return;
  const rows = await ctx.store.rows({
    refs: shown.map(({ uid }) => ({
      mailbox: known.id,
      generation: generation(known.generation),
      uid: uidOf(uid),
    })),
  });
  const subjects = new Map(shown.map(({ uid }, i) => [uid, rows[i]?.envelope.subject ?? '']));
  for (const entry of found.kinds.values()) {
    entry.samples = entry.samples.map((sample) => ({
      ...sample,
      subject: sample.subject || (subjects.get(sample.uid) ?? ''),
    }));
  }
}

function report(
  found: Findings,
): Pick<FolderAudit, 'local' | 'server' | 'newer' | 'notFetched' | 'changedSince' | 'differences'> {
  const { kinds, ...counts } = found;
  const differences = [...kinds].map(([kind, { count, uids, samples }]): Difference => ({
    kind,
    count,
    uids: formatUids(uids),
    samples,
  }));
  return { ...counts, differences };
}
