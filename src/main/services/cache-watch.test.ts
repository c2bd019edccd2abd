import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { VirtualClock } from '../../../tests/fakes/virtual-clock';
import { CacheWatch } from './cache-watch';

const failure = (code: string): MailError =>
  new MailError({ kind: 'refused', code, message: code, retry: { kind: 'later' } });

/** A store that stays. */
const stays = { onClose: () => undefined };

function watched() {
  const clock = new VirtualClock();
  const notices = new Set<string>();
  let asked = 0;
  const told = {
    store: {} as object | null,
    notice: (code: string) => void notices.add(code),
    unnotice: (code: string) => void notices.delete(code),
    runners: new Map([['a' as never, { syncNow: () => void asked++ }]]),
  };
  const watch = new CacheWatch(clock, told);
  /** How long the next greeting waits, ms. */
  const pause = async (): Promise<number> => {
    const since = clock.monotonic();
    let over = false;
    void watch.pause(stays).then(() => (over = true));
    await Promise.resolve();
    for (let ms = 0; ms < 100_000 && !over; ms += 250) await clock.pass(250);
    return clock.monotonic() - since;
  };
  return { clock, told, notices, watch, pause, asked: () => asked };
}

describe('a cache that fails', () => {
  it('is greeted in ever longer pauses, and at once when it had held', async () => {
    const { clock, watch, pause } = watched();
    expect(await pause()).toBe(0);
    const pauses: number[] = [];
    for (let n = 0; n < 11; n++) {
      watch.failed(failure('cache-failed'));
      pauses.push(await pause());
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    await clock.pass(200_000);
    watch.failed(failure('cache-failed'));
    expect(await pause()).toBe(250);
  });

  it('that went away in the middle is awaited for two seconds at most', async () => {
    const { watch, pause } = watched();
    const pauses: number[] = [];
    for (let n = 0; n < 6; n++) {
      watch.failed(failure('store-lost'));
      pauses.push(await pause());
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 2000, 2000]);
  });

  it('that goes while it waits keeps the next one waiting no longer than a first failure does', async () => {
    const { clock, watch, pause } = watched();
    for (let n = 0; n < 11; n++) watch.failed(failure('cache-failed'));
    let go = (): void => undefined;
    const waited = watch.pause({ onClose: (listener) => (go = listener) });
    await clock.pass(1000);
    go();
    expect(await waited).toBe(false);
    expect(await pause()).toBe(0);
    watch.failed(failure('cache-failed'));
    expect(await pause()).toBe(500);
  });

  it('that goes after it was greeted, because it failed again, waits longer each time', async () => {
    const { clock, watch } = watched();
    for (let n = 0; n < 5; n++) watch.failed(failure('cache-failed'));
    let go = (): void => undefined;
    const waited = watch.pause({ onClose: (listener) => (go = listener) });
    await clock.pass(4000);
    expect(await waited).toBe(true);
    watch.failed(failure('cache-failed'));
    go();
    let over = false;
    void watch.pause(stays).then(() => (over = true));
    await clock.pass(7999);
    expect(over).toBe(false);
    await clock.pass(1);
    expect(over).toBe(true);
  });

  it('that has no room is told, does not grow, and is tried later each time; what holds is told no more', async () => {
    const { clock, notices, watch, asked } = watched();
    const triedAfter: number[] = [];
    for (let n = 0; n < 5; n++) {
      const since = clock.monotonic();
      watch.failed(failure('cache-full'));
      expect([watch.mayGrow(), [...notices]]).toEqual([false, ['cache-full']]);
      while (!watch.mayGrow()) await clock.pass(10_000);
      triedAfter.push(clock.monotonic() - since);
    }
    expect(triedAfter).toEqual([60_000, 120_000, 240_000, 480_000, 600_000]);
    expect(asked()).toBe(5);
    await clock.pass(20_000);
    expect([...notices]).toEqual([]);
    watch.failed(failure('cache-full'));
    await clock.pass(60_000);
    expect(watch.mayGrow()).toBe(true);
  });

  it('without room is told as long as nothing could be tried, for there is no store', async () => {
    const { clock, told, notices, watch } = watched();
    watch.failed(failure('cache-full'));
    told.store = null;
    await clock.pass(3_600_000);
    expect([watch.mayGrow(), [...notices]]).toEqual([true, ['cache-full']]);
    told.store = {};
    await clock.pass(20_000);
    expect([...notices]).toEqual([]);
  });
});
