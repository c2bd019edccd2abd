import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Generation, MailboxId } from '@shared/model/ids';
import { type Box, Catalogue, type Folder } from './catalogue';
import { PAGE_SIZE } from '@shared/model/page';
import type { ColumnsRecord, StoreDatabase } from './database';
import { refCode } from './forwarding';
import type { HeadRecord } from './heads';
import { HIDDEN, MessageColumns, type SourceColumns } from './message-columns';
import { sortNewestFirst } from './order';
import { Change, Projection } from './projection';
import { RowCache } from './row-cache';
import { SearchText } from './search-text';
import { TextIndex } from './search/text-index';
import type { TextIndexer } from './search/text-indexer';
import { ThreadForest } from './thread-forest';

export const cursorKey = (mailbox: MailboxId, generation: Generation): string => `${mailbox}/${generation}`;

export type Counts = Pick<Box, 'total' | 'unread' | 'flagged'>;

/** What the last batch was. */
export interface BatchMark {
  readonly epoch: string;
  readonly number: number;
}

/**
 * Everything the store knows, in memory. It runs ahead of the database by the batches that are being written; when one
 * of them fails, the whole state is thrown away and read again.
 */
export class StoreState {
  readonly columns = new MessageColumns();
  readonly forest = new ThreadForest();
  readonly catalogue = new Catalogue(this.columns);
  readonly projection: Projection;
  readonly search: SearchText;
  readonly texts: TextIndex;
  readonly indexer: TextIndexer;
  readonly rows: RowCache;
  readonly cursors = new Map<string, MailboxCursor>();
  marker = '';
  batch: BatchMark | null = null;
  dropping: { mailbox: MailboxId; generation: Generation }[] = [];
  /** Beginnings of lists as they were at the start, until what they are made of is in memory. */
  readonly heads = new Map<string, HeadRecord>();
  /** Everything that was in the database at the start is in memory. */
  whole = false;
  /** What mailboxes showed when the store was last at rest; of use until their columns are in memory. */
  remembered: ReadonlyMap<MailboxId, Counts> = new Map();

  /** Changed since the last flush, each slot once. */
  dirty: number[] = [];
  changes = new Uint8Array(1024);
  /** The list of mailboxes, or what is visible of them, changed since the last flush. */
  mailboxesChanged = false;
  #released: number[] = [];
  #newestFirst: Uint32Array | null = null;
  /** Rises whenever a message comes, goes or shows elsewhere. */
  places = 0;
  /** Nodes of messages that went and may have held their thread together. */
  readonly #loosened = new Set<number>();

  constructor(
    readonly database: StoreDatabase,
    private readonly onDirty: () => void,
    indexer: (state: StoreState) => TextIndexer,
  ) {
    this.search = new SearchText(() => this.database);
    this.texts = new TextIndex(() => this.database);
    this.indexer = indexer(this);
    this.rows = new RowCache(() => this.database);
    this.projection = new Projection(
      this.columns,
      this.catalogue,
      (slot, change) => this.touch(slot, change),
      (slot) => this.#released.push(slot),
    );
  }

  /** Octets held for messages: columns, threads, UID indexes. Without views, rows and search text. */
  get bytes(): number {
    const indexes = this.catalogue.folders.reduce((sum, folder) => sum + folder.uids.bytes, 0);
    return this.columns.bytes + this.forest.bytes + indexes + this.changes.byteLength;
  }

