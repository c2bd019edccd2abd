import * as pop3 from '../pop3';
import * as send from '../send';
import { schedule } from '../sync/schedule';

/** Plays schedules of a lab until one fails, and says which: a build of its own, with or without a planted defect. */
const [lab = '', first = '1', within = '1'] = process.argv.slice(2);

const seed = Number(first);
const runs = Number(within);
const found = (n: number, problem: string): void =>
  console.log(JSON.stringify({ after: n + 1, problem: problem.slice(0, 300) }));

if (lab === 'send') {
  // Its places come in order: one run of it is the first of them only.
  const { failed } = await send.run({ runs, seed });
  const [, n] = /^run (\d+)/.exec(failed[0] ?? '') ?? [];
  if (failed[0] !== undefined) found(Number(n), failed[0]);
} else {
  const once = async (n: number): Promise<string | null> =>
    lab === 'sync' ? schedule(n) : ((await pop3.run({ runs: 1, seed: n })).failed[0] ?? null);
  for (let n = 0; n < runs; n++) {
    const problem = await once(seed + n);
    if (problem === null) continue;
    found(n, problem);
    break;
  }
}
process.exit(0);
