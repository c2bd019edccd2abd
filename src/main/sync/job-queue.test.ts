import { afterEach, expect, it } from 'vitest';
import { Bench } from '../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

it('thousands of requests of pages are refused in words, and keep nobody from what was decided', async () => {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  const runner = [...bench.engine.runners.values()][0]!;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = runner.request('hold', () => held);
  // The connection has begun with the one above: these wait.
  await new Promise((resolve) => setTimeout(resolve, 10));
  const asked = Array.from({ length: 5_010 }, (_x, n) =>
    runner.request(`r${n}`, () => Promise.resolve('there')).catch((error: { code: string }) => error.code),
  );
  const done = await bench.act({ kind: 'flag', add: ['\\Seen'], remove: [] }, 'INBOX', 'Letter 2');
  expect(done).toBeTruthy();
  release();
  await first;
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer === 'there')).toHaveLength(5_000);
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(10);
  await bench.quiet();
  expect(bench.box('INBOX').messages.find((m) => m.subject === 'Letter 2')?.flags).toContain('\\Seen');
  expect(await runner.request('after', () => Promise.resolve('there'))).toBe('there');
});
