import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from './parse';
import { printSearch } from './print';
import { EVERYTHING, type SearchNode, type TextField } from './query';

const parse = (text: string): SearchNode => parseSearch(text).node;
const text = (words: string, field: TextField = 'any', phrase = false): SearchNode => ({
  kind: 'text',
  field,
  text: words,
  phrase,
});
const and = (...all: SearchNode[]): SearchNode => ({ kind: 'and', all });
const or = (...any: SearchNode[]): SearchNode => ({ kind: 'or', any });
const not = (of: SearchNode): SearchNode => ({ kind: 'not', of });

describe('a query', () => {
  it.each<[string, SearchNode]>([
    ['', and()],
    ['   ', and()],
    ['lunch', text('lunch')],
    ['lunch friday', and(text('lunch'), text('friday'))],
    ['"annual report"', text('annual report', 'any', true)],
    ['“annual   report”', text('annual report', 'any', true)],
    ['lunch -friday', and(text('lunch'), not(text('friday')))],
    ['lunch NOT friday', and(text('lunch'), not(text('friday')))],
    ['-(a b)', not(and(text('a'), text('b')))],
    ['a OR b c', and(or(text('a'), text('b')), text('c'))],
    ['a b OR c', and(text('a'), or(text('b'), text('c')))],
    ['(a b) OR c', or(and(text('a'), text('b')), text('c'))],
    ['a AND b', and(text('a'), text('b'))],
    ['a OR', text('a')],
    ['OR a', text('a')],
    ['a or b', and(text('a'), text('or'), text('b'))],
    ['order', text('order')],
    ['ORDER', text('ORDER')],
    ['from:anna', text('anna', 'from')],
    ['From:"Anna Smith" x', and(text('Anna Smith', 'from', true), text('x'))],
    ['from: anna', text('anna', 'from')],
    ['from:', and()],
    ['from: to:bob', text('bob', 'to')],
    ['subject:(a OR b)', or(text('a', 'subject'), text('b', 'subject'))],
    ['body:hello', text('hello', 'body')],
    ['filename:pdf', text('pdf', 'filename')],
    ['list:dev', text('dev', 'list')],
    ['has:attachment', { kind: 'attachment' }],
    ['has:star', { kind: 'is', state: 'starred' }],
    ['is:unread is:flagged', and({ kind: 'is', state: 'unread' }, { kind: 'is', state: 'starred' })],
    ['-is:read', not({ kind: 'is', state: 'read' })],
    ['is:unr', and()],
    ['in:"Old mail"', { kind: 'in', name: 'Old mail' }],
    ['account:work', { kind: 'account', name: 'work' }],
    ['label:todo', { kind: 'keyword', name: 'todo' }],
    [
      'before:2024-03-01',
      { kind: 'date', op: 'before', when: { kind: 'calendar', year: 2024, month: 3, day: 1 } },
    ],
    ['after:2024/3', { kind: 'date', op: 'after', when: { kind: 'calendar', year: 2024, month: 3 } }],
    ['on:1.3.2024', { kind: 'date', op: 'on', when: { kind: 'calendar', year: 2024, month: 3, day: 1 } }],
    ['on:2024', { kind: 'date', op: 'on', when: { kind: 'calendar', year: 2024 } }],
    ['on:yesterday', { kind: 'date', op: 'on', when: { kind: 'yesterday' } }],
    ['newer_than:7d', { kind: 'date', op: 'after', when: { kind: 'ago', count: 7, unit: 'd' } }],
    ['older_than:2y', { kind: 'date', op: 'before', when: { kind: 'ago', count: 2, unit: 'y' } }],
    ['larger:5M', { kind: 'size', op: 'larger', octets: 5 * 1024 * 1024 }],
    ['smaller:1,5kb', { kind: 'size', op: 'smaller', octets: 1536 }],
    ['— & !', and()],
    ['a ) b', and(text('a'), text('b'))],
    ['(a', text('a')],
    ['"anna', { kind: 'text', field: 'any', text: 'anna', phrase: true, open: true }],
    ['10:30', text('10:30')],
    ['会議室', text('会議室')],
  ])('%s', (typed, wanted) => {
    expect(parse(typed)).toEqual(wanted);
  });

  it('says what it could not take as an operator, and searches it as a word', () => {
    expect(parseSearch('colour:red x')).toEqual({
      node: and(text('colour:red'), text('x')),
      notes: [{ kind: 'unknown-operator', name: 'colour', word: 'colour:red' }],
    });
    expect(parseSearch('larger:often')).toEqual({
      node: text('larger:often'),
      notes: [{ kind: 'bad-value', name: 'larger', value: 'often' }],
    });
    expect(parseSearch('before:banana').notes).toEqual([
      { kind: 'bad-value', name: 'before', value: 'banana' },
    ]);
    expect(parseSearch('before:2024-02-31').notes).toEqual([]);
  });

  it.each(['https://example.com', 'Re: lunch', 'is:', 'is:un', 'before:2024-', 'on:yest', 'a:', '12:30'])(
    'says nothing about %s',
    (typed) => {
      expect(parseSearch(typed).notes).toEqual([]);
    },
  );

  it('leaves out a value in quotation marks that has no words (seed 1320066296)', () => {
    expect(parseSearch('larger:"&"').node).toEqual(EVERYTHING);
  });

  it('takes a keyword behind a minus as the word that it is (seed 434894689)', () => {
    expect(parse('a -OR')).toEqual(and(text('a'), { kind: 'not', of: text('OR', 'any', true) }));
    expect(printSearch(parse('NOT -OR'))).toBe('"OR"');
  });

  it('never throws, and what it prints means the same', () => {
    const pieces = fc.constantFrom(
      'a',
      'OR',
      'AND',
      'NOT',
      '-',
      '(',
      ')',
      '"',
      ' ',
      ' ',
      ':',
      'from:',
      'is:unread',
      'is:',
      'larger:',
      '5M',
      'before:',
      '2024-01',
      'in:',
      'label:x',
      'foo:',
      'ü',
      '会議',
      '🎉',
      '&',
      '\\',
      '\u0000',
      '”',
      'newer_than:3d',
      'subject:(',
      'on:yesterday',
      '1.5k',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(typed, (query) => {
        const { node } = parseSearch(query);
        const printed = printSearch(node);
        expect(shut(parse(printed))).toEqual(shut(node));
        expect(printSearch(parse(printed))).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });
});

/** Printing closes quotation marks. */
const shut = (node: SearchNode): unknown =>
  JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'open' ? undefined : value)));
