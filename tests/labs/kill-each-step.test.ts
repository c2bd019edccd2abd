import { describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import { Bench } from '../fakes/bench';
import { sweep } from './kill-each-step/sweep';

describe('killed at each step', () => {
  it('a move by COPY and a mark come out whole wherever the engine dies', async () => {
    const swept = await sweep(async () => {
      const bench = new Bench(withCapabilities('everything', { remove: ['MOVE'] }));
      bench.deliver('INBOX', 1, 5);
      await bench.start();
      await bench.quiet();
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 2', 'Letter 3');
      await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 4');
      await bench.quiet();
    }, 40);
    expect(swept.steps).toBeGreaterThan(40);
    expect(swept.killed).toBeGreaterThan(15);
    expect(swept.failed).toEqual([]);
  }, 120_000);

  it('a promise that is broken is reported', async () => {
    const swept = await sweep(async () => {
      const bench = new Bench();
      bench.deliver('INBOX', 1, 5);
      await bench.start();
      await bench.quiet();
      // Nobody was told that anyone touched it.
      bench.world.setFlags(bench.elsewhere.account, bench.box('INBOX'), [1], 'add', ['\\Flagged']);
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 2');
      await bench.quiet();
    }, 6);
    expect(swept.failed.join()).toContain('I2: <letter-1@tern.example>');
  }, 120_000);
});
