import type { MessageKey } from '@shared/model/ids';
import { isClosed } from './engine-state';
import { errorText } from './errors';
import { session } from './connection';
import { useSelection } from './selection';
import { showToast } from './toasts';
import type { ViewWindow } from './view-window';

/** Rows of a range that are here are marked at once; when some aren't, the store is asked for all of them. */
export function selectRange(window: ViewWindow, anchor: number, to: number): void {
  const [from, end] = anchor <= to ? [anchor, to + 1] : [to, anchor + 1];
  const keys: MessageKey[] = [];
  let complete = true;
  for (let index = from; index < end; index++) {
    const row = window.row(index);
    if (row) keys.push(...row.threadKeys);
    else complete = false;
  }
  useSelection.getState().select(keys, anchor);
  if (!complete) fetchRange(window, from, end, anchor);
}

export function selectAll(window: ViewWindow): void {
  selectRange(window, 0, window.total - 1);
}

function fetchRange(window: ViewWindow, from: number, to: number, anchor: number): void {
  const wanted = useSelection.getState().selectedKeys;
  session()
    .view.api.keys({ view: window.id, from, to })
    .then((keys) => {
      // Unless something else was marked meanwhile.
      if (useSelection.getState().selectedKeys === wanted) useSelection.getState().select(keys, anchor);
    })
    .catch((error: unknown) => {
      if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
    });
}
