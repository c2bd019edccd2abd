import { describe, expect, it } from 'vitest';
import type { Fact } from '@shared/contract/store-api';
import { batch, gone, key, mailboxes, messages, operation, operations, range, wants } from './test-facts';
import { keysOf, LIST, query, world } from './test-world';

/** What Drafts shows of one draft while its newer version is on its way. */
async function stage() {
  const w = await world();
  let n = 0;
  const tell = (...facts: Fact[]): Promise<unknown> => w.engine.api.apply(batch(++n, facts));
  await tell(mailboxes(LIST), messages('work', range(1, 2)));
  const shown = async (): Promise<string[]> => (await keysOf(w, query('work'))).sort();
  const keys = (...uids: number[]): string[] => uids.map((uid) => key('work', uid)).sort();
  return { tell, shown, keys };
}

describe('a draft that is saved anew', () => {
  const save = (state: Parameters<typeof operation>[2]) =>
    operations([operation(1, wants.draft('work', [2], 'm3'), state)]);

  it('D2 is one row at every moment: the old copy until the new one is there, then that', async () => {
    const { tell, shown, keys } = await stage();
    await tell(save('waiting'));
    expect(await shown()).toEqual(keys(1, 2));
    await tell(save('running'));
    await tell(messages('work', [{ uid: 3, id: 'm3' }]));
    expect(await shown()).toEqual(keys(1, 3));
    await tell(gone('work', [2]), operations([], ['op1']));
    expect(await shown()).toEqual(keys(1, 3));
  });

  it('also when the new copy is told of before the operation', async () => {
    const { tell, shown, keys } = await stage();
    await tell(messages('work', [{ uid: 3, id: 'm3' }]));
    await tell(save('verifying'));
    expect(await shown()).toEqual(keys(1, 3));
  });

  it('shows the old copy again when the server refuses, or the new one goes', async () => {
    const { tell, shown, keys } = await stage();
    await tell(save('running'), messages('work', [{ uid: 3, id: 'm3' }]));
    await tell(gone('work', [3]));
    expect(await shown()).toEqual(keys(1, 2));
    await tell(messages('work', [{ uid: 4, id: 'm3' }]));
    expect(await shown()).toEqual(keys(1, 4));
    await tell(save('refused'));
    expect(await shown()).toEqual(keys(1, 2, 4));
  });

  it('D4 one that was sent or discarded is gone at once', async () => {
    const { tell, shown, keys } = await stage();
    await tell(operations([operation(1, wants.draft('work', [2], null))]));
    expect(await shown()).toEqual(keys(1));
  });
});
