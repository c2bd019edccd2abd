import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Rows drawn beyond each edge, so that scrolling finds them there. */
const OVERSCAN = 8;

interface Sight {
  /** px from the top of all rows. */
  readonly top: number;
  readonly height: number;
}

export interface FixedRows {
  /** Rows to draw: `first` ≤ index < `end`. */
  readonly first: number;
  readonly end: number;
  /** Scrolls as little as brings the whole row into sight. */
  readonly reveal: (index: number) => void;
}

/**
 * Which of `count` rows of one height are in sight of a scrolling element. Arithmetic, whatever the count: a list of a
 * hundred thousand that grows sixty times a second costs what a list of ten does.
 */
export function useFixedRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): FixedRows {
  const [sight, setSight] = useState<Sight>({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = (): void => {
      const { scrollTop: top, clientHeight: height } = element;
      setSight((old) => (old.height === height && sameRows(old, top, rowHeight) ? old : { top, height }));
    };
    // Scroll events come before the frame is drawn: rows made now are in it, later they would be missing from it.
    const onScroll = (): void => flushSync(look);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, rowHeight]);

  const reveal = useCallback(
    (index: number): void => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const { scrollTop, clientHeight } = element;
      if (top < scrollTop) element.scrollTop = top;
      else if (top + rowHeight > scrollTop + clientHeight) element.scrollTop = top + rowHeight - clientHeight;
    },
    [scroller, rowHeight],
  );
  return { ...rowsInSight(sight, count, rowHeight), reveal };
}

export function rowsInSight(
  { top, height }: Sight,
  count: number,
  rowHeight: number,
): { readonly first: number; readonly end: number } {
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN);
  // The list may have become shorter than where it is scrolled to; the element notices a moment later.
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), end) - OVERSCAN);
  return { first, end };
}

/** Whether scrolling to `top` brings no other rows into sight. */
const sameRows = (old: Sight, top: number, rowHeight: number): boolean =>
  Math.floor(old.top / rowHeight) === Math.floor(top / rowHeight) &&
  Math.ceil((old.top + old.height) / rowHeight) === Math.ceil((top + old.height) / rowHeight);
