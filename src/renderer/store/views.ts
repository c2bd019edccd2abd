import type { MessageKey } from '@shared/model/ids';
import type { ListRow, viewContract, ViewInfo, ViewQuery } from '@shared/contract/view-api';
import type { Handlers } from '@shared/rpc/contract';
import type { Server } from '@shared/rpc/server';
import type { Box, Folder } from './catalogue';
import { cacheError } from './database';
import { HEAD_ROWS, type HeadRecord, headId, headRows, keepHead } from './heads';
import { loadAll, loadFolder } from './loading';
import { conversation, keyOf, listRows, mailboxViews, messageDetail, slotOf } from './reader';
import { coverageOf } from './search/coverage';
import { Evaluation } from './search/evaluate';
import { foundRows } from './search/found-rows';
import { namesPlaces, type PreparedSearch, prepareSearch } from './search/prepare';
import { KeyTable, textKeyOf } from './search/text-key';
import { type BatchMark, Change, type StoreState } from './state';
import { alphabetOf, sortsByText } from './sort-texts';
import type { Store, StoreEvents } from './store';
import { suggest } from './suggest';
import { homesOf } from './twins';
import { ViewIndex, type ViewWorld } from './view-index';

type ViewServer = Server<typeof viewContract>;

/** Views one page may hold open; more is a page that forgets to close them. */
const MAX_VIEWS = 64;
const MAX_WINDOW = 500;
/** While many texts are being indexed, searches that are open are made anew so often. */
const REFRESH_MS = 1000;
const MAX_KEYS = 200_000;
/** More changed messages than this are told as "anything may have changed". */
const MAX_TOLD = 500;

interface OpenView {
  readonly id: string;
  readonly query: ViewQuery;
  /** It says what a search looked at. */
  readonly coverage: boolean;
  /** Null until everything the view is made of is in memory; its head may be on show meanwhile. */
  index: ViewIndex | null;
  head: HeadRecord | null;
  /** Under way while there is no index. */
  filling: Promise<void>;
  state: StoreState;
  /** Versions go on where the index before, or the head, left off. */
  base: number;
  /** The version whose head was kept last. */
  kept: number;
  search: OpenSearch | null;
}

interface FilledView extends OpenView {
  index: ViewIndex;
}

/** What a view searches for. */
interface OpenSearch {
  readonly evaluation: Evaluation;
  readonly texts: boolean;
  /** Text keys of messages that the server found. */
  readonly found: KeyTable;
}

/** One page's views: what it opened, kept up to date, told of once a tick. */
export class Views implements StoreEvents {
  readonly #store: Store;
  readonly #server: () => ViewServer;
  readonly #looking: (rows: readonly ListRow[]) => void;
  readonly #views = new Map<string, OpenView>();
  #next = 1;
  /** When searches were last made anew because of texts, ms of the page's monotonic clock. */
  #indexedAt = -Infinity;

  constructor(store: Store, server: () => ViewServer, looking: (rows: readonly ListRow[]) => void) {
    this.#store = store;
    this.#server = server;
    this.#looking = looking;
  }

