import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { storeContract } from '@shared/contract/store-api';
import { type ViewQuery, viewContract, viewQuery } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import type { OpenedDatabase } from '../database';
import { openDexie } from '../dexie-database';
import { loadAll } from '../loading';
import { MemoryDatabase, MemoryDisk } from '../memory-database';
import { createStore } from '../serve';
import {
  ACCOUNT,
  batch,
  body,
  box,
  flags,
  gen,
  gone,
  key,
  mailbox,
  mailboxes,
  messages,
  operation,
  operations,
  wants,
} from '../test-facts';
import { LIST } from '../test-world';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function start(open: () => Promise<OpenedDatabase>, now: () => number = () => 1) {
  const served = createStore({ open, tick: (run) => setTimeout(run, 0), now });
  closing.push(served.close);
  const [engineEnd, engineMine] = memoryPortPair();
  const [uiEnd, uiMine] = memoryPortPair();
  served.connectEngine(engineMine);
  served.connectUi(uiMine);
  const engine = connect(engineEnd, storeContract).api;
  const ui = connect(uiEnd, viewContract);
  await engine.hello({ marker: 'vault' });
  return { served, engine, ui };
}
type Started = Awaited<ReturnType<typeof start>>;

/** Everything that waits is indexed. */
async function indexed({ served }: Started): Promise<void> {
  const state = await served.store.state();
  await loadAll(state);
  state.indexer.wake();
  while (state.indexer.waiting > 0) await state.indexer.idle();
  await state.indexer.idle();
}

const everywhere = (text: string, more: Partial<ViewQuery> = {}): ViewQuery =>
  viewQuery.parse({ scope: { kind: 'all', account: null }, text, threaded: false, ...more });

async function found({ ui }: Started, text: string, more: Partial<ViewQuery> = {}): Promise<string[]> {
  const { view } = await ui.api.open({ query: everywhere(text, more) });
  const keys = await ui.api.keys({ view, from: 0, to: 1000 });
  await ui.api.close({ view });
  return keys.map((one) => one.replace('/1/', ' ')).sort();
}

const DAY = 24 * 3600 * 1000;
const mail = messages('inbox', [
  { uid: 1, id: '1', subject: 'Lunch on Friday', from: 'Ada', date: 10 * DAY },
  { uid: 2, id: '2', subject: 'Übergröße – das Angebot', from: 'Björn', date: 20 * DAY, flags: Flag.Seen },
  { uid: 3, id: '3', subject: '会議室の予約', from: 'Suzuki', date: 30 * DAY, flags: Flag.HasAttachment },
  { uid: 4, id: '4', subject: 'Отчёт за год', from: 'Anna', date: 40 * DAY, keywords: 1 },
]);
const other = [
  messages('archive', [{ uid: 1, id: '5', subject: 'Lunch again', from: 'Carl', date: 50 * DAY }]),
  messages('trash', [{ uid: 1, id: '6', subject: 'Lunch in the bin', from: 'Carl', date: 60 * DAY }]),
];
const facts = [
  mailboxes(LIST),
  mail,
  ...other,
  { kind: 'keywords' as const, mailbox: box('inbox'), names: ['Todo'] },
];
const texts = [
  body('inbox', 1, '1', 'Shall we meet at the harbour? The annual report is not due before May.'),
  body('inbox', 2, '2', '<p>Das <b>ann&uuml;al</b> report style</p><script>hidden()</script>', 'text/html'),
  body('inbox', 3, '3', '東京都の会議室を予約しました。'),
  body('archive', 1, '5', 'Report, annual: the other way round. Harbours.'),
];

let serial = 0;
const databases = {
  'the in-memory twin': () => {
    const disk = new MemoryDisk();
    return () => Promise.resolve({ database: new MemoryDatabase(disk), rebuilt: null });
  },
  Dexie: () => {
    const name = `search-${serial++}`;
    return () => openDexie(name);
  },
};

