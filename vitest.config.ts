import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './scripts/lib/longest-first.mjs';

const src = (folder: string): string => fileURLToPath(new URL(`./src/${folder}`, import.meta.url));

const NEVER = ['**/node_modules/**', 'tests/e2e/**', 'out/**'];

/**
 * The layers without time, globals or state of their own (lint and tsconfig.pure.json see to that), and the formats on
 * them. Their files share a worker's modules, for importing those anew takes longer than most of the files run.
 * Everything else begins each file in a worker of its own.
 */
const PURE =
  'src/{shared,main/imap,main/pop3,main/smtp,main/sasl,main/mime,main/sync,main/operations,main/outbox}';

/** Unit and conformance tests. End-to-end suites live in tests/e2e and have a config of their own. */
export default defineConfig({
  resolve: {
    alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'each alone',
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: [...NEVER, `${PURE}/**`],
        },
      },
      {
        extends: true,
        test: { name: 'pure', include: [`${PURE}/**/*.test.ts`], exclude: NEVER, isolate: false },
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
