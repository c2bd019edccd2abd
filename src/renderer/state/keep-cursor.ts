import { Flag } from '@shared/model/flags';
import type { ListRow } from '@shared/contract/view-api';
import { useSelection } from './selection';
import type { Spot, ViewWindow } from './view-window';

/** The row by which the cursor is found again after rows came or went. */
export function cursorSpot(): Spot | null {
  const { cursor } = useSelection.getState();
  return cursor && { key: (cursor.left?.next ?? cursor.row).key, index: cursor.index };
}

/**
 * Rows came or went. A message that is being read keeps the cursor when it leaves its list – whoever reads in a list of unread
 * messages has every one leave under their hands –, so that what is done goes to what is seen. Else the row that took its
 * place has it.
 * @param at where the row of `cursorSpot` is now, −1 when it left the view
 */
export function keepCursor(view: ViewWindow, at: number): void {
  const { cursor: held, openMessageKey } = useSelection.getState();
  if (!held) return;
  const index = at >= 0 ? at : Math.min(held.index, view.total);
  if (held.left) {
    const back = view.row(index - 1);
    if (back?.key === held.row.key) setCursor({ index: index - 1, row: back });
    else setCursor(beside(view, index, held.row));
    return;
  }
  // Far from what is in sight the row may not have been read since; it is still the same message.
  if (at >= 0) setCursor({ index: at, row: view.rowNow(at) ?? held.row });
  else if (openMessageKey === held.row.key) setCursor(beside(view, index, asItLeft(view, held.row)));
  else {
    const last = Math.min(index, view.total - 1);
    const row = last >= 0 ? view.row(last) : undefined;
    setCursor(row ? { index: last, row } : null);
  }
}

/** The index so many rows from the cursor. A message that left stands before the row that took its place. */
export function indexFrom(by: number): number {
  const { cursor } = useSelection.getState();
  const at = cursor?.index ?? -1;
  return Math.max(0, cursor?.left && by > 0 ? at + by - 1 : at + by);
}

type Cursor = ReturnType<typeof useSelection.getState>['cursor'];

const setCursor = (cursor: Cursor): void => useSelection.setState({ cursor });

const beside = (view: ViewWindow, index: number, row: ListRow): Cursor => ({
  index,
  row,
  left: { next: view.row(index) ?? null },
});

/** No view tells of it any more: it left the unread ones because it was read, the starred ones without its star. */
function asItLeft({ query: { scope, unread, flagged } }: ViewWindow, row: ListRow): ListRow {
  if (unread || scope.kind === 'unread') return { ...row, flags: row.flags | Flag.Seen, threadUnread: 0 };
  if (flagged || scope.kind === 'flagged')
    return { ...row, flags: row.flags & ~Flag.Flagged, threadFlagged: 0 };
  return row;
}
