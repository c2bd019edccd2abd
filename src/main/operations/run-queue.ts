import type { Fact } from '@shared/contract/store-api';
import type { MailboxCursor } from '@shared/contract/mailbox';
import type { MessageSet } from '@shared/contract/schema';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId, MessageKey, OperationId } from '@shared/model/ids';
import { type Generation, generation, messageKey, uid } from '@shared/model/ids';
import { isVaultError } from '@shared/ports/vault';
import { RpcError } from '@shared/rpc/wire';
import { parseUids } from '@shared/model/uid-ranges';
import { UidSet } from '../imap';
import { type ExecuteContext, executors, type Outcome } from './execute';
import { Places } from './places';
import type { QueuedOperation } from './queue';
import { childEnded } from './execute/transfer';
import { executeWithdrawal } from './execute/withdraw';
import { type Choice, choose, LONGEST_WAIT_MS } from './schedule';
import { sortOut } from './sort-out';
import { childOf, isTakenBack } from './transfer-notes';

/** What a settling operation still has to tell the store. */
interface SettleNotes {
  readonly targets: readonly MailboxId[];
  readonly gone: readonly MessageSet[];
}

/** Refusals that mean "not now" (RFC 5530 §3). */
const TRANSIENT = new Set(['unavailable', 'in-use', 'server-bug', 'limit', 'throttled']);
const MAX_TRIES = 8;
/** Finished operations settle together: their targets are synchronised once for all of them. */
const SETTLE_TOGETHER = 64;

/** When to look again after the disk did not take what an operation has to note first. */
const DISK_MS = 60_000;

/**
 * Runs what is due for one account over one connection, in order of acceptance; a refused operation holds up nobody. A disk
 * that takes nothing puts all of them off and is no reason to hang up: what has run is in the journal as far as it could be
 * noted, and is looked into as after a crash.
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
  try {
    return await runDue(ctx, account, synchronise, relist, giveWay);
  } catch (error) {
    if (!isVaultError(error)) throw error;
    return ctx.sync.clock.now() + DISK_MS;
  }
}

async function runDue(
  ctx: ExecuteContext,
  account: AccountId,
  synchronise: (mailbox: MailboxId) => Promise<void>,
  relist: () => Promise<void>,
  giveWay: () => boolean,
): Promise<number | null> {
  await settle(ctx, account, synchronise);
  const places = new Places(ctx.forwarding);
  let ran = 0;
  for (;;) {
    const held = await sortOut(ctx, places, account);
    const choice = choose(ctx.queue, places, account, ctx.sync.clock.now(), held);
    const [first] = choice.run;
    if (!first || giveWay()) {
      await settle(ctx, account, synchronise);
      return first ? ctx.sync.clock.now() : choice.at;
    }
    // What we put into a mailbox ourselves is no news in it.
    if (first.intent.kind === 'delete-mailbox') await settle(ctx, account, synchronise);
    await runTogether(ctx, places, choice, synchronise, relist);
    ran += choice.run.length;
    if (ran >= SETTLE_TOGETHER) {
      ran = 0;
      await settle(ctx, account, synchronise);
    }
  }
}

/** Runs one operation, or several that are one command. What fails together is tried one by one. */
async function runTogether(
  ctx: ExecuteContext,
  places: Places,
  { run, superseded }: Choice,
  synchronise: (mailbox: MailboxId) => Promise<void>,
  relist: () => Promise<void>,
): Promise<void> {
  const { queue } = ctx;
  const replaced = superseded.flatMap((id) => queue.get(id) ?? []);
  // The state is told before the work begins; `verifying` is what an interrupted one is found in.
  const ops = await queue.begin(
    run.map((op) => op.id),
    superseded,
  );
  const [first] = ops;
  if (!first) return;
  for (const op of replaced) wakeOther(ctx, op);
  const ids = ops.map((op) => op.id);
  try {
    const execute = isTakenBack(first) ? executeWithdrawal : executors[first.intent.kind];
    const outcome = await execute(ctx, ops.length === 1 ? first : merged(places, first, ops));
    if (!(await turned(ctx, first))) await took(ctx, ids, outcome, relist);
    if (outcome.kind === 'later') await lookAt(outcome.look ?? [], synchronise);
  } catch (error) {
    if (ops.length > 1 && isMailError(error) && error.kind === 'refused') {
      await queue.updateAll(ids, () => ({ state: 'waiting' }));
      return;
    }
    if (
      isMailError(error) &&
      error.code === 'uidvalidity-changed' &&
      (await lookAnew(ctx, first.id, error, synchronise))
    )
      return;
    if (!isMailError(error) || error.kind !== 'refused' || !(await turned(ctx, first)))
      for (const id of ids) await failed(ctx, id, error);
    if (!isMailError(error) || error.kind !== 'refused') throw error;
  }
}

