import type { Operation } from '@shared/contract/operations';
import type { MailboxView } from '@shared/contract/view-api';
import type { MailboxId } from '@shared/model/ids';
import { flagBit, Flag } from '@shared/model/flags';
import { parseUidRanges } from '@shared/model/uid-ranges';
import { t } from '../../i18n';
import { mailboxLabel } from '../folders';

/** How many UIDs a packed set such as `3:5,9` names. */
export const countUids = (packed: string): number =>
  parseUidRanges(packed).reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** What someone wanted, as a phrase: "Move 3 messages from Inbox to Archive". */
export function operationWords({ intent }: Operation, mailboxes: readonly MailboxView[]): string {
  const folder = (id: MailboxId): string => {
    const mailbox = mailboxes.find((one) => one.id === id);
    return mailbox ? mailboxLabel(mailbox) : '?';
  };
  switch (intent.kind) {
    case 'flags': {
      const words = {
        messages: t('activity.messages', { count: countUids(intent.messages.uids) }),
        folder: folder(intent.messages.mailbox),
      };
      return t(`activity.op.${flagWords(intent.add, intent.remove)}`, words);
    }
    case 'move':
    case 'copy':
      return t(`activity.op.${intent.kind}`, {
        messages: t('activity.messages', { count: countUids(intent.messages.uids) }),
        folder: folder(intent.messages.mailbox),
        to: folder(intent.to),
      });
    case 'destroy':
      return t('activity.op.destroy', {
        messages: t('activity.messages', { count: countUids(intent.messages.uids) }),
        folder: folder(intent.messages.mailbox),
      });
    case 'append':
      return t('activity.op.append', { to: folder(intent.to) });
    case 'draft':
      return t(intent.save === null ? 'activity.op.draftRemove' : 'activity.op.draft', {
        to: folder(intent.to),
      });
    case 'create-mailbox':
      return t('activity.op.create-mailbox', { name: intent.name });
    case 'rename-mailbox':
      return t('activity.op.rename-mailbox', { folder: folder(intent.mailbox), name: intent.name });
    case 'delete-mailbox':
      return t('activity.op.delete-mailbox', { folder: folder(intent.mailbox) });
    case 'subscribe':
      return t('activity.op.subscribe', { folder: folder(intent.mailbox) });
  }
}

function flagWords(add: readonly string[], remove: readonly string[]): string {
  if (add.length + remove.length !== 1) return 'flags';
  const bit = flagBit(add[0] ?? remove[0] ?? '');
  if (bit === Flag.Seen) return add.length ? 'flag.seen' : 'flag.unseen';
  if (bit === Flag.Flagged) return add.length ? 'flag.star' : 'flag.unstar';
  return 'flags';
}
