import type { MessageSet } from '@shared/contract/schema';
import { isMailError, MailError } from '@shared/errors/mail-error';
import { type Generation, generation, type MailboxId, uid } from '@shared/model/ids';
import { formatUids, parseUids } from '@shared/model/uid-ranges';
import type { JsonValue } from '@shared/ports/vault';
import { copy, type CopyMapping, move, UidSet } from '../../imap';
import { enterMailbox, uidsChanged } from '../../sync/open-mailbox';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { toRuns } from '../forwarding';
import type { QueuedOperation } from '../queue';
import { checkIdentity } from './check-identity';
import { findByGmailId, type GmailIds, gmailIds } from './gmail';
import { type ExecuteContext, type Executor, inPortions, mailboxOf, note } from './context';
import { nextUid } from './next-uid';
import { removeOriginals } from './remove';
import { lowestIn, type Mark, marksOf, scanFor, scanSince, type Since } from './scan';
import { executeTransfer } from './transfer';

/** What is in the journal before anything moves, so that a lost answer can be looked into. */
export interface MoveNotes extends Since {
  readonly source: MailboxId;
  readonly generation: number;
  /** UID → mark of the messages, as the source had them. */
  readonly marks: readonly (readonly [number, Mark])[];
  /** Gmail's ids of those messages; empty elsewhere. */
  readonly gmail?: GmailIds;
  /** Copies that the server has named, of originals that it then refused to remove: UID there → UID in the target. */
  readonly named?: readonly (readonly [number, number])[];
}

/** One source of a move that is being executed. */
interface Leg {
  readonly ctx: ExecuteContext;
  readonly op: QueuedOperation;
  readonly source: KnownMailbox;
  readonly generation: Generation;
  readonly target: KnownMailbox;
  /** The server leaves the messages where they are: out of Gmail's All Mail leads only the way to Trash and Junk. */
  readonly stays: boolean;
}

/**
 * Moves messages: UID MOVE, or UID COPY → the new UIDs proven → `\Deleted` → UID EXPUNGE of exactly these (design §2.5).
 * A lost answer is looked into, never repeated blindly: what is still in the source was not moved.
 */
export const executeMove: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'move') throw new TypeError('not a move');
  const target = mailboxOf(ctx, op.intent.to);
  if (target.account !== op.account) return executeTransfer(ctx, op, target, true);
  const groups = ctx.forwarding.resolveSet(op.intent.messages).filter((g) => g.mailbox !== target.id);
  const notes = op.progress as unknown as MoveNotes | null;
  const labels = ctx.sync.client.capabilities.has('X-GM-EXT-1');
  const gone: MessageSet[] = [];
  const marked = new Set<MailboxId>();
  for (const group of groups) {
    const source = mailboxOf(ctx, group.mailbox);
    const stays = labels && source.role === 'all' && target.role !== 'trash' && target.role !== 'junk';
    const leg: Leg = { ctx, op, target, source, stays, generation: group.generation };
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    const begun = notes?.source === group.mailbox ? notes : null;
    if (leg.source.generation !== Number(group.generation)) {
      await movedBefore(leg, set, begun?.generation === Number(group.generation) ? begun : null);
      marked.add(group.mailbox);
      continue;
    }
    await enterMailbox(ctx.sync, group.mailbox, group.generation);
    const { moved, expunged } = await resumeMove(leg, set, begun);
    if (stays) continue;
    if (expunged && moved.length > 0) gone.push({ ...group, uids: formatUids(moved) });
    if (!expunged) marked.add(group.mailbox);
  }
  return { kind: 'settle', targets: [op.intent.to, ...marked], gone };
};

