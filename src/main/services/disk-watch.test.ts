import { describe, expect, it } from 'vitest';
import { Bench } from '../../../tests/fakes/bench';
import { VirtualClock } from '../../../tests/fakes/virtual-clock';
import { FIRST_SCREEN } from '../sync/sync-mailbox';

const MiB = 1024 * 1024;

describe('a disk with little room', () => {
  it('stops the cache from growing, says so, saves what the person does, and goes on when there is room', async () => {
    const clock = new VirtualClock();
    const bench = new Bench('everything', {
      clock,
      limits: { low: 100 * MiB, critical: 10 * MiB, reserve: 0 },
    });
    let free = 50 * MiB;
    bench.disk.free = () => Promise.resolve(free);
    bench.deliver('INBOX', 1, 300);
    void bench.start();
    const codes = (): string[] => bench.engine.status().notices.map(({ code }) => code);
    await clock.pass(30 * 60_000);
    // The newest screen is worth its room; what is older waits.
    expect(bench.here('INBOX')).toHaveLength(FIRST_SCREEN);
    expect(codes()).toEqual(['disk-low']);
    void bench.act({ kind: 'archive' }, 'INBOX', 'Letter 300');
    await clock.pass(60_000);
    expect(bench.there('Archive')).toEqual(['Letter 300']);

    free = 5 * MiB;
    await clock.pass(120_000);
    expect(codes()).toEqual(['disk-critical']);

    free = 1000 * MiB;
    await clock.pass(10 * 60_000);
    expect(codes()).toEqual([]);
    expect(bench.here('INBOX')).toHaveLength(299);
    expect(bench.isQuiet()).toBe(true);
  });
});
