import { create } from 'zustand';
import type { DraftId, MailboxId, MessageKey } from '@shared/model/ids';
import type { ListRow, ViewQuery } from '@shared/contract/view-api';

export type Scope = ViewQuery['scope'];
/** What fills the middle: mail, or the Outbox. */
export type Place =
  | {
      readonly kind: 'mail';
      readonly scope: Scope;
      /** Of what is there only what this saved search finds, by its id. */
      readonly saved?: string;
    }
  | { readonly kind: 'outbox' };

export interface Filters {
  readonly unread: boolean;
  readonly flagged: boolean;
  readonly attachment: boolean;
}
export const noFilters: Filters = { unread: false, flagged: false, attachment: false };

/** Ways to put a list in order other than by date, while one is there: the next place is by date again. */
export const ORDERS = ['largest', 'person', 'subject'] as const;
export type Order = (typeof ORDERS)[number];

/** Which of the panes shows when there isn't room for all. */
export type Pane = 'folders' | 'list' | 'reader';

export interface SelectionState {
  readonly place: Place | null;
  readonly text: string;
  readonly filters: Filters;
  /** Null: by date, as the settings say. */
  readonly order: Order | null;
  /** The list's cursor. */
  readonly cursor: {
    readonly index: number;
    readonly row: ListRow;
    /** Its message left the list while it is read; `next` stands at `index` now. */
    readonly left?: { readonly next: ListRow | null };
  } | null;
  /** Where one was when the search began: one is there again when it ends. */
  readonly beforeSearch: Pick<
    SelectionState,
    'place' | 'cursor' | 'openMessageKey' | 'openThreadKeys'
  > | null;
  /** The message in the reader; in a threaded list, the newest of the thread. */
  readonly openMessageKey: MessageKey | null;
  /** All keys of the open row's thread in this view, oldest first. */
  readonly openThreadKeys: readonly MessageKey[];
  /** Marked messages (threads expanded). Empty: actions go to the cursor's row. */
  readonly selectedKeys: ReadonlySet<MessageKey>;
  /** Where a Shift-range starts. */
  readonly anchor: number | null;
  /** Drafts being written, in order of opening; the last is in front. */
  readonly composers: readonly DraftId[];
  /** Of these, the ones that are out of the way. */
  readonly minimised: ReadonlySet<DraftId>;
  readonly pane: Pane;

  readonly go: (place: Place) => void;
  readonly search: (text: string) => void;
  readonly filter: (filters: Filters) => void;
  readonly arrange: (order: Order | null) => void;
  readonly setCursor: (index: number, row: ListRow) => void;
  readonly open: (row: Pick<ListRow, 'key' | 'threadKeys'>) => void;
  readonly closeMessage: () => void;
  readonly select: (keys: Iterable<MessageKey>, anchor: number | null) => void;
  readonly toggle: (keys: readonly MessageKey[], index: number) => void;
  readonly clearSelection: () => void;
  /** In front, also when it was out of the way. */
  readonly openComposer: (draft: DraftId) => void;
  readonly minimiseComposer: (draft: DraftId) => void;
  readonly closeComposer: (draft: DraftId) => void;
  readonly showPane: (pane: Pane) => void;
}

const everything: Place = { kind: 'mail', scope: { kind: 'all', account: null } };
const none: ReadonlySet<MessageKey> = new Set();
const nothingOpen = {
  cursor: null,
  openMessageKey: null,
  openThreadKeys: [],
  selectedKeys: none,
  anchor: null,
} satisfies Partial<SelectionState>;

/** Where the person is and what they hold. The UI's own state; no mail data beyond the row under the cursor. */
export const useSelection = create<SelectionState>((set) => ({
  place: null,
  text: '',
  beforeSearch: null,
  filters: noFilters,
  order: null,
  ...nothingOpen,
  composers: [],
  minimised: new Set(),
  pane: 'list',

  go: (place) =>
    set((old) =>
      old.place && samePlace(old.place, place)
        ? { pane: 'list', text: '', beforeSearch: null }
        : {
            place,
            text: '',
            beforeSearch: null,
            filters: noFilters,
            order: null,
            ...nothingOpen,
            pane: 'list',
          },
    ),
  search: (text) =>
    set(({ text: before, place, cursor, openMessageKey, openThreadKeys, beforeSearch }) => {
      const unmarked = { text, selectedKeys: none, anchor: null };
      if (text === '') return { ...unmarked, cursor: null, ...beforeSearch, beforeSearch: null };
      return {
        ...unmarked,
        cursor: null,
        // Nothing is found in the Outbox: from there one searches everything.
        ...(place?.kind === 'outbox' ? { place: everything } : {}),
        beforeSearch: before === '' ? { place, cursor, openMessageKey, openThreadKeys } : beforeSearch,
      };
    }),
  filter: (filters) => set({ filters, cursor: null, selectedKeys: none, anchor: null }),
  arrange: (order) => set({ order, cursor: null }),
  setCursor: (index, row) => set({ cursor: { index, row } }),
  open: (row) => set({ openMessageKey: row.key, openThreadKeys: row.threadKeys }),
  closeMessage: () => set({ openMessageKey: null, openThreadKeys: [], pane: 'list' }),
  select: (keys, anchor) => set({ selectedKeys: new Set(keys), anchor }),
  toggle: (keys, index) =>
    set((old) => {
      const selected = new Set(old.selectedKeys);
      const all = keys.every((key) => selected.has(key));
      for (const key of keys) {
        if (all) selected.delete(key);
        else selected.add(key);
      }
      return { selectedKeys: selected, anchor: index };
    }),
  clearSelection: () => set({ selectedKeys: none, anchor: null }),
  openComposer: (draft) =>
    set(({ composers, minimised }) => ({
      composers: [...without(composers, draft), draft],
      minimised: new Set(without(minimised, draft)),
    })),
  minimiseComposer: (draft) => set(({ minimised }) => ({ minimised: new Set([...minimised, draft]) })),
  closeComposer: (draft) =>
    set(({ composers, minimised }) => ({
      composers: without(composers, draft),
      minimised: new Set(without(minimised, draft)),
    })),
  showPane: (pane) => set({ pane }),
}));

const without = (drafts: Iterable<DraftId>, draft: DraftId): readonly DraftId[] =>
  [...drafts].filter((id) => id !== draft);

export function samePlace(a: Place, b: Place): boolean {
  if (a.kind !== 'mail' || b.kind !== 'mail') return a.kind === b.kind;
  return a.saved === b.saved && sameScope(a.scope, b.scope);
}

export function sameScope(a: Scope, b: Scope): boolean {
  return scopeKey(a) === scopeKey(b);
}

/** A string equal exactly when scopes are. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'mailbox':
      return `mailbox:${scope.mailbox}`;
    case 'role':
      return `role:${scope.role}`;
    case 'all':
      return `all:${scope.account ?? ''}`;
    default:
      return scope.kind;
  }
}

export const mailboxScope = (mailbox: MailboxId): Scope => ({ kind: 'mailbox', mailbox });