/** @param begun notes of an attempt that was cut off, which may be about the source before it was renumbered. */
async function resumeMove(leg: Leg, set: UidSet, begun: MoveNotes | null): Promise<Done> {
  if (begun === null) return beginMove(leg, set);
  if (begun.generation === Number(leg.generation)) return finishMove(leg, set, begun);
  // The same messages under other UIDs, some of them in the target already: what is there must not be copied again.
  const { ctx, op } = leg;
  const marks = await marksOf(ctx.sync, set);
  if (marks.size === 0) return beginMove(leg, set);
  const there = UidSet.from(marks.keys());
  const gmail = await gmailIds(ctx.sync, there);
  const notes: MoveNotes = { ...begun, generation: leg.generation, marks: [...marks], gmail };
  await note(ctx, op, notes as unknown as JsonValue);
  return finishMove(leg, there, notes);
}

interface Done {
  readonly moved: readonly number[];
  /** False: they are still in the source, marked as deleted. */
  readonly expunged: boolean;
}

async function beginMove(leg: Leg, set: UidSet): Promise<Done> {
  const { ctx, op, source, target } = leg;
  const marks = await marksOf(ctx.sync, set);
  if (marks.size === 0) {
    // Another client was faster (A13): nothing of it is here any more.
    throw new MailError({
      kind: 'refused',
      code: 'already-gone',
      message: 'These messages are no longer in this mailbox',
    });
  }
  await checkIdentity(ctx.sync, source.id, leg.generation, marks);
  const from = await nextUid(ctx.sync, target);
  await enterMailbox(ctx.sync, source.id, leg.generation);
  const notes: MoveNotes = {
    source: source.id,
    generation: leg.generation,
    from,
    at: target.generation,
    marks: [...marks],
    gmail: await gmailIds(ctx.sync, UidSet.from(marks.keys())),
  };
  await note(ctx, op, notes as unknown as JsonValue);
  return perform(leg, UidSet.from(marks.keys()), notes);
}

/** Sends the commands for messages that are known to be in the source, which is selected. */
async function perform(leg: Leg, set: UidSet, notes: MoveNotes): Promise<Done> {
  const { ctx, target } = leg;
  const { client } = ctx.sync;
  const atOnce = client.capabilities.has('MOVE');
  const pairs: [number, number][] = [];
  await inPortions(ctx.sync, set, async (part) => {
    const answer = await client.run((atOnce ? move : copy)(part, { wire: target.wire }));
    if (answer.mapping) pairs.push(...believable(answer.mapping, part, target, notes));
    return answer;
  });
  const arrived = await confirm(leg, set, notes, pairs);
  if (atOnce) {
    await recordForwarding(leg, arrived, notes);
    await assertGone(leg, set.difference(UidSet.from(arrived.map(([from]) => from).sort((a, b) => a - b))));
    return { moved: [...set], expunged: true };
  }
  await enterMailbox(ctx.sync, leg.source.id, leg.generation);
  const proven = UidSet.from(arrived.map(([from]) => from).sort((a, b) => a - b));
  const expunged =
    proven.isEmpty || (await removeProven(leg, proven, { ...notes, named: named(pairs, arrived) }));
  // Only now: an address that leads away would hide what is still to be removed after a crash.
  await recordForwarding(leg, arrived, notes);
  const unproven = set.difference(proven);
  // What another client took away just before the COPY is not there any more either (A13).
  if (!unproven.isEmpty && (await marksOf(ctx.sync, unproven)).size > 0) {
    throw new MailError({
      kind: 'refused',
      code: 'copy-not-proven',
      message: 'The server said that it copied the messages, but they are not in the target',
    });
  }
  return { moved: [...set], expunged };
}

/**
 * A MOVE that was answered OK has taken the messages out of the source. Those that are not to be seen in the target, and
 * that nobody can have taken away before it, are still where they were when the server did nothing of it.
 */
async function assertGone({ ctx, source, stays, generation }: Leg, unseen: UidSet): Promise<void> {
  if (stays || unseen.isEmpty) return;
  await enterMailbox(ctx.sync, source.id, generation);
  if ((await marksOf(ctx.sync, unseen)).size === 0) return;
  throw new MailError({
    kind: 'refused',
    code: 'move-not-done',
    message: 'The server said that it moved the messages, but they are where they were',
  });
}