describe.each(Object.entries(databases))('a search on %s', (_name, make) => {
  it.each<[string, string[]]>([
    ['lunch', ['archive 1', 'inbox 1']],
    ['LUNCH fri', ['inbox 1']],
    ['ubergrosse', ['inbox 2']],
    ['bjorn', ['inbox 2']],
    ['отчет', ['inbox 4']],
    ['会議', ['inbox 3']],
    ['京都', ['inbox 3']],
    ['harbour', ['archive 1', 'inbox 1']],
    ['"harbour"', ['inbox 1']],
    ['annual report', ['archive 1', 'inbox 1', 'inbox 2']],
    ['"annual report"', ['inbox 1', 'inbox 2']],
    ['hidden', []],
    ['report -lunch', ['inbox 2']],
    ['harbour OR 会議', ['archive 1', 'inbox 1', 'inbox 3']],
    ['body:lunch', []],
    ['subject:report', []],
    ['body:report from:carl', ['archive 1']],
    ['to:me@example.org lunch', ['archive 1', 'inbox 1']],
    ['cc:me', []],
    ['is:read', ['inbox 2']],
    ['has:attachment', ['inbox 3']],
    ['label:todo', ['inbox 4']],
    ['in:archive', ['archive 1']],
    ['in:trash lunch', ['trash 1']],
    ['in:anywhere lunch', ['archive 1', 'inbox 1', 'trash 1']],
    ['in:nowhere', []],
    [`account:${ACCOUNT} lunch`, ['archive 1', 'inbox 1']],
    ['account:none lunch', []],
    ['before:1970-01-15', ['inbox 1']],
    ['after:1970-02-01 before:1970-02-15', ['inbox 4']],
    ['on:1970-01 is:unread', ['inbox 1', 'inbox 3']],
    ['larger:500', ['archive 1', 'inbox 1', 'inbox 2', 'inbox 3', 'inbox 4']],
    ['smaller:500', []],
    ['nothing like this', []],
  ])('%s', async (text, wanted) => {
    const w = await start(make());
    await w.engine.apply(batch(1, [...facts, ...texts]));
    await indexed(w);
    expect(await found(w, text)).toEqual(wanted);
  });

  it('says what it looked at', async () => {
    const w = await start(make());
    const list = [mailbox('inbox', 'inbox', { serverTotal: 10 }), ...LIST.slice(1)];
    await w.engine.apply(batch(1, [mailboxes(list), mail, ...other, ...texts.slice(0, 1)]));
    await indexed(w);
    const open = (query: ViewQuery) => w.ui.api.open({ query });
    expect((await open(everywhere('lunch'))).coverage).toEqual({
      messages: 5,
      texts: 1,
      readsTexts: true,
      waiting: 0,
      unlisted: 6,
    });
    expect((await open(everywhere('subject:lunch'))).coverage?.readsTexts).toBe(false);
    expect((await open(everywhere(''))).coverage).toBeUndefined();
  });

  it('finds texts after a restart, those that were not indexed yet as well', async () => {
    const open = make();
    const first = await start(open);
    await first.engine.apply(batch(1, [...facts, ...texts.slice(0, 2)]));
    await indexed(first);
    // Killed before it got to these.
    await first.engine.apply(batch(2, texts.slice(2)));
    first.served.close();
    const again = await start(open);
    await indexed(again);
    expect(await found(again, 'harbour')).toEqual(['archive 1', 'inbox 1']);
  });

  it('indexes what is here when there is no index', async () => {
    const open = make();
    const first = await start(open);
    await first.engine.apply(batch(1, [...facts, ...texts]));
    await indexed(first);
    const { database } = await first.served.store.state();
    await database.write(['textSegments', 'textBlocks', 'textQueue', 'meta'], (tx) => {
      for (const table of ['textSegments', 'textBlocks', 'textQueue'] as const) tx.clear(table);
      tx.delete('meta', 'texts');
      return Promise.resolve();
    });
    first.served.close();
    const again = await start(open);
    await indexed(again);
    expect(await found(again, 'harbour')).toEqual(['archive 1', 'inbox 1']);
  });

  it('makes a damaged part anew and goes on meanwhile', async () => {
    const w = await start(make());
    await w.engine.apply(batch(1, [...facts, ...texts]));
    await indexed(w);
    const { database } = await w.served.store.state();
    await database.write(['textBlocks'], (tx) => {
      tx.clear('textBlocks');
      return Promise.resolve();
    });
    expect(await found(w, 'lunch')).toEqual(['archive 1', 'inbox 1']);
    await indexed(w);
    expect(await found(w, 'harbour')).toEqual(['archive 1', 'inbox 1']);
  });

  it('forgets messages that are gone, and merges what is small', async () => {
    const open = make();
    const w = await start(open);
    await w.engine.apply(batch(1, facts));
    let number = 2;
    for (let i = 0; i < 12; i++) {
      const uid = 100 + i;
      await w.engine.apply(
        batch(number++, [
          messages('inbox', [{ uid, id: `n${i}` }]),
          body('inbox', uid, `n${i}`, `word${i} common`),
        ]),
      );
      await indexed(w);
    }
    const state = await w.served.store.state();
    expect(state.texts.segments.length).toBeLessThan(8);
    expect(await found(w, 'common')).toHaveLength(12);
    expect(await found(w, 'word7')).toEqual(['inbox 107']);
    await w.engine.apply(batch(number++, [gone('inbox', [107, 108])]));
    expect(await found(w, 'common')).toHaveLength(10);
    state.indexer.walkAgain();
    await indexed(w);
    expect(state.texts.size).toBe(10);
    expect(await found(w, 'common')).toHaveLength(10);
    w.served.close();
    const again = await start(open);
    await indexed(again);
    expect(await found(again, 'common')).toHaveLength(10);
  });
});

