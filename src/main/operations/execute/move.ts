import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import { type Generation, generation, uid } from '@shared/model/ids';
import { formatUids } from '@shared/model/uid-ranges';
import type { JournalRecord } from '@shared/ports/vault';
import { copy, type CopyMapping, fetch, move, status, store, UidSet, uidExpunge } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { toRuns } from '../forwarding';
import type { QueuedOperation } from '../queue';
import { type ExecuteContext, type Executor, mailboxOf, note } from './context';
import { MAX_SET_OCTETS } from './flags';
import { messageIdsOf, scanFor } from './scan';

/** What is in the journal before anything moves, so that a lost answer can be looked into. */
interface MoveNotes {
  readonly source: string;
  /** UIDNEXT of the target before: what we put there is at or above it. */
  readonly from: number;
  /** UID → Message-ID of the messages, as the source had them. */
  readonly ids: readonly (readonly [number, string])[];
}

/**
 * Moves messages within an account: UID MOVE, or UID COPY → the new UIDs proven → `\Deleted` → UID EXPUNGE of exactly
 * these (design §2.5). A lost answer is looked into, never repeated blindly: what is still in the source was not moved.
 */
export const executeMove: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'move') throw new TypeError('not a move');
  const target = mailboxOf(ctx, op.intent.to);
  const groups = ctx.forwarding.resolveSet(op.intent.messages).filter((g) => g.mailbox !== target.id);
  const gone: MessageSet[] = [];
  for (const group of groups) {
    const source = mailboxOf(ctx, group.mailbox);
    if (source.account !== target.account) {
      throw new MailError({ kind: 'refused', code: 'cross-account', message: 'Moving between accounts is not possible yet' });
    }
    await enterMailbox(ctx.sync, source.id, group.generation);
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    const notes = op.progress as unknown as MoveNotes | null;
    const resumed = notes?.source === source.id && (op.state === 'verifying' || op.state === 'running');
    const moved = resumed
      ? await finishMove(ctx, op, source, target, group.generation, set, notes)
      : await beginMove(ctx, op, source, target, group.generation, set);
    if (moved.length > 0) gone.push({ ...group, uids: formatUids(moved) });
  }
  return { kind: 'settle', targets: [op.intent.to], gone };
};

async function beginMove(
  ctx: ExecuteContext,
  op: QueuedOperation,
  source: KnownMailbox,
  target: KnownMailbox,
  sourceGeneration: Generation,
  set: UidSet,
): Promise<number[]> {
  const ids = await messageIdsOf(ctx.sync, set);
  if (ids.size === 0) {
    // Another client was faster (A13): nothing of it is here any more.
    throw new MailError({ kind: 'refused', code: 'already-gone', message: 'These messages are no longer in this mailbox' });
  }
  const { client } = ctx.sync;
  const state = await client.run(status({ wire: target.wire }, ['UIDNEXT', 'UIDVALIDITY']));
  const notes: MoveNotes = { source: source.id, from: state.uidNext ?? 1, ids: [...ids] };
  await note(ctx, op, { ...notes, ids: notes.ids.map((pair) => [...pair]) });
  return perform(ctx, op, source, target, sourceGeneration, UidSet.from([...ids.keys()].sort((a, b) => a - b)), notes);
}

/** Sends the commands for messages that are known to be in the source. */
async function perform(
  ctx: ExecuteContext,
  op: QueuedOperation,
  source: KnownMailbox,
  target: KnownMailbox,
  sourceGeneration: Generation,
  set: UidSet,
  notes: MoveNotes,
): Promise<number[]> {
  const { client } = ctx.sync;
  const canMove = client.capabilities.has('MOVE') && !ctx.sync.distrusts('MOVE');
  const pairs: [number, number][] = [];
  for (const chunk of set.chunks(MAX_SET_OCTETS)) {
    const { mapping } = await client.run((canMove ? move : copy)(chunk, { wire: target.wire }));
    if (mapping) pairs.push(...believable(mapping, chunk, notes.from));
  }
  const unmapped = [...set].filter((u) => !pairs.some(([from]) => from === u));
  if (unmapped.length > 0) pairs.push(...(await findInTarget(ctx, target, unmapped, notes, pairs)));
  if (!canMove) {
    const proven = UidSet.from(pairs.map(([from]) => from));
    if (proven.size < set.size) {
      throw new MailError({
        kind: 'refused',
        code: 'copy-not-proven',
        message: 'The server said that it copied the messages, but they are not in the target',
      });
    }
    await recordForwarding(ctx, op, source, target, sourceGeneration, pairs, notes);
    await enterMailbox(ctx.sync, source.id, sourceGeneration);
    return removeFromSource(ctx, set);
  }
  await recordForwarding(ctx, op, source, target, sourceGeneration, pairs, notes);
  return [...set];
}