/** Those pairs that the server has told and that were not contradicted. */
function named(told: readonly [number, number][], arrived: readonly [number, number][]): [number, number][] {
  const where = new Map(arrived);
  return told.filter(([from, to]) => where.get(from) === to);
}

/** Removes originals; when that is refused, which copies are ours is known for when the move is taken back. */
async function removeProven({ ctx, op }: Leg, proven: UidSet, notes: MoveNotes): Promise<boolean> {
  try {
    return await removeOriginals(ctx.sync, proven);
  } catch (error) {
    if (isMailError(error) && error.kind === 'refused') await note(ctx, op, notes as unknown as JsonValue);
    throw error;
  }
}

/**
 * Where the messages are now. COPYUID is believed once it has been seen to be true on this connection, and never again
 * after it was not (A7): the messages themselves are looked for instead.
 */
async function confirm(
  leg: Leg,
  set: UidSet,
  notes: MoveNotes,
  told: readonly [number, number][],
): Promise<[number, number][]> {
  const { sync } = leg.ctx;
  if (told.length === set.size && sync.earned.has('COPYUID') && !sync.distrusts('COPYUID')) return [...told];
  const found = await findInTarget(leg, [...set], notes);
  if (told.length === 0) return found;
  const where = new Map(found);
  if (told.every(([from, to]) => where.get(from) === to)) sync.earned.add('COPYUID');
  else sync.distrust('COPYUID', { code: 'copyuid-contradicted', details: {} });
  return found;
}

/** After a lost answer or a crash: looks what happened, and does what is left. */
async function finishMove(leg: Leg, set: UidSet, notes: MoveNotes): Promise<Done> {
  const { ctx, source } = leg;
  const marks = await marksOf(ctx.sync, set);
  await checkIdentity(ctx.sync, source.id, leg.generation, marks);
  const present = UidSet.from(marks.keys());
  const absent = [...set.difference(present)];
  const found = await findInTarget(leg, [...set], notes);
  await enterMailbox(ctx.sync, source.id, leg.generation);
  if (ctx.sync.client.capabilities.has('MOVE')) {
    const arrived = found.filter(([from]) => !present.has(from));
    await recordForwarding(leg, arrived, notes);
    const rest = present.isEmpty ? NOTHING : await perform(leg, present, notes);
    return { moved: [...absent, ...rest.moved], expunged: true };
  }
  // COPY: what is in the target already must not be copied again.
  const copied = UidSet.from(found.map(([from]) => from).sort((a, b) => a - b));
  const both = copied.intersection(present);
  const expunged = both.isEmpty || (await removeOriginals(ctx.sync, both));
  await recordForwarding(leg, found, notes);
  const left = present.difference(copied);
  const rest = left.isEmpty ? NOTHING : await perform(leg, left, notes);
  return { moved: [...absent, ...both, ...rest.moved], expunged: expunged && rest.expunged };
}

const NOTHING: Done = { moved: [], expunged: true };

/**
 * The source was renumbered after the move went out and before its answer came: only the target can tell. A COPY has left
 * the originals there, under numbers that nobody knows: they are found by what they were recognised by, where that is one.
 */
async function movedBefore(leg: Leg, set: UidSet, notes: MoveNotes | null): Promise<void> {
  const found = notes ? await findInTarget(leg, [...set], notes) : [];
  if (!notes || found.length < set.size) throw uidsChanged(leg.source.id);
  const { sync } = leg.ctx;
  if (!sync.client.capabilities.has('MOVE')) {
    await enterMailbox(sync, leg.source.id, generation(leg.source.generation));
    const marks = notes.marks.filter(([n]) => set.has(n)).map(([, mark]) => mark);
    const left = [...(await scanFor(sync, new Set(marks), { from: 1 })).values()];
    if (left.some((uids) => uids.length > 1)) throw uidsChanged(leg.source.id);
    const originals = left.flat().sort((a, b) => a - b);
    if (originals.length > 0) await removeOriginals(sync, UidSet.from(originals));
  }
  await recordForwarding(leg, found, notes);
}

