import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import {
  type BlobHash,
  type Generation,
  generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
  type OperationId,
  uid,
} from '@shared/model/ids';
import type { JournalRecord, JsonValue } from '@shared/ports/vault';
import { UidSet } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import type { Forwarding } from '../forwarding';
import type { OperationQueue, QueuedOperation } from '../queue';
import { checkIdentity } from './check-identity';
import { type ExecuteContext, type Outcome } from './context';
import { fetchWhole, type WholeMessage } from './fetch-whole';
import { removeOriginals } from './remove';
import { marksOf, messageIdIn } from './scan';

/** A message that the other account has, proven: UID in the source, and where it is now. */
export interface Arrival {
  readonly of: number;
  readonly at: MessageRef;
}

/** How far one mailbox of the source is. */
export interface Stage {
  /** Proven in the target, still in the source (of a move). */
  readonly arrived: readonly Arrival[];
  /** Nothing left to do about them. */
  readonly done: readonly number[];
}

/** Kept in the journal by mailbox and generation, so that each step is done once whatever breaks between them. */
type TransferNotes = Readonly<Record<string, Stage>>;

export const keyOf = (set: MessageSet): string => `${set.mailbox}/${set.generation}`;
export const stageOf = (notes: JsonValue, key: string): Stage =>
  (notes as unknown as TransferNotes | null)?.[key] ?? { arrived: [], done: [] };
export const withStage = (notes: JsonValue, key: string, stage: Stage): JsonValue =>
  ({ ...(notes as object | null), [key]: stage }) as unknown as JsonValue;

/** How far each mailbox of the source is. */
export const stagesOf = (
  notes: JsonValue,
): { readonly mailbox: MailboxId; readonly generation: Generation; readonly stage: Stage }[] =>
  Object.entries((notes ?? {}) as unknown as TransferNotes).flatMap(([key, stage]) => {
    const slash = key.lastIndexOf('/');
    // Notes of the account that a finished transfer leaves are no stages.
    if (slash < 0 || !Array.isArray(stage.arrived)) return [];
    const of = generation(Number(key.slice(slash + 1)));
    return [{ mailbox: key.slice(0, slash) as MailboxId, generation: of, stage }];
  });

/** Records that lead from where messages were to where they have arrived. */
export const ledTo = (
  forwarding: Forwarding,
  mailbox: MailboxId,
  from: Generation,
  arrived: readonly Arrival[],
): JournalRecord[] =>
  arrived.map(({ of, at }) =>
    forwarding.record({
      fromMailbox: mailbox,
      fromGeneration: from,
      toMailbox: at.mailbox,
      toGeneration: at.generation,
      runs: [[of, at.uid, 1]],
    }),
  );

/** Nothing is left to do about these; what arrived meanwhile stays. */
export function withoutArrived(notes: JsonValue, key: string, settled: readonly number[]): JsonValue {
  const { arrived, done } = stageOf(notes, key);
  const left = arrived.filter(({ of }) => !settled.includes(of));
  return withStage(notes, key, { arrived: left, done: [...done, ...settled] });
}

/** Messages on their way at once: bounds what waits on the disk. */
const PORTION = 20;
/** A child that ends wakes its parent; this is for one that was taken away by a person. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Moves or copies messages to another account: fetched whole into a blob → an append operation of the other account, which
 * proves that the message arrived → only then removed here (A11). Flags, keywords and INTERNALDATE go with it (F5).
 * The two accounts never wait for each other's connection; what each has done is in the journal.
 */
export async function executeTransfer(
  ctx: ExecuteContext,
  op: QueuedOperation,
  target: KnownMailbox,
  moving: boolean,
): Promise<Outcome> {
  if (op.intent.kind !== 'move' && op.intent.kind !== 'copy') throw new TypeError('not a transfer');
  const children = ctx.queue.all().filter((o) => parentOf(o) === op.id);
  if (children.some((child) => child.state !== 'refused')) {
    return { kind: 'later', at: ctx.sync.clock.now() + LOOK_AGAIN_MS };
  }
  const groups = ctx.forwarding.resolveSet(op.intent.messages).filter((g) => g.mailbox !== target.id);
  await followRenumbering(ctx, op.id);
  for (const group of groups) {
    await enterMailbox(ctx.sync, group.mailbox, group.generation);
    await settleArrived(ctx, op.id, group, moving);
  }
  const [failed] = children;
  if (failed) {
    await ctx.queue.remove(children.map((child) => child.id));
    throw new MailError({
      kind: 'refused',
      code: failed.reason?.code ?? 'refused',
      message: failed.reason?.message ?? 'The other account did not take the message',
      ...(typeof failed.reason?.server === 'string' ? { server: failed.reason.server } : {}),
    });
  }
  for (const group of groups) {
    if (!(await send(ctx, op.id, group, target))) continue;
    ctx.wake(target.account);
    return { kind: 'later', at: ctx.sync.clock.now() + LOOK_AGAIN_MS };
  }
  const sources = Object.keys((ctx.queue.get(op.id)?.progress ?? {}) as object).map(
    (key) => key.slice(0, key.lastIndexOf('/')) as MailboxId,
  );
  return { kind: 'settle', targets: moving ? [...new Set(sources)] : [], gone: [] };
}