  /** Slots of everything that is shown anywhere, in the order of lists; made when it is asked for after a change. */
  newestFirst(): Uint32Array {
    if (this.#newestFirst) return this.#newestFirst;
    const { columns } = this;
    const shown = new Uint32Array(columns.length);
    let n = 0;
    for (let slot = 0; slot < columns.length; slot++) if (columns.shownIn[slot] !== HIDDEN) shown[n++] = slot;
    this.#newestFirst = sortNewestFirst(shown.subarray(0, n), columns);
    return this.#newestFirst;
  }

  touch(slot: number, change: number): void {
    if (change & Change.Place) {
      this.#newestFirst = null;
      this.places++;
    }
    if (slot >= this.changes.length) {
      const bigger = new Uint8Array(Math.max(slot + 1, Math.ceil(this.changes.length * 1.5)));
      bigger.set(this.changes);
      this.changes = bigger;
    }
    const before = this.changes[slot] as number;
    if (before === 0) {
      this.dirty.push(slot);
      if (this.dirty.length === 1) this.onDirty();
    }
    this.changes[slot] = before | change;
  }

  touchMailboxes(): void {
    this.mailboxesChanged = true;
    this.onDirty();
  }

  /** Ends a round of changes: every view has seen them, so released slots may be used again. */
  settle(): void {
    for (const slot of this.dirty) this.changes[slot] = 0;
    this.dirty = [];
    this.mailboxesChanged = false;
    for (const slot of this.#released) {
      this.rows.forget(slot);
      this.columns.release(slot);
    }
    this.#released = [];
  }

  /** The message of a search line, −1 when there is none: gone from its folder and on its way to where it was moved it is one. */
  slotOfLine(folder: Folder, uid: number): number {
    const slot = folder.uids.find(uid);
    return slot >= 0 ? slot : this.projection.slotOf(refCode(folder.index, uid));
  }

  folderOf(slot: number): Folder {
    return this.catalogue.folders[this.columns.folder[slot] as number] as Folder;
  }

  /** Some of a folder's pages as they come from the database; the folder is `loaded` when all of them have. */
  enterPages(folder: Folder, records: readonly ColumnsRecord[]): void {
    let count = 0;
    let refs = 0;
    for (const record of records) {
      count += record.uids.length;
      refs += record.refHashes.length;
    }
    this.columns.reserve(count, refs);
    folder.uids.reserve(count);
    const account = this.catalogue.accountOf(folder.box);
    this.forest.reserve(account, count);
    for (const record of records) {
      folder.pages.add(record.page);
      for (let i = 0; i < record.uids.length; i++) this.enterMessage(folder, account, record, i);
    }
  }

  /** Adds message i of the columns, which is not known yet. */
  enterMessage(folder: Folder, account: number, source: SourceColumns, i: number): void {
    const uid = source.uids[i] as number;
    const slot = this.columns.add(folder.index, uid);
    this.columns.set(slot, source, i);
    this.thread(slot, account, source, i);
    folder.uids.add(uid, slot);
    this.projection.arrived(slot);
  }

  /** Joins a message to the threads that its hashes name. */
  thread(slot: number, account: number, source: SourceColumns, i: number): void {
    this.columns.node[slot] = this.forest.enter(
      account,
      source.idHashes[i] as number,
      source.refHashes,
      i === 0 ? 0 : source.refEnds[i - 1],
      source.refEnds[i],
    );
  }

  /** The message goes, or will say other things about what belongs together: its thread may fall apart. */
  loosen(slot: number): void {
    this.#loosened.add(this.columns.node[slot] as number);
  }

  /** Threads that lost a message are put together anew from those that are left. Call before views are told. */
  rethread(): void {
    if (this.#loosened.size === 0) return;
    const { columns, forest, catalogue } = this;
    const roots = new Set([...this.#loosened].map((node) => forest.root(node)));
    this.#loosened.clear();
    const left: [slot: number, account: number][] = [];
    for (const folder of catalogue.folders) {
      if (folder.dropped) continue;
      const account = catalogue.accountOf(folder.box);
      for (const slot of folder.uids.slots()) {
        if (roots.has(forest.root(columns.node[slot] as number))) left.push([slot, account]);
      }
    }
    // Also when nobody is left: what comes later must not find those together that only the message gone held so.
    forest.dissolve(roots, left.length > 1);
    for (const [slot, account] of left) {
      const refs = new Float64Array(columns.refCount(slot));
      columns.copyRefs(slot, refs, 0);
      columns.node[slot] = forest.enter(account, columns.idHash[slot] as number, refs);
    }
  }

  /** A mailbox learnt its account: messages that came before are threaded with the account's. */
  adopt(box: Box): void {
    const { columns, forest } = this;
    const account = this.catalogue.accountOf(box);
    for (const folder of this.catalogue.foldersOf(box)) {
      for (const slot of folder.uids.slots()) {
        const refs = new Float64Array(columns.refCount(slot));
        columns.copyRefs(slot, refs, 0);
        columns.node[slot] = forest.enter(account, columns.idHash[slot] as number, refs);
      }
    }
  }

  /** Takes a message out of its folder. */
  removeMessage(folder: Folder, slot: number): void {
    // Only what refers to others holds a thread together: those that are referred to do so also when they are gone.
    if (this.columns.refCount(slot) > 0) this.loosen(slot);
    folder.uids.delete(this.columns.uid[slot] as number);
    this.projection.departed(slot);
  }

  /** Takes a whole folder out. */
  removeFolder(folder: Folder): void {
    this.catalogue.dropFolder(folder);
    for (const slot of folder.uids.slots()) this.removeMessage(folder, slot);
    this.search.drop(folder);
    this.cursors.delete(cursorKey(folder.box.id, folder.generation));
  }

  /** Server truth of one page, as it goes into the database. */
  pageRecord(folder: Folder, page: number): ColumnsRecord {
    const { columns } = this;
    const slots: number[] = [];
    let refCount = 0;
    const first = page * PAGE_SIZE;
    for (let uid = first; uid < first + PAGE_SIZE; uid++) {
      const slot = folder.uids.find(uid);
      if (slot < 0) continue;
      slots.push(slot);
      refCount += columns.refCount(slot);
    }
    const n = slots.length;
    const record = {
      mailbox: folder.box.id,
      generation: folder.generation,
      page,
      uids: new Uint32Array(n),
      flags: new Uint32Array(n),
      keywords: new Uint32Array(n),
      dates: new Float64Array(n),
      sizes: new Uint32Array(n),
      idHashes: new Float64Array(n),
      refHashes: new Float64Array(refCount),
      refEnds: new Uint32Array(n),
    };
    let end = 0;
    for (let i = 0; i < n; i++) {
      const slot = slots[i] as number;
      record.uids[i] = columns.uid[slot] as number;
      record.flags[i] = columns.flags[slot] as number;
      record.keywords[i] = columns.keywords[slot] as number;
      record.dates[i] = columns.date[slot] as number;
      record.sizes[i] = columns.size[slot] as number;
      record.idHashes[i] = columns.idHash[slot] as number;
      end = columns.copyRefs(slot, record.refHashes, end);
      record.refEnds[i] = end;
    }
    return record;
  }
}

export { Change };