/** After a lost answer or a crash: looks what happened, and does what is left. */
async function finishMove(
  ctx: ExecuteContext,
  op: QueuedOperation,
  source: KnownMailbox,
  target: KnownMailbox,
  sourceGeneration: Generation,
  set: UidSet,
  notes: MoveNotes,
): Promise<number[]> {
  const present = await stillThere(ctx, set);
  const canMove = ctx.sync.client.capabilities.has('MOVE') && !ctx.sync.distrusts('MOVE');
  const absent: number[] = [...set].filter((u) => !present.has(u));
  const found = await findInTarget(ctx, target, [...set], notes, []);
  await enterMailbox(ctx.sync, source.id, sourceGeneration);
  if (canMove) {
    const arrived = found.filter(([from]) => absent.includes(from));
    await recordForwarding(ctx, op, source, target, sourceGeneration, arrived, notes);
    const rest = present.isEmpty ? [] : await perform(ctx, op, source, target, sourceGeneration, present, notes);
    return [...absent, ...rest];
  }
  // COPY: what is in the target already must not be copied again.
  const copied = UidSet.from(found.map(([from]) => from).sort((a, b) => a - b));
  await recordForwarding(ctx, op, source, target, sourceGeneration, found, notes);
  const removed = await removeFromSource(ctx, copied.intersection(present));
  const left = present.difference(copied);
  const rest = left.isEmpty ? [] : await perform(ctx, op, source, target, sourceGeneration, left, notes);
  return [...new Set([...absent, ...removed, ...rest])];
}

async function stillThere(ctx: ExecuteContext, set: UidSet): Promise<UidSet> {
  const uids: number[] = [];
  await ctx.sync.client.run(
    fetch(set, ['FLAGS'], {}, (message) => {
      if (message.uid !== null && set.has(message.uid)) uids.push(message.uid);
    }),
  );
  return UidSet.from(uids.sort((a, b) => a - b));
}

/** Marks and expunges exactly these. Without UIDPLUS they stay marked: an EXPUNGE would take others with it (A1). */
async function removeFromSource(ctx: ExecuteContext, set: UidSet): Promise<number[]> {
  const { client } = ctx.sync;
  for (const chunk of set.chunks(MAX_SET_OCTETS)) {
    await client.run(store(chunk, { mode: 'add', flags: ['\\Deleted'] }));
    if (client.capabilities.has('UIDPLUS')) await client.run(uidExpunge(chunk));
  }
  return [...set];
}

/** COPYUID as far as it can be true: for messages that were asked about, at or above the target's UIDNEXT (A7). */
function believable(mapping: CopyMapping, asked: UidSet, from: number): [number, number][] {
  const pairs: [number, number][] = [];
  const seen = new Set<number>();
  for (const [old, now] of mapping) {
    if (!asked.has(old) || now < from || seen.has(now)) return [];
    seen.add(now);
    pairs.push([old, now]);
  }
  return pairs;
}

/** Finds messages in the target by Message-ID. Several hits for one id: none is used (RFC 4549 §4.2.2.1). */
async function findInTarget(
  ctx: ExecuteContext,
  target: KnownMailbox,
  uids: readonly number[],
  notes: MoveNotes,
  taken: readonly (readonly [number, number])[],
): Promise<[number, number][]> {
  const ids = new Map(notes.ids);
  const wanted = new Map(uids.flatMap((u) => (ids.get(u) ? [[ids.get(u) ?? '', u] as const] : [])));
  if (wanted.size === 0) return [];
  await enterMailbox(ctx.sync, target.id, generation(target.generation));
  const found = await scanFor(ctx.sync, new Set(wanted.keys()), { from: notes.from });
  const used = new Set(taken.map(([, to]) => to));
  const pairs: [number, number][] = [];
  for (const [id, at] of found) {
    const free = at.filter((n) => !used.has(n));
    const old = wanted.get(id);
    if (free.length === 1 && old !== undefined) pairs.push([old, free[0] as number]);
  }
  return pairs;
}

async function recordForwarding(
  ctx: ExecuteContext,
  op: QueuedOperation,
  source: KnownMailbox,
  target: KnownMailbox,
  sourceGeneration: Generation,
  pairs: readonly (readonly [number, number])[],
  notes: MoveNotes,
): Promise<void> {
  if (pairs.length === 0) return;
  const record: JournalRecord = ctx.forwarding.record({
    fromMailbox: source.id,
    fromGeneration: sourceGeneration,
    toMailbox: target.id,
    toGeneration: generation(target.generation),
    runs: toRuns(pairs.map(([from, to]) => [uid(from), uid(to)])),
  });
  await note(ctx, op, { ...notes, ids: notes.ids.map((pair) => [...pair]) }, [record]);
}
