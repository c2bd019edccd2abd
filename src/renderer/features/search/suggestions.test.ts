import { expect, it } from 'vitest';
import { type SuggestionContext, suggestionsFor, wantedPerson } from './suggestions';

const context: SuggestionContext = {
  recent: ['lunch', 'from:anna'],
  folders: ['Inbox', 'Old mail', 'Archive'],
  accounts: ['Work'],
  tags: ['Important', 'To do'],
  people: [{ name: 'Anna Ek', address: 'anna@x.example' }],
};
const texts = (typed: string): string[] => suggestionsFor(typed, context).map(({ text }) => text);

it('offers what was searched lately and how to go on, before anything is typed', () => {
  expect(texts('').slice(0, 4)).toEqual(['lunch', 'from:anna', '', 'from:']);
});

it.each([
  ['lunch', []],
  ['lunch ', []],
  ['fr', ['from:']],
  ['lunch -is:s', ['lunch -is:starred']],
  ['is:', ['is:unread', 'is:starred', 'is:read', 'is:answered', 'is:forwarded', 'is:draft']],
  ['x in:m', ['x in:"Old mail"']],
  ['in:"old', ['in:"Old mail"']],
  ['account:', ['account:Work']],
  ['label:', ['label:Important', 'label:"To do"']],
  ['-tag:to', ['-tag:"To do"']],
  ['from:an', ['from:anna@x.example']],
  ['is:unread', []],
])('%s', (typed, wanted) => {
  expect(texts(typed)).toEqual(wanted);
});

it('knows when somebody is looked for', () => {
  expect(wantedPerson('lunch from:an')).toBe('an');
  expect(wantedPerson('to:"anna e')).toBe('anna e');
  expect(wantedPerson('from:')).toBeNull();
  expect(wantedPerson('anna')).toBeNull();
});
