import type { Intent } from '@shared/contract/operations';
import type { MessageSet } from '@shared/contract/schema';
import { generation, type AccountId, type MailboxId, type OperationId, uid } from '@shared/model/ids';
import { formatUids, parseUids } from '@shared/model/uid-ranges';
import type { ExecuteContext } from './execute';
import type { Places } from './places';
import type { QueuedOperation } from './queue';
import { depends } from './schedule';
import { isTakenBack } from './transfer-notes';

type MessageIntent = Intent & { messages: MessageSet };

const RENUMBERED = {
  code: 'uidvalidity-changed',
  message: 'The server renumbered the mailbox, and these messages could not be recognised among the new ones',
  server: null,
};

/**
 * Looks where the messages of an account's operations are now, before anything runs:
 * - in a mailbox whose new generation is still being read: held until it is whole and they are bound to new UIDs (B1);
 * - under UIDs that mean nothing any more: refused, in sight, and only those messages;
 * - in another account: held while an earlier operation is taking them here, else handed to that account (I5);
 * - in several accounts: divided among them, or each would hand it to the other for ever (lab sync, seed 417958).
 * @returns those that are held.
 */
export async function sortOut(
  ctx: ExecuteContext,
  places: Places,
  account: AccountId,
): Promise<Set<OperationId>> {
  const held = new Set<OperationId>();
  for (const op of ctx.queue.open(account)) {
    if (!('messages' in op.intent)) continue;
    const standing = look(ctx, places, op);
    if (standing === 'held') held.add(op.id);
    else if (standing === 'stale') await refuseStale(ctx, op as QueuedOperation & { intent: MessageIntent });
    else if (standing !== 'ready') {
      const earlier = ctx.queue.open(standing.account).some((o) => o.seq < op.seq && depends(places, op, o));
      if (earlier) held.add(op.id);
      else await handOver(ctx, op as QueuedOperation & { intent: MessageIntent });
    }
  }
  return held;
}

function look(
  ctx: ExecuteContext,
  places: Places,
  op: QueuedOperation,
): 'ready' | 'held' | 'stale' | { readonly account: AccountId } {
  if (!('messages' in op.intent)) return 'ready';
  if (isTakenBack(op)) {
    // What came true is for the account to find out that began it, once the numbers it noted mean something again.
    const boxes = [...places.of(op.intent.messages).keys()].map((key) => key.slice(0, key.lastIndexOf('/')));
    const read = boxes.some((box) => ctx.sync.shownInstead(box as MailboxId) !== undefined);
    return read ? 'held' : 'ready';
  }
  const target = 'to' in op.intent ? op.intent.to : null;
  for (const key of places.of(op.intent.messages).keys()) {
    const slash = key.lastIndexOf('/');
    const mailbox = key.slice(0, slash) as MailboxId;
    const known = ctx.sync.registry.get(mailbox);
    if (!known || (op.intent.kind === 'move' && mailbox === target)) continue;
    if (known.account !== op.account) return { account: known.account };
    if (known.generation === Number(key.slice(slash + 1))) continue;
    if (ctx.sync.shownInstead(mailbox) !== undefined) return 'held';
    // A move that may have happened before the renumbering looks for itself.
    if (op.intent.kind !== 'move' || op.progress === null) return 'stale';
  }
  return 'ready';
}

/** Gives an operation to the account that has its messages, in parts where several have. */
async function handOver(
  ctx: ExecuteContext,
  { id, account, intent }: QueuedOperation & { intent: MessageIntent },
): Promise<void> {
  const { messages } = intent;
  const target = 'to' in intent ? intent.to : null;
  const shares = new Map<AccountId, number[]>();
  for (const n of parseUids(messages.uids)) {
    const now = ctx.forwarding.resolve({
      mailbox: messages.mailbox,
      generation: generation(messages.generation),
      uid: uid(n),
    });
    // What a move has brought to its target already is nobody's any more.
    const there = intent.kind === 'move' && now.mailbox === target;
    const keeper = there ? account : (ctx.sync.registry.get(now.mailbox)?.account ?? account);
    const share = shares.get(keeper);
    if (share) share.push(n);
    else shares.set(keeper, [n]);
  }
  const parts = [...shares].map(([keeper, uids]) => ({
    account: keeper,
    intent: { ...intent, messages: { ...messages, uids: formatUids(uids) } },
  }));
  // The part that stays here keeps what is noted of it.
  parts.sort((a, b) => Number(b.account === account) - Number(a.account === account));
  await ctx.queue.divide(id, parts);
  for (const part of parts) if (part.account !== account) ctx.wake(part.account);
}

async function refuseStale(
  ctx: ExecuteContext,
  op: QueuedOperation & { intent: MessageIntent },
): Promise<void> {
  const { messages } = op.intent;
  const stale: number[] = [];
  const good: number[] = [];
  for (const n of parseUids(messages.uids)) {
    const now = ctx.forwarding.resolve({
      mailbox: messages.mailbox,
      generation: generation(messages.generation),
      uid: uid(n),
    });
    const known = ctx.sync.registry.get(now.mailbox);
    (known && known.generation !== Number(now.generation) ? stale : good).push(n);
  }
  if (good.length === 0) {
    await ctx.queue.update(op.id, { state: 'refused', nextTry: null, reason: RENUMBERED });
    return;
  }
  const part = (uids: number[]): Intent =>
    ({ ...op.intent, messages: { ...messages, uids: formatUids(uids) } }) as Intent;
  await ctx.queue.split(op.id, part(good), part(stale), RENUMBERED);
}
