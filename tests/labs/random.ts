export interface Random {
  /** 0 … n−1. */
  int(n: number): number;
  chance(probability: number): boolean;
  /** 0 … 1. */
  next(): number;
}

/** Reproducible random numbers (mulberry32): the same seed gives the same run on every machine. */
export function generator(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, int: (n) => Math.floor(next() * n), chance: (probability) => next() < probability };
}

export const pick = <T>(random: Random, of: readonly T[]): T => of[random.int(of.length)] as T;
