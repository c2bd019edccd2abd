import { describe, expect, it } from 'vitest';
import { type ViewQuery, viewQuery } from '@shared/contract/view-api';
import { cacheError } from '../database';
import { loadAll } from '../loading';
import { batch, body, mailboxes, messages } from '../test-facts';
import { LIST, type World, world } from '../test-world';

const LUNCH: ViewQuery = viewQuery.parse({
  scope: { kind: 'all', account: null },
  text: 'lunch',
  threaded: false,
});

const mail = (from: number, to: number) => [
  mailboxes(LIST),
  messages(
    'inbox',
    Array.from({ length: to - from + 1 }, (_, i) => ({ uid: from + i, id: `b${from + i}` })),
  ),
];
const text = (uid: number) => body('inbox', uid, `b${uid}`, `lunch number ${uid}`);

/** Everything that can be is indexed. */
async function rest({ served }: World): Promise<void> {
  const state = await served.store.state();
  await loadAll(state);
  state.indexer.wake();
  await state.indexer.idle();
}

/** What a search says it has looked at, and what it found. */
async function looked({ ui }: World): Promise<unknown> {
  const { view, total, coverage } = await ui.api.open({ query: LUNCH });
  await ui.api.close({ view });
  return { total, texts: coverage?.texts, waiting: coverage?.waiting };
}

describe('the index of texts in trouble', () => {
  it('without room: what is not in it is told as waiting, and comes into it when there is room', async () => {
    const w = await world();
    let full = true;
    w.served.database().faults.beforeCommit = ([first]) =>
      full && first === 'textSegments' ? cacheError('cache-full', 'no room') : null;
    await w.engine.api.apply(batch(1, [...mail(1, 3), text(1), text(2)]));
    await rest(w);
    expect(await looked(w)).toEqual({ total: 0, texts: 0, waiting: 2 });
    full = false;
    await w.engine.api.apply(batch(2, [text(3)]));
    await rest(w);
    expect(await looked(w)).toEqual({ total: 3, texts: 3, waiting: 0 });
  });

  it('H2 evicted in the middle of a search: it ends, and is asked anew of what is there then', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [...mail(1, 2), text(1), text(2)]));
    await rest(w);
    const open = await w.ui.api.open({ query: viewQuery.parse({ ...LUNCH, text: 'subject:subject' }) });
    expect(open.total).toBe(2);
    let goOn = (): void => undefined;
    const reading = new Promise<void>((begun) => {
      w.served.database().faults.beforeRead = (tables) =>
        tables.includes('textBlocks')
          ? new Promise<void>((resolve) => {
              goOn = resolve;
              begun();
            })
          : Promise.resolve();
    });
    const asked = w.ui.api
      .open({ query: LUNCH })
      .then(({ total }) => total)
      .catch((error: unknown) => (error as { code?: string }).code);
    await reading;
    w.served.database().lose('evicted');
    goOn();
    // Nothing is here any more; what was found in what is gone would be a lie, an answer that never comes worse.
    expect([0, 'cache-lost']).toContain(await asked);
    await w.engine.api.hello({ marker: 'vault' });
    await w.engine.api.apply(batch(1, [...mail(1, 3), text(3)], [], 'again'));
    await rest(w);
    expect(await w.ui.api.keys({ view: open.view, from: 0, to: 9 })).toHaveLength(3);
    expect(await looked(w)).toEqual({ total: 1, texts: 1, waiting: 0 });
  });
});
