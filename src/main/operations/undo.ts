import type { Intent, Operation } from '@shared/contract/operations';
import type { MailboxId } from '@shared/model/ids';
import type { MailboxRegistry } from '../sync/mailbox-registry';
import type { Made } from './action-log';

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
    // What they made is another question (`takeBack`).
    case 'copy':
    case 'append':
    // A mailbox is not taken away again: others may have found it, or put something into it, since.
    case 'draft':
    case 'create-mailbox':
    case 'destroy':
    case 'delete-mailbox':
      return null;
  }
}

/**
 * What takes a copy or an appended message back: it goes to the trash, since its original may be gone by now and nobody
 * else's undo should cost a message. From a label (Gmail) it is only taken off; from the trash nothing is taken.
 * @param made exactly the messages that the operation made, proven.
 */
export function takeBack(
  { messages, label }: Made,
  registry: Pick<MailboxRegistry, 'get' | 'withRole'>,
): Intent | null {
  const where = registry.get(messages.mailbox);
  if (!where || where.role === 'trash') return null;
  const to = registry.withRole(where.account, label ? 'all' : 'trash');
  return to ? { kind: 'move', messages, to: to.id } : null;
}
