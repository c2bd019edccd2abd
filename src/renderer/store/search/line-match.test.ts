import { expect, it } from 'vitest';
import { fold } from '@shared/search/fold';
import { parseSearch } from '@shared/search/parse';
import { termsOf } from '@shared/search/query';
import { lineTest, matchesLine } from './line-match';

/** Whether all words of a query stand in the line of a message. */
function finds(query: string, subject: string, from: string): boolean {
  const line = fold(`${subject}\u0001${from}\u0001Ada ada@example.com`);
  return [...termsOf(parseSearch(query).node)].every((term) => {
    const test = term.kind === 'text' ? lineTest(term) : null;
    return test !== null && matchesLine(line, test);
  });
}

/** What people type, or paste out of a mail. */
it.each([
  ['Ek, Anna'],
  ['anna ek'],
  ['@harbour.example'],
  ['anna.ek@harbour.example'],
  ['<anna.ek@harbour.example>'],
  ['rechnung,'],
  ['#4711'],
  ['RE-2024-0815'],
  ['"Rechnung für Müller"'],
  ['rechnung fur muller'],
  ['invoice* rech*'],
  ['Invoice?'],
  ['re:'],
  ['東京'],
  ['会議'],
])('%s is found', (query) => {
  expect(
    finds(
      query,
      'Re: Rechnung für Müller, invoice 4711 (RE-2024-0815) 東京会議',
      'Anna Ek anna.ek@harbour.example',
    ),
  ).toBe(true);
});

it.each(['"Rechnung Müller"', 'subject:anna', '#4712'])('%s is not', (query) => {
  expect(finds(query, 'Rechnung für Müller 4711', 'Anna Ek anna.ek@harbour.example')).toBe(false);
});
