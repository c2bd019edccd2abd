import type { Folder } from './catalogue';
import { pageOf } from '@shared/model/page';
import type { SearchRecord, StoreDatabase } from './database';
import type { MessageColumns } from './message-columns';
import { linesOf } from './packed-lines';
import { textOfLines } from '@shared/model/lines';
import { fold } from '@shared/search/fold';

export interface SearchLines {
  readonly uids: Uint32Array;
  /** Folded, joined by line feeds. */
  readonly text: string;
}

type Unfolded = Pick<SearchRecord, 'uids' | 'lines' | 'packed'>;

/** The words of a query, folded as the search lines are. */
export const searchTerms = (text: string): string[] => fold(text).split(/\s+/u).filter(Boolean);

/** Search text of the folders that were searched once, page by page, kept up to date by `apply`. */
export class SearchText {
  readonly #database: () => StoreDatabase;
  readonly #folders = new Map<number, Map<number, SearchLines>>();
  readonly #loading = new Map<
    number,
    { readonly done: Promise<void>; readonly newer: Map<number, SearchLines> }
  >();
  /** The page that `lineOf` took apart last: new messages come page by page. */
  #split: { lines: SearchLines; texts: readonly string[] } | null = null;

  constructor(database: () => StoreDatabase) {
    this.#database = database;
  }

  /** Whether lines of this folder are of use: it was searched, or is being read for a search. */
  wants(folder: Folder): boolean {
    return this.#folders.has(folder.index) || this.#loading.has(folder.index);
  }

  /** Reads a folder's lines unless they are in memory. */
  load(folder: Folder): Promise<void> {
    if (this.#folders.has(folder.index)) return Promise.resolve();
    const running = this.#loading.get(folder.index);
    if (running) return running.done;
    const newer = new Map<number, SearchLines>();
    const done = this.#read(folder, newer).finally(() => this.#loading.delete(folder.index));
    this.#loading.set(folder.index, { done, newer });
    return done;
  }

  /** A page as it was just written. Ignored for folders that nobody searched. */
  set(folder: Folder, page: number, written: Unfolded): void {
    const folded = foldedLines(written);
    this.#folders.get(folder.index)?.set(page, folded);
    // What is being read may have been read before this was written.
    this.#loading.get(folder.index)?.newer.set(page, folded);
  }

  drop(folder: Folder): void {
    this.#folders.delete(folder.index);
  }

  clear(): void {
    this.#folders.clear();
  }

  /** Slots of the folder whose line contains all terms. */
  find(folder: Folder, terms: readonly string[], out: number[]): void {
    const [first = '', ...rest] = terms;
    for (const { uids, text } of this.#folders.get(folder.index)?.values() ?? []) {
      let line = 0;
      let lineStart = 0;
      for (let at = text.indexOf(first); at >= 0;) {
        for (let end = text.indexOf('\n', lineStart); end >= 0 && end < at;) {
          lineStart = end + 1;
          line++;
          end = text.indexOf('\n', lineStart);
        }
        const end = text.indexOf('\n', at);
        const stop = end < 0 ? text.length : end;
        if (rest.length === 0 || containsAll(text.slice(lineStart, stop), rest)) {
          const slot = folder.uids.find(uids[line] as number);
          if (slot >= 0) out.push(slot);
        }
        if (end < 0) break;
        lineStart = end + 1;
        line++;
        at = text.indexOf(first, lineStart);
      }
    }
  }

  /** The lines of a folder that was searched, page by page. */
  pages(folder: Folder): Iterable<SearchLines> {
    return this.#folders.get(folder.index)?.values() ?? [];
  }

  /** The line of one message, undefined where it is not in memory. */
  lineOf(folder: Folder, columns: MessageColumns, slot: number): string | undefined {
    const uid = columns.uid[slot] as number;
    const page = this.#folders.get(folder.index)?.get(pageOf(uid));
    if (!page) return undefined;
    if (this.#split?.lines !== page) this.#split = { lines: page, texts: page.text.split('\n') };
    return this.#split.texts[page.uids.indexOf(uid)];
  }

  async #read(folder: Folder, newer: ReadonlyMap<number, SearchLines>): Promise<void> {
    const database = this.#database();
    const records: SearchRecord[] = await database.read(['search'], (tx) =>
      tx.range('search', [folder.box.id, folder.generation]),
    );
    if (database !== this.#database()) return;
    const pages = new Map<number, SearchLines>();
    for (const record of records) pages.set(record.page, foldedLines(record));
    for (const [page, lines] of newer) pages.set(page, lines);
    this.#folders.set(folder.index, pages);
  }
}

/** Lines as they are compared with what is typed. They are kept as they came: folding them again costs little. */
const foldedLines = (page: Unfolded): SearchLines => ({
  uids: page.uids,
  text: fold(textOfLines(linesOf(page))),
});

const containsAll = (line: string, terms: readonly string[]): boolean =>
  terms.every((term) => line.includes(term));
