import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../../i18n';
import { dayDate } from '../../../i18n/format';
import { useAccount, useMailbox, useSettings } from '../../../state/engine-state';
import { openDialog } from '../../../state/ui';
import { Button } from '../../../ui';
import { canLeave, leftList } from './left-list';

/** The one quiet command to leave the list that a message came by, or when that was done. */
export function UnsubscribeLine({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const settings = useSettings();
  const mailbox = useMailbox(message.mailbox);
  const account = useAccount(message.account);
  if (account === undefined || !canLeave(message, mailbox)) return null;
  const left = leftList(message, settings);
  return left === undefined ? (
    <Button
      kind="link"
      size="small"
      className="reader-unsubscribe"
      onPress={() => openDialog({ kind: 'unsubscribe', message })}
    >
      {t('unsubscribe.command')}
    </Button>
  ) : (
    <span className="reader-unsubscribe">
      {t(`unsubscribe.left.${left.how}`, { when: dayDate(left.at) })}
    </span>
  );
}
