import { useMemo } from 'react';
import { MAX_SAVED_SEARCHES, type SavedSearch } from '@shared/contract/saved-search';
import { printSearch } from '@shared/search/print';
import type { SearchNode } from '@shared/search/query';
import { accountConfigs, updateSettings, useEngineState, useSettings } from './engine-state';
import { parseTyped, searchedIn, type WantedSearch, wantedSearch } from './search';
import { type Filters, type Place, useSelection } from './selection';

/** In the order in which they are listed. */
export const useSavedSearches = (): readonly SavedSearch[] => useSettings().savedSearches;

/** The same outside of components. */
export const savedSearches = (): readonly SavedSearch[] => useEngineState.getState().settings.savedSearches;

export const placeOfSearch = ({ id, scope }: SavedSearch): Place => ({ kind: 'mail', scope, saved: id });

/** The saved search that a place shows, null where it shows none. */
export const savedIn = (place: Place | null, all: readonly SavedSearch[]): SavedSearch | null =>
  (place?.kind === 'mail' && all.find(({ id }) => id === place.saved)) || null;

/** What a saved search asks of store and servers; null when it asks for nothing. */
export function searchedBy({ id, text, scope }: SavedSearch): WantedSearch | null {
  const place = { kind: 'mail', scope, saved: id } as const;
  return wantedSearch({ typed: '', place, where: 'here', accounts: accountConfigs(), within: text });
}

/** The saved search one is in. */
export const savedHere = (): SavedSearch | null => savedIn(useSelection.getState().place, savedSearches());

/** Whether the place or the account that a saved search looks in is gone. */
export function looksNowhere({ scope }: SavedSearch): boolean {
  const { mailboxes, mailboxesLoaded, status } = useEngineState.getState();
  if (scope.kind === 'mailbox') return mailboxesLoaded && !mailboxes.some(({ id }) => id === scope.mailbox);
  if (scope.kind !== 'all' || scope.account === null || !status) return false;
  return !status.accounts.some(({ account }) => account.id === scope.account);
}

/** What is searched for where one is: what is typed, else what the saved search says that one is in. */
export function useSearchedText(): string {
  const text = useSelection((state) => state.text);
  const place = useSelection((state) => state.place);
  const all = useSavedSearches();
  return useMemo(() => (text === '' ? (savedIn(place, all)?.text ?? '') : text), [text, place, all]);
}

const FILTERS: Readonly<Record<keyof Filters, SearchNode>> = {
  unread: { kind: 'is', state: 'unread' },
  flagged: { kind: 'is', state: 'starred' },
  attachment: { kind: 'attachment' },
};

/** The search that is on show, to be saved: with the filters that are on. Null when nothing is searched for. */
export function searchToSave(): Pick<SavedSearch, 'text' | 'scope'> | null {
  const { place, text, filters } = useSelection.getState();
  if (place?.kind !== 'mail' || text.trim() === '') return null;
  const within = savedIn(place, savedSearches())?.text ?? '';
  const wanted = wantedSearch({
    typed: text,
    place,
    where: searchedIn(),
    accounts: accountConfigs(),
    within,
  });
  if (!wanted) return null;
  const on = Object.entries(FILTERS).filter(([key]) => filters[key as keyof Filters]);
  const parts = [...(wanted.isWithin ? [within] : []), text].map((part) => parseTyped(part).node);
  const whole = [...parts, ...on.map(([, node]) => node)];
  return {
    text: whole.length === 1 ? text.trim() : printSearch({ kind: 'and', all: whole }),
    scope: wanted.scope,
  };
}

export const canSaveMore = (): boolean => savedSearches().length < MAX_SAVED_SEARCHES;

const keep = (all: readonly SavedSearch[]): void => updateSettings({ savedSearches: [...all] });

/** Keeps a search: in the place of the one with its id, else as the last one. */
export function keepSearch(search: SavedSearch): void {
  const all = savedSearches();
  keep(
    all.some(({ id }) => id === search.id)
      ? all.map((one) => (one.id === search.id ? search : one))
      : [...all, search],
  );
}

/** @returns brings it back to where it was */
export function removeSearch(id: string): () => void {
  const all = savedSearches();
  const at = all.findIndex((one) => one.id === id);
  const gone = all[at];
  if (!gone) return () => undefined;
  keep(all.filter((one) => one !== gone));
  return () => {
    const now = savedSearches();
    keep([...now.slice(0, at), gone, ...now.slice(at)]);
  };
}

/** Whether it can go one up (−1) or down (1). */
export function canMoveSearch(id: string, by: -1 | 1): boolean {
  const all = savedSearches();
  const at = all.findIndex((one) => one.id === id);
  return at >= 0 && at + by >= 0 && at + by < all.length;
}

export function moveSearch(id: string, by: -1 | 1): void {
  const all = savedSearches();
  const beside = all[all.findIndex((one) => one.id === id) + by];
  if (canMoveSearch(id, by) && beside) placeSearch(id, beside.id);
}

/** Puts one where another is: that one and those between make room. */
export function placeSearch(id: string, where: string): void {
  const all = [...savedSearches()];
  const at = all.findIndex((one) => one.id === id);
  const to = all.findIndex((one) => one.id === where);
  const [one] = at < 0 || to < 0 || at === to ? [] : all.splice(at, 1);
  if (!one) return;
  all.splice(to, 0, one);
  keep(all);
}
