import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyond, rowsInSight } from './fixed-rows';

const down = { above: 2, below: 8 };

describe('rowsInSight', () => {
  it('draws what is in sight and a few rows beyond', () => {
    expect(rowsInSight({ top: 0, height: 560, ...down }, 100_000, 56)).toEqual({ first: 0, end: 18 });
    expect(rowsInSight({ top: 56_000, height: 560, ...down }, 100_000, 56)).toEqual({
      first: 998,
      end: 1018,
    });
  });

  it('ends with the list', () => {
    expect(rowsInSight({ top: 5_599_440, height: 560, ...down }, 100_000, 56)).toEqual({
      first: 99_988,
      end: 100_000,
    });
    expect(rowsInSight({ top: 0, height: 560, ...down }, 3, 56)).toEqual({ first: 0, end: 3 });
    expect(rowsInSight({ top: 0, height: 560, ...down }, 0, 56)).toEqual({ first: 0, end: 0 });
  });

  it('still shows the last rows when the list became shorter than where it is scrolled to', () => {
    expect(rowsInSight({ top: 5_000, height: 560, ...down }, 10, 56)).toEqual({ first: 8, end: 10 });
  });

  it('covers every row that is in sight, and few more', () => {
    const natural = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        natural,
        fc.integer({ min: 0, max: 4000 }),
        natural,
        fc.constantFrom(28, 56, 76),
        (top, height, count, row) => {
          const { first, end } = rowsInSight({ top, height, ...down }, count, row);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(count);
          expect(end - first).toBeLessThanOrEqual(Math.ceil(height / row) + 1 + 10);
          const lowest = Math.floor(top / row);
          const highest = Math.min(count, Math.ceil((top + height) / row)) - 1;
          if (lowest <= highest) {
            expect(first).toBeLessThanOrEqual(lowest);
            expect(end).toBeGreaterThan(highest);
          }
        },
      ),
    );
  });

  it('draws more where one scrolls to, and little around where one leaps to', () => {
    const here = { top: 1_000, height: 560, ...down };
    expect(beyond(here, 1_056)).toEqual({ above: 2, below: 8 });
    expect(beyond(here, 944)).toEqual({ above: 8, below: 2 });
    expect(beyond(here, 1_000)).toEqual(down);
    expect(beyond(here, 900_000)).toEqual({ above: 2, below: 2 });
  });
});