/**
 * A mailbox of the source that was renumbered meanwhile holds the same messages under other UIDs: what is known of them is
 * known of these, or they would be brought once more.
 */
export async function followRenumbering(ctx: ExecuteContext, id: OperationId): Promise<void> {
  const notes = ctx.queue.get(id)?.progress as unknown as TransferNotes | null | undefined;
  if (!notes) return;
  const next: Record<string, { arrived: Arrival[]; done: number[] }> = {};
  let renumbered = false;
  for (const [key, stage] of Object.entries(notes)) {
    next[key] ??= { arrived: [], done: [] };
    const slash = key.lastIndexOf('/');
    const mailbox = key.slice(0, slash) as MailboxId;
    const before = generation(Number(key.slice(slash + 1)));
    const follow = (
      of: number,
    ): { readonly stage: { arrived: Arrival[]; done: number[] }; readonly of: number } => {
      const now = ctx.forwarding.resolve({ mailbox, generation: before, uid: uid(of) });
      const moved = now.mailbox === mailbox && now.generation !== before;
      renumbered ||= moved;
      const place = moved ? `${mailbox}/${now.generation}` : key;
      return { stage: (next[place] ??= { arrived: [], done: [] }), of: moved ? now.uid : of };
    };
    for (const { of, at } of stage.arrived) {
      const now = follow(of);
      now.stage.arrived.push({ of: now.of, at });
    }
    for (const of of stage.done) {
      const now = follow(of);
      now.stage.done.push(now.of);
    }
  }
  if (renumbered) await ctx.queue.update(id, { progress: next as unknown as JsonValue });
}

/** Removes from the source, which is selected, what has arrived, and leaves forwarding addresses. */
async function settleArrived(
  ctx: ExecuteContext,
  id: OperationId,
  group: MessageSet,
  moving: boolean,
): Promise<void> {
  const op = ctx.queue.get(id);
  const stage = stageOf(op?.progress ?? null, keyOf(group));
  if (!op || stage.arrived.length === 0) return;
  const uids = stage.arrived.map((a) => a.of).sort((a, b) => a - b);
  const records: JournalRecord[] = [];
  if (moving) {
    const marks = await marksOf(ctx.sync, UidSet.from(uids));
    await checkIdentity(ctx.sync, group.mailbox, group.generation, marks);
    if (marks.size > 0) await removeOriginals(ctx.sync, UidSet.from(marks.keys()));
    const from: MessageKey[] = [];
    const to: MessageKey[] = [];
    for (const { of, at } of stage.arrived) {
      from.push(messageKey({ mailbox: group.mailbox, generation: group.generation, uid: uid(of) }));
      to.push(messageKey(at));
    }
    records.push(...ledTo(ctx.forwarding, group.mailbox, group.generation, stage.arrived));
    await ctx.sync.facts.push([{ kind: 'forwarding', from, to }]);
  }
  await ctx.queue.update(
    id,
    ({ progress }) => ({ state: 'running', progress: withoutArrived(progress, keyOf(group), uids) }),
    records,
  );
}

