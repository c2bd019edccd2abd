import type { MailboxId } from '@shared/model/ids';
import type { OperationQueue } from './queue';

/**
 * Mailboxes that operations have begun to rename. A server without MAILBOXID lists the new name as if it were a new
 * mailbox; that it is the old one is known only here, also when the answer to RENAME was lost.
 */
export const renamings = (queue: OperationQueue): { readonly id: MailboxId; readonly to: string }[] =>
  queue
    .all()
    .flatMap(({ intent, tries, state }) =>
      intent.kind === 'rename-mailbox' && tries > 0 && state !== 'refused'
        ? [{ id: intent.mailbox, to: intent.name }]
        : [],
    );
