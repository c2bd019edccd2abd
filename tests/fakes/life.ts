import type { Clock } from '@shared/ports/clock';

/** Where a process can be killed: before bytes go out, at a write to the disk, after the store has stored a batch. */
export type Step = 'wire' | 'journal' | 'batch';

/**
 * One life of an engine, from start to kill. It counts the steps at which the order of things matters and can end at any
 * of them; from then on nothing of that engine reaches the world: no timer, byte, write or fact.
 */
export class Life {
  /** Hears of every step of every life: how a sweep counts them, and ends a life at each. */
  static watch: ((life: Life, step: Step) => void) | null = null;
  readonly steps: Record<Step, number> = { wire: 0, journal: 0, batch: 0 };
  readonly died: Promise<void>;
  #dead = false;
  #end: { readonly step: Step; readonly n: number } | null = null;
  #tellDied: () => void = () => undefined;
  readonly #last: (() => void)[] = [];
  readonly #timers = new Set<() => void>();

  constructor() {
    this.died = new Promise((resolve) => (this.#tellDied = resolve));
  }
  get dead(): boolean {
    return this.#dead;
  }
  /** Ends this life at the n-th such step from now on. */
  endAt(step: Step, n: number): void {
    this.#end = { step, n: this.steps[step] + n };
  }
  /** A step is about to be taken. @returns false when the engine does not live to take it. */
  step(step: Step): boolean {
    if (this.#dead) return false;
    this.steps[step]++;
    if (this.#end?.step === step && this.steps[step] >= this.#end.n) this.end();
    Life.watch?.(this, step);
    return !this.#dead;
  }
  /** Something to break when this life ends. */
  atTheEnd(run: () => void): void {
    this.#last.push(run);
  }
  end(): void {
    if (this.#dead) return;
    this.#dead = true;
    for (const cancel of this.#timers) cancel();
    for (const run of this.#last) run();
    this.#tellDied();
  }

  /** The clock as this life sees it: its timers end with it. */
  clock(inner: Clock): Clock {
    return {
      now: () => inner.now(),
      monotonic: () => inner.monotonic(),
      after: (ms, run) => {
        if (this.#dead) return () => undefined;
        const cancel = inner.after(ms, () => {
          this.#timers.delete(cancel);
          run();
        });
        this.#timers.add(cancel);
        return () => {
          this.#timers.delete(cancel);
          cancel();
        };
      },
    };
  }
}
