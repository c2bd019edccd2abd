import { describe, expect, it } from 'vitest';
import { dateForms, readDate } from './dates';
import { parseSearch } from './parse';
import { printWhen } from './values';

/** The date as it is printed, 'incomplete', or null. */
function read(text: string, locale: string): string | null {
  const when = readDate(text, dateForms([locale]));
  return when === null || when === 'incomplete' ? when : printWhen(when);
}

describe('a date', () => {
  it.each([
    ['3/14/2024', 'en-US', '2024-03-14'],
    ['3/4/2024', 'en-US', '2024-03-04'],
    ['3/4/2024', 'en-GB', '2024-04-03'],
    ['14/3/2024', 'fr', '2024-03-14'],
    // No fourteenth month: only one date can be meant.
    ['14/3/2024', 'en-US', '2024-03-14'],
    ['3-4-2024', 'nl', '2024-04-03'],
    ['1.3.2024', 'de', '2024-03-01'],
    ['2024/3/1', 'ja', '2024-03-01'],
    ['2024-03-01', 'de', '2024-03-01'],
    ['gestern', 'de', 'yesterday'],
    ['Heute', 'de', 'today'],
    ['yesterday', 'de', 'yesterday'],
    ['hier', 'fr', 'yesterday'],
    ['Marz-2024', 'de', '2024-03'],
    ['14. März 2024', 'de', '2024-03-14'],
    ['March 14, 2024', 'de', '2024-03-14'],
    ['14 mars 2024', 'fr', '2024-03-14'],
    ['14 de marzo de 2024', 'es', '2024-03-14'],
    ['14 марта 2024', 'ru', '2024-03-14'],
    ['sept-2024', 'en', '2024-09'],
    ['March 3rd 2024', 'en', '2024-03-03'],
  ])('%s in %s is %s', (text, locale, date) => {
    expect(read(text, locale)).toBe(date);
  });

  it.each([
    ['gest', 'de'],
    ['mär', 'de'],
    ['March', 'en'],
    ['14 mar', 'en'],
    ['14/3', 'fr'],
  ])('%s in %s may become one', (text, locale) => {
    expect(read(text, locale)).toBe('incomplete');
  });

  it.each([
    ['banana', 'de'],
    ['gestern', 'en'],
    ['31 April 2024', 'en'],
    ['March banana 2024', 'en'],
  ])('%s in %s is none', (text, locale) => {
    expect(read(text, locale)).toBeNull();
  });

  it('stands in a query as it is written in the reader’s language', () => {
    const { node, notes } = parseSearch('after:"14. März 2024" vor before:gestern', dateForms(['de']));
    expect(notes).toEqual([]);
    expect(node).toMatchObject({
      all: [
        { kind: 'date', op: 'after', when: { year: 2024, month: 3, day: 14 } },
        { kind: 'text', text: 'vor' },
        { kind: 'date', op: 'before', when: { kind: 'yesterday' } },
      ],
    });
  });
});
