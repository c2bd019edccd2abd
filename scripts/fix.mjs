/** `npm run fix`: what `npm run check` can put right by itself. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = [
  [
    'eslint/bin/eslint.js',
    '.',
    '--fix',
    '--cache',
    '--cache-location',
    'node_modules/.cache/tern-check/eslint',
  ],
  ['prettier/bin/prettier.cjs', '.', '--write', '--log-level', 'warn'],
];
for (const [tool, ...args] of tools) {
  spawnSync(process.execPath, [`node_modules/${tool}`, ...args], { cwd: root, stdio: 'inherit' });
}
