import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markedPieces, markedRanges, markedWords } from './mark';
import { parseSearch } from './parse';

const shown = (text: string, query: string): string =>
  markedPieces(
    text,
    markedWords(parseSearch(query).node).map(({ text: word }) => word),
  )
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

it.each([
  ['Lunch on Friday', 'lunch fri', '[Lunch] on [Fri]day'],
  ['Übergröße', 'ubergrosse', '[Übergröße]'],
  ['Die Straße', 'strass', 'Die [Straß]e'],
  ['invoice and voice', 'voice', 'invoice and [voice]'],
  ['invoice', 'voice', 'in[voice]'],
  ['東京都の会議室', '会議', '東京都の[会議]室'],
  ['a b', '"a b" a', '[a b]'],
  ['nothing', '-nothing', 'nothing'],
])('%s, looking for %s', (text, query, wanted) => {
  expect(shown(text, query)).toBe(wanted);
});

it('loses nothing of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, words) => {
      expect(
        markedPieces(text, words)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
    { numRuns: 200 },
  );
});

it('gives ranges of any text in order, none over another, each the word as it is written', () => {
  const long = `${'x '.repeat(1_000)}Köln, KÖLN und ab`;
  expect(markedRanges(long, ['koln', 'kol', 'b']).map(([start, end]) => long.slice(start, end))).toEqual([
    'Köln',
    'KÖLN',
    'b',
  ]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, words) => {
      let done = 0;
      for (const [start, end] of markedRanges(text, words)) {
        expect(start).toBeGreaterThanOrEqual(done);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        done = end;
      }
    }),
    { numRuns: 200 },
  );
});
