import type { Clock } from '@shared/ports/clock';
import type { RoundTrip } from './report';

const SAMPLES = 9;

/** The time of an empty command, one after another. The first warms the line up and is not counted. */
export async function measureRoundTrip(clock: Clock, noop: () => Promise<unknown>): Promise<RoundTrip> {
  await noop();
  const times: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const start = clock.monotonic();
    await noop();
    times.push(clock.monotonic() - start);
  }
  times.sort((a, b) => a - b);
  const at = (index: number): number => Math.round((times[index] ?? 0) * 100) / 100;
  return { median: at(SAMPLES >> 1), fastest: at(0), slowest: at(SAMPLES - 1), samples: SAMPLES };
}
