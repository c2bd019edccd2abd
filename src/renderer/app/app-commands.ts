import { useEffect } from 'react';
import type { MailboxRole } from '@shared/model/message';
import { act, deleteMessages, hasTargets, targetKeys, toggleRead, toggleStar, undo } from '../state/actions';
import { type Command, commands } from '../state/commands';
import { session } from '../state/connection';
import { updateSettings, useEngineState } from '../state/engine-state';
import { moveTo, useList } from '../state/list';
import { searchOnServer } from '../state/server-search';
import { indexFrom } from '../state/keep-cursor';
import { selectAll } from '../state/list-selection';
import { say } from '../state/say';
import { mailboxHere, roleHere } from '../state/mailbox-here';
import { type Order, useSelection } from '../state/selection';
import { breadth, changeLayout, openDialog, useUi } from '../state/ui';
import { folderCommands } from './folder-commands';
import { answerCommands } from './answer-commands';
import { notificationCommands } from './notification-commands';
import { panelCommands } from './panel-commands';
import { ruleCommands } from './rule-commands';
import { searchCommands } from './search-commands';
import { snoozeCommands } from './snooze-commands';
import { compose } from './compose';
import { focusRegion, movePane } from './regions';

const hasAccounts = (): boolean => (useEngineState.getState().status?.accounts.length ?? 0) > 0;
const inMail = (): boolean => useSelection.getState().place?.kind === 'mail' && hasAccounts();
const onMessages = (): boolean => inMail() && hasTargets();

/** The folder of a role: of the account one is in, else of the first that has one. */
function goRole(role: NonNullable<MailboxRole>): void {
  const { mailboxes, status } = useEngineState.getState();
  const { go } = useSelection.getState();
  if (role === 'inbox' && (status?.accounts.length ?? 0) > 1) {
    go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
    return;
  }
  const here = mailboxHere()?.account;
  const found =
    mailboxes.find((mailbox) => mailbox.role === role && mailbox.account === here) ??
    mailboxes.find((mailbox) => mailbox.role === role);
  if (found) go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: found.id } });
}

const step = (by: 1 | -1): void => {
  if (useSelection.getState().selectedKeys.size > 0) useSelection.getState().clearSelection();
  moveTo(indexFrom(by), breadth() !== 'narrow' || useSelection.getState().pane === 'reader');
};

/** One level out: marks, then search, then the open message. Never discards text. */
function goBack(): void {
  const state = useSelection.getState();
  if (state.selectedKeys.size > 0) state.clearSelection();
  else if (breadth() === 'narrow' && state.pane !== 'list') {
    state.showPane(state.pane === 'reader' ? 'list' : 'folders');
    focusRegion('list');
  } else if (state.text) state.search('');
  else if (state.openMessageKey) {
    state.closeMessage();
    focusRegion('list');
  }
}

const online = (): boolean => !(useEngineState.getState().status?.workOffline ?? false);

const mail: readonly Command[] = [
  {
    id: 'compose',
    title: 'commands.compose',
    group: 'write',
    icon: 'compose',
    keys: ['c'],
    when: hasAccounts,
    run: () => say(compose()),
  },
  {
    id: 'newFromTemplate',
    title: 'commands.newFromTemplate',
    group: 'write',
    icon: 'template',
    keys: ['Shift+c'],
    when: hasAccounts,
    run: () => openDialog({ kind: 'start-from-template' }),
  },
  { id: 'next', title: 'commands.next', group: 'navigate', keys: ['j'], when: inMail, run: () => step(1) },
  {
    id: 'previous',
    title: 'commands.previous',
    group: 'navigate',
    keys: ['k'],
    when: inMail,
    run: () => step(-1),
  },
  {
    id: 'back',
    title: 'commands.back',
    group: 'navigate',
    icon: 'back',
    keys: ['Escape'],
    hidden: true,
    when: inMail,
    run: goBack,
  },
  {
    id: 'archive',
    title: 'commands.archive',
    group: 'message',
    icon: 'archive',
    keys: ['e'],
    // What is junk is first said to be none.
    when: () => onMessages() && roleHere() !== 'archive' && roleHere() !== 'junk',
    run: () => act({ kind: 'archive' }, targetKeys()),
  },
  {
    id: 'delete',
    title: 'commands.delete',
    group: 'message',
    icon: 'trash',
    keys: ['#', 'Delete'],
    when: onMessages,
    run: () => deleteMessages(targetKeys()),
  },
  {
    id: 'star',
    title: 'commands.star',
    group: 'message',
    icon: 'star',
    keys: ['s'],
    when: onMessages,
    run: toggleStar,
  },
  {
    id: 'toggleRead',
    title: 'commands.toggleRead',
    group: 'message',
    icon: 'read',
    keys: ['u'],
    when: onMessages,
    run: toggleRead,
  },
  {
    id: 'move',
    title: 'commands.move',
    group: 'message',
    icon: 'move',
    keys: ['m'],
    when: onMessages,
    run: () => openDialog({ kind: 'pick-folder', mode: 'move', keys: targetKeys() }),
  },
  {
    id: 'copy',
    title: 'commands.copy',
    group: 'message',
    icon: 'copy',
    keys: ['Shift+m'],
    when: onMessages,
    run: () => openDialog({ kind: 'pick-folder', mode: 'copy', keys: targetKeys() }),
  },
  {
    id: 'tag',
    title: 'commands.tag',
    group: 'message',
    icon: 'tag',
    keys: ['l'],
    when: onMessages,
    run: () => openDialog({ kind: 'tag', keys: targetKeys() }),
  },
  {
    id: 'junk',
    title: 'commands.junk',
    group: 'message',
    icon: 'junk',
    keys: ['!'],
    when: () => onMessages() && roleHere() !== 'junk',
    run: () => act({ kind: 'junk' }, targetKeys()),
  },
  {
    id: 'notJunk',
    title: 'commands.notJunk',
    group: 'message',
    icon: 'shield',
    keys: ['!'],
    when: () => onMessages() && roleHere() === 'junk',
    run: () => act({ kind: 'not-junk' }, targetKeys()),
  },
  {
    id: 'undo',
    title: 'commands.undo',
    group: 'message',
    icon: 'undo',
    keys: ['z', '$mod+z'],
    when: hasAccounts,
    run: () => undo(),
  },
  {
    id: 'selectAll',
    title: 'commands.selectAll',
    group: 'message',
    icon: 'checked',
    keys: ['$mod+a'],
    when: inMail,
    run: () => {
      const { window } = useList.getState();
      if (window && window.total > 0) selectAll(window);
    },
  },
];

