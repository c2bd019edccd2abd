import { afterEach, expect, it } from 'vitest';
import { parseMessageKey } from '@shared/model/ids';
import { Bench } from '../fakes/bench';
import type { Step } from '../fakes/life';

/** What others removed is put back, and Tern is killed meanwhile: it is on the server once, or still in the list. */
let bench: Bench;
afterEach(() => bench.stop());

const removed = async (): Promise<string[]> =>
  (await bench.ui.api.removedMessages({ account: null, mailbox: null })).map(({ subject }) => subject);

const STEPS = (['journal', 'wire'] as const).flatMap((step) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((n): [Step, number] => [step, n]),
);
it.each(STEPS)('killed at %s %i', async (step, n) => {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 5);
  await bench.start();
  await bench.quiet();
  for (const subject of ['Letter 2', 'Letter 4'])
    await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', subject)) });
  for (const subject of ['Letter 2', 'Letter 4']) bench.elsewhere.expunge('INBOX', subject);
  await bench.quiet();
  const list = await bench.ui.api.removedMessages({ account: null, mailbox: null });
  expect(list).toHaveLength(2);
  bench.life.endAt(step, n);
  const restoring = bench.ui.api.restoreRemoved({ ids: list.map(({ id }) => id), to: null });
  await Promise.race([
    bench.life.died,
    restoring.then(
      () => bench.quiet(),
      () => undefined,
    ),
  ]);
  await bench.kill();
  await bench.start();
  await bench.quiet();
  const left = await removed();
  expect([...bench.there('INBOX'), ...left].sort()).toEqual(
    [1, 2, 3, 4, 5].map((number) => `Letter ${number}`),
  );
  if (left.length === 0) return;
  const again = await bench.ui.api.removedMessages({ account: null, mailbox: null });
  await bench.ui.api.restoreRemoved({ ids: again.map(({ id }) => id), to: null });
  await bench.quiet();
  expect(bench.there('INBOX')).toHaveLength(5);
  expect(await removed()).toEqual([]);
});
