import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import { parseUids } from '@shared/model/uid-ranges';
import type { BlobStore, JournalRecord, StoredBlob } from '@shared/ports/vault';
import { NONCE_OCTETS } from '../../operations/execute/fetch-whole';
import { accountRemoved, assertTaken, ledTo, partsOf } from '../../operations/execute/transfer';
import { takeAwayArrived } from '../../operations/execute/take-away-arrived';
import type { OperationQueue, QueuedOperation } from '../../operations/queue';
import { childOf, keyOf, stageOf, stagesOf } from '../../operations/transfer-notes';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { here, type LocalContext } from './execute';
import { doneHere } from './local-facts';
import { localRef } from './local-messages';

export interface TransferContext extends LocalContext {
  readonly queue: OperationQueue;
  readonly blobs: BlobStore;
  /** Stores what operations are going to need; what none of them came to own is taken away at a start. */
  keep(bytes: Uint8Array): Promise<StoredBlob>;
  /** Another account has something to do. */
  wake(account: AccountId): void;
}

/** Messages on their way at once: bounds what is on the disk twice. */
const PORTION = 20;

/**
 * One step of a move or copy from here to a server: append operations of the other account bring the messages there,
 * and only what they have proven to have arrived is removed here (A11).
 * @returns `waiting` until a child ends; `done` when nothing is left to do.
 */
export async function transferOut(
  ctx: TransferContext,
  op: QueuedOperation,
  target: KnownMailbox,
): Promise<'waiting' | 'done'> {
  const { queue } = ctx;
  if (op.intent.kind !== 'move' && op.intent.kind !== 'copy') throw new TypeError('not a transfer');
  const children = partsOf(queue, op.id);
  if (children.some((child) => child.state !== 'refused')) return 'waiting';
  const { messages } = op.intent;
  for (const group of stillHere(ctx, messages)) await settleArrived(ctx, op, group);
  await assertTaken(ctx, children);
  for (const group of stillHere(ctx, messages)) {
    if (!(await send(ctx, op, group, target))) continue;
    ctx.wake(target.account);
    return 'waiting';
  }
  return 'done';
}

/**
 * Takes back a move or copy from here to a server that was under way: what has arrived there goes to the trash there as
 * long as its original is here, and what has moved comes back as a move does.
 * @returns false until what was begun has ended.
 */
export async function withdrawOut(ctx: TransferContext, op: QueuedOperation): Promise<boolean> {
  const { queue, registry } = ctx;
  const children = partsOf(queue, op.id);
  if (children.some((child) => child.state !== 'refused')) return false;
  const arrivals = stagesOf(queue.latest(op.id)?.progress ?? null).flatMap(({ mailbox, stage }) =>
    stage.arrived.filter(({ of }) => ctx.messages.get(mailbox, of)),
  );
  const target = op.withdrawnFrom ? registry.get(op.withdrawnFrom) : undefined;
  await takeAwayArrived(ctx, op, target, arrivals);
  await queue.remove(children.map((child) => child.id));
  const over = op.intent.kind === 'copy' ? { state: 'settling' as const } : { state: 'waiting' as const };
  const progress = op.intent.kind === 'copy' ? doneHere(null) : null;
  await queue.update(op.id, { ...over, progress, withdrawnFrom: null, nextTry: null });
  return true;
}

/** What has arrived there is led on to by its forwarding address, and is no longer ours. */
function stillHere(ctx: TransferContext, messages: MessageSet): MessageSet[] {
  const local = ctx.forwarding
    .resolveSet(messages)
    .filter((g) => ctx.registry.get(g.mailbox)?.local === true);
  return local.flatMap((group) => here(ctx, group));
}

async function settleArrived(
  ctx: TransferContext,
  { id, intent }: QueuedOperation,
  group: MessageSet,
): Promise<void> {
  const { arrived } = stageOf(ctx.queue.latest(id)?.progress ?? null, keyOf(group));
  if (arrived.length === 0) return;
  const records: JournalRecord[] = [];
  for (const { of, at } of intent.kind === 'move' ? arrived : []) {
    const origin = ctx.messages.get(group.mailbox, of)?.origin;
    if (origin) records.push(...ctx.ledger.deletedHere(origin.account, origin.key));
    records.push(
      ctx.messages.drop(group.mailbox, String(of)),
      ...ledTo(ctx.forwarding, group.mailbox, group.generation, [{ of, at }]),
    );
  }
  const settled = arrived.map(({ of }) => of);
  await ctx.queue.step(id, { key: keyOf(group), done: settled }, { state: 'waiting' }, records);
}

async function send(
  ctx: TransferContext,
  { id }: QueuedOperation,
  group: MessageSet,
  target: KnownMailbox,
): Promise<boolean> {
  const op = ctx.queue.get(id);
  if (!op) return false;
  const key = keyOf(group);
  const stage = stageOf(op.progress, key);
  const done = new Set(stage.done);
  const open = parseUids(group.uids).filter((n) => !done.has(n));
  if (open.length === 0) return false;
  const children = [];
  for (const n of open.slice(0, PORTION)) {
    const message = ctx.messages.get(group.mailbox, n);
    if (!message) continue;
    if (message.octetsThere !== undefined) {
      // Half a message must not pass for a whole one, and its original be deleted for it.
      throw new MailError({
        kind: 'refused',
        code: 'headers-only',
        message: 'Only the headers of a message are here; load the rest before it is moved to a server',
      });
    }
    const bytes = await ctx.packs.bytes(message.slice);
    const blob = await ctx.keep(Buffer.concat([bytes, ctx.crypto.randomBytes(NONCE_OCTETS)]));
    children.push({
      intent: {
        kind: 'append' as const,
        to: target.id,
        blob: blob.hash,
        size: bytes.length,
        messageId: message.messageId,
        flags: [...message.flags],
        internalDate: message.internalDate,
      },
      progress: { parent: id, of: n, group: key, from: 1, sent: false, looks: 0 },
    });
  }
  if (!ctx.registry.isThere(target.id)) throw accountRemoved();
  await ctx.queue.acceptFor(op, target.account, children, { key });
  return true;
}

/** What a local append that was asked for by another account's transfer tells its parent, in its own journal group. */
export function arrivalRecords(
  queue: OperationQueue,
  op: QueuedOperation,
  arrivedAs: number,
): JournalRecord[] {
  const child = childOf(op);
  if (!child || op.intent.kind !== 'append') return [];
  const arrived = [{ of: child.of, at: localRef(op.intent.to, arrivedAs) }];
  const record = queue.stepRecord(child.parent, { key: child.group, arrived });
  return record ? [record] : [];
}
