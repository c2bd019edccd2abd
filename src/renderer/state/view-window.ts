import type { Client } from '@shared/rpc/client';
import { Flag } from '@shared/model/flags';
import type { MessageKey } from '@shared/model/ids';
import type { ListRow, ViewContract, ViewInfo, ViewQuery } from '@shared/contract/view-api';
import { keepEqual } from './keep-equal';
import { type Mark, Marks } from './marks';
import { paced } from './paced';

export const CHUNK = 60;
const MAX_CHUNKS = 64;
const MAX_IN_FLIGHT = 3;
/** How long a mark made here may stand after the engine took the action, should the store's answer not come. */
const MARK_LIFE_MS = 3000;

export type ViewApi = Pick<Client<ViewContract>, 'api' | 'on'>;

/** A row someone looks at, so that it can be kept where it is when rows come and go above it. */
export interface Spot {
  readonly key: MessageKey;
  readonly index: number;
}

export interface Shift {
  /** By how many rows the anchor moved; 0 when it is gone. */
  readonly anchorBy: number;
  /** The cursor's new index, −1 when its row left the view, null when there is no cursor. */
  readonly cursor: number | null;
}

interface Chunk {
  readonly version: number;
  readonly rows: readonly ListRow[];
}

/**
 * Rows of one view, fetched in chunks of 60 around what is visible. What was read stays on show until newer rows are
 * here: a change of the view replaces visible rows, count and cursor in one step, so nothing flickers or jumps.
 */
export class ViewWindow {
  #chunks = new Map<number, Chunk>();
  #loading = new Set<number>();
  #visible = { from: 0, to: CHUNK };
  /** A chunk that somebody seeks beside what is visible. */
  #sought: number | null = null;
  readonly #marks = new Marks();
  #marked = new WeakMap<ListRow, ListRow>();
  #listeners = new Set<() => void>();
  #revision = 0;
  #refreshing: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #info: ViewInfo;
  /** What the store said last; rows of it may still be on their way. */
  #told: ViewInfo;
  readonly #offs: (() => void)[];
  readonly #following = paced(() => this.refresh());
  /** Told what to keep in place; set by the list. */
  spots: () => { anchor: Spot | null; cursor: Spot | null } = () => ({ anchor: null, cursor: null });
  /** Told after rows moved, before listeners render. */
  onShift: (shift: Shift) => void = () => undefined;
  /** Told when reading failed and the view may be gone (store restarted). */
  onError: (error: unknown) => void = () => undefined;

