import type { Clock } from '@shared/ports/clock';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that passes only while a test lets it, and then at once: hours of backoff, polling and IDLE cost what happens in
 * them. With seeded randomness and no real I/O the same acts give the same run, event for event.
 */
export class VirtualClock implements Clock {
  /** ms that somebody set the wall clock by. */
  offset = 0;
  #elapsed = 0;
  /** By time, those of equal time in the order they were asked for. */
  readonly #timers: Timer[] = [];

  constructor(private readonly start = Date.UTC(2026, 10, 21, 10)) {}

  now(): number {
    return this.start + this.#elapsed + this.offset;
  }
  monotonic(): number {
    return this.#elapsed;
  }
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#elapsed + Math.max(0, ms), run };
    let place = this.#timers.length;
    while (place > 0 && (this.#timers[place - 1] as Timer).at > timer.at) place--;
    this.#timers.splice(place, 0, timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }
  /** Timers that have not run. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    // Promises run to their end before a macrotask does; some continue in one of their own.
    for (let i = 0; i < 2; i++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /**
   * Lets time pass, each timer at its own moment.
   * @param until looked at whenever everything has settled; ends the passing when it holds.
   * @returns whether `until` held.
   */
  async pass(ms: number, until: () => boolean = () => false): Promise<boolean> {
    const end = this.#elapsed + ms;
    for (;;) {
      await this.settle();
      if (until()) return true;
      const next = this.#timers[0];
      if (next === undefined || next.at > end) break;
      this.#timers.shift();
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.run();
    }
    this.#elapsed = end;
    return false;
  }
}
