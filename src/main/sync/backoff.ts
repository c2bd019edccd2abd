import type { Crypto } from '@shared/ports/crypto';

const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

/** Waiting times between attempts to connect: doubling from 5 s to 15 min, spread so that accounts don't march in step. */
export class Backoff {
  #failures = 0;

  constructor(private readonly crypto: Pick<Crypto, 'randomBytes'>) {}

  get failures(): number {
    return this.#failures;
  }
  reset(): void {
    this.#failures = 0;
  }
  /** ms until the next attempt; `atLeast` is what the server asked for. */
  next(atLeast = 0): number {
    const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.#failures, 20));
    this.#failures++;
    const spread = (this.crypto.randomBytes(1)[0] ?? 0) / 255;
    return Math.max(atLeast, Math.round(base * (0.75 + 0.5 * spread)));
  }
}
