import { useMemo } from 'react';
import type { KeepPolicy } from '@shared/contract/offline';
import type { MailboxView } from '@shared/contract/view-api';
import type { MailboxId } from '@shared/model/ids';
import { t } from '../../i18n';
import { session } from '../../state/connection';
import { useOffline } from '../../state/engine-state';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import { openDialog } from '../../state/ui';
import type { MenuEntry } from '../../ui';
import { mailboxLabel } from './names';

/** Folders that the person does not want to see. */
export function useHidden(): ReadonlySet<MailboxId> {
  const offline = useOffline();
  const hidden = (offline?.folders ?? [])
    .flatMap(({ mailbox, effective }) => (effective.kind === 'hidden' ? [mailbox] : []))
    .join(' ');
  return useMemo(() => new Set(hidden.split(' ') as MailboxId[]), [hidden]);
}

/** What of a folder is kept, whether it is subscribed, and hiding it. */
export function offlineEntries(mailbox: MailboxView): readonly MenuEntry[] {
  const { id, account, subscribed, role, local } = mailbox;
  const { api } = session().engine;
  const keep = (policy: KeepPolicy | null): Promise<void> =>
    api.setKeepPolicy({ account, mailbox: id, policy });
  if (local) return [];
  return [
    {
      id: 'offline',
      label: t('offline.open'),
      icon: 'download',
      run: () => openDialog({ kind: 'offline', account }),
    },
    {
      id: 'subscribe',
      label: t(subscribed ? 'offline.unsubscribe' : 'offline.subscribe'),
      icon: subscribed ? 'minus' : 'add',
      disabled: role === 'inbox',
      run: () => say(api.subscribeMailbox({ mailbox: id, subscribed: !subscribed })),
    },
    {
      id: 'hide',
      label: t('offline.hide'),
      icon: 'hide',
      disabled: role === 'inbox',
      run: () =>
        say(
          keep({ kind: 'hidden' }).then(() =>
            showToast({
              text: t('offline.hiddenToast', { folder: mailboxLabel(mailbox) }),
              action: { label: t('offline.undo'), run: () => say(keep(null)) },
            }),
          ),
        ),
    },
  ];
}
