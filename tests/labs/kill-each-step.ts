import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Sweep } from './kill-each-step/sweep';

type Line = { readonly scenario: string } & (Sweep | { readonly leftOut: string });

interface KillEachStepResult {
  readonly lab: 'kill-each-step';
  readonly scenarios: number;
  /** Sends and journal writes in them. */
  readonly steps: number;
  /** How many of these were killed at. */
  readonly runs: number;
  readonly failed: readonly string[];
  /** Scenarios without a step that a kill can hit, or that did not hold undisturbed. */
  readonly leftOut: readonly string[];
  readonly ok: boolean;
}

/**
 * Every scenario of `tests/scenarios`, once more for each send and journal write in it (at most `runs` of them, evenly
 * spread), with the engine killed there; started anew, calmed, and the six invariants checked.
 */
export async function run({ runs }: { runs: number }): Promise<KillEachStepResult> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = await mkdtemp(`${tmpdir()}/tern-sweep-`);
  const report = `${folder}/report`;
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/labs/kill-each-step/vitest.config.ts',
      '--root',
      root,
      ...(process.env['LAB_SCENARIOS'] ?? 'tests/scenarios').split(' '),
    ],
    {
      cwd: root,
      env: { ...process.env, TERN_SWEEP_REPORT: report, TERN_SWEEP_MOST: String(runs) },
      stdio: 'ignore',
    },
  );
  await once(child, 'exit');
  const text = await readFile(report, 'utf8').catch(() => '');
  await rm(folder, { recursive: true });
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const swept = lines.filter((line) => 'steps' in line);
  const failed = swept.flatMap((line) => line.failed.map((problem) => `${line.scenario}: ${problem}`));
  return {
    lab: 'kill-each-step',
    scenarios: lines.length,
    steps: swept.reduce((sum, line) => sum + line.steps, 0),
    runs: swept.reduce((sum, line) => sum + line.killed, 0),
    failed,
    leftOut: lines.flatMap((line) =>
      'leftOut' in line ? [`${line.scenario}: ${line.leftOut}`] : line.steps === 0 ? [line.scenario] : [],
    ),
    ok: failed.length === 0 && swept.length > 0,
  };
}