  private constructor(
    private readonly view: ViewApi,
    readonly query: ViewQuery,
    info: ViewInfo,
  ) {
    this.#info = info;
    this.#told = info;
    this.#offs = [
      view.on('viewChanged', (changed) => {
        if (changed.view !== info.view) return;
        this.#told = changed;
        if (changed.version > this.#info.version) this.#following.ask();
        else if (changed.loading !== this.#info.loading) this.#commitInfo(changed);
      }),
    ];
  }

  /** Opens a view and reads its first rows. */
  static async open(view: ViewApi, query: ViewQuery): Promise<ViewWindow> {
    const { rows, ...info } = await view.api.open({ query, rows: CHUNK });
    const window = new ViewWindow(view, query, info);
    window.#keep(0, rows, info.version);
    return window;
  }

  get id(): string {
    return this.#info.view;
  }
  get total(): number {
    return this.#info.total;
  }
  get unread(): number {
    return this.#info.unread;
  }
  /** In a search: what was looked at. */
  get coverage(): ViewInfo['coverage'] {
    return this.#told.coverage;
  }
  get version(): number {
    return this.#info.version;
  }
  get loading(): boolean {
    return this.#info.loading;
  }
  get closed(): boolean {
    return this.#closed;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** Rises with every change: the snapshot for useSyncExternalStore. */
  revision = (): number => this.#revision;
  /** What is known of the view as a whole: the same object while that is the same. */
  info = (): ViewInfo => this.#info;

  /** The row at an index with marks applied, or undefined while it isn't here. The same object while nothing changed. */
  row(index: number): ListRow | undefined {
    const row = this.#chunks.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
    if (!row || this.#marks.isEmpty) return row;
    return this.#withMarks(row);
  }

  /** The same, but undefined also while only the row is here that stood there before rows came or went. */
  rowNow(index: number): ListRow | undefined {
    const chunk = this.#chunks.get(Math.floor(index / CHUNK));
    return chunk && chunk.version >= this.version ? this.row(index) : undefined;
  }

  /** True when an action just taken will remove the row from this view. */
  isLeaving(row: ListRow): boolean {
    return !this.#marks.isEmpty && row.threadKeys.every((key) => this.#marks.get(key)?.kind === 'leaving');
  }

  /** Says what is visible: rows `from` (inclusive) to `to` (exclusive) and their neighbours are read. */
  want(from: number, to: number): void {
    this.#visible = { from, to };
    this.#pump();
  }

  /**
   * Asks for a row that is needed though nobody sees it: the cursor is on its way there. It is read first, and kept,
   * whatever becomes visible meanwhile. @returns lets it go.
   */
  seek(index: number): () => void {
    const chunk = Math.floor(index / CHUNK);
    this.#sought = chunk;
    this.#pump();
    return () => {
      if (this.#sought === chunk) this.#sought = null;
    };
  }

  /** Shows an action's effect at once. Returns what to call when the engine took it or refused it. */
  mark(keys: Iterable<MessageKey>, mark: Mark): (taken: boolean) => void {
    const takeOff = this.#marks.add(keys instanceof Set ? keys : new Set(keys), mark);
    this.#marked = new WeakMap();
    this.#changed();
    const lift = (): void => {
      if (!takeOff()) return;
      this.#marked = new WeakMap();
      this.#changed();
    };
    return (taken) => {
      if (!taken) lift();
      else setTimeout(lift, MARK_LIFE_MS);
    };
  }

  /** Reads the visible rows anew and shows them, with count and cursor, in one step. */
  refresh(): void {
    if (this.#refreshing) {
      this.#again = true;
      return;
    }
    this.#refreshing = this.#refresh()
      .catch((error: unknown) => {
        if (!this.#closed) this.onError(error);
      })
      .finally(() => {
        this.#refreshing = null;
      });
  }

  /** Resolves when no refresh is under way. */
  async settled(): Promise<void> {
    while (this.#refreshing) await this.#refreshing;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const off of this.#offs) off();
    this.#following.cancel();
    this.#listeners.clear();
    // The store may be gone already; then so is the view.
    this.view.api.close({ view: this.id }).catch(() => undefined);
  }

  async #refresh(): Promise<void> {
    do {
      this.#again = false;
      const { anchor, cursor } = this.spots();
      const { from, to } = this.#chunkRange();
      const [page, anchorAt, cursorAt] = await Promise.all([
        this.#rows(from, to),
        this.#locate(anchor),
        this.#locate(cursor),
      ]);
      if (this.#closed) return;
      const anchorBy = anchor && anchorAt !== null && anchorAt >= 0 ? anchorAt - anchor.index : 0;
      const pages = [{ from, ...page }];
      if (Math.abs(anchorBy) >= CHUNK / 2) {
        const start = Math.max(0, from + Math.floor(anchorBy / CHUNK) * CHUNK);
        pages.push({ from: start, ...(await this.#rows(start, start + (to - from) + CHUNK)) });
        if (this.#closed) return;
      }
      const place = await this.#whereNow(cursor, cursorAt);
      if (this.#closed) return;
      for (const { from: start, rows, version } of pages) this.#keep(start, rows, version);
      const newest = pages.at(-1) ?? { version: page.version, total: page.total };
      this.#info = { ...this.#told, version: newest.version, total: newest.total };
      this.#liftSeen();
      // Whoever went to the top meanwhile wants to see what comes in there.
      this.onShift({ anchorBy: this.spots().anchor ? anchorBy : 0, cursor: place });
      this.#changed();
    } while (this.#again);
    this.#pump();
  }

  /** The row's index now, −1 when it left the view, null when there is no row to find. */
  async #locate(spot: Spot | null): Promise<number | null> {
    return spot && (await this.view.api.locate({ view: this.id, key: spot.key })).index;
  }

  /** Where the cursor's row is: the one it is on now, should it have gone to another row since `asked` was asked for. */
  async #whereNow(asked: Spot | null, at: number | null): Promise<number | null> {
    for (;;) {
      const { cursor } = this.spots();
      if (this.#closed || cursor?.key === asked?.key) return at;
      asked = cursor;
      at = await this.#locate(cursor);
    }
  }

  #commitInfo(info: ViewInfo): void {
    this.#info = info;
    this.#changed();
  }

  #rows(from: number, to: number): Promise<{ version: number; total: number; rows: ListRow[] }> {
    return this.view.api.rows({ view: this.id, from, to: Math.min(to, from + 480) });
  }

  #chunkRange(): { from: number; to: number } {
    const first = Math.max(0, Math.floor((this.#visible.from - CHUNK / 2) / CHUNK));
    const last = Math.floor((this.#visible.to + CHUNK / 2) / CHUNK);
    return { from: first * CHUNK, to: (last + 1) * CHUNK };
  }

  /** A row that says what it said before stays the same object, wherever it stands now: it is not drawn again. */
  #keep(from: number, rows: readonly ListRow[], version: number): void {
    const before = new Map<MessageKey, ListRow>();
    for (let i = -CHUNK; i < rows.length + CHUNK; i += CHUNK) {
      for (const row of this.#chunks.get((from + i) / CHUNK)?.rows ?? []) before.set(row.key, row);
    }
    const kept = rows.map((row) => keepEqual(before.get(row.key), row));
    for (let i = 0; i < rows.length || i === 0; i += CHUNK) {
      this.#chunks.set((from + i) / CHUNK, { version, rows: kept.slice(i, i + CHUNK) });
    }
    this.#prune();
  }

  /** Fetches what is missing or old, a few at a time: what is sought and in sight, and what is beside it once that is here. */
  #pump(): void {
    if (this.#closed || this.#refreshing) return;
    const { from, to } = this.#visible;
    const inSight = between(Math.floor(from / CHUNK), Math.ceil(to / CHUNK));
    const first = this.#missing(this.#sought === null ? inSight : [this.#sought, ...inSight]);
    const beside = this.#chunkRange();
    for (const chunk of first.length > 0
      ? first
      : this.#missing(between(beside.from / CHUNK, beside.to / CHUNK))) {
      if (this.#loading.size >= MAX_IN_FLIGHT) return;
      if (this.#loading.has(chunk)) continue;
      this.#load(chunk)
        .then(() => this.#pump())
        .catch((error: unknown) => {
          if (!this.#closed) this.onError(error);
        });
    }
  }

  /** Of these chunks, the ones that are not here as they are now. */
  #missing(chunks: readonly number[]): readonly number[] {
    return chunks.filter((chunk) => {
      const known = this.#chunks.get(chunk);
      return chunk * CHUNK < Math.max(1, this.total) && !(known && known.version >= this.version);
    });
  }

  async #load(chunk: number): Promise<void> {
    this.#loading.add(chunk);
    try {
      const page = await this.#rows(chunk * CHUNK, (chunk + 1) * CHUNK);
      if (this.#closed) return;
      this.#keep(chunk * CHUNK, page.rows, page.version);
      if (page.version > this.version) this.refresh();
      this.#changed();
    } finally {
      this.#loading.delete(chunk);
    }
  }

  #prune(): void {
    if (this.#chunks.size <= MAX_CHUNKS) return;
    const middle = (this.#visible.from + this.#visible.to) / 2 / CHUNK;
    const far = [...this.#chunks.keys()]
      .filter((chunk) => chunk !== this.#sought)
      .sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const chunk of far.slice(0, this.#chunks.size - MAX_CHUNKS)) this.#chunks.delete(chunk);
  }

  /** Marks whose effect the store now shows itself have done their work. */
  #liftSeen(): void {
    if (this.#marks.isEmpty) return;
    this.#marks.liftSeen([...this.#chunks.values()].flatMap(({ rows }) => rows));
    this.#marked = new WeakMap();
  }

  #withMarks(row: ListRow): ListRow {
    const known = this.#marked.get(row);
    if (known) return known;
    let { flags, threadUnread, threadFlagged } = row;
    const own = this.#marks.get(row.key);
    if (own?.kind === 'flags') {
      flags = (flags | own.add) & ~own.remove;
      if (own.add & Flag.Seen && row.threadKeys.every((key) => this.#marks.has(key))) threadUnread = 0;
      if (own.remove & Flag.Seen) threadUnread = Math.max(1, threadUnread);
      if (own.add & Flag.Flagged) threadFlagged = Math.max(1, threadFlagged);
      if (own.remove & Flag.Flagged && row.threadKeys.every((key) => this.#marks.has(key))) threadFlagged = 0;
    }
    const made =
      flags === row.flags && threadUnread === row.threadUnread && threadFlagged === row.threadFlagged
        ? row
        : { ...row, flags, threadUnread, threadFlagged };
    this.#marked.set(row, made);
    return made;
  }

  #changed(): void {
    this.#revision++;
    for (const listener of this.#listeners) listener();
  }
}

/** Whole numbers `from` (inclusive) to `end` (exclusive). */
const between = (from: number, end: number): readonly number[] =>
  Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
