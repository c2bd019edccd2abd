import type { ListRow, ViewQuery } from '@shared/contract/view-api';
import type { StoreDatabase } from './database';
import type { BatchMark, StoreState } from './state';

/** Rows of a list that are kept as they are shown: two screens of the smallest ones. */
export const HEAD_ROWS = 120;

/**
 * The beginning of a list as it was last shown, so that the next start shows it before a column is read. It is in the
 * database exactly while it is true: whatever may change a list deletes all of them in its own transaction
 * (`commit.ts`), and one is only written while the batch it was made after is still the last one.
 */
export interface HeadRecord {
  readonly id: string;
  /** Of the whole list. */
  readonly total: number;
  readonly unread: number;
  readonly rows: readonly ListRow[];
}

/**
 * Under which name a query's head is kept; null: it is not. What was searched, filtered or not by date is not what one
 * starts with.
 */
export function headId(query: ViewQuery): string | null {
  const { scope, text, unread, flagged, attachment, threaded, sort } = query;
  if (text !== '' || unread || flagged || attachment || (sort !== 'newest' && sort !== 'oldest')) return null;
  const of = scope.kind === 'mailbox' ? scope.mailbox : scope.kind === 'role' ? scope.role : '';
  const account = scope.kind === 'all' ? scope.account : null;
  return JSON.stringify([scope.kind, of, account, threaded, sort]);
}

/** Rows `from` ≤ row < `to` when the head has all of them. */
export function headRows({ rows, total }: HeadRecord, from: number, to: number): readonly ListRow[] | null {
  return Math.min(to, total) <= rows.length ? rows.slice(from, to) : null;
}

/** Writes what was made when `mark` was the last batch, unless there was another one since. */
export async function keepHead(state: StoreState, mark: BatchMark, head: HeadRecord): Promise<void> {
  await ifLast(state, mark, (tx) => tx.put('heads', head));
}

/** Writes how many messages each mailbox shows, with pending changes: what the folder pane starts with. */
export async function keepCounts(state: StoreState, mark: BatchMark): Promise<void> {
  const boxes = state.catalogue.boxes.flatMap((box) => {
    if (state.catalogue.visible(box)?.loaded !== true) return [];
    return [{ mailbox: box.id, total: box.total, unread: box.unread, flagged: box.flagged }];
  });
  await ifLast(state, mark, (tx) => tx.put('meta', { key: 'counts', boxes }));
}

async function ifLast(
  { database }: StoreState,
  mark: BatchMark,
  put: (tx: Parameters<Parameters<StoreDatabase['write']>[1]>[0]) => void,
): Promise<void> {
  await database.write(['heads', 'meta'], async (tx) => {
    const last = await tx.get('meta', 'batch');
    if (last?.key === 'batch' && last.epoch === mark.epoch && last.number === mark.number) put(tx);
  });
}
