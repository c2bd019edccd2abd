import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { batch, mailboxes, messages, operation, operations, range, wants } from './test-facts';
import { LIST, query, type World, world } from './test-world';

/** Keeps batches on their way to the disk until `land` is called. */
function inFlight({ served }: World): { readonly land: () => void } {
  const database = served.database();
  const write = database.write.bind(database);
  let land = (): void => undefined;
  const landed = new Promise<void>((resolve) => (land = resolve));
  database.write = async (tables, run) => {
    await landed;
    return write(tables, run);
  };
  return { land };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('while mail comes in bulk', () => {
  // Only the clock that the store looks at stands still.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('lists follow now and then, at once when somebody wants something, and to the last message', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST)]));
    const { view } = await w.ui.api.open({ query: query('inbox') });
    const told: number[] = [];
    w.ui.on('viewChanged', ({ total }) => told.push(total));
    const disk = inFlight(w);
    const applied: Promise<unknown>[] = [];
    const apply = async (...args: Parameters<typeof batch>): Promise<void> => {
      applied.push(w.engine.api.apply(batch(...args)));
      await settled();
    };

    await apply(2, [messages('inbox', range(1, 2000))]);
    expect(told).toEqual([2000]);
    await apply(3, [messages('inbox', range(2001, 4000))]);
    expect(told).toEqual([2000]);
    // Whoever asks gets what is there.
    expect(await w.ui.api.keys({ view, from: 0, to: 5000 })).toHaveLength(4000);
    expect(told).toEqual([2000, 4000]);

    vi.advanceTimersByTime(500);
    await apply(4, [messages('inbox', range(4001, 6000))]);
    expect(told).toEqual([2000, 4000, 6000]);
    await apply(5, [operations([operation(1, wants.move('inbox', [1], 'archive'))])]);
    expect(told).toEqual([2000, 4000, 6000, 5999]);

    disk.land();
    await Promise.all(applied);
    await w.engine.api.apply(batch(6, [messages('inbox', range(6001, 6003))]));
    await settled();
    expect(told.at(-1)).toBe(6002);
  });
});
