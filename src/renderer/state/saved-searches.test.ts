import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { savedSearches as savedSchema } from '@shared/contract/saved-search';
import { startI18n } from '../i18n';
import { follow, useEngineState } from './engine-state';
import { followPlace } from './first-place';
import { followList, useList } from './list';
import {
  keepSearch,
  moveSearch,
  placeSearch,
  placeOfSearch,
  removeSearch,
  savedSearches,
  searchToSave,
} from './saved-searches';
import { noFilters, useSelection } from './selection';
import { type FakeSession, fakeSession } from './testing/fake-session';

const everywhere = { kind: 'all', account: null } as const;
const search = (id: string, text = 'invoice') => ({ id, name: id.toUpperCase(), text, scope: everywhere });

let session: FakeSession;
let stops: (() => void)[];

beforeAll(() => startI18n('en'));
beforeEach(async () => {
  useSelection.setState({ place: null, text: '', filters: noFilters });
  useList.setState({ window: null, error: null });
  session = fakeSession({ accounts: 1, inbox: 200 });
  stops = [follow(session), followPlace(), followList(session)];
  await vi.waitFor(() => expect(useList.getState().window).not.toBeNull());
});
afterEach(() => {
  for (const stop of stops) stop();
  session.engine.close();
  session.view.close();
});

const ids = (): string[] => savedSearches().map(({ id }) => id);

describe('saved searches', () => {
  it('are kept in order, change in their place, and are the engine’s', async () => {
    for (const id of ['a', 'b', 'c']) keepSearch(search(id));
    keepSearch({ ...search('b'), name: 'Other' });
    expect(savedSearches().map(({ name }) => name)).toEqual(['A', 'Other', 'C']);
    await vi.waitFor(() => expect(session.world.settings.savedSearches).toEqual(savedSearches()));
  });

  it('move by one, not beyond the ends, also many times at once', async () => {
    for (const id of ['a', 'b', 'c']) keepSearch(search(id));
    moveSearch('a', -1);
    moveSearch('c', 1);
    expect(ids()).toEqual(['a', 'b', 'c']);
    moveSearch('c', -1);
    moveSearch('c', -1);
    moveSearch('a', 1);
    expect(ids()).toEqual(['c', 'b', 'a']);
    await vi.waitFor(() => expect(session.world.settings.savedSearches.map(({ id }) => id)).toEqual(ids()));
    expect(ids()).toEqual(['c', 'b', 'a']);
  });

  it('go where another one is, and those between make room', async () => {
    for (const id of ['a', 'b', 'c', 'd']) keepSearch(search(id));
    placeSearch('a', 'c');
    expect(ids()).toEqual(['b', 'c', 'a', 'd']);
    placeSearch('d', 'b');
    expect(ids()).toEqual(['d', 'b', 'c', 'a']);
    placeSearch('d', 'd');
    placeSearch('none', 'b');
    placeSearch('b', 'none');
    expect(ids()).toEqual(['d', 'b', 'c', 'a']);
    await vi.waitFor(() => expect(session.world.settings.savedSearches.map(({ id }) => id)).toEqual(ids()));
  });

  it('come back to where they were when one is removed by mistake', () => {
    for (const id of ['a', 'b', 'c']) keepSearch(search(id));
    const bringBack = removeSearch('b');
    expect(ids()).toEqual(['a', 'c']);
    bringBack();
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  it('open as a folder does, and one that is removed is left', async () => {
    keepSearch(search('a', 'lantern'));
    useSelection.getState().go(placeOfSearch(search('a')));
    await vi.waitFor(() => expect(useList.getState().window?.query.text).toBe('lantern'));
    expect(useList.getState().window?.query).toMatchObject({ scope: everywhere, threaded: false });
    removeSearch('a');
    await vi.waitFor(() => expect(useList.getState().window?.query.text).toBe(''));
    expect(useSelection.getState().place).not.toHaveProperty('saved');
  });

  it('are searched in by what is typed there, where that is asked for', async () => {
    keepSearch(search('a', 'lantern OR harbour'));
    useSelection.getState().go(placeOfSearch(search('a')));
    useSelection.getState().search('anna');
    await vi.waitFor(() => expect(useList.getState().window?.query.text).toBe('anna'));
    const { settings } = useEngineState.getState();
    useEngineState.setState({ settings: { ...settings, ui: { ...settings.ui, searchIn: 'here' } } });
    await vi.waitFor(() => expect(useList.getState().window?.query.text).toBe('lantern OR harbour anna'));
  });
});

describe('the search to be saved', () => {
  it('is what is typed, as it is typed', () => {
    useSelection.getState().search('from:me invoice ');
    expect(searchToSave()).toEqual({ text: 'from:me invoice', scope: everywhere });
  });

  it('has the filters that are on', () => {
    useSelection.getState().search('invoice OR bill');
    useSelection.getState().filter({ ...noFilters, unread: true, attachment: true });
    expect(searchToSave()?.text).toBe('invoice OR bill is:unread has:attachment');
  });

  it('has the saved search that it looks in', () => {
    keepSearch(search('a', 'invoice'));
    useSelection.getState().go(placeOfSearch(search('a')));
    const { settings } = useEngineState.getState();
    useEngineState.setState({ settings: { ...settings, ui: { ...settings.ui, searchIn: 'here' } } });
    useSelection.getState().search('anna');
    expect(searchToSave()?.text).toBe('invoice anna');
  });

  it('is none where nothing is asked for', () => {
    expect(searchToSave()).toBeNull();
    useSelection.getState().search('from:');
    expect(searchToSave()).toBeNull();
  });
});

describe('what is kept of them', () => {
  it('loses none with one that cannot be read', () => {
    const other = { ...search('b'), scope: { kind: 'moon' } };
    expect(savedSchema.parse([search('a'), other, search('c')]).map(({ id }) => id)).toEqual(['a', 'c']);
  });
});
