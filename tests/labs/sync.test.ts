import { describe, expect, it } from 'vitest';
import { schedule } from './sync/schedule';

/** `LAB_RUNS=2000 LAB_SEED=1000 npx vitest run tests/labs/sync.test.ts` runs others. */
const runs = Number(process.env['LAB_RUNS'] ?? 30);
const first = Number(process.env['LAB_SEED'] ?? 1);

describe('sync under random schedules', () => {
  it.each(Array.from({ length: runs }, (_, i) => first + i))('seed %i', async (seed) => {
    expect(await schedule(seed)).toBeNull();
  });
});
