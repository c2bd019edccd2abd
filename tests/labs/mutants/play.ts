import * as pop3 from '../pop3';
import * as send from '../send';
import { schedule } from '../sync/schedule';

/** Plays schedules of a lab until one fails, and says which: a build of its own, with or without a planted defect. */
const [lab = '', first = '1', within = '1'] = process.argv.slice(2);

const seed = Number(first);
const runs = Number(within);
const found = (n: number, problem: string): void =>
  console.log(JSON.stringify({ after: n + 1, problem: problem.slice(0, 300) }));

if (lab === 'sync') {
  for (let n = 0; n < runs; n++) {
    const problem = await schedule(seed + n);
    if (problem === null) continue;
    found(n, problem);
    break;
  }
} else {
  const { failed } = await (lab === 'send' ? send : pop3).run({ runs, seed });
  const [, kind, n] = /^(run|seed) (\d+)/.exec(failed[0] ?? '') ?? [];
  if (failed[0] !== undefined) found(kind === 'run' ? Number(n) : Number(n) - seed, failed[0]);
}
process.exit(0);
