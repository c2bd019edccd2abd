import { afterEach, expect, it } from 'vitest';
import { Bench, OTHER } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

/** Moves so many messages, every second of an INBOX, to another account. @returns what the journal took, and how often pages were told. */
async function moved(count: number): Promise<{ readonly octets: number; readonly told: number }> {
  bench = new Bench('everything', { second: 'everything' });
  bench.deliver('INBOX', 1, count * 2);
  await bench.start();
  await bench.quiet();
  const other = bench.accounts().find(({ id }) => id !== bench.account.id)!;
  const to = [...bench.store.mailboxes.values()].find(
    ({ name, account }) => name === 'INBOX' && account === other.id,
  )!.id;
  const subjects = Array.from({ length: count }, (_, i) => `Letter ${2 * i + 1}`);
  const { vault } = bench.engine.parts;
  const before = vault.sinceSnapshot.bytes;
  let told = 0;
  bench.engine.queue.onChange(({ upsert }) => {
    for (const { intent } of upsert) if (intent.kind === 'move') told += intent.messages.uids.length;
  });
  await bench.act({ kind: 'move', to }, 'INBOX', ...subjects);
  await bench.quiet(20_000);
  expect(bench.box('INBOX', OTHER).messages).toHaveLength(count);
  return { octets: vault.sinceSnapshot.bytes - before, told };
}

it('a long move to another account costs the journal and the pages as much for each message as a short one', async () => {
  const short = await moved(40);
  await bench.stop();
  const long = await moved(320);
  expect(long.octets / short.octets).toBeLessThan(8 * 1.3);
  // Its list, some 1,600 octets of numbers, is told with each portion of twenty and not with each message.
  expect(long.told / 320).toBeLessThan(800);
}, 60_000);
