import { EMPTY_ENVELOPE, type MessageRow } from '@shared/model/message';
import { pageOf } from '@shared/model/page';
import { readRow } from '@shared/model/row-text';
import type { Folder } from './catalogue';
import type { RowsRecord, StoreDatabase } from './database';
import { linesTexts } from './packed-lines';

const MAX_ROWS = 2000;
const MAX_PAGES = 6;

/** A row as it is asked for. */
export interface RowWanted {
  readonly slot: number;
  readonly folder: Folder;
  readonly uid: number;
}

/** The row of a message whose row cannot be read: it still has a date, flags and a place in the list. */
export const BLANK_ROW: MessageRow = {
  envelope: EMPTY_ENVELOPE,
  structure: null,
  preview: '',
  identity: '',
};

export function parseRow(text: string): MessageRow {
  try {
    return { ...BLANK_ROW, ...readRow(text) };
  } catch {
    return BLANK_ROW;
  }
}

/** A page of rows, its texts apart. */
interface RowsPage {
  readonly uids: Uint32Array;
  readonly rows: readonly string[];
}

const apart = (record: RowsRecord): RowsPage => ({ uids: record.uids, rows: linesTexts(record) });

/** Rows are read when shown: a small memory of parsed ones, and of the pages they came from. */
export class RowCache {
  readonly #database: () => StoreDatabase;
  readonly #rows = new Map<number, MessageRow>();
  readonly #pages = new Map<string, RowsPage>();
  /** Rises whenever something cached turned stale: what was being read meanwhile is not kept. */
  #era = 0;

  constructor(database: () => StoreDatabase) {
    this.#database = database;
  }

  /** Rows by slot; those that the database has not are left out. */
  async get(wanted: readonly RowWanted[]): Promise<Map<number, MessageRow>> {
    const out = new Map<number, MessageRow>();
    const missing = new Map<string, RowWanted[]>();
    for (const want of wanted) {
      const row = this.#rows.get(want.slot);
      if (row) {
        // Reinserting makes the map an LRU list.
        this.#rows.delete(want.slot);
        this.#rows.set(want.slot, row);
        out.set(want.slot, row);
        continue;
      }
      const key = pageKey(want.folder, pageOf(want.uid));
      const list = missing.get(key);
      if (list) list.push(want);
      else missing.set(key, [want]);
    }
    if (missing.size === 0) return out;
    const era = this.#era;
    const pages = await this.#pagesOf(missing);
    for (const [key, list] of missing) {
      const page = pages.get(key);
      if (!page) continue;
      for (const { slot, uid } of list) {
        const json = page.rows[page.uids.indexOf(uid)];
        if (json === undefined) continue;
        const row = parseRow(json);
        out.set(slot, row);
        if (era === this.#era) this.#rows.set(slot, row);
      }
    }
    if (era === this.#era) for (const [key, page] of pages) this.#keep(key, page);
    trim(this.#rows, MAX_ROWS);
    return out;
  }

  /** A row that was just told: shown from here, it need not wait for its own way to the disk. */
  enter(slot: number, text: string): void {
    this.#rows.set(slot, parseRow(text));
    trim(this.#rows, MAX_ROWS);
  }

  /** The rows of a page were written anew. */
  forgetPage(folder: Folder, page: number): void {
    this.#era++;
    this.#pages.delete(pageKey(folder, page));
  }

  forget(slot: number): void {
    this.#era++;
    this.#rows.delete(slot);
  }

  async #pagesOf(missing: ReadonlyMap<string, readonly RowWanted[]>): Promise<Map<string, RowsPage>> {
    const found = new Map<string, RowsPage>();
    const toRead: { key: string; path: (string | number)[] }[] = [];
    for (const [key, [want]] of missing) {
      const page = this.#pages.get(key);
      if (page) found.set(key, page);
      else if (want)
        toRead.push({ key, path: [want.folder.box.id, want.folder.generation, pageOf(want.uid)] });
    }
    if (toRead.length === 0) return found;
    const records = await this.#database().read(['rows'], (tx) =>
      tx.getMany(
        'rows',
        toRead.map(({ path }) => path),
      ),
    );
    toRead.forEach(({ key }, i) => {
      const record = records[i];
      if (record) found.set(key, apart(record));
    });
    return found;
  }

  #keep(key: string, page: RowsPage): void {
    this.#pages.delete(key);
    this.#pages.set(key, page);
    trim(this.#pages, MAX_PAGES);
  }
}

const pageKey = (folder: Folder, page: number): string => `${folder.index}/${page}`;

function trim(map: Map<unknown, unknown>, size: number): void {
  for (const key of map.keys()) {
    if (map.size <= size) return;
    map.delete(key);
  }
}
