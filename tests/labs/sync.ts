import { appendFileSync } from 'node:fs';
import { endSpareChild } from './sync/processes/in-own-process';
import { schedule } from './sync/schedule';
import { scheduleWithKills } from './sync/with-kills';
import type { LabResult } from './vault-torn';

const AT_ONCE = 3;

/** Hours of running are not lost with the run: with `LAB_REPORT=FILE` failures and how far it came are written down. */
function note(result: { readonly seed: number; readonly problem: string | null }, done: number): void {
  const file = process.env['LAB_REPORT'];
  if (file === undefined) return;
  if (result.problem !== null) appendFileSync(file, `${JSON.stringify(result)}\n`);
  if (done % 50 === 0) appendFileSync(file, `${JSON.stringify({ done, at: new Date().toISOString() })}\n`);
}

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
  const failed: string[] = [];
  let done = 0;
  let next = seed;
  const play = async (once: (seed: number) => Promise<string | null>): Promise<void> => {
    while (next < seed + runs) {
      const mine = next++;
      const problem = await once(mine);
      if (problem !== null) failed.push(`seed ${mine}: ${problem}`);
      note({ seed: mine, problem }, ++done);
    }
  };
  // Real processes mostly wait for each other; what runs on virtual time never waits.
  if (kill) await Promise.all(Array.from({ length: AT_ONCE }, () => play(scheduleWithKills)));
  else await play(schedule);
  await endSpareChild();
  return { lab: kill ? 'sync --kill' : 'sync', runs, seed, failed, ok: failed.length === 0 };
}
