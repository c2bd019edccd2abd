import type { PreviewsWrite, RowsWrite, WriteSet } from './apply';
import type { Folder } from './catalogue';
import { isProvisional } from '@shared/model/identity';
import { toLines } from '@shared/model/lines';
import { rowText } from '@shared/model/row-text';
import {
  cacheError,
  type Key,
  type RowsRecord,
  type SearchRecord,
  TABLE_NAMES,
  type TableName,
  type WriteTransaction,
} from './database';
import { parseRow } from './row-cache';
import { linesTexts } from './packed-lines';
import type { BatchMark, StoreState } from './state';

/** The segments of the text index are written beside: what is indexed is in no batch. */
export const COMMIT_TABLES = TABLE_NAMES.filter((name) => name !== 'textSegments' && name !== 'textBlocks');

/**
 * Writes one batch inside its transaction. The mark of the batch before it must be the one in the database: when that
 * batch failed, this one must not vouch for facts that were never stored.
 * @returns pages whose search lines are only known now, because they were merged with what was there
 */
export async function commit(
  tx: WriteTransaction,
  set: WriteSet,
  previous: BatchMark | null,
  mark: BatchMark,
  state: StoreState,
): Promise<void> {
  const stored = await tx.get('meta', 'batch');
  const found = stored?.key === 'batch' ? stored : null;
  if (found?.epoch !== previous?.epoch || found?.number !== previous?.number) {
    throw cacheError('batch-gap', `batch ${mark.number} does not follow ${found?.number ?? 'nothing'}`);
  }
  for (const mailbox of set.forgetBodiesOf) {
    for (const record of await tx.range('rows', [mailbox])) {
      for (const row of linesTexts(record)) tx.delete('bodies', parseRow(row).identity);
    }
  }
  for (const write of set.writes) {
    switch (write.kind) {
      case 'put':
        tx.put(write.table, write.record);
        break;
      case 'delete':
        tx.delete(write.table, write.key);
        break;
      case 'range':
        tx.deleteRange(write.table, write.prefix);
        break;
      case 'clear':
        tx.clear(write.table);
        break;
    }
  }
  for (const write of set.fresh) putRows(tx, write, state);
  if (set.merge.length > 0) await mergeRows(tx, set.merge, state);
  if (set.previews.length > 0) await writePreviews(tx, set.previews, state);
  if (changesLists(set)) {
    tx.clear('heads');
    tx.delete('meta', 'counts');
  }
  tx.put('meta', { key: 'batch', ...mark });
}

/** Where a message of a list would have to change; what is wanted, and mailboxes, are compared when they are taken in. */
const LISTED: ReadonlySet<TableName> = new Set<TableName>(['columns', 'rows', 'forwarding']);

const changesLists = ({ writes, fresh, merge, previews, wishes }: WriteSet): boolean =>
  wishes ||
  fresh.length + merge.length + previews.length > 0 ||
  writes.some(({ table }) => LISTED.has(table));

/** Search lines of new pages, as soon as the batch is in memory. */
export function showSearch(set: WriteSet, state: StoreState): void {
  for (const { folder, page, uids, search, packed } of set.fresh) {
    if (state.search.wants(folder)) {
      state.search.set(folder, page, { uids, lines: search, packed });
    }
  }
}

/** A batch of at most this many rows is a first screen or new mail: somebody looks at it before it is on the disk. */
const SEEN_AT_ONCE = 256;

/** Rows that people see at once are shown from memory: reading them would wait behind everything that is written. */
export function showRows(set: WriteSet, state: StoreState): void {
  const writes = [...set.fresh, ...set.merge];
  if (writes.reduce((sum, { uids }) => sum + uids.length, 0) > SEEN_AT_ONCE) return;
  for (const { folder, uids, rows, packed, updated } of writes) {
    const texts = linesTexts({ lines: rows, packed });
    uids.forEach((id, i) => {
      const slot = folder.uids.find(id);
      // What was known before may have first words that only the disk remembers.
      if (slot >= 0 && !updated.includes(id)) state.rows.enter(slot, texts[i] as string);
    });
  }
}

function putRows(
  tx: WriteTransaction,
  { folder, page, uids, rows, packed, search }: RowsWrite,
  state: StoreState,
): void {
  const key = { mailbox: folder.box.id, generation: folder.generation, page };
  tx.put('rows', { ...key, uids, lines: rows, packed });
  tx.put('search', { ...key, uids, lines: search, packed });
  state.rows.forgetPage(folder, page);
}

async function mergeRows(
  tx: WriteTransaction,
  writes: readonly RowsWrite[],
  state: StoreState,
): Promise<void> {
  for (const write of writes) {
    const path = pathOf(write.folder, write.page);
    const [rows, search] = await Promise.all([tx.get('rows', path), tx.get('search', path)]);
    const known = new Map<number, { row: string; line: string }>();
    each(rows, (uid, row) => known.set(uid, { row, line: '' }));
    each(search, (uid, line) => {
      const entry = known.get(uid);
      if (entry) entry.line = line;
    });
    const newRows = linesTexts({ lines: write.rows, packed: write.packed });
    const newLines = linesTexts({ lines: write.search, packed: write.packed });
    write.uids.forEach((uid, i) => {
      const before = known.get(uid)?.row;
      const row = newRows[i] ?? '';
      known.set(uid, {
        row: before === undefined || before === row ? row : keepPreview(before, row),
        line: newLines[i] ?? '',
      });
    });
    const merged = [...known].sort(([a], [b]) => a - b);
    const page: RowsWrite = {
      folder: write.folder,
      page: write.page,
      uids: Uint32Array.from(merged, ([uid]) => uid),
      rows: toLines(merged.map(([, { row }]) => row)),
      packed: false,
      search: toLines(merged.map(([, { line }]) => line)),
      updated: [],
    };
    putRows(tx, page, state);
    if (state.search.wants(write.folder)) {
      state.search.set(write.folder, write.page, { uids: page.uids, lines: page.search });
    }
  }
}

function each(
  record: RowsRecord | SearchRecord | undefined,
  take: (uid: number, text: string) => void,
): void {
  if (!record) return;
  const texts = linesTexts(record);
  record.uids.forEach((uid, i) => take(uid, texts[i] ?? ''));
}

/** Headers fetched again carry no preview; the one we have is still that message's. */
function keepPreview(before: string, after: string): string {
  const old = parseRow(before);
  const row = parseRow(after);
  if (row.preview !== '' || old.preview === '') return after;
  if (old.identity !== row.identity && !isProvisional(old.identity)) return after;
  return rowText({ ...row, preview: old.preview });
}

async function writePreviews(
  tx: WriteTransaction,
  writes: readonly PreviewsWrite[],
  state: StoreState,
): Promise<void> {
  for (const { folder, page, previews } of writes) {
    const record = await tx.get('rows', pathOf(folder, page));
    if (!record) continue;
    const rows = linesTexts(record).map((row, i) => {
      const preview = previews.get(record.uids[i] as number);
      return preview === undefined ? row : rowText({ ...parseRow(row), preview });
    });
    tx.put('rows', { ...record, lines: toLines(rows), packed: false });
    state.rows.forgetPage(folder, page);
  }
}

const pathOf = (folder: Folder, page: number): Key => [folder.box.id, folder.generation, page];
