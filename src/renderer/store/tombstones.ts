import { type ForwardingRecord, pageOf, type ReadTransaction, type TombstonesRecord } from './database';
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
          const keep = [...rows.uids.keys()].filter((i) => !gone.has(rows.uids[i] as number));
          rows.uids.forEach((uid, i) => {
            const hash = gone.get(uid);
            if (hash !== undefined && hash !== 0 && !alive.has(hash)) {
              tx.delete('bodies', parseRow(rows.rows[i] ?? '').identity);
            }
          });
          tx.put('rows', {
            ...rows,
            uids: Uint32Array.from(keep, (i) => rows.uids[i] as number),
            rows: keep.map((i) => rows.rows[i] as string),
          });
        }
        if (search) {
          const lines = search.text.split('\n');
          const keep = [...search.uids.keys()].filter((i) => !gone.has(search.uids[i] as number));
          tx.put('search', {
            ...search,
            uids: Uint32Array.from(keep, (i) => search.uids[i] as number),
            text: keep.map((i) => lines[i] ?? '').join('\n'),
          });
        }
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
