import type { MessageDetail } from '@shared/contract/view-api';
import type { Settings } from '@shared/contract/engine-api';
import type { MailboxView } from '@shared/contract/view-api';
import { leftListKey, listKeyOf, readListUnsubscribe } from '@shared/util/list-unsubscribe';

/** Where nobody unsubscribes: what one wrote oneself, and junk, whose senders would only learn that it is read. */
const NEVER = new Set<MailboxView['role']>(['sent', 'drafts', 'outbox', 'junk']);

/**
 * Whether a message names a way to leave its list that Tern can go. Decided from what is here; nobody is asked.
 * @param mailbox where the message is; undefined: in none, as a letter from a file.
 */
export function canLeave(message: MessageDetail, mailbox: Pick<MailboxView, 'role'> | undefined): boolean {
  const field = message.envelope.extra['list-unsubscribe'] ?? '';
  return (
    field !== '' &&
    mailbox !== undefined &&
    !NEVER.has(mailbox.role) &&
    readListUnsubscribe(field, message.envelope.extra['list-unsubscribe-post'] ?? '') !== null
  );
}

/** When and how the person left the list that a message came by. */
export const leftList = (
  { account, envelope }: MessageDetail,
  { leftLists }: Pick<Settings, 'leftLists'>,
): Settings['leftLists'][string] | undefined => leftLists[leftListKey(account, listKeyOf(envelope))];
