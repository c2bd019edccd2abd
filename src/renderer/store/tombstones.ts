import { toLines } from '@shared/model/lines';
import { pageOf } from '@shared/model/page';
import {
  type ForwardingRecord,
  type ReadTransaction,
  type RowsRecord,
  type TombstonesRecord,
} from './database';
import { linesTexts } from './packed-lines';
import { parseRow } from './row-cache';
import type { StoreState } from './state';

/** How long rows and bodies outlive their message, and forwarding addresses their move. */
const KEEP_MS = 30 * 24 * 3600 * 1000;

export interface Expired {
  readonly tombstones: readonly TombstonesRecord[];
  readonly forwarding: readonly ForwardingRecord[];
}

/** What is old enough to be cleared out, null when nothing is. */
export async function expired(tx: ReadTransaction, now: number): Promise<Expired | null> {
  const old = ({ at }: { at: number }): boolean => at < now - KEEP_MS;
  const tombstones = (await tx.all('tombstones')).filter(old);
  const forwarding = (await tx.all('forwarding')).filter(old);
  return tombstones.length + forwarding.length > 0 ? { tombstones, forwarding } : null;
}

/**
 * Removes the rows of messages long gone, and their bodies unless a message with the same Message-ID is still known:
 * bodies are shared by copies.
 */
export async function sweep(state: StoreState, due: Expired): Promise<void> {
  const alive = new Set(state.columns.idHash.subarray(0, state.columns.length));
  for (const tombstone of due.tombstones) {
    const folder = state.catalogue.findFolder(tombstone.mailbox, tombstone.generation);
    const gone = new Map<number, number>();
    tombstone.uids.forEach((uid, i) => {
      if (!folder || folder.uids.find(uid) < 0) gone.set(uid, tombstone.idHashes[i] as number);
    });
    const pages = new Set([...gone.keys()].map(pageOf));
    await state.database.write(['rows', 'search', 'bodies', 'tombstones'], async (tx) => {
      for (const page of pages) {
        const key = [tombstone.mailbox, tombstone.generation, page];
        const [rows, search] = await Promise.all([tx.get('rows', key), tx.get('search', key)]);
        if (rows) {
          const texts = linesTexts(rows);
          rows.uids.forEach((uid, i) => {
            const hash = gone.get(uid);
            if (hash !== undefined && hash !== 0 && !alive.has(hash)) {
              tx.delete('bodies', parseRow(texts[i] ?? '').identity);
            }
          });
          tx.put('rows', { ...rows, ...without(rows.uids, texts, gone), packed: false });
        }
        if (search)
          tx.put('search', { ...search, ...without(search.uids, linesTexts(search), gone), packed: false });
      }
      tx.delete('tombstones', tombstone.id);
    });
  }
  if (due.forwarding.length > 0) {
    await state.database.write(['forwarding'], (tx) => {
      for (const { id } of due.forwarding) tx.delete('forwarding', id);
      return Promise.resolve();
    });
  }
}

/** The lines of those that are not gone. */
function without(uids: Uint32Array, texts: readonly string[], gone: ReadonlyMap<number, number>): Kept {
  const keep = [...uids.keys()].filter((i) => !gone.has(uids[i] as number));
  return {
    uids: Uint32Array.from(keep, (i) => uids[i] as number),
    lines: toLines(keep.map((i) => texts[i] ?? '')),
  };
}
type Kept = Pick<RowsRecord, 'uids' | 'lines'>;
