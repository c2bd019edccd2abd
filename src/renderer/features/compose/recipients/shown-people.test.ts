import { expect, it } from 'vitest';
import { ROOM, shownPeople } from './shown-people';

const good = (person: string): boolean => person.includes('@');
const many = (length: number): string[] => Array.from({ length }, (_, n) => `p${n}@far.example`);

it('shows the first of many where nobody writes, and no "and 1 more"', () => {
  expect(shownPeople(many(200), false, ROOM, good)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(shownPeople(many(10), false, ROOM, good)).toHaveLength(10);
});

it('shows the last of thousands while one writes, and those that have to be mended', () => {
  const people = many(3000).with(5, 'nobody');
  const shown = shownPeople(people, true, ROOM, good);
  expect(shown).toHaveLength(ROOM + 1);
  expect(shown[0]).toBe(5);
  expect(shown.at(-1)).toBe(2999);
  expect(shownPeople(many(3000).fill('nobody'), true, ROOM, good)).toHaveLength(2 * ROOM);
  expect(shownPeople(people, true, 3000, good)).toHaveLength(3000);
});
