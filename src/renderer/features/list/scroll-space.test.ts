import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScrollSpace } from './scroll-space';

/** An element that scrolls as a browser's does: whole px, never beyond its ends, and it tells of what it is told to do. */
class Element {
  scrollTop = 0;
  constructor(
    readonly space: ScrollSpace,
    readonly all: number,
    readonly height: number,
  ) {
    this.to(space.resize(all, height));
  }
  scroll(to: number): void {
    this.scrollTop = this.#clamp(to);
    this.to(this.space.scrolled(this.scrollTop));
  }
  rest(): void {
    this.to(this.space.settled());
  }
  to(scrollTop: number | null): void {
    if (scrollTop === null) return;
    this.scrollTop = this.#clamp(scrollTop);
    this.space.landed(this.scrollTop);
    // Its own scroll event comes a moment later and changes nothing.
    const { top } = this.space;
    expect(this.space.scrolled(this.scrollTop)).toBeNull();
    expect(this.space.top).toBe(top);
  }
  #clamp(to: number): number {
    return Math.round(Math.max(0, Math.min(to, this.space.space - this.height)));
  }
}

const MILLION = 1_000_000 * 56;
const millionRows = (): Element => new Element(new ScrollSpace(), MILLION, 700);

describe('a list that an element can hold', () => {
  it('is scrolled as it is', () => {
    const element = new Element(new ScrollSpace(), 100_000 * 56, 700);
    for (const to of [1, 700, 5_000_000, 5_599_300, 9_999_999, 0]) {
      element.scroll(to);
      expect([element.space.top, element.space.base]).toEqual([element.scrollTop, 0]);
    }
    expect(element.space.space).toBe(5_600_000);
  });
});

describe('a list of a million rows', () => {
  it('is no taller than an element can be, and both ends are its own', () => {
    const element = millionRows();
    expect(element.space.space).toBe(ScrollSpace.tallest);
    element.scroll(Number.MAX_SAFE_INTEGER);
    expect(element.space.top).toBe(MILLION - 700);
    element.scroll(0);
    expect(element.space.top).toBe(0);
  });

  it('moves by what a wheel says, all the way, wherever it begins', () => {
    for (const begin of [0, 7_000_000, 15_990_000]) {
      const element = millionRows();
      element.scroll(begin);
      let { top } = element.space;
      for (let i = 0; top < MILLION - 700; i++) {
        element.scroll(element.scrollTop + 2000);
        const by = element.space.top - top;
        // Where the element ends before the list does, part of a turn is lost, or a screen of it made up for.
        if (Math.abs(by - 2000) > 0.001 && (top < MILLION - 100_000 || by <= 0 || by > 2700))
          throw new Error(`${by} at ${top}`);
        top += by;
        if (i % 5 === 0) element.rest();
      }
      for (let i = 0; i < 1000; i++) element.scroll(element.scrollTop - 1500);
      expect(element.space.top).toBe(MILLION - 700 - 1_500_000);
    }
  });

  it('stays where it is when scrolling comes to rest, with the scrollbar where it belongs', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ wheel: fc.integer({ min: -2000, max: 2000 }) }),
            fc.record({ drag: fc.integer({ min: 0, max: ScrollSpace.tallest }) }),
            fc.record({ go: fc.integer({ min: -100, max: MILLION + 100 }) }),
            fc.constant({ rest: true }),
          ),
          { maxLength: 40 },
        ),
        (moves) => {
          const element = millionRows();
          const { space } = element;
          for (const move of moves) {
            const before = space.top;
            if ('wheel' in move) {
              element.scroll(element.scrollTop + move.wheel);
              const free = before + move.wheel > 0 && before + move.wheel < MILLION - 700;
              // Where the element ends before the list does, the rest of a turn may be lost, never the place.
              if (free)
                expect(Math.sign(space.top - before)).toBe(
                  Math.sign(move.wheel) * Number(space.top !== before),
                );
            } else if ('drag' in move) element.scroll(move.drag);
            else if ('go' in move) {
              element.to(space.go(move.go));
              expect(space.top).toBe(Math.max(0, Math.min(move.go, MILLION - 700)));
            } else {
              element.rest();
              expect(space.top).toBe(before);
              const part = space.top / (MILLION - 700);
              expect(Math.abs(element.scrollTop - part * (space.space - 700))).toBeLessThanOrEqual(1.5);
            }
            expect(space.top).toBeGreaterThanOrEqual(0);
            expect(space.top).toBeLessThanOrEqual(MILLION - 700);
          }
        },
      ),
    );
  });

  it('keeps its place when it grows, shrinks, or becomes one that an element can hold', () => {
    const space = new ScrollSpace();
    space.resize(100_000 * 56, 700);
    space.scrolled(2_000_000);
    space.resize(MILLION, 700);
    expect(space.top).toBe(2_000_000);
    space.resize(MILLION / 2, 700);
    expect(space.top).toBe(2_000_000);
    const back = space.resize(100_000 * 56, 700);
    expect(back).toBe(2_000_000);
    expect(space.base).toBe(0);
    space.resize(MILLION, 700);
    space.go(MILLION);
    space.resize(20_000_000, 700);
    expect(space.top).toBe(20_000_000 - 700);
  });
});
