import { afterEach, describe, expect, it, vi } from 'vitest';
import { Flag } from '@shared/model/flags';
import type { MessageKey } from '@shared/model/ids';
import type { ViewQuery } from '@shared/contract/view-api';
import { type FakeSession, fakeSession } from './testing/fake-session';
import { CHUNK, ViewWindow } from './view-window';

const inbox: ViewQuery = {
  scope: { kind: 'role', role: 'inbox' },
  text: '',
  unread: false,
  flagged: false,
  attachment: false,
  threaded: false,
  sort: 'newest',
};

let session: FakeSession;
const open = async (count: number, query: Partial<ViewQuery> = {}): Promise<ViewWindow> => {
  session = fakeSession({ accounts: 1, inbox: count });
  return ViewWindow.open(session.view, { ...inbox, ...query });
};
afterEach(() => {
  session.engine.close();
  session.view.close();
});

const changed = (window: ViewWindow): Promise<void> =>
  new Promise((resolve) => {
    const off = window.subscribe(() => {
      off();
      resolve();
    });
  });
const until = async (window: ViewWindow, done: () => boolean): Promise<void> => {
  while (!done()) await changed(window);
};

describe('ViewWindow', () => {
  it('has its first rows when it opens, and the count of all', async () => {
    const window = await open(1000);
    expect(window.total).toBe(1000);
    expect(window.row(0)?.key).toBe('mb-0-0/1/1000');
    expect(window.row(CHUNK)).toBeUndefined();
  });

  it('reads what is wanted and its neighbours, and no more', async () => {
    const window = await open(5000);
    window.want(2000, 2020);
    await until(window, () => window.row(2019) !== undefined && window.row(1985) !== undefined);
    expect(window.row(2000)?.ref.uid).toBe(3000);
    expect(window.row(1000)).toBeUndefined();
    expect(window.row(4000)).toBeUndefined();
  });

  it('reads what is in sight before what is beside it, also after one leap too many', async () => {
    const window = await open(5000);
    const asked: number[] = [];
    const rows = session.view.api.rows;
    vi.spyOn(session.view.api, 'rows').mockImplementation((params) => {
      asked.push(params.from / CHUNK);
      return rows(params);
    });
    window.want(1200, 1220);
    window.want(2400, 2420);
    expect(asked).toEqual([20, 40]);
    await until(window, () => window.row(2400) !== undefined && window.row(2390) !== undefined);
    expect(asked).toEqual([20, 40, 39]);
    expect(window.row(1190)).toBeUndefined();
  });

  it('keeps old rows on show until newer ones are here, then changes rows, count and cursor in one step', async () => {
    const window = await open(300);
    const cursorRow = window.row(5);
    const shifts: unknown[] = [];
    window.spots = () => ({
      anchor: { key: window.row(2)?.key as MessageKey, index: 2 },
      cursor: { key: cursorRow?.key as MessageKey, index: 5 },
    });
    window.onShift = (shift) => shifts.push(shift);
    session.world.arrive('New');
    expect(window.row(5)).toBe(cursorRow);
    expect(window.total).toBe(300);
    await until(window, () => window.total === 301);
    expect(shifts).toEqual([{ anchorBy: 1, cursor: 6 }]);
    expect(window.row(0)?.subject).toBe('New');
    expect(window.row(6)?.key).toBe(cursorRow?.key);
  });

  it('leaves the cursor on the row that it went to while newer rows were read', async () => {
    const window = await open(300);
    const spot = (index: number) => ({ key: window.row(index)?.key as MessageKey, index });
    let cursor = spot(50);
    const shifts: unknown[] = [];
    window.spots = () => ({ anchor: null, cursor });
    window.onShift = (shift) => shifts.push(shift);
    session.world.arrive('New');
    window.refresh();
    cursor = spot(0); // End, Home: the second key is pressed while the first one's rows are on their way.
    await until(window, () => window.total === 301);
    expect(shifts).toEqual([{ anchorBy: 0, cursor: 1 }]);
  });

  it('finds its rows again after hundreds came above them', async () => {
    const window = await open(2000);
    window.want(600, 620);
    await until(window, () => window.row(600) !== undefined && window.row(640) !== undefined);
    const anchor = window.row(600);
    // As the list does: the anchor stays in sight, so the visible range moves with it.
    let index = 600;
    window.spots = () => ({ anchor: { key: anchor?.key as MessageKey, index }, cursor: null });
    window.onShift = ({ anchorBy }) => {
      expect(window.row(index + anchorBy)?.key).toBe(anchor?.key);
      index += anchorBy;
      window.want(index, index + 20);
    };
    for (let i = 0; i < 150; i++) session.world.arrive(`New ${i}`);
    await until(window, () => index === 750);
    expect(window.total).toBe(2150);
  });

  it('shows a mark at once, and the store’s answer after it', async () => {
    const window = await open(100);
    const row = window.row(0);
    if (!row) throw new Error('no row');
    const star = (row.flags & Flag.Flagged) === 0;
    const settle = window.mark(
      [row.key],
      star
        ? { kind: 'flags', add: Flag.Flagged, remove: 0 }
        : { kind: 'flags', add: 0, remove: Flag.Flagged },
    );
    expect(((window.row(0)?.flags ?? 0) & Flag.Flagged) !== 0).toBe(star);
    expect(window.row(0)).toBe(window.row(0));
    session.world.act({ kind: 'flag', add: star ? ['\\Flagged'] : [], remove: star ? [] : ['\\Flagged'] }, [
      row.key,
    ]);
    settle(true);
    await until(window, () => window.version > 1);
    expect(((window.row(0)?.flags ?? 0) & Flag.Flagged) !== 0).toBe(star);
  });

  it('takes a mark back when the engine would not have it', async () => {
    const window = await open(100);
    const row = window.row(3);
    if (!row) throw new Error('no row');
    const settle = window.mark(row.threadKeys, { kind: 'leaving' });
    expect(window.isLeaving(row)).toBe(true);
    settle(false);
    expect(window.isLeaving(row)).toBe(false);
  });

  it('says when the cursor’s row left', async () => {
    const window = await open(100);
    const key = window.row(4)?.key as MessageKey;
    let cursor: number | null = null;
    window.spots = () => ({ anchor: null, cursor: { key, index: 4 } });
    window.onShift = (shift) => {
      cursor = shift.cursor;
    };
    session.world.act({ kind: 'archive' }, [key]);
    await until(window, () => window.total === 99);
    expect(cursor).toBe(-1);
  });

  it('stops listening and asking when closed', async () => {
    const window = await open(100);
    window.close();
    session.world.arrive('Late');
    await session.view.api.status({});
    expect(window.total).toBe(100);
  });
});
