import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const alias = { '@shared': path('src/shared'), '@main': path('src/main'), '@renderer': path('src/renderer') };

/** Entries by name; one that is not written yet is left out, so that the rest can be built and tried. */
const entries = (folder: string, ...files: string[]): Record<string, string> =>
  Object.fromEntries(
    files
      .map((file) => [file.replace(/\.\w+$/, ''), path(`${folder}/${file}`)] as const)
      .filter(([, file]) => existsSync(file)),
  );

/**
 * Names in `index.html` what `main.ts` will import once it has called the store, so that it is read and compiled beside that
 * and not after it.
 */
const startBeside: Plugin = {
  name: 'tern-start-beside',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {}, filename }) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const main = chunks.find(({ name, isEntry }) => name === 'index' && isEntry);
      if (!main || !filename.endsWith('index.html')) return [];
      const named = chunks.filter(({ fileName }) => main.dynamicImports.includes(fileName));
      const scripts = [...new Set(named.flatMap(({ fileName, imports }) => [fileName, ...imports]))];
      const unnamed = (file: string): boolean => !html.includes(file);
      const styles = chunks
        .filter(({ fileName }) => scripts.includes(fileName))
        .flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
      const link = (rel: string, file: string, more: Record<string, string>): HtmlTagDescriptor => ({
        tag: 'link',
        attrs: { rel, crossorigin: true, href: `./${file}`, ...more },
        injectTo: 'head',
      });
      return [
        ...scripts.filter(unnamed).map((file) => link('modulepreload', file, {})),
        ...styles.map((file) => link('preload', file, { as: 'style' })),
      ];
    },
  },
};

/**
 * Three builds. Everything is bundled, node_modules included, so that what is packed is what was built and nothing
 * else; only Electron itself stays outside.
 */
export default defineConfig({
  main: {
    resolve: { alias },
    // ws asks for these two if they are there; it is faster to know that they are not.
    define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
    build: {
      outDir: 'out/main',
      target: 'node20',
      externalizeDeps: false,
      sourcemap: true,
      rollupOptions: {
        // On a busy machine every build is slow; that is no news to a person who starts Tern.
        checks: { bundlerTimings: false },
        input: entries('src/main', 'index.ts', 'browser.ts', 'cli.ts', 'parser-thread.ts'),
        external: ['electron'],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Its licence (LGPL) lets everybody put another build of it in its place: a file of its own under its own name.
          chunkFileNames: ({ name }) => (name === 'openpgp' ? 'openpgp.js' : 'chunks/[name]-[hash].js'),
        },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: 'out/preload',
      target: 'node20',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: entries('src/preload', 'ui.ts', 'store.ts'),
        external: ['electron'],
        // A sandboxed preload script is CommonJS whatever package.json says.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    publicDir: path('resources/public'),
    resolve: { alias },
    plugins: [react(), startBeside],
    // The policy forbids data: scripts and styles, and the preload polyfill is an inline script in spirit.
    build: {
      outDir: 'out/renderer',
      target: 'chrome140',
      assetsInlineLimit: 0,
      minify: true,
      // Loaded from this machine's disk: one large file is faster than many small ones.
      chunkSizeWarningLimit: 4000,
      modulePreload: { polyfill: false },
      sourcemap: true,
      rollupOptions: {
        // A feature's index names all of it: what one part asks for must not bring the others along.
        treeshake: {
          moduleSideEffects: [
            { test: /\/src\/renderer\/(features|i18n|state|ui)\/.*\.tsx?$/, sideEffects: false },
          ],
        },
        input: entries('src/renderer', 'index.html', 'store.html'),
        output: {
          // React makes errors while its file is evaluated; with a debugger attached, V8 then parses the whole file again.
          manualChunks: (id: string) =>
            /node_modules\/(react|react-dom|scheduler)\//.test(id) ? 'react' : null,
        },
      },
    },
    worker: { format: 'es' },
  },
});
