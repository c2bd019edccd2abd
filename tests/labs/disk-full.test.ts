import { describe, expect, it } from 'vitest';
import { run } from './disk-full';

describe('a vault on a full disk', () => {
  it('D-01 loses no record, and says so in words', async () => {
    const result = await run({ runs: 4, seed: 1 });
    expect(result.failed).toEqual([]);
    // Where nothing can be mounted (no root, another system) the lab says why; MemoryDisk stands in (faults.test.ts).
    expect(result.runs === 4 || (result.leftOut ?? '') !== '').toBe(true);
  });
});
