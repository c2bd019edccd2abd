import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import type { ListRow, ViewInfo, ViewQuery } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { movesWithTime } from '@shared/search/query';
import { aimedRow } from './aim';
import { followDay } from './day';
import { accountConfigs, isClosed, useEngineState } from './engine-state';
import type { Session } from './connection';
import { keepMarked } from './keep-marked';
import { savedIn } from './saved-searches';
import { parseTyped, searchedIn, wantedSearch } from './search';
import { useSelection } from './selection';
import { ViewWindow } from './view-window';

interface ListState {
  /** The rows on show; the old ones until a new query's first rows are here. */
  readonly window: ViewWindow | null;
  readonly error: unknown;
  /** Opens the list once more. */
  readonly retry: () => void;
}

export const useList = create<ListState>(() => ({ window: null, error: null, retry: () => undefined }));

/**
 * The query the list shows, from place, search, filters and settings. Null before there is a place; undefined where the
 * middle is no mail list, which leaves the list as it is.
 */
function listQuery(): ViewQuery | null | undefined {
  const { place, text, filters, order } = useSelection.getState();
  const { threaded, sort: byDate, savedSearches } = useEngineState.getState().settings;
  const sort = order ?? byDate;
  if (!place) return null;
  if (place.kind !== 'mail') return undefined;
  const within = savedIn(place, savedSearches)?.text ?? '';
  const wanted =
    text === '' && within === ''
      ? null
      : wantedSearch({ typed: text, place, where: searchedIn(), accounts: accountConfigs(), within });
  // Of a search one wants the message that has the words, not its conversation.
  if (wanted) return { text: wanted.text, scope: wanted.scope, ...filters, threaded: false, sort };
  return { scope: place.scope, text: '', ...filters, threaded, sort };
}

/**
 * Keeps `useList` showing what is asked for, from the moment it is known: the first rows are on their way while the window
 * around them is being drawn. Opens anew when the store was restarted, and, where the search says so long ago, when
 * another day begins.
 */
export function followList({ view }: Session): () => void {
  let shown: string | null = null;
  let turn = 0;
  const show = (query: ViewQuery | null): void => {
    const mine = ++turn;
    if (!query) {
      useList.getState().window?.close();
      useList.setState({ window: null, error: null });
      return;
    }
    ViewWindow.open(view, query)
      .then((window) => {
        if (mine !== turn) {
          window.close();
          return;
        }
        window.onError = (error) => {
          if (!isClosed(error) && mine === turn) show(query);
        };
        useList.getState().window?.close();
        keepMarked(window);
        useList.setState({ window, error: null });
      })
      .catch((error: unknown) => {
        if (mine !== turn) return;
        // Whether it was asked is unknown: it is, once there is a connection again.
        if (isClosed(error)) shown = null;
        else useList.setState({ error, retry: () => show(query) });
      });
  };
  const look = (anew: boolean): void => {
    const query = listQuery();
    if (query === undefined) return;
    const key = JSON.stringify(query);
    if (key === shown && !anew) return;
    shown = key;
    show(query);
  };
  let known = false;
  const stops = [
    useSelection.subscribe(() => look(false)),
    useEngineState.subscribe(() => look(false)),
    view.onState((state) => {
      if (state !== 'open') return;
      look(known);
      known = true;
    }),
    followDay(() => {
      const text = listQuery()?.text ?? '';
      if (text !== '' && movesWithTime(parseTyped(text).node)) look(true);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    turn++;
  };
}

const noSubscription = (): (() => void) => () => undefined;
const zero = (): number => 0;

/** Renders again when rows of the window change. */
export const useWindowRevision = (window: ViewWindow | null): number =>
  useSyncExternalStore(window?.subscribe ?? noSubscription, window?.revision ?? zero);

/** Renders again when what is known of the window as a whole changes: how many rows it has, not what is in them. */
export function useWindowInfo(window: ViewWindow): ViewInfo;
export function useWindowInfo(window: ViewWindow | null): ViewInfo | null;
export function useWindowInfo(window: ViewWindow | null): ViewInfo | null {
  return useSyncExternalStore<ViewInfo | null>(window?.subscribe ?? noSubscription, window?.info ?? nothing);
}
const nothing = (): null => null;

/** The row actions go to when nothing is marked: the one that is aimed at, else the cursor's, as it is now. */
export function currentRow(): ListRow | null {
  const aimed = aimedRow();
  if (aimed) return aimed;
  const { cursor } = useSelection.getState();
  if (!cursor) return null;
  const row = useList.getState().window?.row(cursor.index);
  return row && row.key === cursor.row.key ? row : cursor.row;
}

/** Ends the wait for a row that the cursor was sent to before it was here. */
let stopWaiting: () => void = () => undefined;

/**
 * Puts the cursor on a row; opens it in the reader when `open`. Waits for the row when it isn't here yet – unless the
 * cursor is sent somewhere else meanwhile: the last key counts, whatever came first.
 */
export function moveTo(index: number, open: boolean): void {
  stopWaiting();
  const { window } = useList.getState();
  if (!window || window.total === 0) return;
  const target = Math.max(0, Math.min(window.total - 1, index));
  const row = window.row(target);
  if (row) {
    land(target, row, open);
    return;
  }
  const letGo = window.seek(target);
  const off = window.subscribe(() => {
    const loaded = window.row(target);
    if (!loaded) return;
    stopWaiting();
    if (useList.getState().window === window) land(target, loaded, open);
  });
  stopWaiting = () => {
    off();
    letGo();
  };
}

function land(index: number, row: ListRow, open: boolean): void {
  const state = useSelection.getState();
  state.setCursor(index, row);
  if (open) state.open(row);
}

/** How far a row may move while a button of the pointer is held down. */
const FAR = 60;

/** Where a message stands that stood near an index a moment ago; −1 when it is not there any more. */
export function indexOfKey(window: ViewWindow, key: MessageKey, near: number): number {
  for (let by = 0; by <= FAR; by++) {
    if (window.row(near + by)?.key === key) return near + by;
    if (window.row(near - by)?.key === key) return near - by;
  }
  return -1;
}

/**
 * The nearest row after a row (else before it) that an action on `leaving` keys does not take away. A row that `left` is not at
 * its index any more.
 */
export function rowAfter(
  window: ViewWindow,
  index: number,
  leaving: ReadonlySet<string>,
  left = false,
): number {
  const stays = (at: number): boolean => {
    const row = window.row(at);
    return row !== undefined && !row.threadKeys.every((key) => leaving.has(key)) && !window.isLeaving(row);
  };
  for (let at = left ? index : index + 1; at < window.total && window.row(at); at++) if (stays(at)) return at;
  for (let at = index - 1; at >= 0 && window.row(at); at--) if (stays(at)) return at;
  return -1;
}
