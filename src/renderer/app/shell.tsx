import { type ReactNode, useEffect } from 'react';
import { usePresence } from '../features/away';
import { Composers } from '../features/compose';
import { FolderPane } from '../features/folders';
import { ListPane } from '../features/list';
import { OutboxPane } from '../features/outbox';
import { useT } from '../i18n';
import { useEngineState } from '../state/engine-state';
import { useSelection } from '../state/selection';
import { FOLDERS_WIDTH, LIST_WIDTH, rememberLayout, useBreadth, useUi } from '../state/ui';
import { Splitter } from '../ui';
import { Banners } from './banners';
import { ReaderSlot } from './reader-slot';
import { StatusLine } from './status-line';
import { TitleBar } from './title-bar';

/** The window: title bar, panes, status line. */
export function Shell() {
  const pane = useSelection((state) => state.pane);
  usePresence();
  return (
    <div className="app" data-pane={pane}>
      <FirstPlace />
      <TitleBar />
      <Banners />
      <Panes />
      <StatusLine />
      <Composers />
    </div>
  );
}

function Panes() {
  const t = useT();
  const breadth = useBreadth();
  const pane = useSelection((state) => state.pane);
  const outbox = useSelection((state) => state.place?.kind === 'outbox');
  const { folders, list, foldersShown, readerShown } = useUi((state) => state.layout);
  const resize = useUi((state) => state.resize);

  const folderPane = (grow: boolean): ReactNode => (
    <div
      className="pane pane-folders"
      data-region="folders"
      style={grow ? { flex: 1 } : { inlineSize: folders }}
    >
      <FolderPane />
    </div>
  );
  const middle = (grow: boolean): ReactNode => (
    <div className="pane pane-list" style={grow ? { flex: 1 } : { inlineSize: list }}>
      {outbox ? <OutboxPane /> : <ListPane />}
    </div>
  );
  const reader = (
    <main className="pane pane-reader" data-region="reader" aria-label={t('common.pane.reader')}>
      <ReaderSlot />
    </main>
  );
  const foldersSplit = (
    <Splitter
      label={t('common.pane.resizeFolders')}
      value={folders}
      {...FOLDERS_WIDTH}
      onChange={(px) => resize({ folders: px })}
      onEnd={rememberLayout}
    />
  );
  const listSplit = (
    <Splitter
      label={t('common.pane.resizeList')}
      value={list}
      {...LIST_WIDTH}
      onChange={(px) => resize({ list: px })}
      onEnd={rememberLayout}
    />
  );

  if (breadth === 'narrow') {
    return (
      <div className="panes">
        {pane === 'folders' ? folderPane(true) : pane === 'reader' ? reader : middle(true)}
      </div>
    );
  }
  const foldersHere = breadth === 'wide' ? foldersShown : pane === 'folders';
  const readerHere = (breadth === 'wide' || !foldersHere) && readerShown && !outbox;
  return (
    <div className="panes">
      {foldersHere && folderPane(false)}
      {foldersHere && foldersSplit}
      {middle(!readerHere)}
      {readerHere && listSplit}
      {readerHere && reader}
    </div>
  );
}

/** Begins in the inbox, and leaves a place that is gone. Draws nothing: it hears of every count that changes. */
function FirstPlace() {
  const mailboxes = useEngineState((state) => state.mailboxes);
  const loaded = useEngineState((state) => state.mailboxesLoaded);
  const count = useEngineState((state) => state.status?.accounts.length ?? 0);
  const place = useSelection((state) => state.place);
  const go = useSelection((state) => state.go);
  useEffect(() => {
    if (!loaded || mailboxes.length === 0) return;
    const { scope } = place?.kind === 'mail' ? place : { scope: null };
    const gone = scope?.kind === 'mailbox' && !mailboxes.some(({ id }) => id === scope.mailbox);
    if (place && !gone) return;
    const inbox = mailboxes.find(({ role }) => role === 'inbox') ?? mailboxes[0];
    if (count > 1) go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
    else if (inbox) go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: inbox.id } });
  }, [mailboxes, loaded, place, count, go]);
  return null;
}
