import { expect, it } from 'vitest';
import { acceptedTags, spokenOf } from './spoken';

it('is what was chosen, else the first of the system’s languages that is spoken, else English', () => {
  expect(spokenOf('de', ['fr'])).toBe('de');
  expect(spokenOf('tlh', ['fr'])).toBe('en');
  expect(spokenOf('', ['nl-NL', 'fr-CA', 'de'])).toBe('fr');
  expect(spokenOf('', ['CS'])).toBe('cs');
  expect(spokenOf('', ['nl', 'zh-Hant'])).toBe('en');
  expect(spokenOf('', [])).toBe('en');
});

it('reads what a browser says of its reader, best first', () => {
  expect(acceptedTags('en;q=0.5, de-AT, fr;q=0.9')).toEqual(['de-AT', 'fr', 'en']);
  expect(acceptedTags('de;q=0, *;q=0.1, es')).toEqual(['es']);
  expect(acceptedTags('de;q=x')).toEqual([]);
  expect(acceptedTags(undefined)).toEqual([]);
});
