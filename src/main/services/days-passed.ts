import type { Clock } from '@shared/ports/clock';
import { Table } from '@shared/ports/fold';
import { isVaultError, type Journal } from '@shared/ports/vault';

const DAY_MS = 86_400_000;
/** How often the date is looked at, ms. */
const LOOK_MS = 3_600_000;
/**
 * What one step from one date to the next counts for at most, in days. Two days without Tern are a weekend; a year is a clock
 * that was set wrong, and who looks once a week waits twice as long for what is to go.
 */
const MOST = 3;

/**
 * How many days have passed, as far as it matters to what is thrown away after some: by the dates (UTC) on which Tern ran,
 * in the order in which it saw them, each once. No single reading of the clock makes anything old: one that is a year ahead
 * is a date like any other and counts for three days; one that is set back, or begins in 1970 at each start, counts for
 * nothing the second time.
 */
export class DaysPassed {
  /** By days since 1970: for how many days the step to that date counts. */
  readonly table = new Table<number>('day');
  /** Days that had passed by a date, itself included. */
  readonly #by = new Map<number, number>();
  #passed = 0;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly journal: Pick<Journal, 'appendAll'>,
    private readonly clock: Pick<Clock, 'now' | 'after'>,
  ) {
    this.table.onChange = (id, counts) => {
      const date = Number(id);
      if (counts === undefined || this.#by.has(date)) return;
      this.#passed += counts;
      this.#by.set(date, this.#passed);
    };
  }

  /** Looks at the date, now. What is dated by the clock afterwards can be told how old it is. */
  async note(): Promise<void> {
    const today = dateOf(this.clock.now());
    if (this.table.latest(String(today)) !== undefined) return;
    let before = Number.NEGATIVE_INFINITY;
    for (const date of this.#by.keys()) if (date < today && date > before) before = date;
    // Behind everything that was seen, a date is no progress: it is the clock that went back.
    const counts = before === Number.NEGATIVE_INFINITY ? 0 : Math.min(MOST, today - before);
    try {
      await this.journal.appendAll([this.table.put(String(today), counts)]);
    } catch (error) {
      // A day that can't be written down is not counted, and everything is kept that much longer.
      if (!isVaultError(error)) throw error;
    }
  }

  /** Whether something of a time (ms since 1970) is so many days old by the clock, and by the dates that were seen since. */
  have(days: number, at: number): boolean {
    const elapsed = this.clock.now() - at;
    return this.since(at) >= days && (elapsed < 0 || elapsed >= days * DAY_MS);
  }

  /** Days that have passed since a time, in ms since 1970. */
  since(at: number): number {
    const date = dateOf(at);
    const by = this.#by.get(date);
    if (by !== undefined) return this.#passed - by;
    // Older than the first date that was seen, or one between two looks: it is as old as the next that was seen.
    let until = 0;
    for (const [seen, passed] of this.#by) {
      if (seen > date) return this.#passed - until;
      until = passed;
    }
    return 0;
  }

  /** Looks at the date now and then from here on. @param onLook told after each look. */
  start(onLook: () => Promise<void>): void {
    this.#cancel = this.clock.after(LOOK_MS, () => {
      void this.note()
        .then(onLook)
        .catch((error: unknown) => {
          if (!isVaultError(error)) throw error;
        })
        .finally(() => {
          if (this.#cancel) this.start(onLook);
        });
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

const dateOf = (at: number): number => Math.floor(at / DAY_MS);
