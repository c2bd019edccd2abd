import { Dexie } from 'dexie';
import { openDexie } from '@renderer/store/dexie-database';
import { createStore, type ServedStore } from '@renderer/store/serve';
import {
  batch,
  box,
  cursor,
  flags,
  mailbox,
  mailboxes,
  messages,
  operation,
  operations,
  type TestMessage,
  wants,
} from '@renderer/store/test-facts';
import type { Fact, MessagesFact } from '@shared/contract/store-api';
import { viewContract, viewQuery } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { fromLines, toLines } from '@shared/model/lines';
import { type Client, connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { readFloor, writeFloor } from './floor';
import type { Measured } from './lab';

const NAME = 'measure';
const BATCH = 1024;
/** Batches unanswered at once, as the engine does it. */
const IN_FLIGHT = 3;
const WORDS =
  'harbour invoice meeting notes lantern quarterly weather garden ticket review delivery pump'.split(' ');

const word = (n: number): string => WORDS[n % WORDS.length] as string;

/** A message of ordinary weight: its row is near 1.3 KB of JSON, a third of all are replies. */
export function ordinary(uid: number): TestMessage {
  return {
    uid,
    id: `${uid}.${(uid * 2654435761) % 1_000_003}@mail.example.org`,
    refs: uid % 3 === 0 ? [`${uid - 1}.${((uid - 1) * 2654435761) % 1_000_003}@mail.example.org`] : [],
    subject: `${word(uid)} ${word(uid * 7 + 1)} ${word(uid * 5 + 2)} ${uid}`,
    from: `${word(uid * 3)} ${word(uid * 11)}`,
    date: 1_700_000_000_000 + uid * 61_000,
    flags: uid % 4 === 0 ? Flag.Seen : 0,
  };
}

/** Rows as heavy as real ones: envelope with two addresses and a body structure of three parts. */
function heavier(fact: MessagesFact): MessagesFact {
  const part = (section: string, type: string) => ({
    section,
    type,
    params: { charset: 'utf-8', format: 'flowed' },
    disposition: '',
    filename: '',
    contentId: '',
    encoding: 'quoted-printable',
    size: 4711,
    children: [],
  });
  const structure = {
    ...part('', 'multipart/mixed'),
    children: [part('1', 'text/plain'), part('2', 'text/html'), part('3', 'image/png')],
  };
  const text = `"structure":${JSON.stringify(structure)}`;
  return { ...fact, rows: toLines(fromLines(fact.rows).map((row) => row.replace('"structure":null', text))) };
}

const INBOX = viewQuery.parse({ scope: { kind: 'mailbox', mailbox: box('inbox') }, threaded: false });

function openUi(served: ServedStore): Client<typeof viewContract> {
  const [mine, theirs] = memoryPortPair();
  served.connectUi(mine);
  return connect(theirs, viewContract);
}

/** What a folder costs that nobody has looked at before. */
async function forgetHeads(): Promise<void> {
  const dexie = await new Dexie(NAME).open();
  await dexie.table('heads').clear();
  dexie.close();
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** The store alone, in this page, on this browser's IndexedDB: 100,000 messages through everything it does. */
export async function measure(count: number): Promise<Measured> {
  await Dexie.delete(NAME);
  const batches: Fact[][] = [[mailboxes([mailbox('inbox', 'inbox'), mailbox('archive', 'archive')])]];
  // Newest first, as a first sync brings them.
  for (let last = count; last > 0; last -= BATCH) {
    const first = Math.max(1, last - BATCH + 1);
    const list = Array.from({ length: last - first + 1 }, (_, i) => ordinary(first + i));
    batches.push([heavier(messages('inbox', list))]);
  }
  let served = createStore({ open: () => openDexie(NAME) });
  await served.store.hello('v');
  let ui = openUi(served);
  await ui.api.open({ query: { ...INBOX, threaded: true } });
  let number = 0;
  const apply = await timed(async () => {
    const flying: Promise<unknown>[] = [];
    for (const facts of batches) {
      flying.push(served.store.apply(batch(++number, facts, [cursor('inbox', 1)])));
      if (flying.length >= IN_FLIGHT) await flying.shift();
    }
    await Promise.all(flying);
  });
  served.close();
  const applyFloor = await writeFloor(NAME, BATCH / 256, IN_FLIGHT);

  const openOnce = async (threaded: boolean, kept = false): Promise<number> => {
    if (!kept) await forgetHeads();
    served = createStore({ open: () => openDexie(NAME) });
    ui = openUi(served);
    await served.store.ready;
    const time = await timed(async () => {
      const { view, total } = await ui.api.open({ query: { ...INBOX, threaded } });
      const { rows } = await ui.api.rows({ view, from: 0, to: 50 });
      if (rows.length !== 50 || (!threaded && total !== count))
        throw new Error(`${rows.length} rows of ${total}`);
    });
    return time;
  };
  const best = async (run: () => Promise<number>): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      times.push(await run());
      if (i < 2) served.close();
    }
    return Math.min(...times);
  };
  const floorOf = async (table: string): Promise<number> =>
    Math.min(await readFloor(NAME, table), await readFloor(NAME, table), await readFloor(NAME, table));
  const openFloor = await floorOf('columns');
  const searchFloor = await floorOf('search');
  const openThreaded = await best(() => openOnce(true));
  served.close();
  const openHead = await best(() => openOnce(true, true));
  served.close();
  const openCold = await best(() => openOnce(false));

  const { view } = await ui.api.open({ query: INBOX });
  const all = Array.from({ length: count }, (_, i) => i + 1);
  const markAllRead = await timed(async () => {
    const seen = new Promise<void>((resolve) => {
      ui.on('viewChanged', (info) => {
        if (info.view === view && info.unread === 0) resolve();
      });
    });
    await served.store.apply(
      batch(++number, [operations([operation(1, wants.flags('inbox', all, ['\\Seen']))])]),
    );
    await seen;
    await ui.api.rows({ view, from: 0, to: 50 });
  });
  const flagsFact = await timed(() =>
    served.store.apply(
      batch(++number, [
        flags(
          'inbox',
          all.map((uid) => [uid, Flag.Seen] as const),
        ),
      ]),
    ),
  );
  const find = (text: string): Promise<number> =>
    timed(async () => {
      const found = await ui.api.open({ query: { ...INBOX, text } });
      if (found.total === 0) throw new Error(`nothing found for ${text}`);
    });
  const searchFirst = await find('harbour');
  const search = Math.max(await find('l'), await find('lantern deliv'), await find('invoice 77'));
  const state = await served.store.state();
  const bytesPerMessage = state.bytes / count;
  served.close();
  await Dexie.delete(NAME);
  return {
    apply,
    applyFloor,
    openCold,
    openHead,
    openFloor,
    openThreaded,
    markAllRead,
    flagsFact,
    searchFirst,
    searchFloor,
    search,
    bytesPerMessage,
  };
}
