/**
 * Runs benches, labs and fuzzers: `npm run bench -- parse headers --json`, `npm run lab -- disk-full --runs 200`,
 * `npm run fuzz -- imap --runs 100000`. One JSON line a figure with `--json`, a readable line otherwise. Exits with 1
 * when a budget is missed or a run failed.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled } from './bundle';

const [kind = '', ...rest] = process.argv.slice(2);
const folders: Readonly<Record<string, string>> = { bench: 'bench', lab: 'labs', fuzz: 'fuzz' };
const folder = folders[kind];

interface Options {
  readonly runs: number;
  readonly seed: number;
  /** Real processes, ended by SIGKILL. */
  readonly kill: boolean;
}
type Line = Readonly<Record<string, unknown>> & { readonly ok?: boolean };
type Runner = (options: Options) => Promise<Line | readonly Line[]> | Line | readonly Line[];

const { values, positionals } = parseArgs({
  args: rest,
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    kill: { type: 'boolean' },
    runs: { type: 'string' },
    seed: { type: 'string' },
  },
});

if (folder === undefined) throw new Error(`tern: "${kind}" is none of bench, lab, fuzz`);
const here = fileURLToPath(new URL(`./${folder}/`, import.meta.url));
// Files are imported only when they are asked for: some are processes of their own that begin to work at once.
const available = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !/(\.test|-child|^random|^mutate|^coverage)\.ts$/.test(file))
  .map((file) => file.replace(/\.ts$/, ''));
const unknown = positionals.filter((name) => !available.includes(name));
if (positionals.length === 0 || unknown.length > 0) {
  console.error(
    `${unknown.length > 0 ? `no ${kind} called ${unknown.join(', ')}; ` : ''}there are: ${available.join(', ')}`,
  );
  process.exit(2);
}

let failed = false;
for (const name of positionals) {
  const source = `${here}${name}.ts`;
  const { run } = (await import(kind === 'bench' ? await bundled(source) : source)) as { run: Runner };
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const result = await run({ runs: Number(values.runs ?? 100), seed, kill: values.kill === true });
  const lines: readonly Line[] = Array.isArray(result) ? (result as readonly Line[]) : [result as Line];
  for (const line of lines) {
    if (line.ok === false) failed = true;
    console.log(values.json === true ? JSON.stringify(line) : readable(line));
  }
}
process.exit(failed ? 1 : 0);

function readable(line: Line): string {
  return Object.entries(line)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
