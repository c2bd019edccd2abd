import { describe, expect, it } from 'vitest';
import { viewQuery, type ViewQuery } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { batch, box, gone, key, mailbox, mailboxes, messages, range } from './test-facts';
import { keysOf, LIST, query, world } from './test-world';

const everything = (more: Partial<ViewQuery> = {}): ViewQuery =>
  viewQuery.parse({ scope: { kind: 'all', account: null }, threaded: false, ...more });
const GMAIL = [
  mailbox('inbox', 'inbox', { label: true }),
  mailbox('all', 'all', { label: true }),
  mailbox('work', null, { label: true }),
  mailbox('trash', 'trash', { label: true }),
];
const at = (uid: number, id: string, more = {}) => ({ uid, id, date: 60_000 * Number(id.slice(1)), ...more });

describe('a message in several mailboxes', () => {
  it('is listed once over several mailboxes, by the copy people think of first, and found by any', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(GMAIL),
        messages('all', [at(11, 'm1'), at(12, 'm2'), at(13, 'm3')]),
        messages('inbox', [at(1, 'm1'), at(3, 'm3')]),
        messages('work', [at(7, 'm3')]),
      ]),
    );
    expect(await keysOf(w, everything())).toEqual([key('inbox', 3), key('all', 12), key('inbox', 1)]);
    const { view } = await w.ui.api.open({ query: everything() });
    expect(await w.ui.api.locate({ view, key: key('work', 7) })).toMatchObject({ index: 0 });
    expect(await w.ui.api.locate({ view, key: key('all', 11) })).toMatchObject({ index: 2 });
    // Archived: the inbox label goes, All Mail's copy stands in.
    await w.engine.api.apply(batch(2, [gone('inbox', [1])]));
    expect((await w.ui.api.rows({ view, from: 0, to: 9 })).rows.map((row) => row.key)).toEqual([
      key('inbox', 3),
      key('all', 12),
      key('all', 11),
    ]);
  });

  it('is counted once, and only where it fits', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(GMAIL),
        messages('all', [at(11, 'm1', { flags: Flag.Flagged }), at(12, 'm2')]),
        messages('inbox', [at(1, 'm1', { flags: Flag.Flagged })]),
      ]),
    );
    const unread = await w.ui.api.open({ query: everything({ unread: true, threaded: true }) });
    expect(unread).toMatchObject({ total: 2, unread: 2 });
    const starred = await w.ui.api.open({ query: viewQuery.parse({ scope: { kind: 'flagged' } }) });
    expect(starred.total).toBe(1);
  });

  it('shows its other labels, All Mail not among them', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(GMAIL),
        messages('all', [at(13, 'm3')]),
        messages('inbox', [at(3, 'm3')]),
        messages('work', [at(7, 'm3')]),
      ]),
    );
    const { view } = await w.ui.api.open({ query: query('inbox') });
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 9 });
    expect(rows.map((row) => row.labels)).toEqual([[{ mailbox: box('work'), key: key('work', 7) }]]);
    const detail = await w.ui.api.message({ key: key('work', 7) });
    expect(detail?.labels).toEqual([{ mailbox: box('inbox'), key: key('inbox', 3) }]);
  });

  it('stays two messages in one mailbox, without a Message-ID, of another size, and in another account', async () => {
    const w = await world();
    const other = { account: 'acc2' as never };
    const many = messages('work', [at(5, 'm5'), { uid: 6, date: 60_000 }]);
    many.sizes[0] = 999;
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        mailboxes([mailbox('inbox2', 'inbox', other)], other.account),
        messages('inbox', [at(1, 'm5'), at(2, 'm5'), { uid: 4, date: 60_000 }]),
        many,
        messages('inbox2', [at(9, 'm5')]),
      ]),
    );
    expect(await keysOf(w, query('inbox'))).toHaveLength(3);
    expect((await keysOf(w, everything())).sort()).toEqual(
      [1, 2, 4]
        .map((n) => key('inbox', n))
        .concat(key('inbox2', 9), key('work', 5), key('work', 6))
        .sort(),
    );
  });
});

describe('threads that lose a message', () => {
  it('fall apart when what linked them is gone, and not before', async () => {
    const w = await world();
    const threaded = query('inbox', { threaded: true });
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, id: 'a' },
          { uid: 2, id: 'b', refs: ['a'] },
          { uid: 3, id: 'c', refs: ['b'] },
          { uid: 4, id: 'd', refs: ['b', 'c'] },
          ...range(10, 12),
        ]),
      ]),
    );
    const { view, total } = await w.ui.api.open({ query: threaded });
    expect(total).toBe(4);
    await w.engine.api.apply(batch(2, [gone('inbox', [2])]));
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 9 });
    expect(rows.map((row) => row.threadKeys)).toEqual([
      [key('inbox', 12)],
      [key('inbox', 11)],
      [key('inbox', 10)],
      [key('inbox', 3), key('inbox', 4)],
      [key('inbox', 1)],
    ]);
  });

  it('stay together over a parent that nobody has', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, id: 'a' },
          { uid: 2, id: 'b', refs: ['a'] },
          { uid: 3, id: 'c', refs: ['a'] },
        ]),
      ]),
    );
    const { view } = await w.ui.api.open({ query: query('inbox', { threaded: true }) });
    await w.engine.api.apply(batch(2, [gone('inbox', [1])]));
    expect((await w.ui.api.rows({ view, from: 0, to: 9 })).rows[0]?.threadKeys).toHaveLength(2);
  });

  it('tell how many of them are starred', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, id: 'a', flags: Flag.Flagged },
          { uid: 2, id: 'b', refs: ['a'] },
        ]),
      ]),
    );
    const { view } = await w.ui.api.open({ query: query('inbox', { threaded: true }) });
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 9 });
    expect(rows[0]).toMatchObject({ flags: 0, threadFlagged: 1 });
    expect((await w.ui.api.mailboxes({})).find(({ id }) => id === box('inbox'))?.flagged).toBe(1);
  });
});
