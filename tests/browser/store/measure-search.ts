import { Dexie } from 'dexie';
import { viewContract, viewQuery } from '@shared/contract/view-api';
import type { Fact } from '@shared/contract/store-api';
import { connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { openDexie } from '@renderer/store/dexie-database';
import { loadAll } from '@renderer/store/loading';
import { createStore } from '@renderer/store/serve';
import { batch, body, mailbox, mailboxes, messages } from '@renderer/store/test-facts';
import type { SearchMeasured } from './lab';
import { ordinary } from './measure';

const NAME = 'measure-search';
const BATCH = 1024;
const BODIES_A_BATCH = 64;
/** Words of a text of ordinary length, and of how many there are: a few in every text, most in very few. */
const WORDS_A_TEXT = 250;
const VOCABULARY = 40_000;

/** Made of letters by a small generator of its own, so that every run has the same texts. */
function textOf(n: number): string {
  let seed = (n * 2654435761) >>> 0;
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 0x100000000;
  };
  const words: string[] = [];
  for (let i = 0; i < WORDS_A_TEXT; i++) words.push(wordNumber(Math.floor(VOCABULARY ** next())));
  return `${words.join(' ')} unique${n} annual report of ${n % 97}`;
}

const SYLLABLES = 'ka lo mi ter sa ven du ro pel in or ast el mu'.split(' ');
function wordNumber(n: number): string {
  let word = '';
  for (let rest = n + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length] ?? '';
  return word;
}

/** Searches in so many messages, the texts of some of which are here. */
export async function measureSearch(count: number, bodies: number): Promise<SearchMeasured> {
  await Dexie.delete(NAME);
  let served = createStore({ open: () => openDexie(NAME) });
  await served.store.hello('v');
  let number = 0;
  await served.store.apply(batch(++number, [mailboxes([mailbox('inbox', 'inbox')])]));
  for (let last = count; last > 0; last -= BATCH) {
    const first = Math.max(1, last - BATCH + 1);
    const list = Array.from({ length: last - first + 1 }, (_, i) => ({
      ...ordinary(first + i),
      identity: `b${first + i}`,
    }));
    await served.store.apply(batch(++number, [messages('inbox', list)]));
  }
  const step = Math.floor(count / bodies);
  let longest = 0;
  let over = false;
  const watch = (async () => {
    while (!over) {
      const start = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 0));
      longest = Math.max(longest, performance.now() - start - 4);
    }
  })();
  const start = performance.now();
  for (let at = 0; at < bodies; at += BODIES_A_BATCH) {
    const facts: Fact[] = [];
    for (let i = at; i < Math.min(bodies, at + BODIES_A_BATCH); i++) {
      const uid = 1 + i * step;
      facts.push(body('inbox', uid, `b${uid}`, textOf(uid)));
    }
    await served.store.apply(batch(++number, facts));
  }
  let state = await served.store.state();
  while (state.indexer.waiting > 0) await state.indexer.idle();
  await state.indexer.idle();
  const index = performance.now() - start;
  over = true;
  await watch;
  if (state.texts.size !== bodies) throw new Error(`${state.texts.size} of ${bodies} texts are indexed`);
  const octets = await state.database.read(['textBlocks'], async (tx) => {
    let sum = 0;
    for (const { postings, terms, ends } of await tx.all('textBlocks'))
      sum += postings.length + terms.length + ends.byteLength;
    return sum;
  });
  const segments = state.texts.segments.length;
  served.close();

  // A new start: nothing of the index is in memory.
  served = createStore({ open: () => openDexie(NAME) });
  const [mine, theirs] = memoryPortPair();
  served.connectUi(mine);
  const ui = connect(theirs, viewContract);
  state = await served.store.state();
  await loadAll(state);
  const find = async (text: string, atLeast = 1): Promise<number> => {
    const began = performance.now();
    const query = viewQuery.parse({ scope: { kind: 'all', account: null }, text, threaded: false });
    const { view, total } = await ui.api.open({ query });
    await ui.api.rows({ view, from: 0, to: 60 });
    const took = performance.now() - began;
    if (total < atLeast) throw new Error(`${total} found for ${text}`);
    await ui.api.close({ view });
    return took;
  };
  // Search lines of headers come into memory with the first search of all.
  await find('subject:harbour');
  const best = async (text: string, atLeast?: number): Promise<number> =>
    Math.min(await find(text, atLeast), await find(text, atLeast), await find(text, atLeast));
  const cold = await find('annu', bodies);
  const measured: SearchMeasured = {
    index,
    longestTask: longest,
    octetsPerText: octets / bodies,
    segments,
    cold,
    rare: await best(`unique${1 + step * 7}`),
    common: await best('annual', bodies),
    letter: await best('k'),
    phrase: await best('"annual report"', bodies),
    several: await best('annual harbour -invoice is:unread'),
    field: await best('from:lantern'),
  };
  served.close();
  await Dexie.delete(NAME);
  return measured;
}