describe('an open search', () => {
  const memory = databases['the in-memory twin'];

  it('follows flags, moves and texts that come', async () => {
    const w = await start(memory());
    await w.engine.apply(batch(1, facts));
    await indexed(w);
    const { view } = await w.ui.api.open({ query: everywhere('harbour is:unread') });
    const keys = () => w.ui.api.keys({ view, from: 0, to: 10 });
    expect(await keys()).toEqual([]);
    await w.engine.apply(batch(2, texts));
    await indexed(w);
    await expect.poll(keys).toEqual([key('archive', 1), key('inbox', 1)]);
    await w.engine.apply(batch(3, [operations([operation(1, wants.move('inbox', [1], 'work'))])]));
    expect(await keys()).toEqual([key('archive', 1), key('inbox', 1)]);
    await w.engine.apply(batch(4, [flags('inbox', [[1, Flag.Seen]])]));
    expect(await keys()).toEqual([key('archive', 1)]);
  });

  it('shows the words around what was found in a text', async () => {
    const w = await start(memory());
    await w.engine.apply(batch(1, [...facts, ...texts]));
    await indexed(w);
    const { view } = await w.ui.api.open({ query: everywhere('harbour') });
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 10 });
    expect(rows.map((row) => row.excerpt)).toEqual([
      '…annual: the other way round. Harbours.',
      'Shall we meet at the harbour? The annual report is not due before May.',
    ]);
  });

  it('takes in what the server found, where nothing here says otherwise', async () => {
    const w = await start(memory());
    await w.engine.apply(batch(1, [...facts, ...texts]));
    await indexed(w);
    const { view } = await w.ui.api.open({ query: everywhere('unheard -is:read') });
    const keys = () => w.ui.api.keys({ view, from: 0, to: 10 });
    expect(await keys()).toEqual([]);
    await w.ui.api.addFound({ view, keys: [key('inbox', 4), key('inbox', 2), key('inbox', 99)] });
    expect(await keys()).toEqual([key('inbox', 4)]);
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 10 });
    expect(rows[0]?.found).toBe('server');
    // Moved by another client: it is the same message.
    await w.engine.apply(
      batch(2, [
        gone('inbox', [4]),
        messages('work', [{ uid: 7, id: '4', subject: 'Отчёт за год', date: 40 * DAY }]),
      ]),
    );
    expect(await keys()).toEqual([key('work', 7)]);
  });
});

describe('texts of mail that lives elsewhere', () => {
  it('are asked for and found', async () => {
    const w = await start(databases['the in-memory twin']());
    await w.engine.apply(batch(1, [...facts, ...texts.slice(0, 1)]));
    await indexed(w);
    const where = { mailbox: box('inbox'), generation: gen(1), from: 1, limit: 10 };
    expect(await w.engine.textsMissing(where)).toEqual({ uids: Uint32Array.of(2, 3, 4), waiting: 0 });
    await w.engine.apply(
      batch(2, [
        {
          kind: 'texts',
          mailbox: box('inbox'),
          generation: gen(1),
          uids: Uint32Array.of(4),
          texts: ['из вложения'],
        },
      ]),
    );
    await indexed(w);
    expect((await w.engine.textsMissing({ ...where, from: 3 })).uids).toEqual(Uint32Array.of(3));
    expect(await found(w, 'вложения')).toEqual(['inbox 4']);
  });
});
