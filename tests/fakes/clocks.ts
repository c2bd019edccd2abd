import type { Clock } from '@shared/ports/clock';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now: number;
  #start: number;
  #timers: Array<{ readonly at: number; readonly run: () => void }> = [];
  constructor(now = Date.UTC(2026, 2, 17, 9, 30)) {
    this.#now = now;
    this.#start = now;
  }
  now(): number {
    return this.#now;
  }
  monotonic(): number {
    return this.#now - this.#start;
  }
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  /** Timers that have not run. */
  get pending(): number {
    return this.#timers.length;
  }
  /** Moves on and runs what falls due, in order, each at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }
}

/** Real time, but waits never last longer than a blink: backoff and retry schedules run at once. */
export class HastyClock implements Clock {
  offset = 0;
  #furthest = 0;
  constructor(private readonly longest = 20) {}
  now = (): number => Date.now() + this.offset;
  /** Goes along with a leap ahead, which may be a sleep; never back. */
  monotonic = (): number => {
    this.#furthest = Math.max(this.#furthest, this.offset);
    return performance.now() + this.#furthest;
  };
  after = (ms: number, run: () => void): (() => void) => {
    // Long waits (polling, IDLE renewal) stay long: only what a failure made wait is hurried.
    const timer = setTimeout(run, ms > 50_000 ? ms : Math.min(ms, this.longest));
    timer.unref();
    return () => clearTimeout(timer);
  };
}
