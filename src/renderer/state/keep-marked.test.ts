import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Flag } from '@shared/model/flags';
import type { MessageKey } from '@shared/model/ids';
import { startI18n } from '../i18n';
import { flag, targetKeys } from './actions';
import { follow } from './engine-state';
import { followList, useList } from './list';
import { selectAll } from './list-selection';
import { noFilters, useSelection } from './selection';
import { type FakeSession, fakeSession } from './testing/fake-session';

let session: FakeSession;
let stops: (() => void)[];

const start = async (inbox: number): Promise<void> => {
  session = fakeSession({ accounts: 1, inbox, settings: { threaded: false } });
  stops = [follow(session), followList(session)];
  useSelection.getState().go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
  await vi.waitFor(() => expect(rows()?.row(0)).toBeDefined());
};
const rows = () => useList.getState().window;
const keyAt = (index: number): MessageKey => {
  const key = rows()?.row(index)?.key;
  if (!key) throw new Error(`no row ${index}`);
  return key;
};
const marked = (): readonly MessageKey[] => [...useSelection.getState().selectedKeys];

beforeAll(() => startI18n('en'));
beforeEach(() => {
  useSelection.setState({ place: null, text: '', filters: noFilters, selectedKeys: new Set() });
  useList.setState({ window: null, error: null });
});
afterEach(() => {
  for (const stop of stops) stop();
  session.engine.close();
  session.view.close();
});

describe('a marked message that leaves the list', () => {
  it('is not marked any longer when another program moved it', async () => {
    await start(200);
    const [gone, stays] = [keyAt(1), keyAt(3)];
    useSelection.getState().select([gone, stays], 1);
    // As another program would: nothing here knows of it but through the store.
    session.world.act({ kind: 'archive' }, [gone]);
    await vi.waitFor(() => expect(marked()).toEqual([stays]));
    expect(targetKeys()).toEqual([stays]);
  });

  it('is not marked any longer when it was read in a list of unread ones', async () => {
    await start(200);
    useSelection.getState().filter({ ...noFilters, unread: true });
    await vi.waitFor(() => expect(rows()?.query.unread).toBe(true));
    const both = [keyAt(0), keyAt(2)];
    useSelection.getState().select(both, 0);
    flag('\\Seen', true, targetKeys());
    await vi.waitFor(() => expect(marked()).toEqual([]));
    for (const key of both) expect((session.world.byKey.get(key)?.flags ?? 0) & Flag.Seen).toBe(Flag.Seen);
  });

  it('is marked by its new key when it gets another one in the list', async () => {
    await start(200);
    const [renumbered, stays] = [keyAt(1), keyAt(3)];
    useSelection.getState().select([renumbered, stays], 1);
    const now = session.world.renumber(renumbered);
    await vi.waitFor(() => expect(marked()).toEqual([stays, now]));
    expect(rows()?.row(1)?.key).toBe(now);
  });

  it('leaves the others marked, also of very many, and what comes is not marked', async () => {
    await start(4500);
    const list = rows();
    if (!list) throw new Error('no list');
    selectAll(list);
    await vi.waitFor(() => expect(marked()).toHaveLength(4500));
    const last = marked().at(-1) as MessageKey;
    session.world.act({ kind: 'archive' }, [keyAt(0), last]);
    session.world.arrive('Another');
    await vi.waitFor(() => expect(marked()).toHaveLength(4498));
    expect(marked()).not.toContain(last);
  });
});
