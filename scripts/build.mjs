/** `npm run build`: main, preload and renderer into out/. Runs electron-vite, which needs no Electron to build. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { writeLicences } from './lib/licences.mjs';
import { recordBuild } from './lib/stale.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const result = spawnSync(
  process.execPath,
  ['node_modules/electron-vite/bin/electron-vite.js', 'build', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (result.status === 0) {
  writeLicences();
  recordBuild();
}
process.exit(result.status ?? 1);
