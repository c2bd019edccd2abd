import { forgetSearch } from '../features/folders';
import type { Command } from '../state/commands';
import { canSaveMore, savedHere, searchToSave } from '../state/saved-searches';
import { openDialog } from '../state/ui';

/** The longest name that is made of what was typed. */
const MAX_NAME = 60;

/** What can be done with searches that are kept. */
export const searchCommands: readonly Command[] = [
  {
    id: 'saveSearch',
    title: 'commands.saveSearch',
    group: 'navigate',
    icon: 'add',
    keys: ['$mod+Shift+s'],
    whileTyping: true,
    when: () => searchToSave() !== null && canSaveMore(),
    run: () => {
      const search = searchToSave();
      if (!search) return;
      const name = search.text.slice(0, MAX_NAME);
      openDialog({ kind: 'saved-search', search: { ...search, id: crypto.randomUUID(), name }, isNew: true });
    },
  },
  {
    id: 'editSearch',
    title: 'commands.editSearch',
    group: 'navigate',
    icon: 'compose',
    when: () => savedHere() !== null,
    run: () => {
      const search = savedHere();
      if (search) openDialog({ kind: 'saved-search', search, isNew: false });
    },
  },
  {
    id: 'removeSearch',
    title: 'commands.removeSearch',
    group: 'navigate',
    icon: 'trash',
    when: () => savedHere() !== null,
    run: () => {
      const search = savedHere();
      if (search) forgetSearch(search);
    },
  },
];
