/** One figure of a benchmark. A ratio is to a floor measured in the same run on the same machine. */
export interface BenchLine {
  readonly bench: string;
  readonly n: number;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
  readonly ratio?: number;
  readonly budget?: number;
  readonly ok: boolean;
}

export const round = (value: number): number => Math.round(value * 100) / 100;

/** A figure against a budget in its own unit. */
export const within = (bench: string, n: number, value: number, unit: string, budget: number): BenchLine => ({
  bench,
  n,
  value: round(value),
  unit,
  budget,
  ok: value <= budget,
});

/** A figure against a floor; the budget is the largest ratio. */
export function against(
  bench: string,
  n: number,
  value: number,
  unit: string,
  floor: number,
  budget: number,
): BenchLine {
  const ratio = round(value / floor);
  return { bench, n, value: round(value), unit, floor: round(floor), ratio, budget, ok: ratio <= budget };
}

/** A peer's figure, for comparison: no budget. */
export const peer = (bench: string, n: number, value: number, unit: string, floor?: number): BenchLine => ({
  bench,
  n,
  value: round(value),
  unit,
  ...(floor === undefined ? {} : { floor: round(floor), ratio: round(value / floor) }),
  ok: true,
});
