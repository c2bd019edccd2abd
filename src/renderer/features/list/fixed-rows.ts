import { ScrollSpace } from './scroll-space';

/** Rows drawn beyond the edge that one scrolls towards, so that scrolling finds them there. */
const AHEAD = 8;
/** Beyond the other; beyond both after a leap, which may be followed by another. */
const BEHIND = 2;

interface Sight {
  /** px from the top of all rows. */
  readonly top: number;
  readonly height: number;
  /** px from a row's place among all rows to its place in the element, see `ScrollSpace`. */
  readonly base: number;
  /** Rows drawn above and below what is in sight. */
  readonly above: number;
  readonly below: number;
}

/**
 * Which rows of one height are in sight of a scrolling element. Arithmetic, whatever their count: a list of a hundred
 * thousand that grows sixty times a second costs what a list of ten does, and one of a million is no taller than a browser
 * can draw.
 */
export class FixedRows {
  readonly #space = new ScrollSpace();
  #element: HTMLElement | null = null;
  #count = 0;
  #rowHeight = 1;
  // Asking the element each time would have it laid out each time. Until it has been laid out once it is taken to be as
  // tall as the window: rows are drawn with the window and not after it.
  #height = globalThis.innerHeight;
  #measured = false;
  #sight: Sight = { top: 0, height: this.#height, base: 0, above: BEHIND, below: AHEAD };

  /** Rows to draw: `first` ≤ index < `end`. */
  get range(): { readonly first: number; readonly end: number } {
    return rowsInSight(this.#sight, this.#count, this.#rowHeight);
  }

  /** px from the top of the element that holds the rows at which a row stands. */
  readonly placeOf = (index: number): number => index * this.#rowHeight - this.#sight.base;

  /** px from the top of all rows to what is seen first. */
  get seenFrom(): number {
    return this.#space.top;
  }

  /**
   * Follows the scrolling of an element.
   * @param draw told when other rows came into sight: `scrolling` while that goes on. Rows made by then are in the picture
   * that is drawn next.
   * @returns ends it
   */
  follow(element: HTMLElement, draw: (scrolling: boolean) => void): () => void {
    this.#element = element;
    const onScroll = (): void => {
      this.#scrollTo(this.#space.scrolled(element.scrollTop));
      if (this.#look()) draw(true);
    };
    const onRest = (): void => {
      this.#scrollTo(this.#space.settled());
      if (this.#look()) draw(true);
    };
    // Tells once at the beginning, when all is laid out anyway.
    const observer = new ResizeObserver(() => {
      this.#measure(element);
      if (this.#look()) draw(false);
    });
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('scrollend', onRest, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('scrollend', onRest);
      this.#element = null;
    };
  }

  /** Says how many rows there are, and how tall each. */
  resize(count: number, rowHeight: number): void {
    this.#count = count;
    this.#rowHeight = rowHeight;
    this.#look();
  }

  /** Scrolls as little as brings the whole row into sight. */
  reveal(index: number): void {
    if (!this.#measured && this.#element) this.#measure(this.#element);
    const height = this.#height;
    const top = index * this.#rowHeight;
    if (top < this.#space.top) this.#go(top);
    else if (top + this.#rowHeight > this.#space.top + height) this.#go(top + this.#rowHeight - height);
  }

  /** Scrolls by so many rows. */
  moveBy(rows: number): void {
    this.#go(this.#space.top + rows * this.#rowHeight);
  }

  toTop(): void {
    if (this.#space.top > 0) this.#go(0);
  }

  #measure(element: HTMLElement): void {
    this.#measured = true;
    this.#height = element.clientHeight;
  }

  #go(top: number): void {
    this.#scrollTo(this.#space.go(top));
    this.#look();
  }

  #scrollTo(scrollTop: number | null): void {
    if (!this.#element || scrollTop === null) return;
    this.#element.scrollTop = scrollTop;
    this.#space.landed(this.#element.scrollTop);
  }

  /** @returns whether other rows are to be drawn, or elsewhere, than when it was looked last */
  #look(): boolean {
    const height = this.#height;
    this.#scrollTo(this.#space.resize(this.#count * this.#rowHeight, height));
    const { top, base } = this.#space;
    const old = this.#sight;
    if (old.height === height && old.base === base && sameRows(old, top, this.#rowHeight)) return false;
    this.#sight = { top, height, base, ...beyond(old, top) };
    return true;
  }
}

export function rowsInSight(
  { top, height, above, below }: Omit<Sight, 'base'>,
  count: number,
  rowHeight: number,
): { readonly first: number; readonly end: number } {
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + below);
  // The list may have become shorter than where it is scrolled to; the element notices a moment later.
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), end) - above);
  return { first, end };
}

/** How many rows to draw beyond what is in sight once one has come from `old` to `top`. */
export function beyond(old: Omit<Sight, 'base'>, top: number): Pick<Sight, 'above' | 'below'> {
  const moved = top - old.top;
  if (moved === 0) return { above: old.above, below: old.below };
  if (Math.abs(moved) >= old.height) return { above: BEHIND, below: BEHIND };
  return moved > 0 ? { above: BEHIND, below: AHEAD } : { above: AHEAD, below: BEHIND };
}

/** Whether scrolling to `top` brings no other rows into sight. */
const sameRows = (old: Sight, top: number, rowHeight: number): boolean =>
  Math.floor(old.top / rowHeight) === Math.floor(top / rowHeight) &&
  Math.ceil((old.top + old.height) / rowHeight) === Math.ceil((top + old.height) / rowHeight);