/** Fetches the next messages and hands them to the other account. @returns false when nothing is left of this mailbox. */
async function send(
  ctx: ExecuteContext,
  id: OperationId,
  group: MessageSet,
  target: KnownMailbox,
): Promise<boolean> {
  const op = ctx.queue.get(id);
  if (!op) return false;
  const key = keyOf(group);
  const stage = stageOf(op.progress, key);
  const done = new Set(stage.done);
  const open = [...(UidSet.parse(group.uids) ?? UidSet.empty)].filter((n) => !done.has(n));
  if (open.length === 0) return false;
  const portion = UidSet.from(open.slice(0, PORTION));
  await enterMailbox(ctx.sync, group.mailbox, group.generation);
  const marks = await marksOf(ctx.sync, portion);
  await checkIdentity(ctx.sync, group.mailbox, group.generation, marks);
  if (marks.size === 0 && op.progress === null && open.length <= PORTION) {
    throw new MailError({
      kind: 'refused',
      code: 'already-gone',
      message: 'These messages are no longer in this mailbox',
    });
  }
  const wholes: [number, WholeMessage][] = [];
  try {
    for (const n of marks.keys()) wholes.push([n, await fetchWhole(ctx, n)]);
  } catch (error) {
    // The next attempt fetches them anew: on a line that breaks often they would fill the disk.
    for (const [, { blob }] of wholes) await ctx.blobs.delete(blob);
    throw error;
  }
  const children = [];
  for (const [n, whole] of wholes) {
    children.push({
      intent: {
        kind: 'append' as const,
        to: target.id,
        blob: whole.blob,
        size: whole.size,
        messageId: messageIdIn(marks.get(n) ?? ''),
        flags: [...whole.flags],
        internalDate: whole.internalDate,
      },
      progress: { parent: id, of: n, group: key, from: 1, sent: false, looks: 0 },
    });
  }
  // What another client took away meanwhile is not brought anywhere.
  const missing = [...portion].filter((n) => !marks.has(n));
  const next = withStage(op.progress, key, { arrived: [], done: [...stage.done, ...missing] });
  await ctx.queue.acceptFor(op, target.account, children, next);
  return true;
}

/** A child tells that its message is in the target: noted for the parent. */
export async function arrivedFor(ctx: ExecuteContext, child: Child, at: MessageRef): Promise<void> {
  await ctx.queue.update(child.parent, (op) => {
    const stage = stageOf(op.progress, child.group);
    if (stage.done.includes(child.of)) return {};
    const arrived = [...stage.arrived.filter((a) => a.of !== child.of), { of: child.of, at }];
    return { progress: withStage(op.progress, child.group, { ...stage, arrived }) };
  });
}

/**
 * A child has left the queue, or was refused: its parent may go on. Its copy of the message is not needed any more once
 * it is gone.
 */
export async function childEnded(
  ctx: Pick<ExecuteContext, 'queue' | 'blobs' | 'wake'>,
  child: QueuedOperation,
): Promise<void> {
  const parent = parentOf(child);
  if (parent === null || child.intent.kind !== 'append') return;
  if (!ctx.queue.get(child.id)) {
    const { blob } = child.intent;
    const shared = ctx.queue.all().some((o) => o.intent.kind === 'append' && o.intent.blob === blob);
    if (!shared) await ctx.blobs.delete(blob as BlobHash);
  }
  const op = ctx.queue.get(parent);
  if (!op) return;
  await ctx.queue.update(parent, { nextTry: null });
  ctx.wake(op.account);
}

/** What an append operation notes about the transfer that it is a part of. */
export interface Child {
  readonly parent: OperationId;
  /** UID in the source, and which mailbox and generation that is. */
  readonly of: number;
  readonly group: string;
}

export function childOf(op: QueuedOperation): Child | null {
  const { progress } = op;
  if (
    op.intent.kind !== 'append' ||
    progress === null ||
    typeof progress !== 'object' ||
    !('parent' in progress)
  )
    return null;
  const { parent, of, group } = progress as unknown as Child;
  return { parent, of, group };
}
/** Whether what an append is for was taken back: it does not begin any more. */
export function isWithdrawn(queue: OperationQueue, op: QueuedOperation): boolean {
  const parent = parentOf(op);
  const decides = queue.latest(parent ?? op.id);
  return decides !== undefined && isTakenBack(decides);
}
export const isTakenBack = ({ withdrawnFrom }: QueuedOperation): boolean =>
  withdrawnFrom !== undefined && withdrawnFrom !== null;

/** Whether an append has not begun: nothing of it can be in the target. */
export const notSent = ({ state, progress }: QueuedOperation): boolean =>
  state !== 'running' && (progress as { readonly sent?: boolean } | null)?.sent !== true;

export const parentOf = (op: QueuedOperation): OperationId | null => childOf(op)?.parent ?? null;
