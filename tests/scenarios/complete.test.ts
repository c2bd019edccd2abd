import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** How many rows each chapter of reference/scenarios.md has. */
const ROWS = { A: 17, B: 13, C: 12, D: 7, E: 14, F: 6, G: 6, H: 8, I: 7 };

/** Scenarios of the database and of the vault are tested where those are. */
const ELSEWHERE = ['src/renderer/store/database.test.ts', 'src/main/vault/vault.test.ts'];

it('every scenario is a test under its name', () => {
  const root = join(import.meta.dirname, '../..');
  const here = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(import.meta.dirname, name));
  const named = new Set<string>();
  for (const file of [...here, ...ELSEWHERE.map((name) => join(root, name))]) {
    const text = readFileSync(file, 'utf8');
    // `it('A1 …'`, `'H2/H4: …'`, `describe('G1: …'`, and titles of `it.each(…)(` on a line of their own.
    for (const [, title] of text.matchAll(/(?:it|describe|\)|\n\s*)\(?\s*['"`]((?:[A-I]\d+\/?)+)[ :]/g))
      for (const id of title?.split('/') ?? []) named.add(id);
  }
  const wanted = Object.entries(ROWS).flatMap(([chapter, n]) =>
    Array.from({ length: n }, (_, i) => `${chapter}${i + 1}`),
  );
  expect(wanted.filter((id) => !named.has(id))).toEqual([]);
});

/** What issue 5 names of reference/security.md §7: output, transport of SMTP and POP3, MIME. */
const SECURITY = { O: [1, 7], T: [8, 9], M: [1, 10] } as const;

it('every promise of the security reference that sending, POP3 and MIME make is a test under its name', () => {
  const root = join(import.meta.dirname, '../..');
  const named = new Set<string>();
  for (const folder of ['src/main', 'tests/scenarios']) {
    for (const name of readdirSync(join(root, folder), { recursive: true }).map(String)) {
      if (!name.endsWith('.test.ts')) continue;
      const text = readFileSync(join(root, folder, name), 'utf8');
      // In the title of a test, of a table of tests or of a group of them.
      for (const [title] of text.matchAll(/(?:it|describe|\])\)?\(\s*['"`][^'"`\n]*/g))
        for (const [id] of title.matchAll(/\b[OTM]-\d\d\b/g)) named.add(id);
    }
  }
  const wanted = Object.entries(SECURITY).flatMap(([chapter, [first, last]]) =>
    Array.from({ length: last - first + 1 }, (_, i) => `${chapter}-${String(first + i).padStart(2, '0')}`),
  );
  expect(wanted.filter((id) => !named.has(id))).toEqual([]);
});
