import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import {
  type BlobHash,
  type Generation,
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
import {
  type Arrival,
  type Child,
  isTakenBack,
  isUnproven,
  keyOf,
  parentOf,
  stageOf,
  stagesOf,
} from '../transfer-notes';
import { checkIdentity } from './check-identity';
import { type ExecuteContext, type Outcome } from './context';
import { fetchWhole, type WholeMessage } from './fetch-whole';
import { removeOriginals } from './remove';
import { marksOf, messageIdIn } from './scan';

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
  const children = partsOf(ctx.queue, op.id);
  if (children.some((child) => child.state !== 'refused')) {
    return { kind: 'later', at: ctx.sync.clock.now() + LOOK_AGAIN_MS };
  }
  const groups = ctx.forwarding.resolveSet(op.intent.messages).filter((g) => g.mailbox !== target.id);
  await followRenumbering(ctx, op.id);
  for (const group of groups) {
    await enterMailbox(ctx.sync, group.mailbox, group.generation);
    await settleArrived(ctx, op.id, group, moving);
  }
  await assertTaken(ctx, children);
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
 * The other account has refused what it was given: what is certainly not there is forgotten, and is fetched anew when this
 * is tried again. What may be there all the same stays refused beside its parent: it is looked for before anything else
 * when that is tried again (`retry`) or taken back (`withdraw`).
 * @param children what the other account has ended with.
 * @throws MailError `refused` as the first of them was.
 */
export async function assertTaken(
  ctx: Pick<ExecuteContext, 'queue' | 'blobs'>,
  children: readonly QueuedOperation[],
): Promise<void> {
  const [failed] = children;
  if (!failed) return;
  const absent = children.filter((child) => !isUnproven(child));
  await ctx.queue.remove(absent.map((child) => child.id));
  for (const child of absent) await releaseCopy(ctx, child);
  throw new MailError({
    kind: 'refused',
    code: failed.reason?.code ?? 'refused',
    message: failed.reason?.message ?? 'The other account did not take the message',
    ...(typeof failed.reason?.server === 'string' ? { server: failed.reason.server } : {}),
  });
}

/**
 * A mailbox of the source that was renumbered meanwhile holds the same messages under other UIDs: what is known of them is
 * known of these, or they would be brought once more.
 */
export async function followRenumbering(ctx: ExecuteContext, id: OperationId): Promise<void> {
  const next: Record<string, { arrived: Arrival[]; done: number[] }> = {};
  let renumbered = false;
  for (const { mailbox, generation: before, stage } of stagesOf(ctx.queue.get(id)?.progress ?? null)) {
    const key = `${mailbox}/${before}`;
    next[key] ??= { arrived: [], done: [] };
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
  await ctx.queue.step(id, { key: keyOf(group), done: uids }, { state: 'running' }, records);
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
  // The other account was removed meanwhile: nobody would ever do it.
  if (!ctx.sync.registry.isThere(target.id)) {
    for (const [, { blob }] of wholes) await ctx.blobs.delete(blob);
    throw accountRemoved();
  }
  // What another client took away meanwhile is not brought anywhere.
  const missing = [...portion].filter((n) => !marks.has(n));
  await ctx.queue.acceptFor(op, target.account, children, { key, done: missing });
  return true;
}

/** A child tells that its message is in the target: noted for the parent. */
export async function arrivedFor(ctx: ExecuteContext, child: Child, at: MessageRef): Promise<void> {
  await ctx.queue.step(child.parent, { key: child.group, arrived: [{ of: child.of, at }] });
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
  if (!ctx.queue.get(child.id)) await releaseCopy(ctx, child);
  const op = ctx.queue.latest(parent);
  // Until the last of them has ended there is nothing to do for it.
  if (!op || partsOf(ctx.queue, parent).some(({ state }) => state !== 'refused')) return;
  if (op.nextTry !== null) await ctx.queue.update(parent, { nextTry: null });
  ctx.wake(op.account);
}

/** The copy of a message that a child that is gone had on the disk is not needed any more. */
export async function releaseCopy(
  { queue, blobs }: Pick<ExecuteContext, 'queue' | 'blobs'>,
  { intent }: QueuedOperation,
): Promise<void> {
  if (intent.kind !== 'append') return;
  const { blob } = intent;
  const shared = queue.all().some((o) => o.intent.kind === 'append' && o.intent.blob === blob);
  if (!shared) await blobs.delete(blob as BlobHash);
}

/** Whether what an append is for was taken back: it does not begin any more. */
export function isWithdrawn(queue: OperationQueue, op: QueuedOperation): boolean {
  const decides = whole(queue, op) ?? queue.latest(op.id);
  return decides !== undefined && isTakenBack(decides);
}

/** What other accounts have to do for a move or copy, as it is once everything accepted is on the disk. */
export const partsOf = (queue: OperationQueue, id: OperationId): QueuedOperation[] =>
  queue.all().flatMap((op) => (parentOf(op) === id ? (queue.latest(op.id) ?? []) : []));

/** The move or copy that an append is a part of; none, once the account that it was for has been removed. */
export function whole(queue: OperationQueue, op: QueuedOperation): QueuedOperation | undefined {
  const parent = parentOf(op);
  return parent === null ? undefined : queue.latest(parent);
}

export const accountRemoved = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'account-removed',
    message: 'The account of the target was removed',
  });
