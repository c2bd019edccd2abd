import { useT } from '../i18n';
import { useSelection } from '../state/selection';
import { useBreadth } from '../state/ui';
import { Button, CommandIconButton, commandEntry, Icon, IconButton, Menu } from '../ui';
import { Button as AriaButton } from 'react-aria-components';
import { SearchBox } from '../features/search';
import { commands } from '../state/commands';
import { focusRegion } from './regions';
import { SyncState } from './sync-state';

/** Search, writing, how syncing stands. Everything else is where the hand is, or in the palette. */
export function TitleBar() {
  const t = useT();
  const breadth = useBreadth();
  const pane = useSelection((state) => state.pane);
  const openKey = useSelection((state) => state.openMessageKey);
  const inReader = breadth === 'narrow' && pane === 'reader' && openKey !== null;
  return (
    <header className="titlebar">
      <div className="titlebar-start">
        {inReader ? (
          <IconButton
            icon="back"
            label={t('common.back')}
            keys="Escape"
            className="mirror"
            onPress={() => commands.run('back')}
          />
        ) : (
          <CommandIconButton command="toggleFolders" />
        )}
        <Button
          kind="primary"
          icon="compose"
          className="titlebar-compose"
          onPress={() => commands.run('compose')}
          aria-label={t('common.titlebar.compose')}
        >
          {t('common.titlebar.compose')}
        </Button>
      </div>
      <SearchBox toResults={() => focusRegion('list')} />
      <div className="titlebar-end">
        <SyncState />
        <Menu
          label={t('common.titlebar.menu')}
          trigger={
            <AriaButton className="ui-icon-button" aria-label={t('common.titlebar.menu')}>
              <Icon name="more" />
            </AriaButton>
          }
          entries={[
            ...['sync', 'workOffline', 'goOnline', 'activity', 'outbox'].flatMap(commandEntry),
            { kind: 'separator', id: 'line-1' },
            ...['addAccount', 'settings'].flatMap(commandEntry),
            { kind: 'separator', id: 'line-2' },
            ...['palette', 'shortcuts'].flatMap(commandEntry),
          ]}
        />
      </div>
    </header>
  );
}
