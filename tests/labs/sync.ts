import { schedule } from './sync/schedule';
import type { LabResult } from './vault-torn';

/**
 * Random mailboxes on a server with random capabilities, a person and another client acting, lines that break at any
 * byte, the engine killed at any send, journal write or acknowledged batch, the cache lost, mailboxes renumbered, made,
 * renamed and deleted, the clock set; then quiet, the six invariants of scenarios.md §1, and every certain wish of the
 * person. The same seed is the same run.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const problem = await schedule(seed + n);
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: 'sync', runs, seed, failed, ok: failed.length === 0 };
}
