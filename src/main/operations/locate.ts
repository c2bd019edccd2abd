import type { Operation } from '@shared/contract/operations';
import { type MailboxId, type MessageKey, parseMessageKey } from '@shared/model/ids';
import { parseUidRanges } from '@shared/model/uid-ranges';
import type { Forwarding } from './forwarding';

/** Operations whose effect people see: not yet in the server's facts, and not refused. */
const PROJECTED = new Set<Operation['state']>(['waiting', 'running', 'verifying', 'settling', 'uncertain']);

/**
 * Tells where messages show: where the last pending move took them, else where forwarding leads, else where they are.
 * The store projects by the same rule; the engine needs it to know what "archive" or "delete" mean for a message.
 */
export function locator(
  operations: readonly Operation[],
  forwarding: Forwarding,
): (key: MessageKey) => MailboxId {
  const moves = operations.flatMap((op) =>
    op.intent.kind === 'move' && PROJECTED.has(op.state)
      ? [
          {
            mailbox: op.intent.messages.mailbox,
            generation: op.intent.messages.generation,
            ranges: parseUidRanges(op.intent.messages.uids),
            to: op.intent.to,
          },
        ]
      : [],
  );
  return (key) => {
    const named = parseMessageKey(key);
    const now = forwarding.resolve(named);
    let shown = now.mailbox;
    for (const move of moves) {
      for (const ref of [named, now]) {
        if (
          move.mailbox === ref.mailbox &&
          move.generation === ref.generation &&
          move.ranges.some(([first, last]) => ref.uid >= first && ref.uid <= last)
        ) {
          shown = move.to;
        }
      }
    }
    return shown;
  };
}
