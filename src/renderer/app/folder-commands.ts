import type { MailboxView } from '@shared/contract/view-api';
import { emptyFolder, markAllRead } from '../features/folders';
import type { Command } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { mailboxHere } from '../state/mailbox-here';
import { say } from '../state/say';
import { openDialog } from '../state/ui';

/** The account of the folder one is in, else the first. */
const accountHere = () => mailboxHere()?.account ?? useEngineState.getState().status?.accounts[0]?.account.id;

const isOwn = ({ role }: MailboxView): boolean => role === null;

/** A command about the folder one is in. */
const onFolder = (
  command: Pick<Command, 'id' | 'title' | 'icon'>,
  when: (mailbox: MailboxView) => boolean,
  run: (mailbox: MailboxView) => void,
): Command => ({
  ...command,
  group: 'account',
  when: () => {
    const here = mailboxHere();
    return here !== undefined && when(here);
  },
  run: () => {
    const here = mailboxHere();
    if (here) run(here);
  },
});

/** What the menu of a folder offers, for the one that is open. */
export const folderCommands: readonly Command[] = [
  onFolder(
    { id: 'markAllRead', title: 'commands.markAllRead', icon: 'read' },
    ({ unread }) => unread > 0,
    ({ id }) => say(markAllRead(id)),
  ),
  {
    id: 'newFolder',
    title: 'commands.newFolder',
    group: 'account',
    icon: 'folder-add',
    when: () => accountHere() !== undefined,
    run: () => {
      const account = accountHere();
      if (account) openDialog({ kind: 'new-folder', account, parent: null });
    },
  },
  onFolder({ id: 'renameFolder', title: 'commands.renameFolder', icon: 'compose' }, isOwn, ({ id }) =>
    openDialog({ kind: 'rename-folder', mailbox: id }),
  ),
  onFolder({ id: 'deleteFolder', title: 'commands.deleteFolder', icon: 'trash' }, isOwn, ({ id }) =>
    openDialog({ kind: 'delete-folder', mailbox: id }),
  ),
  onFolder(
    { id: 'emptyFolder', title: 'commands.emptyFolder', icon: 'trash' },
    ({ role, total }) => (role === 'trash' || role === 'junk') && total > 0,
    ({ id }) => say(emptyFolder(id)),
  ),
  onFolder(
    { id: 'removed', title: 'commands.removed', icon: 'undo' },
    ({ local }) => !local,
    ({ id }) => openDialog({ kind: 'removed', account: null, mailbox: id }),
  ),
];
