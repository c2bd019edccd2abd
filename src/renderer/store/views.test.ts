import { describe, expect, it } from 'vitest';
import { type ViewQuery, viewQuery } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import {
  batch,
  box,
  flags,
  forwarding,
  gone,
  key,
  mailbox,
  mailboxes,
  messages,
  operation,
  operations,
  range,
  wants,
} from './test-facts';
import { countsOf, keysOf, LIST, query, world } from './test-world';

describe('projection', () => {
  it('shows flags, moves and deletions at once, with counts, and takes back what was refused', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 4))]));
    const ops = [
      operation(1, wants.flags('inbox', [1, 2], ['\\Seen', 'Later'])),
      operation(2, wants.move('inbox', [2], 'archive')),
      operation(3, wants.destroy('inbox', [4])),
    ];
    await w.engine.api.apply(batch(2, [operations(ops)]));
    expect(await keysOf(w, query('inbox'))).toEqual([key('inbox', 3), key('inbox', 1)]);
    expect(await keysOf(w, query('archive'))).toEqual([key('inbox', 2)]);
    expect(await countsOf(w)).toMatchObject({ inbox: [2, 1], archive: [1, 0] });
    expect(await w.ui.api.message({ key: key('inbox', 2) })).toMatchObject({
      mailbox: 'archive',
      flags: Flag.Seen,
      keywords: ['Later'],
      pending: 2,
    });
    await w.engine.api.apply(
      batch(3, [operations([operation(2, wants.move('inbox', [2], 'archive'), 'refused')], ['op1', 'op3'])]),
    );
    expect(await keysOf(w, query('inbox'))).toHaveLength(4);
    expect(await countsOf(w)).toMatchObject({ inbox: [4, 4], archive: [0, 0] });
  });

  it('a chain of moves A → B → C, done step by step, never shows the message twice or nowhere', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 5, id: 'x' }])]));
    const first = wants.move('inbox', [5], 'archive');
    const second = wants.move('inbox', [5], 'work');
    const star = wants.flags('inbox', [5], ['\\Flagged']);
    const places = async (): Promise<string[]> => [
      ...(await keysOf(w, query('inbox'))).map((k) => `inbox:${k}`),
      ...(await keysOf(w, query('archive'))).map((k) => `archive:${k}`),
      ...(await keysOf(w, query('work'))).map((k) => `work:${k}`),
    ];
    const steps = [
      [operations([operation(1, first), operation(2, second), operation(3, star)])],
      // MOVE to archive was answered: the source is gone, the target not seen yet.
      [
        operations([operation(1, first, 'settling')]),
        gone('inbox', [5]),
        forwarding([key('inbox', 5), key('archive', 9)]),
      ],
      [messages('archive', [{ uid: 9, id: 'x' }])],
      [operations([], ['op1'])],
      // The second one.
      [operations([operation(2, second, 'settling')]), forwarding([key('archive', 9), key('work', 2)])],
      [messages('work', [{ uid: 2, id: 'x' }])],
      [gone('archive', [9])],
      [operations([], ['op2'])],
    ];
    const seen: string[][] = [];
    let number = 2;
    for (const facts of steps) {
      await w.engine.api.apply(batch(number++, facts));
      seen.push(await places());
    }
    expect(seen).toEqual([
      [`work:${key('inbox', 5)}`],
      [`work:${key('inbox', 5)}`],
      [`work:${key('archive', 9)}`],
      [`work:${key('archive', 9)}`],
      [`work:${key('archive', 9)}`],
      [`work:${key('work', 2)}`],
      [`work:${key('work', 2)}`],
      [`work:${key('work', 2)}`],
    ]);
    const { view } = await w.ui.api.open({ query: query('work') });
    expect((await w.ui.api.rows({ view, from: 0, to: 1 })).rows[0]).toMatchObject({
      flags: Flag.Flagged,
      pending: 1,
    });
    expect(await w.ui.api.locate({ view, key: key('inbox', 5) })).toEqual({ index: 0, key: key('work', 2) });
    const asked = [key('inbox', 5), key('archive', 9), key('work', 2), key('work', 3)];
    expect(await w.ui.api.gone({ view, keys: asked })).toEqual({
      gone: [key('work', 3)],
      renamed: [
        { from: key('inbox', 5), to: key('work', 2) },
        { from: key('archive', 9), to: key('work', 2) },
      ],
    });
  });

  it('operations by an old and a new reference apply in the order they were accepted', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('archive', [{ uid: 9 }]),
        forwarding([key('inbox', 5), key('archive', 9)]),
        operations([
          operation(3, wants.flags('inbox', [5], [], ['\\Flagged'])),
          operation(2, wants.flags('archive', [9], ['\\Flagged', '\\Seen'])),
        ]),
      ]),
    );
    expect(await w.ui.api.message({ key: key('archive', 9) })).toMatchObject({
      flags: Flag.Seen,
      pending: 2,
    });
    await w.engine.api.apply(
      batch(2, [operations([operation(4, wants.flags('archive', [9], ['\\Flagged']))])]),
    );
    expect(await w.ui.api.message({ key: key('inbox', 5) })).toMatchObject({
      flags: Flag.Seen | Flag.Flagged,
    });
  });

  it('a message moved to a mailbox that is gone stays where it was', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 1))]));
    await w.engine.api.apply(batch(2, [operations([operation(1, wants.move('inbox', [1], 'work'))])]));
    expect(await keysOf(w, query('work'))).toHaveLength(1);
    await w.engine.api.apply(batch(3, [mailboxes(LIST.filter((m) => m.id !== 'work'))]));
    expect(await keysOf(w, query('inbox'))).toHaveLength(1);
  });

  it('operations outlive the store, and the full set replaces what was there', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 2))]));
    await w.engine.api.apply(batch(2, [operations([operation(1, wants.move('inbox', [1], 'work'))])]));
    const again = await world(w.served.disk);
    expect(await keysOf(again, query('work'))).toEqual([key('inbox', 1)]);
    await again.engine.api.apply(batch(3, [{ kind: 'all-operations', operations: [] }]));
    expect(await keysOf(again, query('work'))).toEqual([]);
  });
});

