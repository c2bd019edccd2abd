import { describe, expect, it, vi } from 'vitest';
import { storeContract } from '@shared/contract/store-api';
import { viewContract } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { cacheError } from './database';
import { MemoryDatabase, MemoryDisk } from './memory-database';
import { createStore } from './serve';
import {
  ACCOUNT,
  batch,
  body,
  box,
  cursor,
  flags,
  gen,
  gone,
  key,
  mailbox,
  mailboxes,
  messages,
  range,
} from './test-facts';
import { countsOf, keysOf, LIST, query, world } from './test-world';
import { connectStoreForTests } from './testing';

describe('batches', () => {
  it('lists what was applied, newest first, rows included', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 600))], [cursor('inbox', 601)]),
    );
    const { view, total, unread } = await w.ui.api.open({ query: query('inbox') });
    expect([total, unread]).toEqual([600, 600]);
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 3 });
    expect(rows.map((row) => [row.key, row.subject])).toEqual([
      [key('inbox', 600), 'Subject 600'],
      [key('inbox', 599), 'Subject 599'],
      [key('inbox', 598), 'Subject 598'],
    ]);
    expect(rows[0]).toMatchObject({ account: ACCOUNT, mailbox: 'inbox', threadCount: 1, pending: 0 });
  });

  it('looks on the disk for what it may have of a mailbox, and not for one that is new', async () => {
    const w = await world();
    const read: string[] = [];
    const watch = (database: ReturnType<typeof w.served.database>): void => {
      database.faults.beforeRead = (tables) => Promise.resolve(void read.push(...tables));
    };
    watch(w.served.database());
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 3))], [cursor('inbox', 4)]),
    );
    const fresh = await w.ui.api.open({ query: query('inbox'), rows: 0 });
    expect(fresh.total).toBe(3);
    expect(read).not.toContain('columns');

    const again = connectStoreForTests(w.served.disk);
    watch(again.database());
    const ui = connect(again.uiPort(), viewContract);
    expect((await ui.api.open({ query: query('inbox'), rows: 0 })).total).toBe(3);
    expect(read).toContain('columns');
    again.close();
  });

  it('shows a first screen and new mail from memory, without waiting for the disk', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(200, 260))]));
    await w.engine.api.apply(batch(2, [messages('inbox', [{ uid: 261 }, { uid: 260, subject: 'Anew' }])]));
    // A filtered list: the beginning of a whole one is read anyway, to be kept for the next start.
    const { view } = await w.ui.api.open({ query: query('inbox', { unread: true }) });
    const read = vi.spyOn(w.served.database(), 'read');
    const subjects = async (from: number, to: number): Promise<string[]> =>
      (await w.ui.api.rows({ view, from, to })).rows.map((row) => row.subject);
    expect(await subjects(2, 62)).toHaveLength(60);
    expect(await subjects(0, 1)).toEqual(['Subject 261']);
    expect(read).not.toHaveBeenCalled();
    // What came again may have first words that only the disk remembers.
    expect(await subjects(1, 2)).toEqual(['Anew']);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('merges into pages that exist, whatever the order of UIDs over batches', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 255 }, { uid: 258 }])]));
    await w.engine.api.apply(batch(2, [messages('inbox', [{ uid: 3 }, { uid: 257 }])]));
    await w.engine.api.apply(
      batch(3, [messages('inbox', [{ uid: 257, subject: 'Anew', flags: Flag.Seen }])]),
    );
    const columns = await w.engine.api.columns({
      mailbox: box('inbox'),
      generation: gen(1),
      first: 1,
      last: 2 ** 32 - 1,
    });
    expect([...columns.uids]).toEqual([3, 255, 257, 258]);
    expect([...columns.flags]).toEqual([0, 0, Flag.Seen, 0]);
    const again = await world(w.served.disk);
    const { view } = await again.ui.api.open({ query: query('inbox') });
    const { rows } = await again.ui.api.rows({ view, from: 0, to: 9 });
    expect(rows.map((row) => row.subject)).toEqual(['Subject 258', 'Anew', 'Subject 255', 'Subject 3']);
  });

  it('answers with what it was told before it was asked, however much of that waits for the disk', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 3))]));
    const told = [2, 3, 4, 5, 6, 7, 8, 9].map((n) =>
      w.engine.api.apply(batch(n, [flags('inbox', [[1, n < 9 ? 0 : Flag.Seen]])])),
    );
    const asked = { mailbox: box('inbox'), generation: gen(1), first: 1, last: 3 };
    const [all, only] = await Promise.all([
      w.engine.api.columns(asked),
      w.engine.api.columns({ ...asked, only: 'flags' }),
    ]);
    expect([all.flags[0], only.flags[0]]).toEqual([Flag.Seen, Flag.Seen]);
    await Promise.all(told);
  });

  it('acknowledges and ignores a batch that comes again', async () => {
    const w = await world();
    const first = batch(1, [mailboxes(LIST), messages('inbox', range(1, 2))]);
    await w.engine.api.apply(first);
    await w.engine.api.apply(batch(2, [gone('inbox', [1])]));
    await expect(w.engine.api.apply(first)).resolves.toEqual({ number: 1 });
    expect(await keysOf(w, query('inbox'))).toEqual([key('inbox', 2)]);
    const again = await world(w.served.disk);
    await expect(again.engine.api.apply(first)).resolves.toEqual({ number: 1 });
    expect(await keysOf(again, query('inbox'))).toEqual([key('inbox', 2)]);
  });

  it('refuses a gap, and takes number 1 of a new epoch', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST)]));
    await expect(w.engine.api.apply(batch(3, []))).rejects.toMatchObject({ code: 'batch-gap' });
    await expect(w.engine.api.apply(batch(2, [], [], 'e2'))).rejects.toMatchObject({ code: 'batch-gap' });
    await expect(w.engine.api.apply(batch(1, [], [], 'e2'))).resolves.toEqual({ number: 1 });
  });

  it('refuses uneven columns and stays usable', async () => {
    const w = await world();
    const fact = { ...messages('inbox', range(1, 2)), sizes: new Uint32Array(1) };
    await expect(w.engine.api.apply(batch(1, [fact]))).rejects.toMatchObject({ code: 'bad-batch' });
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 2))]));
    expect(await keysOf(w, query('inbox'))).toHaveLength(2);
  });

  it('refuses a batch before hello', async () => {
    const served = connectStoreForTests();
    const engine = connect(served.enginePort, storeContract);
    await expect(engine.api.apply(batch(1, []))).rejects.toMatchObject({ code: 'hello-needed' });
  });

  it('flags facts never make a message and leave what Tern found out itself', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, flags: Flag.HasAttachment | Flag.Flagged }])]),
    );
    await w.engine.api.apply(
      batch(2, [
        flags('inbox', [
          [1, Flag.Seen],
          [2, Flag.Seen],
        ]),
      ]),
    );
    const columns = await w.engine.api.columns({
      mailbox: box('inbox'),
      generation: gen(1),
      first: 1,
      last: 9,
    });
    expect([...columns.uids]).toEqual([1]);
    expect([...columns.flags]).toEqual([Flag.HasAttachment | Flag.Seen]);
  });

  it.each([
    ['the same message', '1', '1', 'Hello'],
    ['a message that was listed before its identity was known', 'p:inbox.1.1', '1', 'Hello'],
    ['another message', '1', '2', ''],
  ])('a preview stays when headers come again of %s', async (_, before, after, preview) => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, identity: before }])]));
    await w.engine.api.apply(
      batch(2, [
        {
          kind: 'previews',
          mailbox: box('inbox'),
          generation: gen(1),
          uids: Uint32Array.of(1, 7),
          previews: ['Hello', 'x'],
        },
      ]),
    );
    await w.engine.api.apply(batch(3, [messages('inbox', [{ uid: 1, identity: after, flags: Flag.Seen }])]));
    const { view } = await w.ui.api.open({ query: query('inbox') });
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 1 });
    expect(rows[0]).toMatchObject({ preview, flags: Flag.Seen });
  });

  it('a removed account takes its messages and bodies with it', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(
        1,
        [mailboxes(LIST), messages('inbox', range(1, 3)), body('inbox', 1, 'm1')],
        [cursor('inbox', 4)],
      ),
    );
    expect(await w.engine.api.bodiesPresent({ identities: ['m1'] })).toEqual([true]);
    await w.engine.api.apply(batch(2, [{ kind: 'remove-account', account: ACCOUNT }]));
    expect(await w.ui.api.mailboxes({})).toEqual([]);
    const again = await world(w.served.disk);
    expect(await again.engine.api.bodiesPresent({ identities: ['m1'] })).toEqual([false]);
    expect(await again.engine.api.usage({})).toMatchObject({ messages: 0 });
    expect(await again.engine.api.hello({ marker: 'vault' })).toMatchObject({ cursors: [], mailboxes: [] });
  });
});

