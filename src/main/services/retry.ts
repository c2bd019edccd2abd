import type { OperationId } from '@shared/model/ids';
import { partsOf } from '../operations/execute/transfer';
import type { OperationQueue, QueuedOperation } from '../operations/queue';
import { parentOf } from '../operations/transfer-notes';
import type { Engine } from './engine';

/**
 * Tries a change again that was refused or waits: at once. Of a move or copy to another account all that was refused, on
 * both sides: what may have arrived there is looked for before it is brought once more.
 */
export async function retry(engine: Engine, id: OperationId): Promise<void> {
  const { queue } = engine;
  const again = together(queue, id);
  await queue.updateAll(
    again.map((op) => op.id),
    ({ progress, tries }) => ({
      state: progress === null ? 'waiting' : 'verifying',
      nextTry: null,
      reason: null,
      // Counted anew, but not as what has never run: some of it may have come true.
      tries: Math.min(tries, 1),
    }),
  );
  for (const account of new Set(again.map((op) => op.account))) engine.operationsWaiting(account);
}

function together(queue: OperationQueue, id: OperationId): QueuedOperation[] {
  const named = queue.latest(id);
  if (named?.state !== 'refused' && named?.state !== 'uncertain' && named?.state !== 'waiting') return [];
  const whole = queue.latest(parentOf(named) ?? named.id);
  const others = whole ? [whole, ...partsOf(queue, whole.id)] : [];
  return [named, ...others.filter((op) => op.id !== named.id && op.state === 'refused')];
}
