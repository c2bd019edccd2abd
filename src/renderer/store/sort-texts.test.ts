import { expect, it } from 'vitest';
import type { ListRow, ViewQuery } from '@shared/contract/view-api';
import { batch, key, mailbox, mailboxes, messages, operation, operations, wants } from './test-facts';
import { keysOf, LIST, query, world, type World } from './test-world';

const SENT = mailbox('sent', 'sent');

async function rowsOf({ ui }: World, wanted: ViewQuery): Promise<readonly ListRow[]> {
  const { rows } = await ui.api.open({ query: wanted, rows: 100 });
  return rows;
}

const names = (rows: readonly ListRow[]): string[] => rows.map(({ from }) => from[0]?.name ?? '');

it('puts people from A to Z whatever their case, accents and quotes are, each one newest first', async () => {
  const w = await world();
  await w.engine.api.apply(
    batch(1, [
      mailboxes(LIST),
      messages('inbox', [
        { uid: 1, from: 'Žofie' },
        { uid: 2, from: 'bo' },
        { uid: 3, from: 'Ada' },
        { uid: 4, from: '"Cy" of the club' },
        { uid: 5, from: 'Ádám' },
        { uid: 6, from: 'Žofie' },
        { uid: 7, from: 'Ольга' },
      ]),
    ]),
  );
  const rows = await rowsOf(w, query('inbox', { sort: 'person' }));
  expect(names(rows)).toEqual(['Ada', 'Ádám', 'bo', '"Cy" of the club', 'Žofie', 'Žofie', 'Ольга']);
  expect(rows.filter(({ from }) => from[0]?.name === 'Žofie').map((row) => row.key)).toEqual([
    key('inbox', 6),
    key('inbox', 1),
  ]);
});

it('knows a message in Sent by whom it went to', async () => {
  const w = await world();
  await w.engine.api.apply(
    batch(1, [
      mailboxes([...LIST, SENT]),
      messages('sent', [
        { uid: 1, from: 'Zoe', to: 'Bo' },
        { uid: 2, from: 'Ada', to: 'Cy' },
        { uid: 3, from: 'Bo', to: 'Ada' },
      ]),
    ]),
  );
  const rows = await rowsOf(w, query('sent', { sort: 'person' }));
  expect(rows.map(({ to }) => to[0]?.name)).toEqual(['Ada', 'Bo', 'Cy']);
});

it('puts answers beside what they answer', async () => {
  const w = await world();
  await w.engine.api.apply(
    batch(1, [
      mailboxes(LIST),
      messages('inbox', [
        { uid: 1, subject: 'Varnish' },
        { uid: 2, subject: 'Anchors' },
        { uid: 3, subject: 'AW: Re: varnish' },
        { uid: 4, subject: 'Masts' },
        { uid: 5, subject: '' },
      ]),
    ]),
  );
  expect((await rowsOf(w, query('inbox', { sort: 'subject' }))).map(({ subject }) => subject)).toEqual([
    'Anchors',
    'Masts',
    'AW: Re: varnish',
    'Varnish',
    '',
  ]);
});

it('counts all of a conversation when the largest come first', async () => {
  const w = await world();
  await w.engine.api.apply(
    batch(1, [
      mailboxes(LIST),
      messages('inbox', [
        { uid: 1, id: 'a', size: 40 },
        { uid: 2, id: 'b', size: 100 },
        { uid: 3, id: 'c', refs: ['a'], size: 70 },
        { uid: 4, id: 'd', size: 0xffffffff },
      ]),
    ]),
  );
  const sizes = async (threaded: boolean): Promise<number[]> =>
    (await rowsOf(w, query('inbox', { sort: 'largest', threaded }))).map(({ size }) => size);
  expect(await sizes(true)).toEqual([0xffffffff, 110, 100]);
  expect(await sizes(false)).toEqual([0xffffffff, 100, 70, 40]);
});

it('a list that is open takes in what comes, goes and is moved at its place, and finds rows by their key', async () => {
  const w = await world();
  await w.engine.api.apply(
    batch(1, [
      mailboxes(LIST),
      messages('inbox', [
        { uid: 1, from: 'Cy' },
        { uid: 2, from: 'Ada' },
      ]),
      messages('work', [{ uid: 1, from: 'Bo' }]),
    ]),
  );
  const { view } = await w.ui.api.open({ query: query('inbox', { sort: 'person' }) });
  const shown = async (): Promise<string[]> => names((await w.ui.api.rows({ view, from: 0, to: 9 })).rows);
  await w.engine.api.apply(batch(2, [messages('inbox', [{ uid: 3, from: 'Al' }])]));
  expect(await shown()).toEqual(['Ada', 'Al', 'Cy']);
  await w.engine.api.apply(batch(3, [operations([operation(1, wants.move('work', [1], 'inbox'))])]));
  expect(await shown()).toEqual(['Ada', 'Al', 'Bo', 'Cy']);
  expect((await w.ui.api.locate({ view, key: key('work', 1) })).index).toBe(2);
  expect((await w.ui.api.locate({ view, key: key('inbox', 1) })).index).toBe(3);
  await w.engine.api.apply(batch(4, [operations([operation(2, wants.destroy('inbox', [2]))])]));
  expect(await shown()).toEqual(['Al', 'Bo', 'Cy']);
  expect(await keysOf(w, query('inbox', { sort: 'person' }))).toEqual([
    key('inbox', 3),
    key('work', 1),
    key('inbox', 1),
  ]);
});
