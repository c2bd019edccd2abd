import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsInSight } from './fixed-rows';

describe('rowsInSight', () => {
  it('draws what is in sight and a few rows beyond', () => {
    expect(rowsInSight({ top: 0, height: 560 }, 100_000, 56)).toEqual({ first: 0, end: 18 });
    expect(rowsInSight({ top: 56_000, height: 560 }, 100_000, 56)).toEqual({ first: 992, end: 1018 });
  });

  it('ends with the list', () => {
    expect(rowsInSight({ top: 5_599_440, height: 560 }, 100_000, 56)).toEqual({
      first: 99_982,
      end: 100_000,
    });
    expect(rowsInSight({ top: 0, height: 560 }, 3, 56)).toEqual({ first: 0, end: 3 });
    expect(rowsInSight({ top: 0, height: 560 }, 0, 56)).toEqual({ first: 0, end: 0 });
  });

  it('still shows the last rows when the list became shorter than where it is scrolled to', () => {
    expect(rowsInSight({ top: 5_000, height: 560 }, 10, 56)).toEqual({ first: 2, end: 10 });
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
          const { first, end } = rowsInSight({ top, height }, count, row);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(count);
          expect(end - first).toBeLessThanOrEqual(Math.ceil(height / row) + 1 + 16);
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
});
