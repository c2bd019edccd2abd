import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const src = (folder: string): string => fileURLToPath(new URL(`./src/${folder}`, import.meta.url));

/**
 * End to end: the built program in a real Chromium (tests/e2e), or in Electron (tests/e2e-electron) where
 * TERN_E2E=electron. One file at a time, because every file has a browser and servers of its own.
 */
export default defineConfig({
  resolve: {
    alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') },
  },
  test: {
    include: [
      process.env['TERN_E2E'] === 'electron' ? 'tests/e2e-electron/**/*.e2e.ts' : 'tests/e2e/**/*.e2e.ts',
    ],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
  },
});
