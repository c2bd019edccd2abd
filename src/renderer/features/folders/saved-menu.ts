import type { SavedSearch } from '@shared/contract/saved-search';
import { t } from '../../i18n';
import { canMoveSearch, moveSearch, removeSearch } from '../../state/saved-searches';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import { openDialog } from '../../state/ui';
import type { MenuEntry } from '../../ui';
import { markFoundRead } from './folder-actions';

/** What can be done with a saved search. */
export function savedMenu(search: SavedSearch, unread: number): MenuEntry[] {
  const { id } = search;
  return [
    {
      id: 'read',
      label: t('folders.menu.markRead'),
      icon: 'read',
      disabled: unread === 0,
      run: () => say(markFoundRead(search)),
    },
    { kind: 'separator', id: 'line' },
    {
      id: 'edit',
      label: t('search.saved.edit'),
      icon: 'compose',
      keys: 'F2',
      run: () => openDialog({ kind: 'saved-search', search, isNew: false }),
    },
    ...([-1, 1] as const).map((by): MenuEntry => ({
      id: by < 0 ? 'up' : 'down',
      label: t(by < 0 ? 'search.saved.up' : 'search.saved.down'),
      icon: by < 0 ? 'up' : 'down',
      keys: by < 0 ? 'Alt+ArrowUp' : 'Alt+ArrowDown',
      disabled: !canMoveSearch(id, by),
      run: () => moveSearch(id, by),
    })),
    {
      id: 'remove',
      label: t('search.saved.remove'),
      icon: 'trash',
      keys: 'Delete',
      tone: 'danger',
      run: () => forgetSearch(search),
    },
  ];
}

/** Takes a saved search away; the mail that it finds stays where it is. Can be undone for as long as that is said. */
export function forgetSearch({ id, name }: SavedSearch): void {
  const bringBack = removeSearch(id);
  showToast({
    text: t('search.saved.removed', { name }),
    action: { label: t('commands.undo'), run: bringBack },
  });
}
