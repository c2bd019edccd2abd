import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';

const src = (folder: string): string => fileURLToPath(new URL(`./src/${folder}`, import.meta.url));

/** Unit and conformance tests. End-to-end suites live in tests/e2e and have a config of their own. */
export default defineConfig({
  resolve: {
    alias: { '@shared': src('shared'), '@main': src('main'), '@renderer': src('renderer') },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/e2e/**', 'out/**'],
    environment: 'node',
    setupFiles: [fileURLToPath(new URL('./tests/setup.ts', import.meta.url))],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
