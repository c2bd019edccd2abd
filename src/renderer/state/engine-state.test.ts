import { describe, expect, it, vi } from 'vitest';
import type { Operation } from '@shared/contract/operations';
import { type Session, startSession } from './connection';
import { follow, updateSettings, useEngineState, wholes } from './engine-state';

/** A session whose engine answers when the test says so. */
function slowSession() {
  /** Calls that wait, by method, oldest first. */
  const answers = new Map<string, ((value: unknown) => void)[]>();
  const listeners = new Map<string, (value: unknown) => void>();
  const api = new Proxy(
    {},
    {
      get: (_target, method: string) => () =>
        new Promise((resolve) => {
          answers.set(method, [...(answers.get(method) ?? []), resolve]);
        }),
    },
  );
  const client = (open: boolean, side: string) => ({
    api,
    on: (name: string, listener: (value: unknown) => void) => {
      listeners.set(`${side}${name}`, listener);
      return () => undefined;
    },
    onState: (listener: (state: string) => void) => {
      if (open) listener('open');
      return () => undefined;
    },
  });
  const session = { engine: client(true, ''), view: client(false, 'view.') } as unknown as Session;
  const answer = (values: Record<string, unknown>): Promise<void> => {
    for (const [method, value] of Object.entries(values)) answers.get(method)?.shift()?.(value);
    return new Promise((resolve) => setTimeout(resolve));
  };
  return { session, answer, emit: (name: string, value: unknown) => listeners.get(name)?.(value) };
}

const ALL = {
  status: { accounts: [], paused: false },
  settings: { threaded: false },
  operations: [{ id: 'a', seq: 1 }],
  drafts: [],
  templates: [],
  jobs: [],
  offlineStatus: { folders: [] },
  awayReport: null,
  mutes: [],
  snoozed: [],
};

describe('what the engine says', () => {
  it('of a synchronisation is drawn together with its counts, a few times a second, and at last as it is', async () => {
    const { session, answer, emit } = slowSession();
    const stop = follow(session);
    await answer({ ...ALL, outbox: [] });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
    vi.stubGlobal('cancelAnimationFrame', clearTimeout);
    try {
      const times = new Set<number>();
      const off = useEngineState.subscribe(() => times.add(performance.now()));
      emit('view.mailboxesChanged', { mailboxes: [{ id: 'm', total: 0 }] });
      for (let done = 1; done <= 75; done++) {
        emit('status', { accounts: [{ account: { id: 'a' }, progress: { done } }] });
        await vi.advanceTimersByTimeAsync(20);
        emit('view.mailboxesChanged', { mailboxes: [{ id: 'm', total: done }] });
        await vi.advanceTimersByTimeAsync(20);
      }
      // At first as it happens, then ever less often.
      expect(times.size).toBeLessThan(25);
      await vi.advanceTimersByTimeAsync(500);
      expect(useEngineState.getState()).toMatchObject({
        status: { accounts: [{ progress: { done: 75 } }] },
        mailboxes: [{ id: 'm', total: 75 }],
      });
      off();
    } finally {
      vi.useRealTimers();
      vi.unstubAllGlobals();
      stop();
    }
  });

  it('is shown in one step at the start, with what happened while it was read', async () => {
    const { session, answer, emit } = slowSession();
    const stop = follow(session);
    let steps = 0;
    const off = useEngineState.subscribe(() => steps++);
    await answer(ALL);
    emit('operations', { upsert: [{ id: 'b', seq: 2 }], remove: [] });
    expect(useEngineState.getState()).toMatchObject({ status: null, operations: [] });
    await answer({ outbox: [{ id: 'o' }] });
    expect(steps).toBe(1);
    expect(useEngineState.getState()).toMatchObject({
      settingsLoaded: true,
      operations: [{ id: 'a' }, { id: 'b' }],
      outbox: [{ id: 'o' }],
    });
    emit('operations', { upsert: [], remove: ['a'] });
    expect(useEngineState.getState().operations).toEqual([{ id: 'b', seq: 2 }]);
    off();
    stop();
  });
});

describe('settings', () => {
  it('show what was chosen last, whatever is told of the ones before', async () => {
    const { session, answer, emit } = slowSession();
    startSession(session);
    const stop = follow(session);
    await answer({ ...ALL, outbox: [] });
    const shown = (): unknown => useEngineState.getState().settings;
    updateSettings({ theme: 'dark' });
    updateSettings({ density: 'compact' });
    updateSettings({ theme: 'light' });
    const last = { theme: 'light', density: 'compact' };
    const dark = { threaded: false, theme: 'dark' };
    emit('settings', dark);
    await answer({ updateSettings: dark });
    expect(shown()).toMatchObject(last);
    // One that fails goes back alone.
    await answer({ updateSettings: Promise.reject(new Error('no room')) });
    expect(shown()).toEqual({ threaded: false, theme: 'light' });
    await answer({ updateSettings: { threaded: false, theme: 'light' } });
    expect(shown()).toEqual({ threaded: false, theme: 'light' });
    stop();
  });
});

describe('what was asked for', () => {
  const of = (id: string, partOf?: string) =>
    ({ id, ...(partOf !== undefined && { partOf }) }) as unknown as Operation;

  it('is listed without what another account does for it, which stands alone once that is gone', () => {
    const all = [of('move'), of('append', 'move'), of('star')];
    expect(wholes(all).map(({ id }) => id)).toEqual(['move', 'star']);
    expect(wholes(all.slice(1)).map(({ id }) => id)).toEqual(['append', 'star']);
  });
});
