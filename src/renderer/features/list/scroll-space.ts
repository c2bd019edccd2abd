/** px that an element may be tall without a browser cutting it off or losing the px: 2²⁴ is the last float32 that has them all. */
const TALLEST = 16_000_000;

/** Scrolling by more screens than this at once is a scrollbar being dragged, not a wheel or a finger. */
const LEAP = 3;

/** Where one is in all rows, and where the element is scrolled to for that. px. */
interface Position {
  /** From the top of all rows. */
  readonly top: number;
  readonly scrollTop: number;
}

/**
 * A list that may be taller than an element can be. Up to `TALLEST` px it is what it is: `top` and `scrollTop` are the
 * same. Beyond, the element stands for the whole list on a smaller scale: dragging the scrollbar goes to the same part
 * of the list, while a wheel or a finger moves the rows px by px as everywhere, and `settled` then puts the scrollbar
 * where it belongs.
 */
export class ScrollSpace {
  static readonly tallest = TALLEST;
  #all = 0;
  #height = 0;
  #at: Position = { top: 0, scrollTop: 0 };

  /** px of the element's content. */
  get space(): number {
    return Math.min(this.#all, TALLEST);
  }
  /** px from the top of all rows to the first that is seen. */
  get top(): number {
    return this.#at.top;
  }
  /** What to take off a row's place among all rows to get its place in the element. */
  get base(): number {
    return this.#at.top - this.#at.scrollTop;
  }
  get #scaled(): boolean {
    return this.#all > TALLEST;
  }

  /** Says how tall all rows and the element are. @returns where to scroll to, null when it is right as it is */
  resize(all: number, height: number): number | null {
    if (all === this.#all && height === this.#height) return null;
    const was = this.#scaled;
    this.#all = all;
    this.#height = height;
    if (!this.#scaled && !was) return null;
    return this.#place(this.#at.top);
  }

  /** The element was scrolled. @returns where to scroll it on to, null when it is right as it is */
  scrolled(scrollTop: number): number | null {
    const { top, scrollTop: before } = this.#at;
    if (scrollTop === before) return null;
    if (!this.#scaled) {
      this.#at = { top: scrollTop, scrollTop };
      return null;
    }
    const by = scrollTop - before;
    if (Math.abs(by) > LEAP * this.#height) {
      this.#at = { top: this.#fromScroll(scrollTop), scrollTop };
      return null;
    }
    const atStart = scrollTop <= 0;
    const atEnd = scrollTop >= this.space - this.#height;
    let next = this.#within(top + by);
    // Less than a screen before its end, the list ends with the element: nobody can scroll it any further.
    if (atStart && next < this.#height) next = 0;
    if (atEnd && next > this.#all - 2 * this.#height) next = this.#within(Infinity);
    this.#at = { top: next, scrollTop };
    // Else the element has ended sooner than the list, or the list sooner than the element.
    return atStart || atEnd || next !== top + by ? this.#place(next) : null;
  }

  /** Scrolling came to rest. @returns where the scrollbar belongs, null when it is there */
  settled(): number | null {
    return this.#scaled ? this.#place(this.#at.top) : null;
  }

  /** Goes to a place among all rows. @returns where to scroll to */
  go(top: number): number {
    const at = this.#within(top);
    this.#at = { top: at, scrollTop: this.#toScroll(at) };
    return this.#at.scrollTop;
  }

  /** What the element made of what it was told: it may round. */
  landed(scrollTop: number): void {
    this.#at = this.#scaled ? { top: this.#at.top, scrollTop } : { top: scrollTop, scrollTop };
  }

  #place(top: number): number | null {
    const at = this.#within(top);
    const scrollTop = this.#toScroll(at);
    const moves = Math.abs(scrollTop - this.#at.scrollTop) >= 1;
    this.#at = { top: at, scrollTop: moves ? scrollTop : this.#at.scrollTop };
    return moves ? scrollTop : null;
  }

  #within(top: number): number {
    return Math.max(0, Math.min(top, this.#all - this.#height));
  }
  #toScroll(top: number): number {
    return this.#scaled ? (top / (this.#all - this.#height)) * (this.space - this.#height) : top;
  }
  #fromScroll(scrollTop: number): number {
    return this.#within((scrollTop / (this.space - this.#height)) * (this.#all - this.#height));
  }
}
