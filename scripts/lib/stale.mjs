/** Whether node_modules and out/ are up to date. Plain Node: this runs before anything is installed. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const STAMPS = join(root, 'node_modules/.cache/tern');

/** A small file that survives until node_modules is removed; null when it is not there. */
export function readStamp(name) {
  const file = join(STAMPS, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Whole or not at all, and as a file of its own: other worktrees may have the old one by a hard link. */
export function writeStamp(name, content) {
  mkdirSync(STAMPS, { recursive: true });
  const written = join(STAMPS, `${name}.${process.pid}`);
  writeFileSync(written, content);
  renameSync(written, join(STAMPS, name));
}

const hash = (text) => createHash('sha256').update(text).digest('hex');

/** Every package the lockfile wants is there in that version. Cheap: npm keeps its own list of what it installed. */
export function packagesAreStale() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return true;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).some(
    ([path, { version, optional, devOptional, peer }]) =>
      path !== '' && !optional && !devOptional && !peer && present[path]?.version !== version,
  );
}

/** Name, size and time of every file that a build reads. */
function sourceFingerprint() {
  const lines = [];
  const visit = (path) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found === undefined) return;
    if (found.isDirectory())
      for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`);
    else if (!/\.test\.tsx?$/.test(path)) lines.push(`${path} ${found.size} ${found.mtimeMs}`);
  };
  for (const path of [
    'src',
    'resources',
    'electron.vite.config.ts',
    'package-lock.json',
    'tsconfig.base.json',
  ])
    visit(path);
  return hash(lines.join('\n'));
}

const BUILT = ['out/main/browser.js', 'out/main/index.js', 'out/preload/ui.cjs', 'out/renderer/index.html'];

export const buildIsStale = () =>
  BUILT.some((file) => !existsSync(join(root, file))) || readStamp('build') !== sourceFingerprint();

export const recordBuild = () => writeStamp('build', sourceFingerprint());