/**
 * Whether a move or copy was taken back while it was being done: whatever came of it, what came true is looked into next.
 */
async function turned(ctx: ExecuteContext, begun: QueuedOperation): Promise<boolean> {
  const op = ctx.queue.latest(begun.id);
  if (!op || isTakenBack(begun) || !isTakenBack(op) || op.intent.kind === 'append') return false;
  await ctx.queue.update(op.id, { state: 'verifying', nextTry: null, reason: null });
  return true;
}

/** Brings mailboxes up to date in the store. One that went away meanwhile can't be shown, and that is all. */
async function lookAt(
  mailboxes: Iterable<MailboxId>,
  synchronise: (mailbox: MailboxId) => Promise<void>,
): Promise<void> {
  for (const mailbox of mailboxes) {
    try {
      await synchronise(mailbox);
    } catch (error) {
      if (!isMailError(error) || error.kind !== 'refused') throw error;
    }
  }
}

async function took(
  ctx: ExecuteContext,
  ids: readonly OperationId[],
  outcome: Outcome,
  relist: () => Promise<void>,
): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      // First the list as it is now, then the wish goes out of the projection: no moment shows the old one.
      if (outcome.relist === true) await relist();
      await finish(ctx, ids, outcome.facts ?? []);
      return;
    case 'partly':
      await ctx.sync.facts.commit([...outcome.facts]);
      for (const id of ids) await failed(ctx, id, outcome.refusal);
      return;
    case 'settle': {
      const notes: SettleNotes = { targets: outcome.targets, gone: outcome.gone };
      await ctx.queue.updateAll(ids, (op) => ({
        state: 'settling',
        progress: { ...childOf(op), ...notes },
      }));
      return;
    }
    case 'later':
      await ctx.queue.updateAll(ids, () => ({ state: 'waiting', nextTry: outcome.at }));
      return;
  }
}

/** Several equal markings as one operation. */
function merged(places: Places, op: QueuedOperation, ops: readonly QueuedOperation[]): QueuedOperation {
  if (op.intent.kind !== 'flags') return op;
  const [place] = places.of(op.intent.messages).keys();
  const slash = place?.lastIndexOf('/') ?? 0;
  const ranges = ops.flatMap((o) =>
    o.intent.kind === 'flags' ? [...places.of(o.intent.messages).values()].flat() : [],
  );
  const messages: MessageSet = {
    mailbox: (place?.slice(0, slash) ?? '') as MailboxId,
    generation: generation(Number(place?.slice(slash + 1))),
    uids: ranges.map(([a, b]) => (a === b ? String(a) : `${a}:${b}`)).join(','),
  };
  return { ...op, intent: { ...op.intent, messages } };
}

/**
 * The mailbox was renumbered under an operation: it is synchronised, which binds what it can, and the operation looks
 * again. @returns false when that has been tried often enough.
 */