const filterCommand = (
  id: string,
  title: string,
  key: 'unread' | 'flagged' | 'attachment',
  icon: Command['icon'],
): Command => ({
  id,
  title,
  group: 'view',
  ...(icon ? { icon } : {}),
  when: inMail,
  run: () => {
    const { filters, filter } = useSelection.getState();
    filter({ ...filters, [key]: !filters[key] });
  },
});

const orderCommand = (id: string, title: string, order: Order): Command => ({
  id,
  title,
  group: 'view',
  when: inMail,
  run: () => {
    const { order: now, arrange } = useSelection.getState();
    arrange(now === order ? null : order);
  },
});

const view: readonly Command[] = [
  {
    id: 'search',
    title: 'commands.search',
    group: 'navigate',
    icon: 'search',
    keys: ['/', '$mod+f'],
    whileTyping: false,
    when: hasAccounts,
    run: () => focusRegion('search'),
  },
  {
    id: 'searchServer',
    title: 'commands.searchServer',
    group: 'navigate',
    icon: 'search',
    keys: ['$mod+Shift+f'],
    whileTyping: true,
    when: () => inMail() && (useList.getState().window?.query.text ?? '') !== '',
    run: () => {
      const { window } = useList.getState();
      if (window) say(searchOnServer(window.query));
    },
  },
  {
    id: 'goInbox',
    title: 'commands.goInbox',
    group: 'navigate',
    icon: 'inbox',
    keys: ['g i'],
    when: hasAccounts,
    run: () => goRole('inbox'),
  },
  {
    id: 'goSent',
    title: 'commands.goSent',
    group: 'navigate',
    icon: 'sent',
    keys: ['g t'],
    when: hasAccounts,
    run: () => goRole('sent'),
  },
  {
    id: 'goDrafts',
    title: 'commands.goDrafts',
    group: 'navigate',
    icon: 'drafts',
    keys: ['g d'],
    when: hasAccounts,
    run: () => goRole('drafts'),
  },
  {
    id: 'goArchive',
    title: 'commands.goArchive',
    group: 'navigate',
    icon: 'archive',
    keys: ['g a'],
    when: hasAccounts,
    run: () => goRole('archive'),
  },
  {
    id: 'goTrash',
    title: 'commands.goTrash',
    group: 'navigate',
    icon: 'trash',
    when: hasAccounts,
    run: () => goRole('trash'),
  },
  {
    id: 'outbox',
    title: 'commands.outbox',
    group: 'navigate',
    icon: 'outbox',
    keys: ['g o'],
    when: hasAccounts,
    run: () => useSelection.getState().go({ kind: 'outbox' }),
  },
  filterCommand('filterUnread', 'commands.filterUnread', 'unread', 'unread'),
  filterCommand('filterStarred', 'commands.filterStarred', 'flagged', 'star'),
  filterCommand('filterAttachments', 'commands.filterAttachments', 'attachment', 'attachment'),
  {
    id: 'toggleThreads',
    title: 'commands.toggleThreads',
    group: 'view',
    icon: 'conversation',
    keys: ['Shift+t'],
    when: inMail,
    run: () => updateSettings({ threaded: !useEngineState.getState().settings.threaded }),
  },
  {
    id: 'toggleSort',
    title: 'commands.toggleSort',
    group: 'view',
    when: inMail,
    run: () => {
      const { order, arrange } = useSelection.getState();
      if (order !== null) arrange(null);
      else
        updateSettings({ sort: useEngineState.getState().settings.sort === 'newest' ? 'oldest' : 'newest' });
    },
  },
  orderCommand('orderLargest', 'commands.orderLargest', 'largest'),
  orderCommand('orderPerson', 'commands.orderPerson', 'person'),
  orderCommand('orderSubject', 'commands.orderSubject', 'subject'),
  {
    id: 'toggleFolders',
    title: 'commands.toggleFolders',
    group: 'view',
    icon: 'panes',
    keys: ['$mod+b'],
    whileTyping: true,
    when: hasAccounts,
    run: toggleFolders,
  },
  {
    id: 'toggleReader',
    title: 'commands.toggleReader',
    group: 'view',
    icon: 'panes',
    keys: ['$mod+Shift+b'],
    whileTyping: true,
    when: () => hasAccounts() && breadth() !== 'narrow',
    run: () => changeLayout({ readerShown: !useUi.getState().layout.readerShown }),
  },
  {
    id: 'nextPane',
    title: 'commands.nextPane',
    group: 'view',
    keys: ['F6'],
    whileTyping: true,
    hidden: true,
    run: () => movePane(1),
  },
  {
    id: 'previousPane',
    title: 'commands.previousPane',
    group: 'view',
    keys: ['Shift+F6'],
    whileTyping: true,
    hidden: true,
    run: () => movePane(-1),
  },
  ...(['compact', 'normal', 'roomy'] as const).map((density): Command => ({
    id: `density-${density}`,
    title: {
      compact: 'commands.densityCompact',
      normal: 'commands.densityNormal',
      roomy: 'commands.densityRoomy',
    }[density],
    group: 'view',
    icon: 'density',
    run: () => updateSettings({ density }),
  })),
  ...(['system', 'light', 'dark'] as const).map((theme): Command => ({
    id: `theme-${theme}`,
    title: { system: 'commands.themeSystem', light: 'commands.themeLight', dark: 'commands.themeDark' }[
      theme
    ],
    group: 'view',
    icon: 'show',
    run: () => updateSettings({ theme }),
  })),
];

