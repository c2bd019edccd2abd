import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../../vitest.config';

/** The scenarios, each swept instead of run: see `kill-each-step.ts`. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      runner: fileURLToPath(new URL('runner.ts', import.meta.url)),
      testTimeout: 3_600_000,
      maxWorkers: 1,
      // A world a kill: most of what is made is gone a moment later.
      execArgv: ['--max-semi-space-size=32'],
      fileParallelism: false,
      dangerouslyIgnoreUnhandledErrors: true,
    },
  }),
);
