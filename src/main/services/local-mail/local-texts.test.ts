import { afterEach, expect, it, vi } from 'vitest';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

it('tells the store the words of mail that lives here, once', async () => {
  bench = new Pop3Bench();
  bench.deliver(1, 45);
  await bench.start();
  await bench.poll();
  await vi.waitFor(() => expect(bench.store.texts.size).toBe(45));
  expect([...bench.store.texts.values()]).toContain('Text of letter 7\n');
  const { batches } = bench.store;
  await bench.poll();
  expect(bench.store.batches).toBe(batches);
  bench.deliver(46);
  await bench.poll();
  await vi.waitFor(() => expect(bench.store.texts.size).toBe(46));
});

it('tells nothing of a message of which only the header is here', async () => {
  bench = new Pop3Bench();
  await bench.start({ leave: 'always', days: 1, fetch: 'headers' });
  bench.deliver(1, 3);
  await bench.poll();
  await bench.engine.local.idle();
  expect(bench.here()).toHaveLength(3);
  expect(bench.store.texts.size).toBe(0);
});
