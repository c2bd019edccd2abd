import { schedule, scheduleWithKills } from './sync/schedule';
import type { LabResult } from './vault-torn';

/**
 * Random mailboxes on a server with random capabilities, a person and another client acting, lines that break at any
 * byte, the engine killed at any send, journal write or acknowledged batch, the cache lost, mailboxes renumbered, made,
 * renamed and deleted, the clock set; then quiet, the six invariants of scenarios.md §1, and every certain wish of the
 * person. The same seed is the same run. With `kill` the engine is a process of its own on real files and sockets, ended
 * by SIGKILL; real time makes those runs differ.
 */
export async function run({
  runs,
  seed,
  kill = false,
}: {
  runs: number;
  seed: number;
  kill?: boolean;
}): Promise<LabResult> {
  const once = kill ? scheduleWithKills : schedule;
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const problem = await once(seed + n);
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: kill ? 'sync --kill' : 'sync', runs, seed, failed, ok: failed.length === 0 };
}
