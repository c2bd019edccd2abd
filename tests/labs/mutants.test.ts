import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hunt } from './mutants';
import { MUTANTS } from './mutants/planted';

const root = join(import.meta.dirname, '../..');

/** All of them: `npm run lab -- mutants`. */
describe('planted defects', () => {
  it.each(MUTANTS)('there is a place for: $name', ({ file, find }) => {
    expect(readFileSync(join(root, file), 'utf8').split(find)).toHaveLength(2);
  });

  it.each(MUTANTS.filter(({ name }) => /appended without|before the disk/.test(name)))(
    'found by its lab: $name',
    async (mutant) => {
      expect(await hunt({ ...mutant, within: 100 }, 1)).toMatchObject({ ok: true });
    },
    120_000,
  );
});
