import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a file finds beside itself is beside its source, wherever its code has gone. */
const sourcePlaces: Plugin = {
  name: 'tern-source-places',
  transform(code, id) {
    const file = id.split('?')[0] ?? id;
    if (!file.startsWith(root) || file.includes('node_modules') || !code.includes('import.meta.url'))
      return null;
    return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)), map: null };
  },
};

/**
 * Bundles a script of ours with the sources it measures, as they are shipped: what runs the sources as they are wraps
 * every function that is made in a call to keep its name, and a loop that makes some is measured several times too slow.
 * Packages stay outside.
 * @param file absolute path. @returns the address of the module to import.
 */
export async function bundled(file: string): Promise<string> {
  const name = file.slice(root.length).replaceAll('/', '-').replace(/\.ts$/, '');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [sourcePlaces],
    resolve: {
      alias: Object.fromEntries(
        ['shared', 'main', 'renderer'].map((part) => [`@${part}`, `${root}src/${part}`]),
      ),
    },
    build: {
      ssr: file,
      target: 'node20',
      outDir: `${root}out/bench`,
      emptyOutDir: false,
      sourcemap: true,
      rollupOptions: { output: { format: 'es', entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
  return pathToFileURL(`${root}out/bench/${name}.mjs`).href;
}