async function lookAnew(
  ctx: ExecuteContext,
  id: OperationId,
  error: MailError,
  synchronise: (mailbox: MailboxId) => Promise<void>,
): Promise<boolean> {
  const op = ctx.queue.get(id);
  if (!op || op.tries >= MAX_TRIES) return false;
  await ctx.queue.update(id, { state: op.progress === null ? 'waiting' : 'verifying', tries: op.tries + 1 });
  try {
    await synchronise(error.details['mailbox'] as MailboxId);
  } catch (unread) {
    // It can't be read now: that is what becomes of this operation, and no reason to hang up on all others.
    if (!isMailError(unread) || unread.kind !== 'refused') throw unread;
    await failed(ctx, id, unread);
  }
  return true;
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
      const asked = error.retry.kind === 'later' ? (error.retry.afterMs ?? 0) : 0;
      const wait = Math.min(LONGEST_WAIT_MS, Math.max(asked, Math.min(15 * 60_000, 5_000 * 2 ** op.tries)));
      await queue.update(id, { state: 'waiting', nextTry: sync.clock.now() + wait, reason });
    } else {
      await queue.update(id, { state: 'refused', nextTry: null, reason });
      await childEnded(ctx, op);
      wakeOther(ctx, op);
    }
    return;
  }
  if (!isMailError(error) && !(error instanceof RpcError)) {
    // A fault of our own: said, not repeated forever, and nothing else is held up by it.
    await queue.update(id, {
      state: op.tries < MAX_TRIES ? 'waiting' : 'refused',
      nextTry: sync.clock.now() + 60_000,
      reason,
    });
    return;
  }
  // The connection went, or the cache: what had notes may have happened and is looked into, the rest is simply done again.
  const state = op.progress === null ? 'waiting' : 'verifying';
  await queue.update(id, { state, reason: isMailError(error) ? reason : null });
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
  await lookAt(new Set(notes.flatMap((n) => n.targets)), synchronise);
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
  await finish(
    ctx,
    settling.map((op) => op.id),
    facts,
    gone,
  );
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
    const of = cursor.generation;
    // Several operations may have been about one message: it is gone once.
    const uids = gone.flatMap((g) => (g.mailbox === mailbox && g.generation === of ? parseUids(g.uids) : []));
    const count = await held(ctx, mailbox, of, UidSet.from([...uids].sort((a, b) => a - b)));
    cursors.push({ ...cursor, exists: Math.max(0, cursor.exists - count) });
  }
  await ctx.sync.facts.commit([...facts, { kind: 'operations', upsert: [], remove: [...ids] }], cursors);
  for (const cursor of cursors) ctx.sync.cursors.set(cursor.mailbox, cursor);
  const leaving = ids.flatMap((id) => ctx.queue.get(id) ?? []);
  await ctx.queue.remove(ids);
  for (const op of leaving) {
    await childEnded(ctx, op);
    wakeOther(ctx, op);
  }
}

/**
 * How many of these messages the store still has. A synchronisation of the source, as the target of another operation, may
 * have taken them away already: counted twice they would make room for as many that are gone and still shown.
 */
async function held(
  { sync }: ExecuteContext,
  mailbox: MailboxId,
  of: Generation,
  gone: UidSet,
): Promise<number> {
  if (gone.isEmpty) return 0;
  const range = { first: gone.min ?? 1, last: gone.max ?? 1 };
  const there = await sync.store.columns({ mailbox, generation: of, ...range, only: 'flags' });
  return gone.intersection(UidSet.from(there.uids)).size;
}

/** What the other account held until a transfer was over may go on (I5). */
function wakeOther(ctx: ExecuteContext, op: QueuedOperation): void {
  if (op.intent.kind !== 'move' && op.intent.kind !== 'copy') return;
  const target = ctx.sync.registry.get(op.intent.to)?.account;
  if (target !== undefined && target !== op.account) ctx.wake(target);
}

/**
 * After a start: what was running when Tern ended is looked into before it is done again, and nothing goes on waiting:
 * who was to wake it may have been told in the life before.
 */
export async function recoverQueue(queue: ExecuteContext['queue']): Promise<void> {
  const waiting = queue.open().filter((op) => op.nextTry !== null);
  if (waiting.length > 0)
    await queue.updateAll(
      waiting.map((op) => op.id),
      () => ({ nextTry: null }),
    );
  for (const op of queue.all()) {
    if (op.state === 'running')
      await queue.update(op.id, { state: op.progress === null ? 'waiting' : 'verifying' });
  }
}
