import type { Operation } from '@shared/contract/operations';
import { flagBit } from '@shared/model/flags';
import type { MailboxId } from '@shared/model/ids';

/** What can be seen of one message. */
export interface Shown {
  /** The mailbox that lists it, null when none does. */
  readonly mailbox: MailboxId | null;
  readonly flags: number;
  /** Bits by the keyword table of the mailbox that holds the message on the server. */
  readonly keywords: number;
  /** Operations not yet done. */
  readonly pending: number;
}

/** Whether an operation still shapes what people see. Refused and superseded ones are told of, not shown as if done. */
export const projects = (operation: Operation): boolean =>
  operation.state !== 'done' && operation.state !== 'refused' && operation.state !== 'superseded';

/**
 * What people see = what the server said + what they want (design §2 idea 3).
 * @param truth the message as the server last described it; its mailbox is null when the server no longer has it there
 * @param operations those that name this message, in order of acceptance
 * @param keywordBit the bit of a keyword in the mailbox's table, 0 when the table is full
 */
export function project(
  truth: Omit<Shown, 'pending'>,
  operations: readonly Operation[],
  keywordBit: (name: string) => number,
): Shown {
  let { mailbox, flags, keywords } = truth;
  let pending = 0;
  for (const operation of operations) {
    if (!projects(operation)) continue;
    if (operation.state !== 'settling') pending++;
    const { intent } = operation;
    switch (intent.kind) {
      case 'flags':
        for (const name of intent.remove) {
          const bit = flagBit(name);
          if (bit) flags &= ~bit;
          else keywords &= ~keywordBit(name);
        }
        for (const name of intent.add) {
          const bit = flagBit(name);
          if (bit) flags |= bit;
          else keywords |= keywordBit(name);
        }
        break;
      case 'move':
        mailbox = intent.to;
        break;
      case 'destroy':
      // An old copy of a draft; named only once there is a newer one to be seen.
      case 'draft':
        mailbox = null;
        break;
      default:
        // A copy shows when the server has made it: until then there is no second message to name.
        break;
    }
  }
  return { mailbox, flags: flags >>> 0, keywords: keywords >>> 0, pending };
}
