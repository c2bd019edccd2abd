import { describe, expect, it, vi } from 'vitest';
import { type Fact, storeContract } from '@shared/contract/store-api';
import { viewContract } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { connect } from '@shared/rpc/client';
import { headId } from './heads';
import { batch, flags, key, mailboxes, messages, operation, operations, range, wants } from './test-facts';
import { LIST, query, type World, world } from './test-world';
import { connectStoreForTests } from './testing';

const N = 700;

/** A store that showed its inbox once and is at rest. */
async function shown(): Promise<World> {
  const w = await world();
  await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, N))]));
  await w.ui.api.open({ query: query('inbox', { threaded: true }) });
  await vi.waitFor(() => expect(w.served.disk.data.heads.size).toBe(1));
  return w;
}

/** The same profile at the next start, whose columns are read when `go` is called. */
function nextStart(before: World) {
  before.served.close();
  const served = connectStoreForTests(before.served.disk);
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  let asked = 0;
  served.database().faults.beforeRead = (tables) => {
    if (!tables.includes('columns')) return Promise.resolve();
    asked++;
    return gate;
  };
  return {
    ui: connect(served.uiPort(), viewContract),
    engine: connect(served.enginePort, storeContract),
    go,
    columnsAsked: () => asked,
  };
}

describe('the head of a list', () => {
  it('is shown before a column is read, and is what the whole list begins with', async () => {
    const { ui, go } = nextStart(await shown());
    const first = await ui.api.open({ query: query('inbox', { threaded: true }), rows: 60 });
    expect(first).toMatchObject({ total: N, unread: N, loading: true });
    expect(first.rows.map((row) => row.key)).toEqual(
      Array.from({ length: 60 }, (_, i) => key('inbox', N - i)),
    );
    const far = ui.api.rows({ view: first.view, from: 600, to: 610 });
    const changed = new Promise<unknown>((resolve) => ui.on('viewChanged', resolve));
    go();
    expect(await changed).toMatchObject({ view: first.view, version: 2, total: N, loading: false });
    expect((await ui.api.rows({ view: first.view, from: 0, to: 60 })).rows).toEqual(first.rows);
    expect((await far).rows.map((row) => row.key)).toEqual(
      Array.from({ length: 10 }, (_, i) => key('inbox', N - 600 - i)),
    );
  });

  it('is given before anything else is read, which then begins by itself', async () => {
    const { ui, go, columnsAsked } = nextStart(await shown());
    await ui.api.mailboxes({});
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(columnsAsked()).toBe(0);
    await ui.api.open({ query: query('inbox', { threaded: true }), rows: 60 });
    await vi.waitFor(() => expect(columnsAsked()).toBeGreaterThan(0));
    go();
  });

  it('is kept when nothing has come for a while, not after each batch of many', async () => {
    const served = connectStoreForTests(undefined, () => 0, 60);
    const engine = connect(served.enginePort, storeContract);
    await engine.api.hello({ marker: 'vault' });
    await engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 20))]));
    await connect(served.uiPort(), viewContract).api.open({ query: query('inbox', { threaded: true }) });
    await vi.waitFor(() => expect(served.disk.data.heads.size).toBe(1));
    let kept = 0;
    for (let n = 2; n < 12; n++) {
      await engine.api.apply(batch(n, [messages('inbox', range(n * 20, n * 20 + 19))]));
      await new Promise((resolve) => setTimeout(resolve, 3));
      kept += served.disk.data.heads.size;
    }
    expect(kept).toBeLessThan(3);
    await vi.waitFor(() => expect(served.disk.data.heads.size).toBe(1));
  });

  it('keeps nothing waiting when the engine has something to tell and nobody looks', async () => {
    const { engine, go, columnsAsked } = nextStart(await shown());
    await engine.api.hello({ marker: 'vault' });
    const applied = engine.api.apply(batch(2, [messages('inbox', [{ uid: N + 1 }])]));
    await vi.waitFor(() => expect(columnsAsked()).toBeGreaterThan(0));
    go();
    await applied;
  });

  it('gives the folder pane its counts, pending changes and all', async () => {
    const before = await shown();
    await before.engine.api.apply(batch(2, [flags('inbox', [[N, Flag.Seen | Flag.Flagged]])]));
    await vi.waitFor(() => expect([...before.served.disk.data.meta.keys()]).toContain('["counts"]'));
    const { ui, go } = nextStart(before);
    const inbox = (await ui.api.mailboxes({})).find(({ role }) => role === 'inbox');
    expect(inbox).toMatchObject({ total: N, unread: N - 1, flagged: 1 });
    go();
  });

  it('is gone with the batch that changes a list, whatever happens before it is made again', async () => {
    const w = await shown();
    const { disk } = w.served;
    w.ui.close();
    await w.engine.api.apply(batch(2, [flags('inbox', [[N, Flag.Seen]])]));
    expect(disk.data.heads.size).toBe(0);
    const later = await world(disk);
    const { unread, loading } = await later.ui.api.open({ query: query('inbox', { threaded: true }) });
    expect([unread, loading]).toEqual([N - 1, false]);
  });

  it('outlives an engine that says at connecting what it said before, and no wish', async () => {
    const w = await shown();
    const { heads } = w.served.disk.data;
    w.ui.close();
    await w.engine.api.apply(batch(2, [mailboxes(LIST), { kind: 'all-operations', operations: [] }]));
    expect(w.served.disk.data.heads).toEqual(heads);
    await w.engine.api.apply(batch(3, [operations([operation(1, wants.flags('inbox', [N], ['\\Seen']))])]));
    expect(w.served.disk.data.heads.size).toBe(0);
  });

  it('shows a start as it was when mail comes before the list is read, and not when a person did something', async () => {
    const before = await shown();
    const kept = before.served.disk.data;
    const begin = async (facts: Fact[]) => {
      const { ui, engine, go } = nextStart(before);
      await engine.api.hello({ marker: 'vault' });
      await ui.api.mailboxes({});
      const applied = engine.api.apply(batch(2, facts));
      const first = ui.api.open({ query: query('inbox', { threaded: true }), rows: 1 });
      return { ui, go, applied, first };
    };
    const wish = await begin([operations([operation(1, wants.move('inbox', [N], 'archive'))])]);
    wish.go();
    expect(await wish.first).toMatchObject({ total: N - 1, loading: false });
    await wish.applied;
    before.served.disk.data = kept;
    const mail = await begin([messages('inbox', [{ uid: N + 1, date: 9e12 }])]);
    expect(await mail.first).toMatchObject({ total: N, loading: true });
    const changed = new Promise<unknown>((resolve) => mail.ui.on('viewChanged', resolve));
    mail.go();
    expect(await changed).toMatchObject({ total: N + 1, loading: false });
    await mail.applied;
  });

  it('is kept of lists that one starts with, not of what was searched or filtered', () => {
    const names = [
      query('inbox'),
      query('archive'),
      query('inbox', { threaded: true }),
      query('inbox', { sort: 'oldest' }),
      query('inbox', { scope: { kind: 'role', role: 'inbox' } }),
      query('inbox', { scope: { kind: 'all', account: null } }),
      query('inbox', { scope: { kind: 'unread' } }),
    ].map(headId);
    expect(names).not.toContain(null);
    expect(new Set(names).size).toBe(names.length);
    expect(
      [{ text: 'x' }, { unread: true }, { attachment: true }].map((more) => headId(query('inbox', more))),
    ).toEqual([null, null, null]);
  });
});
