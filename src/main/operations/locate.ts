import type { Operation } from '@shared/contract/operations';
import { type MailboxId, type MessageKey, parseMessageKey } from '@shared/model/ids';
import type { Forwarding } from './forwarding';
import type { Places } from './places';

/** Operations whose effect people see: not yet in the server's facts, and not refused. */
const PROJECTED = new Set<Operation['state']>(['waiting', 'running', 'verifying', 'settling', 'uncertain']);

/**
 * Tells where messages show: where the last pending move took them, whatever name it knows them by, else where forwarding
 * leads, else where they are. The store projects by the same rule; the engine needs it to know what "archive" or "delete"
 * mean for a message.
 */
export function locator(
  operations: readonly Operation[],
  forwarding: Forwarding,
  places: Places,
): (key: MessageKey) => MailboxId {
  const moves = operations.flatMap(({ intent, state }) =>
    intent.kind === 'move' && PROJECTED.has(state) ? [intent] : [],
  );
  return (key) => {
    const now = forwarding.resolve(parseMessageKey(key));
    return moves.findLast(({ messages }) => places.has(messages, now))?.to ?? now.mailbox;
  };
}