  handlers(): Handlers<typeof viewContract> {
    const store = this.#store;
    return {
      open: ({ query, rows, coverage }) => this.#open(query, rows, coverage),
      close: ({ view }) => {
        this.#views.delete(view);
      },
      rows: ({ view, from, to }) => this.#rows(view, from, to),
      addFound: async ({ view, keys }) => {
        const { state, search } = await this.#filled(view);
        for (const key of keys) {
          const slot = await slotOf(store, state, key);
          if (slot >= 0) search?.found.set(textKeyOf(state.columns, slot), 1);
        }
        const open = await this.#filled(view);
        open.index.rebuild();
        this.#tell(open);
      },
      locate: async ({ view, key }) => {
        const { state } = await this.#filled(view);
        const slot = await slotOf(store, state, key);
        const { index } = await this.#filled(view);
        return slot < 0 ? { index: -1, key } : { index: index.rowOf(slot), key: keyOf(state, slot) };
      },
      keys: async ({ view, from, to }) => {
        const { index, state } = await this.#filled(view);
        const out: MessageKey[] = [];
        for (let row = from; row < Math.min(to, index.total) && out.length < MAX_KEYS; row++) {
          for (const slot of index.members(row)) out.push(keyOf(state, slot));
        }
        return out.slice(0, MAX_KEYS);
      },
      gone: async ({ view, keys }) => {
        const { state } = await this.#filled(view);
        const slots: number[] = [];
        for (const key of keys) slots.push(await slotOf(store, state, key));
        const now = await this.#filled(view);
        // Replaced meanwhile: nothing is known of these slots, and the page is told of another version.
        if (now.state !== state) return { gone: [], renamed: [] };
        const gone: MessageKey[] = [];
        const renamed: { from: MessageKey; to: MessageKey }[] = [];
        for (const [i, from] of keys.entries()) {
          const slot = now.index.listedAs(slots[i] as number);
          const to = slot < 0 ? null : keyOf(state, slot);
          if (to === null) gone.push(from);
          else if (to !== from) renamed.push({ from, to });
        }
        return { gone, renamed };
      },
      message: async ({ key }) => messageDetail(store, await this.#current(), key),
      conversation: async ({ key }) => conversation(store, await this.#current(), key),
      mailboxes: async () => mailboxViews(await this.#current()),
      suggest: async ({ text, limit }) => suggest(store, await this.#current(), text, limit),
      status: () => store.status,
    };
  }

  changed(): void {
    const state = this.#store.current;
    if (!state) return;
    for (const view of this.#views.values()) {
      if (view.state !== state || !view.index) continue;
      const changed = state.mailboxesChanged && this.#rescope(view);
      if (view.index.update(state.dirty, state.changes) || changed) this.#tell(view);
    }
    const details = state.dirty.filter((slot) => (state.changes[slot] as number) & Change.Details);
    if (details.length > 0) {
      const keys = details.length > MAX_TOLD ? null : details.map((slot) => keyOf(state, slot));
      this.#server().emit('messagesChanged', { keys });
    }
    this.#server().emit('mailboxesChanged', { mailboxes: mailboxViews(state) });
  }

  replaced(): void {
    const state = this.#store.current;
    if (!state) return;
    for (const view of this.#views.values()) this.#refill(view);
    this.#server().emit('messagesChanged', { keys: null });
    this.#server().emit('mailboxesChanged', { mailboxes: mailboxViews(state) });
  }

  /** More texts can be found: searches that look at texts are made anew, now and then while more are coming. */
  indexed(): void {
    const more = (this.#store.current?.indexer.waiting ?? 0) > 0;
    if (more && performance.now() - this.#indexedAt < REFRESH_MS) return;
    this.#indexedAt = performance.now();
    // What is only counted is counted when all of them are there.
    for (const view of this.#views.values())
      if (view.search?.texts === true && (view.coverage || !more)) this.#refill(view);
  }

  /** Keeps the beginnings of lists for the next start. */
  idle(): void {
    const state = this.#store.current;
    const mark = state?.batch;
    if (!state || !mark) return;
    for (const view of this.#views.values()) {
      const version = versionOf(view);
      const id = headId(view.query);
      if (!isFilled(view) || view.state !== state || id === null || view.kept === version) continue;
      view.kept = version;
      this.#keep(view, id, mark).catch(() => {
        // The next start reads all of it: a full disk, or a database that is gone, has a path of its own.
        view.kept = 0;
      });
    }
  }

  lost(): void {
    // Lists stay as they were until there is a new state to show.
  }

  /** @param reason more than the store itself knows */
  status(reason = ''): void {
    const { status } = this.#store;
    this.#server().emit('status', reason === '' ? status : { ...status, reason });
  }

  async #keep({ index, state }: FilledView, id: string, mark: BatchMark): Promise<void> {
    const { total, unread } = index;
    const rows = await listRows(this.#store, state, index, 0, HEAD_ROWS);
    if (state.batch === mark) await keepHead(state, mark, { id, total, unread, rows });
  }

  async #current(): Promise<StoreState> {
    const state = await this.#store.state();
    this.#store.flush();
    return state;
  }

  /** The view, with everything taken in that happened so far. */
  #view(id: string): OpenView {
    this.#store.flush();
    const view = this.#views.get(id);
    if (!view) throw cacheError('unknown-view', `no view ${id} is open`);
    return view;
  }

  async #filled(id: string): Promise<FilledView> {
    for (;;) {
      const view = this.#view(id);
      if (isFilled(view)) return view;
      await view.filling;
    }
  }

  async #open(
    query: ViewQuery,
    rows: number,
    coverage: boolean,
  ): Promise<ViewInfo & { rows: readonly ListRow[] }> {
    if (this.#views.size >= MAX_VIEWS) throw cacheError('too-many-views', `${MAX_VIEWS} views are open`);
    const state = await this.#current();
    const view: OpenView = {
      id: `v${this.#next++}`,
      query,
      coverage,
      index: null,
      head: foldersOf(state, query).every(({ loaded }) => loaded)
        ? null
        : (state.heads.get(headId(query) ?? '') ?? null),
      filling: Promise.resolve(),
      state,
      base: 0,
      kept: 0,
      search: null,
    };
    this.#views.set(view.id, view);
    if (view.head) {
      // What the person looks for first is on the screen before the rest is read.
      this.#refill(view);
    } else {
      view.filling = this.#fill(view);
      try {
        await view.filling;
      } catch (error) {
        this.#views.delete(view.id);
        throw error;
      }
    }
    const info = this.#info(view);
    // What changes while rows are read is told as a change of them.
    const answer = rows === 0 ? { ...info, rows: [] } : { ...info, ...(await this.#rows(view.id, 0, rows)) };
    this.#store.readRest();
    return answer;
  }

  async #rows(id: string, from: number, to: number) {
    const last = Math.min(to, from + MAX_WINDOW);
    const open = this.#view(id);
    const kept = open.index || !open.head ? null : headRows(open.head, from, last);
    if (kept) {
      this.#looking(kept);
      const { version, total } = this.#info(open);
      return { version, total, rows: [...kept] };
    }
    const { index, state, base, search } = await this.#filled(id);
    const version = base + index.version;
    const total = index.total;
    const slots = search && index.rows(from, last);
    let rows = await listRows(this.#store, state, index, from, last);
    this.#looking(rows);
    if (search && slots) rows = await foundRows(this.#store, state, search.evaluation, slots, rows);
    return { version, total, rows };
  }

  /** Makes the view's list from what is in memory, when all of it is. */
  async #fill(view: OpenView): Promise<void> {
    for (;;) {
      const state = await this.#current();
      const prepared = await this.#prepare(state, view.query);
      if (this.#views.get(view.id) !== view) return;
      if (state !== (await this.#current())) continue;
      view.base = versionOf(view);
      view.state = state;
      view.search = prepared && openSearch(state, prepared, view.search?.found ?? new KeyTable());
      view.index = new ViewIndex(view.query, world(state, view.search));
      if (this.#store.atRest) this.idle();
      return;
    }
  }

  /** Makes the list anew while the old one, or its head, is on show. */
  #refill(view: OpenView): void {
    view.filling = this.#fill(view).then(() => this.#tell(view));
    this.#report(view);
  }

  /** What cannot be read is told in the status; whoever asks for rows hears it, too. */
  #report(view: OpenView): void {
    const state = this.#store.current;
    view.filling.catch((error: unknown) => {
      // When the state was replaced once more, the view is filled again.
      if (state === this.#store.current) this.status(String(error));
    });
  }

  /** Brings into memory what the view is made of. */
  async #prepare(state: StoreState, query: ViewQuery): Promise<PreparedSearch | null> {
    if (isOwn(state, query)) {
      for (const folder of foldersOf(state, query)) await loadFolder(state, folder);
    } else await loadAll(state);
    const search = query.text === '' ? null : await prepareSearch(state, query.text, this.#store.now());
    const lines = search?.lines === true || sortsByText(query);
    for (const folder of lines ? state.catalogue.folders : []) {
      if (folder.loaded && !folder.dropped) await state.search.load(folder);
    }
    return search;
  }

  /** The list of mailboxes changed: a view that covers others now is made anew. */
  #rescope(view: OpenView): boolean {
    const { state, index } = view;
    if (!index?.isStale()) return false;
    this.#prepare(state, view.query)
      .then(() => {
        if (index !== view.index || this.#views.get(view.id) !== view) return;
        this.#store.flush();
        index.rebuild();
        this.#tell(view);
      })
      .catch((error: unknown) => {
        if (state === this.#store.current) this.status(String(error));
      });
    return false;
  }

  #tell(view: OpenView): void {
    this.#server().emit('viewChanged', this.#info(view));
  }

  #info(view: OpenView): ViewInfo {
    const { id, index, head, query, state, search, coverage } = view;
    const { total, unread } = index ?? head ?? { total: 0, unread: 0 };
    return {
      view: id,
      version: versionOf(view),
      total,
      unread,
      loading: index === null,
      ...(search &&
        coverage && {
          coverage: coverageOf(state, world(state, null).scope(query), search.texts),
        }),
    };
  }
}

const versionOf = ({ index, head, base }: OpenView): number => base + (index?.version ?? (head ? 1 : 0));

const isFilled = (view: OpenView): view is FilledView => view.index !== null;

const generationOf = (box: Box) => box.info?.generation ?? (0 as NonNullable<Box['info']>['generation']);

const hasNoMoves = (state: StoreState): boolean =>
  ![...state.projection.operations.values()].some(({ intent }) => intent.kind === 'move');

/** Whether the view is made of its own mailbox only: pending moves may bring messages there from anywhere. */
const isOwn = (state: StoreState, { scope }: ViewQuery): boolean =>
  scope.kind === 'mailbox' && hasNoMoves(state);

/** The folders that a view is made of. */
function foldersOf(state: StoreState, query: ViewQuery): Folder[] {
  const boxes = isOwn(state, query)
    ? scopeOf(state, query)
    : state.catalogue.boxes.filter(({ info }) => info);
  const folders = boxes.map((box) => state.catalogue.folder(box.id, generationOf(box)));
  return boxes.some(({ info }) => info?.role === 'inbox')
    ? [...new Set([...folders, ...state.projection.raisedFrom()])]
    : folders;
}

/** Mailboxes that a query covers. */
function scopeOf(state: StoreState, { scope, text }: ViewQuery): Box[] {
  const everywhere = text !== '' && namesPlaces(text);
  return state.catalogue.boxes.filter(({ id, info }) => {
    if (!info) return false;
    switch (scope.kind) {
      case 'mailbox':
        return id === scope.mailbox;
      case 'role':
        return info.role === scope.role;
      case 'all':
        return (
          (scope.account === null || info.account === scope.account) && (everywhere || countsOnce(info.role))
        );
      case 'flagged':
      case 'unread':
        return countsOnce(info.role);
      case 'snoozed':
        return info.role === 'inbox' || info.role === 'sent';
    }
  });
}

/** Junk and trash stay apart; Gmail's virtual mailboxes list what others hold. */
const countsOnce = (role: string | null): boolean =>
  role !== 'junk' && role !== 'trash' && role !== 'flagged' && role !== 'important';

const openSearch = (state: StoreState, prepared: PreparedSearch, found: KeyTable): OpenSearch => ({
  evaluation: new Evaluation(state, prepared, found),
  texts: prepared.texts,
  found,
});

function world(state: StoreState, search: OpenSearch | null): ViewWorld {
  return {
    columns: state.columns,
    forest: state.forest,
    newestFirst: () => state.newestFirst(),
    scope(query) {
      const covered = new Uint8Array(state.catalogue.boxes.length);
      for (const box of scopeOf(state, query)) covered[box.index] = 1;
      return covered;
    },
    homes(query) {
      const { scope } = query;
      // A role is one mailbox of each account; in a mailbox that is no label two copies are two messages.
      const once =
        scope.kind === 'mailbox'
          ? state.catalogue.findBox(scope.mailbox)?.info?.label === true
          : scope.kind !== 'role' && scope.kind !== 'snoozed';
      return once ? homesOf(state.catalogue) : null;
    },
    searcher: () => search?.evaluation ?? null,
    alphabet: (query) => alphabetOf(state, query),
    // What is searched for is found wherever it is. In a mailbox only inboxes have any.
    leavesOutAsleep: ({ scope, text }) =>
      text === '' && (scope.kind === 'mailbox' || scope.kind === 'role' || scope.kind === 'unread'),
    snoozedUntil: (slot) => state.projection.snoozedUntil(slot),
  };
}
