import { expect } from 'vitest';

// No scenario can leave the invariants out: they are a hook of all of them. The sweep has its own, after each kill.
const { testPath = '' } = expect.getState();
if (/[\\/]scenarios[\\/]/.test(testPath) && process.env['TERN_SWEEP_REPORT'] === undefined) {
  await import('./scenarios/after-each');
}
