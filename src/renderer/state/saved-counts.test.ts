import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Flag } from '@shared/model/flags';
import { startI18n } from '../i18n';
import { flag } from './actions';
import { follow } from './engine-state';
import { followPlace } from './first-place';
import { followList, useList } from './list';
import { followSavedCounts, useSavedCounts } from './saved-counts';
import { keepSearch, removeSearch } from './saved-searches';
import { noFilters, useSelection } from './selection';
import { type FakeSession, fakeSession } from './testing/fake-session';

const everywhere = { kind: 'all', account: null } as const;
let session: FakeSession;
let stops: (() => void)[];

beforeAll(() => startI18n('en'));
beforeEach(() => {
  useSelection.setState({ place: null, text: '', filters: noFilters });
  useList.setState({ window: null, error: null });
  useSavedCounts.setState(new Map(), true);
  session = fakeSession({ accounts: 1, inbox: 200 });
  stops = [follow(session), followPlace(), followList(session), followSavedCounts(session, 0)];
});
afterEach(() => {
  for (const stop of stops) stop();
  session.engine.close();
  session.view.close();
});

it('counts what is unread of each saved search, follows it, and forgets what is removed', async () => {
  const inbox = session.world.mailboxes.find(({ role }) => role === 'inbox')?.id;
  const { messages } = session.world;
  const sender = messages.find(({ mailbox, flags }) => mailbox === inbox && (flags & Flag.Seen) === 0)
    ?.from[0];
  const text = sender?.address ?? '';
  keepSearch({ id: 'one', name: 'One', text, scope: everywhere });
  keepSearch({ id: 'two', name: 'Two', text: 'nothing-that-is-there', scope: everywhere });
  const unread = () =>
    messages.filter(
      ({ from, to, flags, mailbox }) =>
        (flags & Flag.Seen) === 0 &&
        !['junk', 'trash'].includes(session.world.mailboxes.find(({ id }) => id === mailbox)?.role ?? '') &&
        [...from, ...to].some(({ address }) => address === text),
    );
  await vi.waitFor(() => expect(useSavedCounts.getState().get('two')).toBe(0));
  expect(unread().length).toBeGreaterThan(0);
  await vi.waitFor(() => expect(useSavedCounts.getState().get('one')).toBe(unread().length));
  const before = unread().length;
  const [first] = unread();
  if (first) flag('\\Seen', true, [first.key]);
  await vi.waitFor(() => expect(useSavedCounts.getState().get('one')).toBe(before - 1));
  removeSearch('one');
  await vi.waitFor(() => expect([...useSavedCounts.getState().keys()]).toEqual(['two']));
});