describe('recovery', () => {
  it('H2: a cache of another vault is wiped, one that vanished is empty: neither deletes anything', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 9))], [cursor('inbox', 10)]),
    );
    const other = connectStoreForTests(w.served.disk);
    const engine = connect(other.enginePort, storeContract);
    const hello = await engine.api.hello({ marker: 'another' });
    expect(hello).toMatchObject({ marker: '', cursors: [], mailboxes: [] });
    expect(hello.rebuilt).toContain('another profile');
    expect(await engine.api.hello({ marker: 'another' })).toMatchObject({ marker: 'another', rebuilt: null });
  });

  it('H2: a database lost while running is told, opened anew, and needs a hello', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 9))]));
    const states: string[] = [];
    w.ui.on('status', ({ state }) => states.push(state));
    const lost = new Promise<string>((resolve) => w.engine.on('lost', ({ reason }) => resolve(reason)));
    w.served.database().lose('profile deleted');
    expect(await lost).toBe('profile deleted');
    await expect(w.engine.api.apply(batch(2, []))).rejects.toMatchObject({ code: 'hello-needed' });
    expect(await w.engine.api.hello({ marker: 'vault' })).toMatchObject({
      marker: '',
      mailboxes: [],
      rebuilt: 'profile deleted',
    });
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 9))], [], 'e2'));
    expect(await keysOf(w, query('inbox'))).toHaveLength(9);
    expect(states).toContain('rebuilding');
    expect(states.at(-1)).toBe('ready');
  });

  it('H2: a database that opens and can’t be read is opened once more, and then made anew', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 9))], [cursor('inbox', 10)]),
    );
    const { disk } = w.served;
    const opened: boolean[] = [];
    const served = createStore({
      open(anew) {
        opened.push(anew);
        if (anew) disk.data = new MemoryDisk().data;
        const database = new MemoryDatabase(disk);
        const isDamaged = (): boolean => disk.data.columns.size > 0 && !opened.includes(true);
        database.faults.beforeRead = (tables) =>
          tables.includes('columns') && isDamaged()
            ? Promise.reject(cacheError('cache-failed', 'a page is damaged'))
            : Promise.resolve();
        return Promise.resolve({ database, rebuilt: anew ? 'damaged' : null });
      },
      tick: (run) => queueMicrotask(run),
      restMs: 0,
    });
    for (let epoch = 1; !opened.includes(true); epoch++) {
      const [mine, theirs] = memoryPortPair();
      served.connectEngine(mine);
      const engine = connect(theirs, storeContract);
      await engine.api.hello({ marker: 'vault' });
      const facts = [mailboxes(LIST), messages('inbox', range(10, 12))];
      await engine.api.apply(batch(1, facts, [], `again ${epoch}`)).catch(() => undefined);
    }
    expect(opened).toEqual([false, false, true]);
    const [mine, theirs] = memoryPortPair();
    served.connectEngine(mine);
    const engine = connect(theirs, storeContract);
    expect((await engine.api.hello({ marker: 'vault' })).cursors).toEqual([]);
    await engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 12))]));
    expect(served.store.status.state).toBe('ready');
  });

  it('H2: a database that can’t be opened is tried again with the next hello', async () => {
    let broken = true;
    const database = new MemoryDatabase(new MemoryDisk());
    const served = createStore({
      open: () =>
        broken
          ? Promise.reject(cacheError('cache-failed', 'no database to be had'))
          : Promise.resolve({ database, rebuilt: null }),
      tick: (run) => queueMicrotask(run),
      restMs: 0,
    });
    const hello = (): Promise<unknown> => {
      const [mine, theirs] = memoryPortPair();
      served.connectEngine(mine);
      return connect(theirs, storeContract).api.hello({ marker: 'vault' });
    };
    await expect(hello()).rejects.toMatchObject({ code: 'cache-failed' });
    expect(served.store.status.state).toBe('failed');
    broken = false;
    await expect(hello()).resolves.toMatchObject({ marker: '', mailboxes: [] });
    expect(served.store.status.state).toBe('ready');
  });

  it('H3: killed between batches, the cursor and the facts are those of the last complete one', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 300))], [cursor('inbox', 301)]),
    );
    w.served.database().faults.beforeCommit = () => new Error('killed');
    await expect(
      w.engine.api.apply(
        batch(2, [messages('inbox', range(301, 600)), gone('inbox', [5])], [cursor('inbox', 601)]),
      ),
    ).rejects.toThrow();
    const again = await world(w.served.disk);
    const hello = await again.engine.api.hello({ marker: 'vault' });
    expect(hello.cursors.map((c) => c.uidNext)).toEqual([301]);
    expect(await keysOf(again, query('inbox'))).toHaveLength(300);
    expect((await countsOf(again))['inbox']).toEqual([300, 300]);
    expect(await keysOf(again, query('inbox', { text: 'subject' }))).toHaveLength(300);
  });

  it('H1: when the disk is full the batch is refused, so is the one behind it, and memory goes back', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 10))]));
    let full = true;
    w.served.database().faults.beforeCommit = () => (full ? cacheError('cache-full', 'no room') : null);
    const second = w.engine.api.apply(batch(2, [messages('inbox', range(11, 20))], [cursor('inbox', 21)]));
    const third = w.engine.api.apply(batch(3, [messages('inbox', range(21, 30))], [cursor('inbox', 31)]));
    await expect(second).rejects.toMatchObject({ code: 'cache-full' });
    await expect(third).rejects.toMatchObject({
      code: expect.stringMatching(/batch-gap|cache-full/) as string,
    });
    full = false;
    expect(await keysOf(w, query('inbox'))).toHaveLength(10);
    await w.engine.api.apply(batch(2, [flags('inbox', [[1, Flag.Seen]])]));
    expect((await countsOf(w))['inbox']).toEqual([10, 9]);
  });

  it('H3: a batch behind one that failed does not vouch for what was never stored', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 10))], [cursor('inbox', 11)]),
    );
    // What is written in idle time is written: the fault meets a batch.
    await (await w.served.store.state()).indexer.idle();
    let once: Error | null = cacheError('cache-full', 'no room, once');
    w.served.database().faults.beforeCommit = (tables) => {
      if (!tables.includes('columns')) return null;
      const fault = once;
      once = null;
      return fault;
    };
    const second = w.engine.api.apply(batch(2, [messages('inbox', range(11, 20))], [cursor('inbox', 21)]));
    const third = w.engine.api.apply(batch(3, [messages('inbox', range(21, 30))], [cursor('inbox', 31)]));
    await expect(second).rejects.toMatchObject({ code: 'cache-full' });
    await expect(third).rejects.toMatchObject({ code: 'batch-gap' });
    const again = await world(w.served.disk);
    expect((await again.engine.api.hello({ marker: 'vault' })).cursors.map((c) => c.uidNext)).toEqual([11]);
    expect(await keysOf(again, query('inbox'))).toHaveLength(10);
  });

  it('H6: a new generation replaces the old one without an empty list on the way', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 300))]));
    const { view } = await w.ui.api.open({ query: query('inbox') });
    const totals: number[] = [];
    w.ui.on('viewChanged', (info) => totals.push(info.total));
    await w.engine.api.apply(
      batch(2, [
        { kind: 'drop-generation', mailbox: box('inbox'), generation: gen(1) },
        messages('inbox', range(1, 100), 2),
      ]),
    );
    // Started anew in between: what is to be dropped is remembered.
    expect(await keysOf(await world(w.served.disk), query('inbox'))).toHaveLength(300);
    await w.engine.api.apply(batch(3, [messages('inbox', range(101, 310), 2)]));
    expect((await w.ui.api.rows({ view, from: 0, to: 1 })).total).toBe(300);
    await w.engine.api.apply(
      batch(4, [mailboxes([mailbox('inbox', 'inbox', { generation: gen(2) }), ...LIST.slice(1)])]),
    );
    expect((await w.ui.api.rows({ view, from: 0, to: 1 })).rows[0]?.key).toBe(key('inbox', 310, 2));
    expect((await w.ui.api.rows({ view, from: 0, to: 1 })).total).toBe(310);
    expect(totals.filter((total) => total < 300)).toEqual([]);
    const again = await world(w.served.disk);
    expect(await again.engine.api.usage({})).toMatchObject({ messages: 310 });
    const old = await again.engine.api.columns({
      mailbox: box('inbox'),
      generation: gen(1),
      first: 1,
      last: 999,
    });
    expect(old.uids).toHaveLength(0);
  });

  it('H8: two messages never share a body unless they are one message', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', [
          { uid: 1, id: 'a', identity: 'A' },
          { uid: 2, id: 'a', identity: 'B' },
        ]),
        messages('archive', [{ uid: 1, id: 'a', identity: 'A' }]),
        body('inbox', 1, 'A', 'of A'),
        body('inbox', 2, 'B', 'of B'),
      ]),
    );
    const shown = async (k: ReturnType<typeof key>) =>
      (await w.ui.api.message({ key: k }))?.body?.parts[0]?.text;
    expect(await shown(key('inbox', 1))).toBe('of A');
    expect(await shown(key('inbox', 2))).toBe('of B');
    expect(await shown(key('archive', 1))).toBe('of A');
    expect((await w.ui.api.conversation({ key: key('archive', 1) })).map((m) => m.identity).sort()).toEqual([
      'A',
      'B',
    ]);
  });
});
