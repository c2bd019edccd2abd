import type { FakeClock } from '@main/smtp/testing/fake-clock';
import type { Random } from '../labs/random';

/** Some octets changed, most of the time none. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  for (let flips = random.chance(0.3) ? random.int(8) : 0; flips > 0; flips--) {
    // The greeting stays, so that commands are issued at the same place in every split.
    const at = 8 + random.int(Math.max(1, copy.length - 8));
    if (at < copy.length) copy[at] = random.int(256);
  }
  return copy;
}

/** Runs to the end, moving the clock whenever everything waits. An error is returned; `hung` after an hour of waiting. */
export async function settle<T>(clock: FakeClock, work: () => Promise<T>): Promise<T | Error | 'hung'> {
  let settled: T | Error | undefined;
  const running = work().then(
    (value) => {
      settled = value;
    },
    (error: unknown) => {
      settled = error instanceof Error ? error : new Error(String(error));
    },
  );
  for (let minutes = 0; minutes < 60; minutes++) {
    for (let turn = 0; turn < 400 && settled === undefined; turn++) await Promise.resolve();
    if (settled !== undefined) {
      await running;
      return settled;
    }
    // A macrotask too: real crypto answers from another thread.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(60_000);
  }
  return 'hung';
}
