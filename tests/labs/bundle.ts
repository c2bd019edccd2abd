import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const bundles = new Map<string, Promise<string>>();

/** A change of one file: text that is there exactly once, and what takes its place. */
interface Edit {
  readonly file: string;
  readonly find: string;
  readonly plant: string;
}

/**
 * A program of the labs and everything it imports as one file of plain JavaScript: a process that is started thousands of
 * times starts in tenths of a second, and what runs for hours runs without a loader's wrappers. Made once a process.
 * @param entry absolute path of a TypeScript file.
 * @param edit something that is different in this build.
 * @returns the path of the bundle; it goes when this process ends.
 */
export function bundled(entry: string, edit?: Edit): Promise<string> {
  const name = `${entry} ${edit?.find ?? ''}`;
  const known = bundles.get(name) ?? make(entry, edit);
  bundles.set(name, known);
  return known;
}

function planting({ file, find, plant }: Edit): Plugin {
  return {
    name: 'plant',
    enforce: 'pre',
    transform(code, id) {
      if (id !== ROOT + file) return null;
      const [before, after, ...more] = code.split(find);
      if (before === undefined || after === undefined || more.length > 0) {
        throw new Error(`“${find}” is not exactly once in ${file}`);
      }
      return before + plant + after;
    },
  };
}

async function make(entry: string, edit: Edit | undefined): Promise<string> {
  const folder = await mkdtemp(`${tmpdir()}/tern-bundle-`);
  process.once('beforeExit', () => void rm(folder, { recursive: true, force: true }));
  const src = (name: string): string => `${ROOT}src/${name}`;
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    resolve: { alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') } },
    plugins: edit === undefined ? [] : [planting(edit)],
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
