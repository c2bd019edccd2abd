import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Flag } from '@shared/model/flags';
import { type MessageKey, messageKey, type MessageRef, parseMessageKey } from '@shared/model/ids';
import { startI18n } from '../i18n';
import { act, deleteMessages, takenBackElsewhere, targetKeys, toggleRead, toggleStar, undo } from './actions';
import { follow, useEngineState } from './engine-state';
import { moveTo, useList } from './list';
import { useSelection } from './selection';
import { type FakeSession, fakeSession } from './testing/fake-session';
import type { FakeEngineOptions } from './testing/fake-engine';
import { useToasts } from './toasts';
import { useUi } from './ui';
import { ViewWindow } from './view-window';

let session: FakeSession;
let stop: () => void;

const start = async (engine: FakeEngineOptions = {}): Promise<ViewWindow> => {
  session = fakeSession({ accounts: 1, inbox: 200 }, engine);
  stop = follow(session);
  useToasts.setState({ toasts: [] });
  const state = useSelection.getState();
  state.go({ kind: 'outbox' });
  state.go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
  const window = await ViewWindow.open(session.view, {
    scope: { kind: 'role', role: 'inbox' },
    text: '',
    unread: false,
    flagged: false,
    attachment: false,
    threaded: false,
    sort: 'newest',
  });
  useList.setState({ window, error: null });
  return window;
};
const toast = (): Promise<string> =>
  new Promise((resolve) => {
    const now = useToasts.getState().toasts.at(-1);
    if (now) resolve(now.text);
    else {
      const off = useToasts.subscribe(({ toasts }) => {
        const [shown] = toasts.slice(-1);
        if (!shown) return;
        off();
        resolve(shown.text);
      });
    }
  });

beforeAll(() => startI18n('en'));
afterEach(() => {
  stop();
  useList.setState({ window: null });
  session.engine.close();
  session.view.close();
});

