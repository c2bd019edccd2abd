import type { Intent } from '@shared/contract/operations';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId, OperationId } from '@shared/model/ids';
import { childEnded, partsOf } from '../operations/execute/transfer';
import type { QueuedOperation } from '../operations/queue';
import { isTakenBack, notSent, parentOf, stagesOf } from '../operations/transfer-notes';
import type { Engine } from './engine';

/**
 * Takes an accepted operation back as far as it has come: one that has not begun leaves the queue; of one that has, what
 * came true is taken back by the account that does it. Decided in the turn in which it is called; durable when it resolves.
 * @param before where its messages showed before it, as far as that is remembered.
 * @param marks what takes it back exactly when it is a marking, as far as that is remembered.
 * @returns false when it is done, or so nearly that only its inverse can take it back.
 */
export async function withdraw(
  engine: Engine,
  id: OperationId,
  before: MailboxId | null = null,
  marks: readonly Intent[] | null = null,
): Promise<boolean> {
  const { queue, registry } = engine;
  const op = queue.latest(id);
  if (!op || op.state === 'settling' || op.state === 'done') return false;
  if (isTakenBack(op)) return true;
  engine.ended.takenBack([id]);
  if (!hasBegun(op)) {
    const back = op.tries > 0 ? (marks ?? engine.log.backOf(op) ?? marksBefore(op.intent)) : [];
    if (back.length === 0) await queue.remove([id]);
    else {
      await queue.accept(op.account, back, `${op.group}-undo`, [queue.table.drop(id)]);
      engine.operationsWaiting(op.account);
    }
    return true;
  }
  if (!('to' in op.intent) || op.intent.kind === 'draft') return false;
  const elsewhere = registry.get(op.intent.to)?.account ?? op.account;
  const children = partsOf(queue, id);
  const unbegun = children.filter(notSent);
  await queue.withdraw(
    id,
    before ?? placeBefore(engine, op),
    unbegun.map((child) => child.id),
    children
      .filter((child) => !notSent(child) && (child.state === 'waiting' || child.state === 'refused'))
      .map((child) => child.id),
  );
  const wake = (account: AccountId): void => engine.operationsWaiting(account);
  for (const child of unbegun) await childEnded({ queue, blobs: engine.parts.vault.blobs, wake }, child);
  wake(op.account);
  if (elsewhere !== op.account) wake(elsewhere);
  return true;
}

/**
 * What takes back the marks that a change may have set before it was refused, or before its answer was lost: some of its
 * messages may have them, and what was marked for deletion must not go with somebody else's EXPUNGE.
 */
function marksBefore(intent: Intent): readonly Intent[] {
  switch (intent.kind) {
    case 'flags':
      return [{ ...intent, add: intent.remove, remove: intent.add }];
    case 'destroy':
      return [{ kind: 'flags', messages: intent.messages, add: [], remove: ['\\Deleted'] }];
    default:
      return [];
  }
}

/** Whether something of it may have come true. */
function hasBegun(op: QueuedOperation): boolean {
  switch (op.intent.kind) {
    case 'move':
    case 'copy':
      return op.progress !== null || op.state === 'running' || op.state === 'verifying';
    case 'append':
      return !notSent(op);
    default:
      return op.state !== 'waiting' && op.state !== 'refused';
  }
}

/** Where the messages of an operation were before it. */
function placeBefore({ log }: Engine, op: QueuedOperation): MailboxId {
  const shown = log.shownIn(op);
  if (shown !== null) return shown;
  const [stage] = stagesOf(op.progress);
  const source = (op.progress as { readonly source?: MailboxId } | null)?.source ?? stage?.mailbox;
  if (source !== undefined) return source;
  return 'messages' in op.intent ? op.intent.messages.mailbox : ('' as MailboxId);
}

/**
 * Forgets a change that waits or was refused. What has come true of it is taken back; once that was refused as well, what
 * is left was said, and stays.
 * @throws MailError `refused` `running`
 */
export async function forget(engine: Engine, id: OperationId): Promise<void> {
  const { queue } = engine;
  const named = queue.latest(id);
  const parent = named && parentOf(named);
  const op = (parent !== null && parent !== undefined && queue.latest(parent)) || named;
  if (!op) return;
  if (isTakenBack(op) && op.state === 'refused') {
    engine.ended.takenBack([op.id]);
    await queue.remove([op.id]);
    return;
  }
  const busy = op.state === 'running' || op.state === 'verifying' || op.state === 'settling';
  if ((busy && op === named) || !(await withdraw(engine, op.id)))
    throw new MailError({ kind: 'refused', code: 'running', message: 'This is being done right now' });
}
