import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
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

export interface FixedRows {
  /** Rows to draw: `first` ≤ index < `end`. */
  readonly first: number;
  readonly end: number;
  /** px of the element that holds the rows. */
  readonly space: number;
  /** px from the top of that element at which a row stands. */
  readonly placeOf: (index: number) => number;
  /** px from the top of all rows to what is seen first. */
  readonly seenFrom: () => number;
  /** Scrolls as little as brings the whole row into sight. */
  readonly reveal: (index: number) => void;
  /** Scrolls by so many rows. */
  readonly moveBy: (rows: number) => void;
  readonly toTop: () => void;
}

/**
 * Which of `count` rows of one height are in sight of a scrolling element. Arithmetic, whatever the count: a list of a
 * hundred thousand that grows sixty times a second costs what a list of ten does, and one of a million is no taller
 * than a browser can draw.
 */
export function useFixedRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): FixedRows {
  const [space] = useState(() => new ScrollSpace());
  const all = useRef(0);
  // Asking the element each time would have it laid out each time. Until it has been laid out once it is taken to be as
  // tall as the window: rows are drawn with the window and not after it.
  const seen = useRef({ height: globalThis.innerHeight, measured: false });
  const [sight, setSight] = useState<Sight>(() => ({
    top: 0,
    height: globalThis.innerHeight,
    base: 0,
    above: BEHIND,
    below: AHEAD,
  }));

  const scrollTo = useCallback(
    (scrollTop: number | null): void => {
      const element = scroller.current;
      if (!element || scrollTop === null) return;
      element.scrollTop = scrollTop;
      space.landed(element.scrollTop);
    },
    [scroller, space],
  );
  const look = useCallback((): void => {
    const { height } = seen.current;
    scrollTo(space.resize(all.current, height));
    const { top, base } = space;
    setSight((old) =>
      old.height === height && old.base === base && sameRows(old, top, rowHeight)
        ? old
        : { top, height, base, ...beyond(old, top) },
    );
  }, [scrollTo, space, rowHeight]);

  useLayoutEffect(() => {
    all.current = count * rowHeight;
    look();
  }, [count, rowHeight, look]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const follow = (): void => {
      scrollTo(space.scrolled(element.scrollTop));
      look();
    };
    // Scroll events come before the frame is drawn: rows made now are in it, later they would be missing from it.
    const onScroll = (): void => flushSync(follow);
    const onRest = (): void => {
      scrollTo(space.settled());
      look();
    };
    const measure = (): void => {
      seen.current = { height: element.clientHeight, measured: true };
      look();
    };
    // Tells once at the beginning, when all is laid out anyway.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('scrollend', onRest, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('scrollend', onRest);
    };
  }, [scroller, scrollTo, look, space]);

  const go = useCallback(
    (top: number): void => {
      scrollTo(space.go(top));
      look();
    },
    [scrollTo, space, look],
  );
  const reveal = useCallback(
    (index: number): void => {
      if (!seen.current.measured && scroller.current)
        seen.current = { height: scroller.current.clientHeight, measured: true };
      const { height } = seen.current;
      const top = index * rowHeight;
      if (top < space.top) go(top);
      else if (top + rowHeight > space.top + height) go(top + rowHeight - height);
    },
    [scroller, space, go, rowHeight],
  );
  const moveBy = useCallback(
    (rows: number): void => go(space.top + rows * rowHeight),
    [go, space, rowHeight],
  );
  const toTop = useCallback((): void => {
    if (space.top > 0) go(0);
  }, [go, space]);
  const seenFrom = useCallback((): number => space.top, [space]);
  const { base } = sight;
  return {
    ...rowsInSight(sight, count, rowHeight),
    space: Math.min(count * rowHeight, ScrollSpace.tallest),
    placeOf: (index) => index * rowHeight - base,
    seenFrom,
    reveal,
    moveBy,
    toTop,
  };
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
