import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RpcError } from '@shared/rpc/wire';
import { startI18n } from '../i18n';
import { follow, useEngineState } from './engine-state';
import { followPlace } from './first-place';
import { followList, useList } from './list';
import { noFilters, useSelection } from './selection';
import { type FakeSession, fakeSession } from './testing/fake-session';
import type { WorldOptions } from './testing/fake-world';

let session: FakeSession;
let stops: (() => void)[];

const start = (world: WorldOptions, storeDelayMs = 0): void => {
  session = fakeSession(world, { storeDelayMs });
  stops = [follow(session), followPlace(), followList(session)];
};
const shown = () => useList.getState().window;

beforeAll(() => startI18n('en'));
beforeEach(() => {
  useSelection.setState({ place: null, text: '', filters: noFilters });
  useList.setState({ window: null, error: null });
});
afterEach(() => {
  for (const stop of stops) stop();
  session.engine.close();
  session.view.close();
});

describe('the list', () => {
  it('is on its way before anything is drawn: the inbox of one account, all inboxes of several', async () => {
    start({ accounts: 1, inbox: 200, settings: { threaded: false } });
    await vi.waitFor(() => expect(shown()?.row(0)).toBeDefined());
    const inbox = useEngineState.getState().mailboxes.find(({ role }) => role === 'inbox');
    expect(shown()?.query).toMatchObject({
      scope: { kind: 'mailbox', mailbox: inbox?.id },
      threaded: false,
    });
    for (const stop of stops) stop();
    session.engine.close();
    session.view.close();
    useSelection.setState({ place: null });
    useList.setState({ window: null });
    start({ accounts: 2, inbox: 200, settings: { threaded: true } });
    await vi.waitFor(() => expect(shown()?.row(0)).toBeDefined());
    expect(shown()?.query).toMatchObject({ scope: { kind: 'role', role: 'inbox' }, threaded: true });
  });

  it('that could not be opened is opened when one tries again', async () => {
    start({ accounts: 1, inbox: 200 });
    await vi.waitFor(() => expect(shown()?.row(0)).toBeDefined());
    vi.spyOn(session.view.api, 'open').mockRejectedValueOnce(new Error('the disk does not answer'));
    useSelection.getState().filter({ ...noFilters, flagged: true });
    await vi.waitFor(() => expect(useList.getState().error).not.toBeNull());
    useList.getState().retry();
    await vi.waitFor(() => expect(useList.getState().error).toBeNull());
    expect(shown()?.query.flagged).toBe(true);
  });

  it('stands until the next one is here, and only what was asked for last is shown', async () => {
    start({ accounts: 1, inbox: 200 }, 10);
    await vi.waitFor(() => expect(shown()).not.toBeNull());
    const first = shown();
    const { search } = useSelection.getState();
    search('a');
    search('an');
    expect(shown()).toBe(first);
    await vi.waitFor(() => expect(shown()?.query.text).toBe('an'));
    expect(first?.closed).toBe(true);
    search('');
    await vi.waitFor(() => expect(shown()?.query.text).toBe(''));
  });

  it('stays as it is while the outbox is looked at', async () => {
    start({ accounts: 1, inbox: 200 });
    await vi.waitFor(() => expect(shown()).not.toBeNull());
    const before = shown();
    useSelection.getState().go({ kind: 'outbox' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(shown()).toBe(before);
    expect(before?.closed).toBe(false);
  });

  it('leaves a mailbox that is gone', async () => {
    start({ accounts: 1, inbox: 200 });
    await vi.waitFor(() => expect(shown()).not.toBeNull());
    const { mailboxes } = useEngineState.getState();
    const other = mailboxes.find(({ role }) => role === 'sent');
    if (!other) throw new Error('no Sent in the fake world');
    useSelection.getState().go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: other.id } });
    useEngineState.setState({ mailboxes: mailboxes.filter(({ id }) => id !== other.id) });
    const inbox = mailboxes.find(({ role }) => role === 'inbox');
    await vi.waitFor(() => expect(shown()?.query.scope).toEqual({ kind: 'mailbox', mailbox: inbox?.id }));
  });

  it('is made anew at midnight where the search says how long ago, and only there', async () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 27, 23, 55), toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    try {
      start({ accounts: 1, inbox: 200 });
      await vi.waitFor(() => expect(shown()).not.toBeNull());
      useSelection.getState().search('newer_than:7d');
      await vi.waitFor(() => expect(shown()?.query.text).toBe('newer_than:7d'));
      const before = shown();
      await vi.advanceTimersByTimeAsync(10 * 60_000);
      await vi.waitFor(() => expect(shown()).not.toBe(before));
      expect(shown()?.query.text).toBe('newer_than:7d');
      expect(before?.closed).toBe(true);
      useSelection.getState().search('after:2026-11-20');
      await vi.waitFor(() => expect(shown()?.query.text).toBe('after:2026-11-20'));
      const fixed = shown();
      await vi.advanceTimersByTimeAsync(25 * 3_600_000);
      expect(shown()).toBe(fixed);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that a closing port left unopened is asked for once more', async () => {
    start({ accounts: 1, inbox: 200 });
    await vi.waitFor(() => expect(shown()).not.toBeNull());
    vi.spyOn(session.view.api, 'open').mockRejectedValueOnce(new RpcError('closed', 'view: not connected'));
    useSelection.getState().filter({ ...noFilters, flagged: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(useList.getState().error).toBeNull();
    expect(shown()?.query.flagged).toBe(false);
    // Whatever is told next is the occasion.
    useEngineState.setState({});
    await vi.waitFor(() => expect(shown()?.query.flagged).toBe(true));
  });
});
