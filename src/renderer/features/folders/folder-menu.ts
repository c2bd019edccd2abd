import type { MailboxView } from '@shared/contract/view-api';
import { THIS_COMPUTER } from '@shared/model/ids';
import type { useT } from '../../i18n';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { openDialog } from '../../state/ui';
import type { MenuEntry } from '../../ui';
import { emptyFolder, markAllRead } from './folder-actions';
import { offlineEntries } from './hidden';
import { savedMenu } from './saved-menu';
import type { FolderRow } from './tree';

type Translate = ReturnType<typeof useT>;

/** What can be done with a line of the folder pane. */
export function menuFor(row: FolderRow, t: Translate): MenuEntry[] {
  if (row.kind === 'account') {
    const { id, paused } = row.status.account;
    return [
      {
        id: 'new',
        label: t('folders.menu.new'),
        icon: 'folder-add',
        run: () => openDialog({ kind: 'new-folder', account: id, parent: null }),
      },
      {
        id: 'sync',
        label: t('accounts.menu.sync'),
        icon: 'sync',
        run: () => say(session().engine.api.syncNow({ account: id, mailbox: null })),
      },
      {
        id: 'audit',
        label: t('folders.menu.audit'),
        icon: 'search',
        disabled: row.status.account.incoming.protocol === 'pop3',
        run: () => openDialog({ kind: 'audit', account: id, mailbox: null }),
      },
      {
        id: 'offline',
        label: t('offline.open'),
        icon: 'download',
        run: () => openDialog({ kind: 'offline', account: id }),
      },
      {
        id: 'inspector',
        label: t('folders.menu.inspector'),
        icon: 'details',
        run: () => openDialog({ kind: 'inspector', account: id }),
      },
      {
        id: 'pause',
        label: t(paused ? 'accounts.menu.resume' : 'accounts.menu.pause'),
        icon: paused ? 'play' : 'pause',
        run: () => say(session().engine.api.pauseAccount({ account: id, paused: !paused })),
      },
      {
        id: 'removed',
        label: t('removed.menu'),
        icon: 'undo',
        run: () => openDialog({ kind: 'removed', account: id, mailbox: null }),
      },
      {
        id: 'backup',
        label: t('folders.menu.backup'),
        icon: 'archive',
        run: () => openDialog({ kind: 'files', step: 'backup', account: id }),
      },
      { kind: 'separator', id: 'line' },
      {
        id: 'settings',
        label: t('accounts.menu.settings'),
        icon: 'settings',
        run: () => openDialog({ kind: 'settings', tab: 'accounts', account: id }),
      },
    ];
  }
  if (row.kind === 'this-computer') {
    return [
      {
        id: 'new',
        label: t('folders.menu.new'),
        icon: 'folder-add',
        run: () => openDialog({ kind: 'new-folder', account: THIS_COMPUTER, parent: null }),
      },
      {
        id: 'import',
        label: t('folders.menu.import'),
        icon: 'download',
        run: () => openDialog({ kind: 'files', step: 'import' }),
      },
      {
        id: 'backup',
        label: t('folders.menu.backup'),
        icon: 'archive',
        run: () => openDialog({ kind: 'files', step: 'backup', account: THIS_COMPUTER }),
      },
    ];
  }
  if (row.kind === 'saved-search') return savedMenu(row.search, row.unread);
  if (row.kind !== 'mailbox') return [];
  const { mailbox } = row;
  const own = mailbox.role === null;
  return [
    {
      id: 'read',
      label: t('folders.menu.markRead'),
      icon: 'read',
      disabled: mailbox.unread === 0,
      run: () => say(markAllRead(mailbox.id)),
    },
    ...(mailbox.account === THIS_COMPUTER ? [] : onServer(mailbox, t)),
    ...offlineEntries(mailbox),
    ...(mailbox.role === 'trash' || mailbox.role === 'junk'
      ? [
          {
            id: 'empty',
            label: t('folders.menu.empty'),
            icon: 'trash',
            tone: 'danger',
            disabled: mailbox.total === 0,
            run: () => say(emptyFolder(mailbox.id)),
          } satisfies MenuEntry,
        ]
      : []),
    { kind: 'separator', id: 'line' },
    {
      id: 'new',
      label: t('folders.menu.newInside'),
      icon: 'folder-add',
      run: () => openDialog({ kind: 'new-folder', account: mailbox.account, parent: mailbox.id }),
    },
    {
      id: 'export',
      label: t('folders.menu.export'),
      icon: 'folder',
      disabled: !mailbox.selectable,
      run: () => openDialog({ kind: 'files', step: 'export', mailbox: mailbox.id }),
    },
    {
      id: 'rename',
      label: t('folders.menu.rename'),
      icon: 'compose',
      disabled: !own,
      run: () => openDialog({ kind: 'rename-folder', mailbox: mailbox.id }),
    },
    {
      id: 'delete',
      label: t('folders.menu.delete'),
      icon: 'trash',
      tone: 'danger',
      disabled: !own,
      run: () => openDialog({ kind: 'delete-folder', mailbox: mailbox.id }),
    },
  ];
}

/** What only a folder on a server can be asked. */
function onServer({ account, id, local, selectable }: MailboxView, t: Translate): MenuEntry[] {
  return [
    {
      id: 'sync',
      label: t('folders.menu.sync'),
      icon: 'sync',
      run: () => say(session().engine.api.syncNow({ account, mailbox: id })),
    },
    {
      id: 'audit',
      label: t('folders.menu.audit'),
      icon: 'search',
      disabled: local || !selectable,
      run: () => openDialog({ kind: 'audit', account, mailbox: id }),
    },
    {
      id: 'removed',
      label: t('removed.menu'),
      icon: 'undo',
      run: () => openDialog({ kind: 'removed', account: null, mailbox: id }),
    },
  ];
}