describe('views', () => {
  it('tells of changes once a tick, with the new totals', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 3))]));
    const { view, version } = await w.ui.api.open({ query: query('inbox') });
    const infos: { version: number; total: number; unread: number }[] = [];
    w.ui.on('viewChanged', (info) => infos.push(info));
    await w.engine.api.apply(
      batch(2, [messages('inbox', range(4, 5)), flags('inbox', [[1, Flag.Seen]]), gone('inbox', [2])]),
    );
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 9 });
    expect(rows.map((row) => row.key)).toEqual([5, 4, 3, 1].map((n) => key('inbox', n)));
    expect(infos).toMatchObject([{ version: version + 1, total: 4, unread: 3 }]);
  });

  it('threads by hashes: replies without their parents, over long chains, whatever the subject', async () => {
    const w = await world();
    const chain = Array.from({ length: 40 }, (_, i) => ({
      uid: 100 + i,
      id: `c${i}`,
      refs: i === 0 ? [] : [`c${i - 1}`],
      subject: `Different ${i}`,
      from: `P${i % 8}`,
      flags: i % 2 ? Flag.Seen : 0,
    }));
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, id: 'r1', refs: ['missing'], subject: 'Same' },
          { uid: 2, id: 'r2', refs: ['missing'], subject: 'Same' },
          { uid: 3, id: 'alone', subject: 'Same' },
          { uid: 4, subject: 'Same' },
          { uid: 5, subject: 'Same' },
          ...chain.filter((_, i) => i % 2 === 0),
        ]),
      ]),
    );
    const { view } = await w.ui.api.open({ query: query('inbox', { threaded: true }) });
    const before = await w.ui.api.rows({ view, from: 0, to: 50 });
    // Every second link is missing: c0, c2 … name c-1, c1 …, so nothing binds them yet.
    expect(before.total).toBe(20 + 4);
    await w.engine.api.apply(
      batch(2, [
        messages(
          'inbox',
          chain.filter((_, i) => i % 2 === 1),
        ),
      ]),
    );
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 50 });
    expect(rows.map((row) => [row.key, row.threadCount, row.threadUnread])).toEqual([
      [key('inbox', 139), 40, 20],
      [key('inbox', 5), 1, 1],
      [key('inbox', 4), 1, 1],
      [key('inbox', 3), 1, 1],
      [key('inbox', 2), 2, 2],
    ]);
    expect(rows[0]?.participants).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5']);
    expect(rows[0]?.threadKeys[0]).toBe(key('inbox', 100));
    expect(await w.ui.api.locate({ view, key: key('inbox', 117) })).toMatchObject({ index: 0 });
    expect(await w.ui.api.keys({ view, from: 4, to: 5 })).toEqual([key('inbox', 1), key('inbox', 2)]);
  });

  it('a conversation spans mailboxes, leaves trash aside, and shows a copy once', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, id: 'q', date: 1 },
          { uid: 2, id: 'a2', refs: ['q'], date: 3 },
        ]),
        messages('work', [
          { uid: 1, id: 'a1', refs: ['q'], date: 2 },
          { uid: 2, id: 'q', date: 1 },
        ]),
        messages('trash', [{ uid: 1, id: 'a3', refs: ['q'], date: 4 }]),
      ]),
    );
    const talk = async (k: ReturnType<typeof key>) =>
      (await w.ui.api.conversation({ key: k })).map((m) => m.key);
    expect(await talk(key('inbox', 2))).toEqual([key('inbox', 1), key('work', 1), key('inbox', 2)]);
    expect(await talk(key('work', 2))).toEqual([key('work', 2), key('work', 1), key('inbox', 2)]);
    expect(await talk(key('trash', 1))).toContain(key('trash', 1));
    expect(await talk(key('inbox', 99))).toEqual([]);
  });

  it('filters, searches, sorts and scopes', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, subject: 'Žluťoučký kůň', from: 'Ópera', flags: Flag.Flagged },
          { uid: 2, subject: 'Invoice 77', flags: Flag.Seen | Flag.HasAttachment },
          { uid: 3, subject: 'invoice\n78' },
        ]),
        messages('archive', [{ uid: 9, subject: 'Invoice 79', date: 1 }]),
        messages('trash', [{ uid: 9, subject: 'Invoice 80' }]),
      ]),
    );
    expect(await keysOf(w, query('inbox', { text: 'INVOICE 7' }))).toEqual([
      key('inbox', 3),
      key('inbox', 2),
    ]);
    expect(await keysOf(w, query('inbox', { text: 'ópera kůň' }))).toEqual([key('inbox', 1)]);
    expect(await keysOf(w, query('inbox', { text: 'nothing' }))).toEqual([]);
    expect(await keysOf(w, query('inbox', { unread: true, sort: 'oldest' }))).toEqual([
      key('inbox', 1),
      key('inbox', 3),
    ]);
    expect(await keysOf(w, query('inbox', { attachment: true }))).toEqual([key('inbox', 2)]);
    const scoped = (scope: ViewQuery['scope'], text = '') =>
      keysOf(w, viewQuery.parse({ scope, text, threaded: false }));
    expect(await scoped({ kind: 'all', account: null }, 'invoice')).toEqual([
      key('inbox', 3),
      key('inbox', 2),
      key('archive', 9),
    ]);
    expect(await scoped({ kind: 'flagged' })).toEqual([key('inbox', 1)]);
    expect(await scoped({ kind: 'role', role: 'trash' })).toEqual([key('trash', 9)]);
    // A search that is open hears of what arrives, in pages it has read and in new ones.
    const { view } = await w.ui.api.open({ query: query('inbox', { text: 'invoice' }) });
    await w.engine.api.apply(
      batch(2, [
        messages('inbox', [
          { uid: 4, subject: 'Invoice late' },
          { uid: 700, subject: 'No' },
        ]),
      ]),
    );
    await w.engine.api.apply(batch(3, [messages('inbox', [{ uid: 701, subject: 'Invoice new' }])]));
    expect(await w.ui.api.keys({ view, from: 0, to: 9 })).toEqual([701, 4, 3, 2].map((n) => key('inbox', n)));
  });

  it('a search that is being read when mail arrives misses none of it', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, subject: 'needle one' }])]),
    );
    const again = await world(w.served.disk);
    const opening = again.ui.api.open({ query: query('inbox', { text: 'needle' }) });
    await again.engine.api.apply(
      batch(2, [
        messages(
          'inbox',
          [2, 300].map((n) => ({ uid: n, subject: `needle ${n}` })),
        ),
      ]),
    );
    const { view } = await opening;
    expect(await again.ui.api.keys({ view, from: 0, to: 9 })).toEqual(
      [300, 2, 1].map((n) => key('inbox', n)),
    );
  });

  it('suggests people by name and address, those written to first', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes([...LIST, mailbox('sent', 'sent')]),
        messages('inbox', [
          { uid: 1, from: 'Merlin' },
          { uid: 2, from: 'Zoe' },
        ]),
        messages('sent', [{ uid: 1, from: 'Me' }]),
      ]),
    );
    expect(await w.ui.api.suggest({ text: 'me', limit: 5 })).toEqual([
      { name: 'Me', address: 'me@example.org' },
      { name: 'Merlin', address: 'merlin@example.org' },
    ]);
  });

  it('tells the engine whom the person has written to, and from whom mail only came', async () => {
    const w = await world();
    const ask = (addresses: string[]) => w.engine.api.wroteTo({ addresses });
    expect(await ask(['me@example.org'])).toEqual([false]);
    await w.engine.api.apply(
      batch(1, [
        mailboxes([...LIST, mailbox('sent', 'sent')]),
        messages('inbox', [{ uid: 1, from: 'Merlin' }]),
        messages('sent', [{ uid: 1, from: 'Zoe' }]),
      ]),
    );
    // In this world everything is to me@example.org.
    expect(
      await ask(['Me@Example.org', 'merlin@example.org', 'zoe@example.org', 'e@example.org', '']),
    ).toEqual([true, false, false, false, false]);
  });

  it('suggests the people of a domain by its first letters', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, from: 'Merlin' }])]));
    const ask = async (text: string): Promise<string[]> =>
      (await w.ui.api.suggest({ text, limit: 5 })).map(({ address }) => address).sort();
    expect(await ask('@exa')).toEqual(['me@example.org', 'merlin@example.org']);
    expect(await ask('@example.org')).toHaveLength(2);
    expect(await ask('@ample')).toEqual([]);
    expect(await ask('@mer')).toEqual([]);
  });

  it('has what is looked through in memory once somebody is about to search', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, subject: 'Tides' }])]));
    const read: string[] = [];
    w.served.database().faults.beforeRead = (tables) => Promise.resolve(void read.push(...tables));
    expect(await w.ui.api.suggest({ text: '', limit: 1 })).toEqual([]);
    expect(read).toContain('search');
    read.length = 0;
    expect((await w.ui.api.open({ query: query('inbox', { text: 'tides' }), rows: 0 })).total).toBe(1);
    expect(read).not.toContain('search');
    expect(read).not.toContain('textSegments');
  });

  it('suggests whom one heard from lately before whom one heard from often long ago', async () => {
    const w = await world();
    const old = { from: 'Merlin', date: 0 };
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, ...old },
          { uid: 2, ...old },
          { uid: 3, from: 'Melanie', date: 400 * 86_400_000 },
        ]),
      ]),
    );
    const found = await w.ui.api.suggest({ text: 'me', limit: 5 });
    // Oneself is in every letter of this world.
    expect(found.map(({ name }) => name)).toEqual(['Me', 'Melanie', 'Merlin']);
  });

  it('hints the engine at what is looked at without a preview', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, preview: 'known' }, { uid: 2 }])]),
    );
    const hint = new Promise<number[]>((resolve) => {
      w.engine.on('looking', ({ refs }) => resolve(refs.map((ref) => ref.uid)));
    });
    const { view } = await w.ui.api.open({ query: query('inbox') });
    await w.ui.api.rows({ view, from: 0, to: 9 });
    expect(await hint).toEqual([2]);
  });

  it('renames, unsubscribes and hides mailboxes as wanted, before the server did', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes([...LIST, mailbox('work/a', null, { name: 'work/a', leaf: 'a' })]),
        operations([
          operation(1, { kind: 'rename-mailbox', mailbox: box('work'), name: 'job' }),
          operation(2, { kind: 'delete-mailbox', mailbox: box('archive') }),
          operation(3, { kind: 'subscribe', mailbox: box('inbox'), subscribed: false }),
        ]),
      ]),
    );
    const list = await w.ui.api.mailboxes({});
    expect(list.map((m) => [m.id, m.name, m.leaf, m.subscribed])).toEqual([
      ['inbox', 'inbox', 'inbox', false],
      ['work', 'job', 'job', true],
      ['trash', 'trash', 'trash', true],
      ['work/a', 'job/a', 'a', true],
    ]);
  });

  it('bounds views and windows', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 600))]));
    const { view } = await w.ui.api.open({ query: query('inbox') });
    expect((await w.ui.api.rows({ view, from: 0, to: 600 })).rows).toHaveLength(500);
    expect((await w.ui.api.rows({ view, from: 590, to: 700 })).rows).toHaveLength(10);
    for (let i = 0; i < 63; i++) await w.ui.api.open({ query: query('inbox') });
    await expect(w.ui.api.open({ query: query('inbox') })).rejects.toMatchObject({ code: 'too-many-views' });
    await w.ui.api.close({ view });
    await expect(w.ui.api.rows({ view, from: 0, to: 1 })).rejects.toMatchObject({ code: 'unknown-view' });
  });
});

describe('threads', () => {
  it('do not find messages together that only one that is gone held together', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 252, id: 'a', refs: ['b'] }])]),
    );
    await w.engine.api.apply(batch(2, [gone('inbox', [252])]));
    await w.engine.api.apply(
      batch(3, [
        messages('inbox', [
          { uid: 1, id: 'a' },
          { uid: 2, id: 'b' },
        ]),
      ]),
    );
    const { total } = await w.ui.api.open({ query: query('inbox', { threaded: true }) });
    expect(total).toBe(2);
  });
});

describe('searching', () => {
  it('finds a message that left its mailbox and is not in the next one yet', async () => {
    const w = await world();
    const found = () => keysOf(w, query('inbox', { text: 'subject 250' }));
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('work', [{ uid: 250 }])]));
    await w.engine.api.apply(
      batch(2, [operations([operation(1, wants.move('work', [250], 'inbox'), 'settling')])]),
    );
    expect(await found()).toEqual([key('work', 250)]);
    await w.engine.api.apply(batch(3, [gone('work', [250])]));
    expect(await found()).toEqual([key('work', 250)]);
  });
});