describe('act', () => {
  it('marks the row and selects the next one in the same turn', async () => {
    const window = await start();
    moveTo(3, true);
    const row = window.row(3);
    const next = window.row(4);
    act({ kind: 'archive' }, targetKeys());
    expect(row && window.isLeaving(row)).toBe(true);
    expect(useSelection.getState().cursor?.row.key).toBe(next?.key);
    expect(useSelection.getState().openMessageKey).toBe(next?.key);
    expect(await toast()).toBe('Archived');
  });

  it('leaves a row where it stays listed: in a search that looks further than its place, among the unread ones', async () => {
    await start();
    for (const scope of [{ kind: 'all', account: null }, { kind: 'unread' }] as const) {
      const window = await ViewWindow.open(session.view, {
        ...(useList.getState().window as ViewWindow).query,
        scope,
      });
      useList.setState({ window });
      moveTo(1, false);
      const row = window.row(1);
      act({ kind: 'archive' }, targetKeys());
      expect(row && window.isLeaving(row)).toBe(false);
      expect(useSelection.getState().cursor?.row.key).toBe(row?.key);
      act({ kind: 'delete' }, targetKeys());
      expect(row && window.isLeaving(row)).toBe(true);
      expect(useSelection.getState().cursor?.row.key).not.toBe(row?.key);
    }
  });

  it('goes to the row before when the last one leaves', async () => {
    const window = await start();
    window.want(150, 200);
    while (!window.row(199) || !window.row(198)) await new Promise<void>((done) => window.subscribe(done));
    moveTo(199, false);
    act({ kind: 'delete' }, targetKeys());
    expect(useSelection.getState().cursor?.index).toBe(198);
  });

  it('stays where the last key sent it, also when an earlier one had to wait for its row', async () => {
    const window = await start();
    expect(window.row(199)).toBeUndefined();
    moveTo(199, false);
    moveTo(0, false);
    while (!window.row(199)) await new Promise<void>((done) => window.subscribe(done));
    expect(useSelection.getState().cursor?.index).toBe(0);
  });

  it('gets where it was sent, also when the list wants other rows meanwhile', async () => {
    const window = await start();
    expect(window.row(199)).toBeUndefined();
    moveTo(199, false);
    // What a list does that has not scrolled yet.
    window.want(0, 20);
    const off = window.subscribe(() => window.want(0, 20));
    await vi.waitFor(() => expect(useSelection.getState().cursor?.index).toBe(199));
    off();
  });

  it('skips over all the rows that leave together', async () => {
    const window = await start();
    moveTo(2, false);
    const keys = [2, 3, 4].flatMap((n) => window.row(n)?.threadKeys ?? []);
    useSelection.getState().select(keys, 2);
    act({ kind: 'archive' }, targetKeys());
    expect(useSelection.getState().cursor?.index).toBe(5);
    expect(useSelection.getState().selectedKeys.size).toBe(0);
    expect(await toast()).toBe('3 messages archived');
  });

  it('takes the last thing back', async () => {
    const window = await start();
    moveTo(0, false);
    const key = window.row(0)?.key;
    act({ kind: 'archive' }, targetKeys());
    await toast();
    useToasts.setState({ toasts: [] });
    undo();
    expect(await toast()).toBe('Taken back');
    expect(key && session.world.byKey.get(key)?.mailbox).toBe('mb-0-0');
  });

  it('takes back what was done last, also before the engine has answered', async () => {
    const window = await start();
    moveTo(0, false);
    const [first, second] = [window.row(0)?.key, window.row(1)?.key];
    act({ kind: 'archive' }, targetKeys());
    await toast();
    useToasts.setState({ toasts: [] });
    expect(useSelection.getState().cursor?.row.key).toBe(second);
    act({ kind: 'archive' }, targetKeys());
    undo();
    await vi.waitFor(() => expect(useToasts.getState().toasts.at(-1)?.text).toBe('Taken back'));
    const where = (key: MessageKey | undefined) => key && session.world.byKey.get(key)?.mailbox;
    expect(where(second)).toBe('mb-0-0');
    expect(where(first)).not.toBe('mb-0-0');
  });

  it('takes back the one before when the last thing was taken back in the list of changes', async () => {
    const window = await start();
    moveTo(0, false);
    const [first, second] = [window.row(0)?.key, window.row(1)?.key];
    act({ kind: 'archive' }, targetKeys());
    await toast();
    act({ kind: 'archive' }, targetKeys());
    await vi.waitFor(() => expect(session.world.undo.size).toBe(2));
    const group = [...session.world.undo.keys()].at(-1) ?? '';
    await session.engine.api.undo({ group });
    await takenBackElsewhere(group);
    const where = (key: MessageKey | undefined) => key && session.world.byKey.get(key)?.mailbox;
    expect([first, second].map(where)).toEqual([expect.not.stringMatching('mb-0-0'), 'mb-0-0']);
    undo();
    await vi.waitFor(() => expect(where(first)).toBe('mb-0-0'));
    // Then there is nothing left that was done here.
    useToasts.setState({ toasts: [] });
    undo();
    expect(await toast()).toBe('Nothing to take back.');
  });

  it('offers to take back the last thing, though an earlier undo is answered after it', async () => {
    let answer = (): void => undefined;
    await start({ undoWaits: new Promise<void>((resolve) => (answer = resolve)) });
    moveTo(0, false);
    act({ kind: 'archive' }, targetKeys());
    await toast();
    undo();
    useToasts.setState({ toasts: [] });
    act({ kind: 'delete' }, targetKeys());
    expect(await toast()).toBe('Moved to Trash');
    const archived = [...session.world.undo.keys()];
    answer();
    await vi.waitFor(() => expect([...session.world.undo.keys()]).not.toEqual(archived));
    await new Promise((resolve) => setTimeout(resolve));
    expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual(['Moved to Trash']);
  });

  it('says once that something could not be done, also when it was to be taken back', async () => {
    await start({ refuse: 'cache-full' });
    moveTo(1, false);
    act({ kind: 'archive' }, targetKeys());
    undo();
    await toast();
    await new Promise((resolve) => setTimeout(resolve));
    expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual([
      'That couldn’t be done. The disk is full.',
    ]);
  });

  it('shows the row again, and says why, when the engine would not have it', async () => {
    const window = await start({ refuse: 'cache-full' });
    moveTo(1, false);
    const row = window.row(1);
    act({ kind: 'archive' }, targetKeys());
    expect(await toast()).toBe('That couldn’t be done. The disk is full.');
    expect(row && window.isLeaving(row)).toBe(false);
  });

  it('stars and marks without a word', async () => {
    const window = await start();
    moveTo(0, false);
    const key = window.row(0)?.key;
    const message = key && session.world.byKey.get(key);
    if (!message) throw new Error('no message');
    const before = message.flags;
    toggleStar();
    toggleRead();
    await session.engine.api.status({});
    expect(message.flags).toBe(before ^ Flag.Flagged ^ Flag.Seen);
    expect(useToasts.getState().toasts).toEqual([]);
  });

  it('does nothing with nothing', async () => {
    await start();
    act({ kind: 'archive' }, []);
    expect(useEngineState.getState().operations).toEqual([]);
    expect(useToasts.getState().toasts).toEqual([]);
  });

  it('on very many messages reach the engine after the frame that shows them, and before what is done next', async () => {
    const window = await start();
    const told = vi.spyOn(session.engine.api, 'act');
    const first = window.row(0)?.key ?? ('' as MessageKey);
    const many = Array.from({ length: 3000 }, (_, i) => (i === 0 ? first : (`none/1/${i}` as MessageKey)));
    act({ kind: 'flag', add: ['\\Seen'], remove: [] }, many, { quiet: true });
    act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, [first], { quiet: true });
    expect((window.row(0)?.flags ?? 0) & (Flag.Seen | Flag.Flagged)).toBe(Flag.Flagged);
    expect(told).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    expect(told.mock.calls.map(([{ keys }]) => keys.length)).toEqual([3000, 1]);
  });
});