/**
 * COPYUID as far as it can be true: for messages that were asked about, at or above the target's UIDNEXT (A7), and in the
 * mailbox as it is known. One that was deleted and made anew under its name has other numbers; what was put there is for
 * the next look to find.
 */
export function believable(
  mapping: CopyMapping,
  asked: UidSet,
  target: KnownMailbox,
  since: Since,
): [number, number][] {
  const pairs: [number, number][] = [];
  const from = lowestIn(since, target);
  if (target.uidValidity !== 0 && mapping.uidValidity !== target.uidValidity) return [];
  const seen = new Set<number>();
  for (const [old, now] of mapping) {
    if (!asked.has(old) || now < from || seen.has(now)) return [];
    seen.add(now);
    pairs.push([old, now]);
  }
  return pairs;
}

/**
 * Finds messages in the target by their marks among what came since. Equal marks are paired in order: COPY and MOVE keep
 * it, and messages that are alike in all this are alike.
 */
async function findInTarget(
  leg: Leg,
  uids: readonly number[],
  notes: MoveNotes,
): Promise<[number, number][]> {
  const { ctx, target } = leg;
  const marks = new Map(notes.marks);
  await enterMailbox(ctx.sync, target.id, generation(target.generation));
  const found = await scanSince(ctx.sync, new Set(marks.values()), notes, target);
  const used = new Set<number>();
  const pairs: [number, number][] = [];
  for (const old of uids) {
    const at = found.get(marks.get(old) ?? '')?.find((n) => !used.has(n));
    if (at === undefined) continue;
    used.add(at);
    pairs.push([old, at]);
  }
  const left = new Set(uids);
  for (const [old] of pairs) left.delete(old);
  const rest = (notes.gmail ?? []).filter(([old]) => left.has(old));
  return [...pairs, ...(await findByGmailId(ctx.sync, rest))];
}

async function recordForwarding(
  leg: Leg,
  arrived: readonly (readonly [number, number])[],
  notes: MoveNotes,
): Promise<void> {
  const { ctx, op, target } = leg;
  const { mailbox, generation: from, pairs } = leg.stays ? byName(leg, arrived) : bySource(leg, arrived);
  if (pairs.length === 0) return;
  await note(ctx, op, notes as unknown as JsonValue, [
    ctx.forwarding.record({
      fromMailbox: mailbox,
      fromGeneration: from,
      toMailbox: target.id,
      toGeneration: generation(target.generation),
      runs: toRuns(pairs),
    }),
  ]);
}

interface From {
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly pairs: readonly (readonly [number, number])[];
}

const bySource = (leg: Leg, pairs: From['pairs']): From => ({
  mailbox: leg.source.id,
  generation: leg.generation,
  pairs,
});

/** The source keeps its message: only a name that had led there from elsewhere leads to the new place (undo of archive). */
function byName({ ctx, op, source }: Leg, arrived: From['pairs']): From {
  if (op.intent.kind !== 'move') throw new TypeError('not a move');
  const { mailbox, uids } = op.intent.messages;
  const from = generation(op.intent.messages.generation);
  const now = new Map(arrived);
  const pairs: [number, number][] = [];
  if (mailbox !== source.id) {
    for (const n of parseUids(uids)) {
      const at = ctx.forwarding.resolve({ mailbox, generation: from, uid: uid(n) });
      const to = at.mailbox === source.id ? now.get(at.uid) : undefined;
      if (to !== undefined) pairs.push([n, to]);
    }
  }
  return { mailbox, generation: from, pairs };
}
