import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './scripts/lib/longest-first.mjs';

const src = (folder: string): string => fileURLToPath(new URL(`./src/${folder}`, import.meta.url));

const NEVER = ['**/node_modules/**', 'tests/e2e/**', 'out/**'];

/**
 * What keeps state in its modules, as pages do (stores, timers, stubs of the DOM's globals), and the hosts with their
 * fakes of Electron. Each of these files begins in a worker of its own. All others share a worker's modules: to start a
 * worker and import the engine anew takes longer than most of the files run.
 */
const ALONE = 'src/{preload,renderer/{app,features,i18n,state,ui},main/host}/**/*.test.{ts,tsx}';

/** Unit and conformance tests. End-to-end suites live in tests/e2e and have a config of their own. */
export default defineConfig({
  resolve: {
    alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'each alone', include: [ALONE], exclude: NEVER } },
      {
        extends: true,
        test: {
          name: 'shared modules',
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: [...NEVER, ALONE],
          isolate: false,
        },
      },
    ],
    environment: 'node',
    setupFiles: [fileURLToPath(new URL('./tests/setup.ts', import.meta.url))],
    sequence: {
      sequencer: longestFirst([
        'tests/servers/scenarios.test.ts',
        'tests/conformance/imap-dovecot.test.ts',
        'tests/labs/mutants.test.ts',
        'tests/servers/mail-through.test.ts',
        'tests/servers/servers.test.ts',
        'tests/scenarios/a-moves.test.ts',
        'tests/scenarios/i-offline.test.ts',
      ]),
    },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
