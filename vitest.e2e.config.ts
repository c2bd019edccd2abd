import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './scripts/lib/longest-first.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const src = (folder: string): string => here(`./src/${folder}`);
const inElectron = process.env['TERN_E2E'] === 'electron';

/**
 * End to end: the built program in a real Chromium (tests/e2e), or in Electron (tests/e2e-electron) where
 * TERN_E2E=electron. Two files at a time: half of a run is waiting for what mail waits for; three take as long, and each
 * of their tests longer. Every file has a browser, servers, ports and folders of its own, and waits for what a person would
 * see, never for an amount of time. What they import is shared: it is as much for each.
 */
export default defineConfig({
  resolve: {
    alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') },
  },
  test: {
    include: [inElectron ? 'tests/e2e-electron/**/*.e2e.ts' : 'tests/e2e/**/*.e2e.ts'],
    environment: 'node',
    globalSetup: inElectron ? [] : [here('./tests/e2e/support/build-once.ts')],
    setupFiles: inElectron ? [] : [here('./tests/e2e/support/each-test.ts')],
    sequence: {
      sequencer: longestFirst(
        ['real-mail', 'leaks', 'snooze', 'scripts', 'shell', 'mail-ui', 'sign-in', 'demo', 'signature'].map(
          (name) => `/${name}.e2e.ts`,
        ),
      ),
    },
    pool: 'forks',
    isolate: false,
    maxWorkers: inElectron ? 1 : 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
  },
});
