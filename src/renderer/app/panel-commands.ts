import type { Command } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { session } from '../state/connection';
import { say } from '../state/say';
import { openDialog } from '../state/ui';

const hasAccounts = (): boolean => (useEngineState.getState().status?.accounts.length ?? 0) > 0;

/** Panels that say exactly how things stand. */
export const panelCommands: readonly Command[] = [
  {
    id: 'pending',
    title: 'commands.pending',
    group: 'app',
    icon: 'pending',
    keys: ['g p'],
    when: hasAccounts,
    run: () => openDialog({ kind: 'pending' }),
  },
  {
    id: 'offline',
    title: 'commands.offline',
    group: 'account',
    icon: 'download',
    when: hasAccounts,
    run: () => openDialog({ kind: 'offline' }),
  },
  {
    id: 'takeAlong',
    title: 'commands.takeAlong',
    group: 'account',
    icon: 'download',
    when: hasAccounts,
    run: () => {
      say(session().engine.api.takeAlong({ days: 7 }));
      openDialog({ kind: 'offline' });
    },
  },
  {
    id: 'inspector',
    title: 'commands.inspector',
    group: 'app',
    icon: 'details',
    when: hasAccounts,
    run: () => openDialog({ kind: 'inspector' }),
  },
  {
    id: 'files',
    title: 'commands.files',
    group: 'app',
    icon: 'file',
    run: () => openDialog({ kind: 'files', step: 'home' }),
  },
  {
    id: 'importMail',
    title: 'commands.importMail',
    group: 'app',
    icon: 'download',
    run: () => openDialog({ kind: 'files', step: 'import' }),
  },
  {
    id: 'exportMail',
    title: 'commands.exportMail',
    group: 'app',
    icon: 'folder',
    when: hasAccounts,
    run: () => openDialog({ kind: 'files', step: 'export' }),
  },
  {
    id: 'backup',
    title: 'commands.backup',
    group: 'app',
    icon: 'archive',
    when: hasAccounts,
    run: () => openDialog({ kind: 'files', step: 'backup' }),
  },
];
