import { beforeEach, describe, expect, it } from 'vitest';
import type { MailboxView } from '@shared/contract/view-api';
import type { MailboxId } from '@shared/model/ids';
import { CommandRegistry } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { mailboxScope, useSelection } from '../state/selection';
import { useUi } from '../state/ui';
import { folderCommands } from './folder-commands';

const folder = (id: string, over: Partial<MailboxView>): MailboxView =>
  ({ id, account: 'b', role: null, unread: 0, total: 3, local: false, ...over }) as MailboxView;

const registry = new CommandRegistry();
registry.register(folderCommands);

const offered = (): string[] => folderCommands.map(({ id }) => id).filter((id) => registry.available(id));
const enter = (id: string): void =>
  useSelection.getState().go({ kind: 'mail', scope: mailboxScope(id as MailboxId) });

beforeEach(() => {
  useEngineState.setState({
    status: { accounts: [{ account: { id: 'a' } }, { account: { id: 'b' } }] } as never,
    mailboxes: [
      folder('boats', { unread: 2 }),
      folder('inbox', { role: 'inbox' }),
      folder('trash', { role: 'trash' }),
      folder('here', { account: 'here' as never, local: true }),
    ],
  });
});

describe('commands about the folder one is in', () => {
  it('are those that make sense there', () => {
    enter('boats');
    expect(offered()).toEqual(['markAllRead', 'newFolder', 'renameFolder', 'deleteFolder', 'removed']);
    enter('inbox');
    expect(offered()).toEqual(['newFolder', 'removed']);
    enter('trash');
    expect(offered()).toEqual(['newFolder', 'emptyFolder', 'removed']);
    enter('here');
    expect(offered()).toEqual(['newFolder', 'renameFolder', 'deleteFolder']);
    useSelection.getState().go({ kind: 'outbox' });
    expect(offered()).toEqual(['newFolder']);
  });

  it('act on that folder and its account; outside of folders the first account gets a new one', () => {
    enter('boats');
    registry.run('renameFolder');
    expect(useUi.getState().dialog).toEqual({ kind: 'rename-folder', mailbox: 'boats' });
    registry.run('newFolder');
    expect(useUi.getState().dialog).toEqual({ kind: 'new-folder', account: 'b', parent: null });
    useSelection.getState().go({ kind: 'outbox' });
    registry.run('newFolder');
    expect(useUi.getState().dialog).toEqual({ kind: 'new-folder', account: 'a', parent: null });
  });
});
