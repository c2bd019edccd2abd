import type { MessageKey } from '@shared/model/ids';
import type { ListRow, viewContract, ViewInfo, ViewQuery } from '@shared/contract/view-api';
import type { Handlers } from '@shared/rpc/contract';
import type { Server } from '@shared/rpc/server';
import type { Box } from './catalogue';
import { cacheError } from './database';
import { conversation, keyOf, listRows, mailboxViews, messageDetail, slotOf } from './reader';
import { coverageOf } from './search/coverage';
import { Evaluation } from './search/evaluate';
import { foundRows } from './search/found-rows';
import { namesPlaces, type PreparedSearch, prepareSearch } from './search/prepare';
import { KeyTable, textKeyOf } from './search/text-key';
import { Change, type StoreState } from './state';
import type { Store, StoreEvents } from './store';
import { suggest } from './suggest';
import { homesOf } from './twins';
import { ViewIndex, type ViewWorld } from './view-index';

type ViewServer = Server<typeof viewContract>;

/** Views one page may hold open; more is a page that forgets to close them. */
const MAX_VIEWS = 64;
const MAX_WINDOW = 500;
const MAX_KEYS = 200_000;
/** More changed messages than this are told as "anything may have changed". */
const MAX_TOLD = 500;

interface OpenView {
  readonly id: string;
  readonly query: ViewQuery;
  index: ViewIndex;
  state: StoreState;
  /** Versions go on where the index before left off. */
  base: number;
  search: OpenSearch | null;
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

  constructor(store: Store, server: () => ViewServer, looking: (rows: readonly ListRow[]) => void) {
    this.#store = store;
    this.#server = server;
    this.#looking = looking;
  }

  handlers(): Handlers<typeof viewContract> {
    const store = this.#store;
    return {
      open: ({ query }) => this.#open(query),
      close: ({ view }) => {
        this.#views.delete(view);
      },
      rows: async ({ view, from, to }) => {
        const open = this.#view(view);
        const { index, state } = open;
        const version = open.base + index.version;
        const total = index.total;
        const until = Math.min(to, from + MAX_WINDOW);
        const { search } = open;
        const slots = search && index.rows(from, until);
        let rows = await listRows(store, state, index, from, until);
        this.#looking(rows);
        if (search && slots) rows = await foundRows(store, state, search.evaluation, slots, rows);
        return { version, total, rows };
      },
      addFound: async ({ view, keys }) => {
        const { state, search } = this.#view(view);
        for (const key of keys) {
          const slot = await slotOf(store, state, key);
          if (slot >= 0) search?.found.set(textKeyOf(state.columns, slot), 1);
        }
        const open = this.#view(view);
        open.index.rebuild();
        this.#tell(open);
      },
      locate: async ({ view, key }) => {
        const { state } = this.#view(view);
        const slot = await slotOf(store, state, key);
        const { index } = this.#view(view);
        return slot < 0 ? { index: -1, key } : { index: index.rowOf(slot), key: keyOf(state, slot) };
      },
      keys: ({ view, from, to }) => {
        const { index, state } = this.#view(view);
        const out: MessageKey[] = [];
        for (let row = from; row < Math.min(to, index.total) && out.length < MAX_KEYS; row++) {
          for (const slot of index.members(row)) out.push(keyOf(state, slot));
        }
        return out.slice(0, MAX_KEYS);
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
      if (view.state !== state) continue;
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
    for (const view of this.#views.values()) {
      this.#reopen(view, state).catch((error: unknown) => {
        // The state was replaced once more, which reopens the view again; a failed one says so in `status`.
        if (state === this.#store.current) this.status(String(error));
      });
    }
    this.#server().emit('messagesChanged', { keys: null });
    this.#server().emit('mailboxesChanged', { mailboxes: mailboxViews(state) });
  }

  /** More texts can be found: searches that look at texts are made anew. */
  indexed(): void {
    for (const view of this.#views.values()) {
      if (view.search?.texts !== true) continue;
      this.#reopen(view, view.state).catch((error: unknown) => {
        if (view.state === this.#store.current) this.status(String(error));
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

  async #open(query: ViewQuery): Promise<ViewInfo> {
    if (this.#views.size >= MAX_VIEWS) throw cacheError('too-many-views', `${MAX_VIEWS} views are open`);
    let state = await this.#current();
    let prepared: PreparedSearch | null;
    for (;;) {
      prepared = await this.#prepare(state, query);
      const now = await this.#current();
      if (now === state) break;
      state = now;
    }
    const search = prepared && openSearch(state, prepared, new KeyTable());
    const view: OpenView = {
      id: `v${this.#next++}`,
      query,
      index: new ViewIndex(query, world(state, search)),
      state,
      base: 0,
      search,
    };
    this.#views.set(view.id, view);
    return this.#info(view);
  }

  async #reopen(view: OpenView, state: StoreState): Promise<void> {
    const prepared = await this.#prepare(state, view.query);
    if (state !== this.#store.current || this.#views.get(view.id) !== view) return;
    this.#store.flush();
    view.base += view.index.version;
    view.state = state;
    view.search = prepared && openSearch(state, prepared, view.search?.found ?? new KeyTable());
    view.index = new ViewIndex(view.query, world(state, view.search));
    this.#tell(view);
  }

  /** Brings into memory what the view is made of. */
  async #prepare(state: StoreState, query: ViewQuery): Promise<PreparedSearch | null> {
    const covered = scopeOf(state, query);
    if (query.scope.kind === 'mailbox' && hasNoMoves(state)) {
      for (const box of covered) {
        const folder = state.catalogue.visible(box) ?? state.catalogue.folder(box.id, generationOf(box));
        await this.#store.load(state, folder);
      }
    } else {
      // Pending moves may bring messages here from anywhere.
      await this.#store.loadAll(state);
    }
    if (query.text === '') return null;
    const search = await prepareSearch(state, query.text, this.#store.now());
    for (const folder of search?.lines === true ? state.catalogue.folders : []) {
      if (folder.loaded && !folder.dropped) await state.search.load(folder);
    }
    return search;
  }

  /** The list of mailboxes changed: a view that covers others now is made anew. */
  #rescope(view: OpenView): boolean {
    if (!view.index.isStale()) return false;
    const { state } = view;
    this.#prepare(state, view.query)
      .then(() => {
        if (state !== this.#store.current || this.#views.get(view.id) !== view) return;
        this.#store.flush();
        view.index.rebuild();
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

  #info({ id, index, base, query, state, search }: OpenView): ViewInfo {
    return {
      view: id,
      version: base + index.version,
      total: index.total,
      unread: index.unread,
      loading: false,
      ...(search && {
        coverage: coverageOf(state, world(state, null).scope(query), search.texts),
      }),
    };
  }
}

const generationOf = (box: Box) => box.info?.generation ?? (0 as NonNullable<Box['info']>['generation']);

const hasNoMoves = (state: StoreState): boolean =>
  ![...state.projection.operations.values()].some(({ intent }) => intent.kind === 'move');

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
          : scope.kind !== 'role';
      return once ? homesOf(state.catalogue) : null;
    },
    searcher: () => search?.evaluation ?? null,
  };
}
