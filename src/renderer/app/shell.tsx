import type { ReactNode } from 'react';
import { usePresence } from '../features/away';
import { Composers } from '../features/compose';
import { FolderPane } from '../features/folders';
import { ListPane } from '../features/list';
import { useT } from '../i18n';
import { useSelection } from '../state/selection';
import { FOLDERS_WIDTH, LIST_WIDTH, rememberLayout, useBreadth, useUi } from '../state/ui';
import { Splitter } from '../ui';
import { Banners } from './banners';
import { useFocusAfterWriting } from './after-writing';
import { useLater } from './later';
import { ReaderSlot } from './reader-slot';
import { StatusLine } from './status-line';
import { TitleBar } from './title-bar';

/** The window: title bar, panes, status line. */
export function Shell() {
  const pane = useSelection((state) => state.pane);
  usePresence();
  useFocusAfterWriting();
  return (
    <div className="app" data-pane={pane}>
      <TitleBar />
      {/* There before there is anything in it: what comes into it is read out. */}
      <div role="status">
        <Banners />
      </div>
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
  const later = useLater(outbox);
  const { folders, list, foldersShown, readerShown } = useUi((state) => state.layout);
  const resize = useUi((state) => state.resize);

  // In a small window the message has at least as much room as its list.
  const listSize = breadth === 'wide' ? list : `min(${list}px, 48%)`;

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
    <div className="pane pane-list" style={grow ? { flex: 1 } : { inlineSize: listSize }}>
      {outbox ? later && <later.OutboxPane /> : <ListPane />}
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