describe('deleting', () => {
  const asked = (): readonly MessageKey[] => {
    const { dialog, close } = useUi.getState();
    close();
    return dialog?.kind === 'destroy' ? dialog.keys : [];
  };

  it('goes to the trash where there is one, and asks before anything goes for good', async () => {
    const window = await start();
    const told = vi.spyOn(session.engine.api, 'act');
    const [one, two] = [window.row(0)?.key, window.row(1)?.key] as MessageKey[];
    if (!one || !two) throw new Error('no rows');
    deleteMessages([one]);
    expect(asked()).toEqual([]);
    expect(told).toHaveBeenLastCalledWith({ action: { kind: 'delete' }, keys: [one] });

    // Of an account without a trash nothing is deleted by a slip of the hand.
    const { mailboxes } = useEngineState.getState();
    useEngineState.setState({ mailboxes: mailboxes.filter(({ role }) => role !== 'trash') });
    deleteMessages([two]);
    expect(asked()).toEqual([two]);

    const inTrash = {
      ...parseMessageKey(two),
      mailbox: mailboxes.find(({ role }) => role === 'trash')?.id ?? '',
    };
    useEngineState.setState({ mailboxes });
    const gone = messageKey(inTrash as MessageRef);
    deleteMessages([two, gone]);
    expect(asked()).toEqual([gone]);
    expect(told.mock.calls.map(([{ keys }]) => keys)).toEqual([[one], [two]]);
  });

  it('asks in the trash for whatever shows there, also for what is still on its way into it', async () => {
    const window = await start();
    const told = vi.spyOn(session.engine.api, 'act');
    const [one] = [window.row(0)?.key] as MessageKey[];
    if (!one) throw new Error('no rows');
    useSelection.getState().go({ kind: 'mail', scope: { kind: 'role', role: 'trash' } });
    deleteMessages([one]);
    expect(asked()).toEqual([one]);
    expect(told).not.toHaveBeenCalled();
  });
});
