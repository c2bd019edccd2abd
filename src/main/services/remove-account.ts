import type { AccountId } from '@shared/model/ids';
import type { JournalRecord } from '@shared/ports/vault';
import { accountRemoved, releaseCopy } from '../operations/execute/transfer';
import type { QueuedOperation } from '../operations/queue';
import { isTakenBack, parentOf } from '../operations/transfer-notes';
import type { Engine } from './engine';

/**
 * Removes all that Tern keeps of an account, whose runner has ended. What other accounts were doing with it ends in sight:
 * - a move or copy to it is refused `account-removed`: what has arrived there stays there, all else is where it was;
 * - what it was bringing to another account goes on there as far as that has got it, as changes of its own;
 * - wishes about messages that were still to come to it are for the account that has them.
 */
export async function eraseAccount(engine: Engine, id: AccountId): Promise<void> {
  const { queue, registry } = engine;
  const boxes = registry.ofAccount(id).map((known) => known.id);
  const going: QueuedOperation[] = [];
  const records: JournalRecord[] = [];
  const toWake = new Set<AccountId>();
  for (const op of queue.table.latestValues()) {
    const account = op.account === id ? keeperOf(engine, op) : op.account;
    if (account === id) {
      going.push(op);
      const parent = parentOf(op);
      const whole = parent === null ? undefined : queue.latest(parent);
      if (whole) toWake.add(whole.account);
    } else {
      const ended = 'to' in op.intent && boxes.includes(op.intent.to) && isEnded(op);
      if (!ended && op.account === account && (op.withdrawnFrom ?? null) === null) continue;
      records.push(queue.table.put(op.id, { ...op, account, nextTry: null, ...(ended && REFUSED) }));
      toWake.add(account);
    }
  }
  engine.ended.leftBehind(going.map((op) => op.id));
  await queue.remove(
    going.map((op) => op.id),
    [
      ...records,
      ...engine.outbox.forget(id),
      ...engine.given.forget(id),
      ...engine.drafts.forget(id),
      ...engine.copies.forget(id),
      ...engine.local.forget(id),
      ...engine.keeping.policies.forget(id, boxes),
      ...engine.keeping.record.forget(boxes),
      ...registry.forget(id),
      ...engine.removed.ofAccount(id),
      ...engine.trust.forget(id),
      ...engine.logins.forget(id),
      ...engine.automatic.forget(id, boxes),
      ...engine.snooze.book.forget(id),
      engine.accounts.table.drop(id),
    ],
  );
  for (const op of going) {
    if (parentOf(op) !== null) await releaseCopy({ queue, blobs: engine.parts.vault.blobs }, op);
  }
  await engine.unsubscriber.forget(id);
  await engine.local.clean();
  engine.traces.forget(id);
  await engine.secrets.forget(id);
  await engine.signIn.forget(id);
  for (const account of toWake) engine.operationsWaiting(account);
}

const REFUSED = {
  state: 'refused' as const,
  reason: { code: accountRemoved().code, message: accountRemoved().message, server: null },
};

/** What is being done this moment, or taken back, finds out by itself that its target is gone. */
const isEnded = (op: QueuedOperation): boolean =>
  (op.state === 'waiting' || op.state === 'verifying') && !isTakenBack(op);

/** The account that has the messages of an operation that has not begun; else the one that it is for. */
function keeperOf({ places, registry }: Engine, { account, intent, progress }: QueuedOperation): AccountId {
  if (!('messages' in intent) || progress !== null) return account;
  const keepers = new Set(
    [...places.of(intent.messages).keys()].map(
      (place) =>
        registry.get(place.slice(0, place.lastIndexOf('/')) as typeof intent.messages.mailbox)?.account,
    ),
  );
  const [keeper] = keepers;
  return keepers.size === 1 && keeper !== undefined ? keeper : account;
}
