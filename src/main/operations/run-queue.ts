import type { Fact } from '@shared/contract/store-api';
import type { MailboxCursor } from '@shared/contract/mailbox';
import type { MessageSet } from '@shared/contract/schema';
import { isMailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId, MessageKey, OperationId } from '@shared/model/ids';
import { messageKey, uid } from '@shared/model/ids';
import { countUids, parseUids } from '@shared/model/uid-ranges';
import type { JsonValue } from '@shared/ports/vault';
import { type ExecuteContext, executors } from './execute';
import type { QueuedOperation } from './queue';

/** What a settling operation still has to tell the store. */
interface SettleNotes {
  readonly targets: readonly MailboxId[];
  readonly gone: readonly MessageSet[];
}

/** Refusals that mean "not now" (RFC 5530 §3). */
const TRANSIENT = new Set(['unavailable', 'inuse', 'serverbug', 'limit', 'busy', 'contactadmin']);
const MAX_TRIES = 8;
/** Finished operations settle together: their targets are synchronised once for all of them. */
const SETTLE_TOGETHER = 64;

/**
 * Runs what is due for one account over one connection, in order of acceptance; a refused operation holds up nobody.
 * @param synchronise brings a mailbox up to date in the store.
 * @param relist reads the list of mailboxes anew.
 * @param giveWay whether something that cannot wait wants the connection.
 * @returns when to look again (ms since 1970), or null when nothing is scheduled.
 * @throws MailError when the connection is no longer of use; what ran then has its state in the journal.
 */
export async function runQueue(
  ctx: ExecuteContext,
  account: AccountId,
  synchronise: (mailbox: MailboxId) => Promise<void>,
  relist: () => Promise<void>,
  giveWay: () => boolean,
): Promise<number | null> {
  await settle(ctx, account, synchronise);
  let ran = 0;
  for (;;) {
    const { op, at } = ctx.queue.next(account, new Set());
    if (!op || giveWay()) {
      await settle(ctx, account, synchronise);
      return op ? ctx.sync.clock.now() : at;
    }
    await runOne(ctx, op, relist);
    if (++ran % SETTLE_TOGETHER === 0) await settle(ctx, account, synchronise);
  }
}

async function runOne(ctx: ExecuteContext, op: QueuedOperation, relist: () => Promise<void>): Promise<void> {
  const { queue } = ctx;
  try {
    // The state is told before the work begins; `verifying` is what an interrupted one is found in.
    if (op.state === 'waiting') await queue.update(op.id, { state: 'running', tries: op.tries + 1 });
    const outcome = await executors[op.intent.kind](ctx, queue.get(op.id) ?? op);
    switch (outcome.kind) {
      case 'done':
        await finish(ctx, [op.id], outcome.facts ?? []);
        if (outcome.relist === true) await relist();
        return;
      case 'settle': {
        const notes: SettleNotes = { targets: outcome.targets, gone: outcome.gone };
        await queue.update(op.id, { state: 'settling', progress: notes as unknown as JsonValue });
        return;
      }
      case 'later':
        await queue.update(op.id, { state: 'waiting', nextTry: outcome.at });
        return;
    }
  } catch (error) {
    await failed(ctx, op.id, error);
    if (!isMailError(error) || error.kind !== 'refused') throw error;
  }
}

async function failed(ctx: ExecuteContext, id: OperationId, error: unknown): Promise<void> {
  const { queue, sync } = ctx;
  const op = queue.get(id);
  if (!op) return;
  const reason = {
    code: isMailError(error) ? error.code : 'internal',
    message: error instanceof Error ? error.message : String(error),
    server: isMailError(error) ? (error.server ?? null) : null,
  };
  if (isMailError(error) && error.kind === 'refused') {
    if (TRANSIENT.has(error.code) && op.tries < MAX_TRIES) {
      const wait = Math.min(15 * 60_000, 5_000 * 2 ** op.tries);
      await queue.update(id, { state: 'waiting', nextTry: sync.clock.now() + wait, reason });
    } else await queue.update(id, { state: 'refused', nextTry: null, reason });
    return;
  }
  if (!isMailError(error)) {
    // A fault of our own: said, not repeated forever, and nothing else is held up by it.
    await queue.update(id, { state: op.tries < MAX_TRIES ? 'waiting' : 'refused', nextTry: sync.clock.now() + 60_000, reason });
    return;
  }
  // The connection went: what had notes may have happened and is looked into, the rest is simply done again.
  await queue.update(id, { state: op.progress === null ? 'waiting' : 'verifying', reason });
}

/** Finished operations leave the projection in the batch that carries their facts. */
async function settle(
  ctx: ExecuteContext,
  account: AccountId,
  synchronise: (mailbox: MailboxId) => Promise<void>,
): Promise<void> {
  const settling = ctx.queue.all().filter((op) => op.account === account && op.state === 'settling');
  if (settling.length === 0) return;
  const notes = settling.map((op) => op.progress as unknown as SettleNotes);
  for (const target of new Set(notes.flatMap((n) => n.targets))) {
    try {
      await synchronise(target);
    } catch (error) {
      // The target went away meanwhile: that it can't be shown is no reason to keep a finished operation.
      if (!isMailError(error) || error.kind !== 'refused') throw error;
    }
  }
  const gone = notes.flatMap((n) => n.gone);
  const from: MessageKey[] = [];
  const to: MessageKey[] = [];
  for (const set of gone) {
    for (const n of parseUids(set.uids)) {
      const ref = { mailbox: set.mailbox, generation: set.generation, uid: uid(n) };
      const now = ctx.forwarding.resolve(ref);
      if (now === ref) continue;
      from.push(messageKey(ref));
      to.push(messageKey(now));
    }
  }
  const facts: Fact[] = from.length > 0 ? [{ kind: 'forwarding', from, to }] : [];
  for (const set of gone) {
    facts.push({
      kind: 'gone',
      mailbox: set.mailbox,
      generation: set.generation,
      uids: Uint32Array.from(parseUids(set.uids)),
    });
  }
  await finish(ctx, settling.map((op) => op.id), facts, gone);
}

/** Stores the facts and takes the operations out of the projection in one batch, then out of the journal. */
async function finish(
  ctx: ExecuteContext,
  ids: readonly OperationId[],
  facts: readonly Fact[],
  gone: readonly MessageSet[] = [],
): Promise<void> {
  const cursors: MailboxCursor[] = [];
  for (const mailbox of new Set(gone.map((g) => g.mailbox))) {
    const cursor = ctx.sync.cursors.get(mailbox);
    if (!cursor) continue;
    const count = gone.filter((g) => g.mailbox === mailbox).reduce((sum, g) => sum + countUids(g.uids), 0);
    cursors.push({ ...cursor, exists: Math.max(0, cursor.exists - count) });
  }
  await ctx.sync.facts.commit([...facts, { kind: 'operations', upsert: [], remove: [...ids] }], cursors);
  for (const cursor of cursors) ctx.sync.cursors.set(cursor.mailbox, cursor);
  await ctx.queue.remove(ids);
}

/** After a start: what was running when Tern ended is looked into before it is done again. */
export async function recoverQueue(queue: ExecuteContext['queue']): Promise<void> {
  for (const op of queue.all()) {
    if (op.state === 'running') await queue.update(op.id, { state: op.progress === null ? 'waiting' : 'verifying' });
  }
}