const app: readonly Command[] = [
  {
    id: 'palette',
    title: 'commands.palette',
    group: 'app',
    icon: 'keyboard',
    keys: ['$mod+k'],
    whileTyping: true,
    hidden: true,
    run: () => openDialog({ kind: 'palette' }),
  },
  {
    id: 'shortcuts',
    title: 'commands.shortcuts',
    group: 'app',
    icon: 'keyboard',
    keys: ['?'],
    run: () => openDialog({ kind: 'shortcuts' }),
  },
  {
    id: 'settings',
    title: 'commands.settings',
    group: 'app',
    icon: 'settings',
    keys: ['$mod+,'],
    whileTyping: true,
    run: () => openDialog({ kind: 'settings', tab: 'appearance' }),
  },
  {
    id: 'activity',
    title: 'commands.activity',
    group: 'app',
    icon: 'activity',
    keys: ['g y'],
    run: () => openDialog({ kind: 'activity' }),
  },
  {
    id: 'addAccount',
    title: 'commands.addAccount',
    group: 'account',
    icon: 'add',
    run: () => openDialog({ kind: 'add-account' }),
  },
  {
    id: 'sync',
    title: 'commands.sync',
    group: 'account',
    icon: 'sync',
    keys: ['$mod+Shift+l', 'F9'],
    when: hasAccounts,
    run: () => say(session().engine.api.syncNow({ account: null, mailbox: null })),
  },
  {
    id: 'workOffline',
    title: 'commands.workOffline',
    group: 'account',
    icon: 'offline',
    when: () => hasAccounts() && online(),
    run: () => say(session().engine.api.setWorkOffline({ offline: true })),
  },
  {
    id: 'goOnline',
    title: 'commands.goOnline',
    group: 'account',
    icon: 'online',
    when: () => hasAccounts() && !online(),
    run: () => say(session().engine.api.setWorkOffline({ offline: false })),
  },
];

function toggleFolders(): void {
  if (breadth() === 'wide') changeLayout({ foldersShown: !useUi.getState().layout.foldersShown });
  else {
    const { pane, showPane } = useSelection.getState();
    showPane(pane === 'folders' ? 'list' : 'folders');
  }
}

/** Registers what the shell can do. */
export function useAppCommands(): void {
  useEffect(
    () =>
      commands.register([
        ...mail,
        ...answerCommands,
        ...view,
        ...app,
        ...folderCommands,
        ...notificationCommands,
        ...panelCommands,
        ...searchCommands,
        ...ruleCommands,
        ...snoozeCommands,
      ]),
    [],
  );
}
