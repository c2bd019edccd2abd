import { performance } from 'node:perf_hooks';
import type { Clock } from '@shared/ports/clock';

/** setTimeout takes a 32-bit signed delay and fires at once above it; longer waits are made of several. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The machine's own time. */
export class NodeClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  after(ms: number, run: () => void): () => void {
    if (ms > LONGEST_TIMEOUT) return afterLong(ms, run);
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  }
}

function afterLong(ms: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (left: number): void => {
    timer =
      left > LONGEST_TIMEOUT
        ? setTimeout(() => arm(left - LONGEST_TIMEOUT), LONGEST_TIMEOUT)
        : setTimeout(run, left);
  };
  arm(ms);
  return () => clearTimeout(timer);
}
