import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const bundles = new Map<string, Promise<string>>();

/**
 * A program of the labs and everything it imports as one file of plain JavaScript: a process that is started thousands of
 * times starts in tenths of a second, and what runs for hours runs without a loader's wrappers. Made once a process.
 * @param entry absolute path of a TypeScript file.
 * @returns the path of the bundle; it goes when this process ends.
 */
export function bundled(entry: string): Promise<string> {
  const known = bundles.get(entry) ?? make(entry);
  bundles.set(entry, known);
  return known;
}

async function make(entry: string): Promise<string> {
  const folder = await mkdtemp(`${tmpdir()}/tern-bundle-`);
  process.once('beforeExit', () => void rm(folder, { recursive: true, force: true }));
  const src = (name: string): string => `${ROOT}src/${name}`;
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    resolve: { alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') } },
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: '[name].mjs' } },
    },
  });
  return `${folder}/${basename(entry).replace(/\.ts$/, '.mjs')}`;
}
