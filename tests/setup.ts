import { afterEach, beforeEach, expect } from 'vitest';

// No scenario can leave the invariants out: they are a hook of all of them. The sweep has its own, after each kill.
// Vitest runs this anew for each file, but a module that files share is evaluated once: the hooks are put on here.
const { testPath = '' } = expect.getState();
if (/[\\/]scenarios[\\/]/.test(testPath) && process.env['TERN_SWEEP_REPORT'] === undefined) {
  const { checkBenches, watchBenches } = await import('./scenarios/after-each');
  beforeEach(watchBenches);
  afterEach(checkBenches);
}
