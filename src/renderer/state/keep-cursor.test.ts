import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startI18n } from '../i18n';
import { act, flag, targetKeys, toggleRead } from './actions';
import { follow } from './engine-state';
import { cursorSpot, indexFrom, keepCursor } from './keep-cursor';
import { moveTo, useList } from './list';
import { useSelection } from './selection';
import { type FakeSession, fakeSession } from './testing/fake-session';
import { ViewWindow } from './view-window';

let session: FakeSession;
let stop: () => void;
let view: ViewWindow;

/** A list of unread messages, kept as the list keeps it. */
beforeEach(async () => {
  session = fakeSession({ accounts: 1, inbox: 200 });
  stop = follow(session);
  useSelection.getState().go({ kind: 'outbox' });
  useSelection.getState().go({ kind: 'mail', scope: { kind: 'unread' } });
  view = await ViewWindow.open(session.view, {
    scope: { kind: 'unread' },
    text: '',
    unread: false,
    flagged: false,
    attachment: false,
    threaded: false,
    sort: 'newest',
  });
  view.spots = () => ({ anchor: null, cursor: cursorSpot() });
  view.onShift = ({ cursor }) => {
    if (cursor !== null) keepCursor(view, cursor);
  };
  useList.setState({ window: view, error: null });
});
beforeAll(() => startI18n('en'));
afterEach(() => {
  stop();
  useList.setState({ window: null });
  session.engine.close();
  session.view.close();
});

const keyAt = (index: number) => {
  const row = view.row(index);
  if (!row) throw new Error(`no row ${index}`);
  return row.key;
};
const cursor = () => useSelection.getState().cursor;
/** Until the store shows it. */
const shows = (total: number) => vi.waitFor(() => expect(view.total).toBe(total));

describe('the cursor in a list that what is read leaves', () => {
  it('stays with the message that is read: what is done goes to what is seen', async () => {
    const [first, second] = [keyAt(0), keyAt(1)];
    const total = view.total;
    moveTo(0, true);
    flag('\\Seen', true, targetKeys());
    await shows(total - 1);
    expect(keyAt(0)).toBe(second);
    expect(useSelection.getState().openMessageKey).toBe(first);
    expect(targetKeys()).toEqual([first]);
  });

  it('goes on with the next message, and skips none', async () => {
    const wanted = [keyAt(0), keyAt(1), keyAt(2)];
    const total = view.total;
    for (const [n, key] of wanted.entries()) {
      moveTo(indexFrom(1), true);
      expect(useSelection.getState().openMessageKey).toBe(key);
      flag('\\Seen', true, targetKeys());
      await shows(total - n - 1);
    }
  });

  it('goes on from the same place also when mail came meanwhile, and after the message went', async () => {
    moveTo(3, true);
    const [next, after] = [keyAt(4), keyAt(5)];
    const total = view.total;
    flag('\\Seen', true, targetKeys());
    await shows(total - 1);
    // Another came above it.
    session.world.arrive('Another');
    await shows(total);
    expect(cursor()?.row.key).not.toBe(next);
    expect(keyAt(indexFrom(1))).toBe(next);
    act({ kind: 'archive' }, targetKeys());
    expect(useSelection.getState().openMessageKey).toBe(next);
    moveTo(indexFrom(1), true);
    expect(useSelection.getState().openMessageKey).toBe(after);
  });

  it('is in the list again when the message is', async () => {
    moveTo(2, true);
    const key = keyAt(2);
    const total = view.total;
    flag('\\Seen', true, targetKeys());
    await shows(total - 1);
    toggleRead();
    await shows(total);
    expect(cursor()).toMatchObject({ index: 2, row: { key } });
    expect(cursor()?.left).toBeUndefined();
  });

  it('is the next row’s when nobody reads the message', async () => {
    moveTo(0, false);
    const second = keyAt(1);
    const total = view.total;
    flag('\\Seen', true, targetKeys());
    await shows(total - 1);
    expect(cursor()).toMatchObject({ index: 0, row: { key: second } });
  });
});
