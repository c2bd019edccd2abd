import type { Intent, Operation } from '@shared/contract/operations';
import type { MailboxId } from '@shared/model/ids';

/**
 * What takes an operation back after it was done. Null when nothing can: what was deleted for good stays so.
 * Messages are named by their old reference; forwarding leads to where they are now.
 * @param shownIn where the messages showed when the operation was accepted.
 * @param formerName what a mailbox was called then, for one that was renamed.
 */
export function inverse(operation: Operation, shownIn: MailboxId, formerName = ''): Intent | null {
  const { intent } = operation;
  switch (intent.kind) {
    case 'flags':
      return { kind: 'flags', messages: intent.messages, add: intent.remove, remove: intent.add };
    case 'move':
      return { kind: 'move', messages: intent.messages, to: shownIn };
    case 'subscribe':
      return { ...intent, subscribed: !intent.subscribed };
    case 'rename-mailbox':
      return formerName === '' ? null : { ...intent, name: formerName };
    // What was made is not taken away again: others may have found it, or put something into it, since.
    case 'copy':
    case 'append':
    case 'draft':
    case 'create-mailbox':
    case 'destroy':
    case 'delete-mailbox':
      return null;
  }
}
