import { PAGE_SIZE, pageOf } from '@shared/model/page';

/** Messages in one command and one batch at best: eight pages. With four a first sync takes a tenth longer. */
export const WINDOW = 2048;
const SMALLEST = 16;

/**
 * How many messages one command asks for. A connection that breaks in the middle of an answer loses that answer, so the
 * next one asks for less: on a line that drops every minute something is stored every minute (C2, deltachat #6936).
 */
export class Pace {
  #window = WINDOW;

  get window(): number {
    return this.#window;
  }
  broke(): void {
    this.#window = Math.max(SMALLEST, this.#window >>> 2);
  }
  went(): void {
    this.#window = Math.min(WINDOW, this.#window * 2);
  }
}

/** UIDs in descending windows of about what the pace is then, cut at page boundaries where that keeps them near it. */
export function* windows(ascending: readonly number[], pace: Pick<Pace, 'window'>): Iterable<number[]> {
  let end = ascending.length;
  while (end > 0) {
    const size = pace.window;
    let start = Math.max(0, end - size);
    if (size >= PAGE_SIZE) {
      while (start > 0 && pageOf(ascending[start - 1] as number) === pageOf(ascending[start] as number))
        start--;
    }
    yield ascending.slice(start, end);
    end = start;
  }
}
