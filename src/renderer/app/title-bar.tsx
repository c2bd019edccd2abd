import { useEffect, useRef } from 'react';
import { useT } from '../i18n';
import { useEngineState } from '../state/engine-state';
import { moveTo } from '../state/list';
import { useSelection } from '../state/selection';
import { useBreadth } from '../state/ui';
import { Button, CommandIconButton, commandEntry, Icon, IconButton, Keys, Menu } from '../ui';
import { Button as AriaButton } from 'react-aria-components';
import { placeName } from '../features/folders';
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
      <SearchBox />
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

/** Searches the place one is in, as one types. Esc clears, then leaves; Down and Enter go to the results. */
function SearchBox() {
  const t = useT();
  const text = useSelection((state) => state.text);
  const search = useSelection((state) => state.search);
  const place = useSelection((state) => state.place);
  useEngineState((state) => state.mailboxes);
  const name = placeName(place);
  const searchable = place?.kind === 'mail';
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The place changed under a search: the box starts empty there.
    if (text === '' && input.current && document.activeElement !== input.current) input.current.value = '';
  }, [text]);
  return (
    <div className="search" role="search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        className="search-input"
        data-region="search"
        value={text}
        disabled={!searchable}
        spellCheck={false}
        dir="auto"
        aria-label={t('common.titlebar.searchLabel', { place: name })}
        placeholder={searchable ? t('common.titlebar.searchPlace', { place: name }) : ''}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            if (text) search('');
            else focusRegion('list');
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            focusRegion('list');
            moveTo(0, event.key === 'Enter');
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {text ? (
        <IconButton
          size="small"
          icon="close"
          label={t('common.titlebar.clearSearch')}
          keys="Escape"
          onPress={() => search('')}
        />
      ) : (
        searchable && <Keys binding="/" />
      )}
    </div>
  );
}
