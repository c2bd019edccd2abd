import type { Intent } from '@shared/contract/operations';
import type { MailboxId } from '@shared/model/ids';
import type { StoredMail } from './item';

/** The copy for Sent, an operation that looks first. @param sent null: the account has no such mailbox. */
export const filingOf = (mail: StoredMail, sent: MailboxId | null): readonly Intent[] =>
  sent === null || mail.unfiled === true
    ? []
    : [
        {
          kind: 'append',
          to: sent,
          blob: mail.filedBlob,
          size: mail.filedSize,
          messageId: mail.filedId ?? mail.messageId,
          flags: ['\\Seen'],
          internalDate: mail.created,
        },
      ];
