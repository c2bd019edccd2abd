import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundled } from './bundle';
import { type Mutant, MUTANTS } from './mutants/planted';

interface MutantResult {
  readonly lab: 'mutants';
  readonly mutant: string;
  /** The lab that has to find it. */
  readonly by: Mutant['lab'];
  /** Schedules that were played until it was found; null: it was not. */
  readonly after: number | null;
  readonly within: number;
  /** What the lab said. */
  readonly problem: string | null;
  readonly ok: boolean;
}

const PLAY = fileURLToPath(new URL('mutants/play.ts', import.meta.url));
const run1 = promisify(execFile);

/** Proof that the labs can fail: defects are planted into builds of their own, and each must be found by its lab. */
export async function run({ seed }: { seed: number }): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  for (const mutant of MUTANTS.filter((m) => m.name.includes(process.env['LAB_MUTANT'] ?? '')))
    results.push(await hunt(mutant, seed));
  return results;
}

/** Plays a lab against one planted defect until it is found. */
export async function hunt(mutant: Mutant, seed: number): Promise<MutantResult> {
  const { name, lab, within } = mutant;
  const bundle = await bundled(PLAY, mutant);
  const { stdout } = await run1(process.execPath, [bundle, lab, String(seed), String(within)], {
    maxBuffer: 1 << 24,
  });
  const found = stdout === '' ? null : (JSON.parse(stdout) as { after: number; problem: string });
  return {
    lab: 'mutants',
    mutant: name,
    by: lab,
    after: found?.after ?? null,
    within,
    problem: found?.problem ?? null,
    ok: found !== null,
  };
}
