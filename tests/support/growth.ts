/** Longer by so much … */
const FACTOR = 16;
/** … may take longer by so much: in proportion it is 16, with the square 256. */
const MOST = 128;
/** Below this a clock says nothing. */
const LEAST_MS = 2;

/**
 * How much more time the work takes on input that is sixteen times as long, as a ratio taken in one run; the quickest of four
 * counts, so that a busy machine does not.
 * @returns whether it grows with its input and not with the square of it.
 */
export function growsInProportion(work: (length: number) => void, length: number): boolean {
  const quickest = (n: number): number =>
    Math.min(
      ...[0, 1, 2, 3].map(() => {
        const start = performance.now();
        work(n);
        return performance.now() - start;
      }),
    );
  return quickest(length * FACTOR) / Math.max(quickest(length), LEAST_MS) < MOST;
}
