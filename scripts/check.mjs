/**
 * `npm run check`: types, lint, layers, formatting, dead code. Two steps at a time (they are CPU-bound), the longest
 * first; the output of a step is shown when it failed. `npm run check -- lint layers` runs only those.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = 'node_modules/.cache/tern-check';
mkdirSync(new URL(`../${cache}`, import.meta.url), { recursive: true });

const tsc = (name) => [
  'typescript/bin/tsc',
  ...['-p', `tsconfig.${name}.json`, '--noEmit', '--pretty', 'false'],
  ...['--incremental', '--tsBuildInfoFile', `${cache}/${name}.tsbuildinfo`],
];
const STEPS = {
  lint: [
    'eslint/bin/eslint.js',
    '.',
    '--cache',
    '--cache-location',
    `${cache}/eslint`,
    '--max-warnings',
    '0',
  ],
  'types-node': tsc('node'),
  'types-web': tsc('web'),
  'types-pure': tsc('pure'),
  format: [
    'prettier/bin/prettier.cjs',
    '.',
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-location',
    `${cache}/prettier`,
  ],
  layers: [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    'src',
    'tests',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  'dead-code': ['knip/bin/knip.js', '--no-progress', '--no-config-hints'],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`check: no step named ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}.`);
  process.exit(2);
}

function run(name) {
  const started = performance.now();
  const [tool, ...args] = STEPS[name];
  const child = spawn(process.execPath, [`node_modules/${tool}`, ...args], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '       '));
      resolve(code === 0);
    });
  });
}

const queue = wanted.length > 0 ? wanted : Object.keys(STEPS);
const results = [];
const worker = async () => {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) results.push(await run(name));
};
await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, worker));
process.exit(results.every(Boolean) ? 0 : 1);
