import { beforeEach, describe, expect, it } from 'vitest';
import type { DraftId, MessageKey } from '@shared/model/ids';
import { mailboxScope, sameScope, useSelection } from './selection';

const key = (n: number): MessageKey => `mb/1/${n}` as MessageKey;
const state = () => useSelection.getState();

beforeEach(() => {
  state().go({ kind: 'outbox' });
  state().go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
});

describe('selection', () => {
  it('toggles a whole thread: on unless all of it is on', () => {
    state().select([key(1)], 0);
    state().toggle([key(1), key(2)], 3);
    expect([...state().selectedKeys]).toEqual([key(1), key(2)]);
    expect(state().anchor).toBe(3);
    state().toggle([key(1), key(2)], 3);
    expect(state().selectedKeys.size).toBe(0);
  });

  it('brings a draft up that was put out of the way, whoever opens it', () => {
    const two = 'two' as DraftId;
    state().openComposer('one' as DraftId);
    state().openComposer(two);
    state().minimiseComposer(two);
    expect([...state().minimised]).toEqual([two]);
    state().openComposer(two);
    expect(state().minimised.size).toBe(0);
    state().minimiseComposer(two);
    state().closeComposer(two);
    expect(state()).toMatchObject({ composers: ['one'], minimised: new Set() });
    state().closeComposer('one' as DraftId);
  });

  it('drops what belongs to the place left, and nothing when one stays', () => {
    state().open({ key: key(1), threadKeys: [key(1)] });
    state().select([key(1)], 0);
    state().search('lunch');
    state().go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
    expect(state()).toMatchObject({ text: '', openMessageKey: key(1) });
    state().go({ kind: 'mail', scope: { kind: 'flagged' } });
    expect(state()).toMatchObject({ openMessageKey: null, cursor: null });
    expect(state().selectedKeys.size).toBe(0);
  });

  it('forgets marks when the rows shown change under them', () => {
    state().select([key(1)], 0);
    state().search('x');
    expect(state().selectedKeys.size).toBe(0);
    state().select([key(1)], 0);
    state().filter({ unread: true, flagged: false, attachment: false });
    expect(state().selectedKeys.size).toBe(0);
  });

  it('searches everything from the Outbox, and is there again when the search ends', () => {
    state().go({ kind: 'outbox' });
    state().search('l');
    state().search('lunch');
    expect(state().place).toEqual({ kind: 'mail', scope: { kind: 'all', account: null } });
    state().search('');
    expect(state().place).toEqual({ kind: 'outbox' });
  });

  it('keeps each composer once, the last opened in front', () => {
    const [a, b] = ['a', 'b'] as DraftId[];
    if (!a || !b) throw new Error();
    state().openComposer(a);
    state().openComposer(b);
    state().openComposer(a);
    expect(state().composers).toEqual([b, a]);
    state().closeComposer(a);
    state().closeComposer(b);
    expect(state().composers).toEqual([]);
  });

  it('tells places apart', () => {
    expect(sameScope(mailboxScope('a' as never), mailboxScope('a' as never))).toBe(true);
    expect(sameScope(mailboxScope('a' as never), mailboxScope('b' as never))).toBe(false);
    expect(sameScope({ kind: 'flagged' }, { kind: 'unread' })).toBe(false);
  });
});
