import type { MessageSet } from '@shared/contract/schema';
import type { JournalRecord } from '@shared/ports/vault';
import { UidSet } from '../../imap';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { enterMailbox } from '../../sync/open-mailbox';
import type { QueuedOperation } from '../queue';
import { type Arrival, stagesOf } from '../transfer-notes';
import { checkIdentity } from './check-identity';
import { type ExecuteContext, type Outcome, over } from './context';
import { marksOf } from './scan';
import { followRenumbering, ledTo, partsOf } from './transfer';
import { takeAwayArrived } from './take-away-arrived';

/** A child that ends wakes its parent; this is for one that a person took away. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Takes back a move or copy to another account that was under way. What was not begun there never is (`withdraw` took it
 * out, and an `append` that begins looks). What has arrived goes to the trash there as long as its original is here; where
 * that is gone, the copy is the message, and comes back as a move does.
 */
export async function withdrawTransfer(
  ctx: ExecuteContext,
  op: QueuedOperation,
  target: KnownMailbox | undefined,
): Promise<Outcome> {
  const children = partsOf(ctx.queue, op.id);
  if (children.some((child) => child.state !== 'refused'))
    return { kind: 'later', at: ctx.sync.clock.now() + LOOK_AGAIN_MS };
  await followRenumbering(ctx, op.id);
  const records: JournalRecord[] = [];
  const ours: Arrival[] = [];
  for (const { mailbox, generation: of, stage } of stagesOf(ctx.queue.latest(op.id)?.progress ?? null)) {
    if (stage.arrived.length === 0) continue;
    const here = await originalsOf(ctx, { mailbox, generation: of }, stage.arrived);
    ours.push(...stage.arrived.filter((arrival) => here.has(arrival.of)));
    const moved = stage.arrived.filter((arrival) => !here.has(arrival.of));
    if (op.intent.kind === 'move') records.push(...ledTo(ctx.forwarding, mailbox, of, moved));
  }
  const { queue, sync } = ctx;
  await takeAwayArrived(
    { queue, registry: sync.registry, wake: (account) => ctx.wake(account) },
    op,
    target,
    ours,
  );
  await ctx.queue.remove(children.map((child) => child.id));
  return over(ctx, op, records, []);
}

/** Which of the originals of what has arrived are still in their mailbox. */
async function originalsOf(
  ctx: ExecuteContext,
  { mailbox, generation: of }: Pick<MessageSet, 'mailbox' | 'generation'>,
  arrived: readonly Arrival[],
): Promise<ReadonlySet<number>> {
  const known = ctx.sync.registry.get(mailbox);
  if (!known?.selectable || known.generation !== Number(of)) return new Set();
  await enterMailbox(ctx.sync, mailbox, of);
  const uids = arrived.map((arrival) => arrival.of).sort((a, b) => a - b);
  const marks = await marksOf(ctx.sync, UidSet.from(uids));
  await checkIdentity(ctx.sync, mailbox, of, marks);
  return new Set(marks.keys());
}
