import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { damaged, usualEnvelope, usualStructure } from '../testing/usual-fetch';
import { encodeLatin1 } from './bytes';
import { envelopeAt, parseEnvelope } from './parse-envelope';
import { Parser } from './parse-response';
import { parseStructure } from './parse-structure';
import { Reader } from './reader';
import { SpanFinder } from './spans';

const readerOf = (text: string): Reader => {
  const reader = new Reader();
  reader.reset(encodeLatin1(text), []);
  return reader;
};
const maybeDamaged = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  text.chain((one) => fc.oneof(fc.constant(one), damaged(one)));

describe('SpanFinder', () => {
  it('finds no envelope that the parser reads otherwise, or to another end', () => {
    fc.assert(
      fc.property(maybeDamaged(usualEnvelope), (text) => {
        const reader = readerOf(`${text} x)`);
        const finder = new SpanFinder(DEFAULT_LIMITS);
        const spans = finder.envelope(reader.bytes, 0, reader.end);
        if (spans === null) return;
        const read = parseEnvelope(reader);
        expect(finder.behind).toBe(reader.pos);
        expect(spans).toHaveLength(30);
        expect(envelopeAt(text, spans) ?? read).toEqual(read);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds no structure that the parser reads otherwise, or to another end', () => {
    fc.assert(
      fc.property(maybeDamaged(usualStructure), (text) => {
        const reader = readerOf(`${text} x)`);
        const finder = new SpanFinder(DEFAULT_LIMITS);
        if (finder.structure(reader.bytes, 0, reader.end) === null) return;
        parseStructure(reader);
        expect(finder.behind).toBe(reader.pos);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      '("Tue, 17 Mar 2026 09:00:00 +0000" "Hi" (("Ada" NIL "ada" "x.example")) NIL NIL NIL NIL NIL NIL "<1@x>")',
    ],
    ['(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)'],
  ])('knows %s', (text) => {
    const bytes = encodeLatin1(`${text})`);
    expect(new SpanFinder(DEFAULT_LIMITS).envelope(bytes, 0, bytes.length)).not.toBeNull();
  });

  it.each([
    ['("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 588 9 NIL NIL NIL NIL)'],
    [
      '(("text" "plain" NIL NIL NIL "7bit" 1 1)("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 9) "mixed")',
    ],
    [
      '("image" "png" NIL "<a@b>" "A boat" "base64" 12 NIL ("inline" ("filename" "a.png")) ("en" "cs") "loc")',
    ],
  ])('knows %s', (text) => {
    const bytes = encodeLatin1(`${text})`);
    expect(new SpanFinder(DEFAULT_LIMITS).structure(bytes, 0, bytes.length)).not.toBeNull();
  });

  it('an attribute that is said twice counts as it was said last', () => {
    const usual = '("d" "one" NIL NIL NIL NIL NIL NIL NIL NIL)';
    const short = '("d" two NIL NIL NIL NIL NIL NIL NIL NIL)';
    const subject = (text: string): unknown => {
      const response = new Parser().parse(encodeLatin1(`* 1 FETCH (${text})`));
      if (response.type !== 'fetch' || !response.message.envelope?.ok) return null;
      return response.message.envelope.value.subject;
    };
    expect(subject(`ENVELOPE ${usual} ENVELOPE ${short}`)).toBe('two');
    expect(subject(`ENVELOPE ${short} ENVELOPE ${usual}`)).toBe('one');
  });
});
