import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOctets } from '../net/find-octets';
import { ContentReader, dotLineFinder } from './content-reader';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** Feeds the pieces; what is behind the end is returned as `rest`. */
function read(
  pieces: readonly string[],
  find = dotLineFinder(undefined),
): { content: string; ended: boolean; rest: string } {
  const reader = new ContentReader(find);
  let content = '';
  for (const [i, piece] of pieces.entries()) {
    const end = reader.read(bytes(piece), 0, (part) => {
      expect(part.length).toBeGreaterThan(0);
      content += String.fromCharCode(...part);
    });
    if (end >= 0) return { content, ended: true, rest: piece.slice(end) + pieces.slice(i + 1).join('') };
  }
  return { content, ended: false, rest: '' };
}

/** The specification (RFC 1939 §3) on the whole text. */
function reference(text: string): { content: string; ended: boolean; rest: string } {
  const end = `\r\n${text}`.indexOf('\r\n.\r\n');
  const inner = end < 0 ? text : text.slice(0, end);
  const content = `\r\n${inner}`.replaceAll('\r\n.', '\r\n').slice(2);
  return { content, ended: end >= 0, rest: end < 0 ? '' : text.slice(end + 3) };
}

describe.each([
  ['with a loop of its own', dotLineFinder(undefined)],
  ['with somebody who finds octets', dotLineFinder(findOctets)],
])('ContentReader %s', (_name, find) => {
  it.each([
    ['.\r\n', ''],
    ['a\r\n.\r\n', 'a\r\n'],
    ['..\r\n.\r\n', '.\r\n'],
    ['a\r\n...b\r\n.\r\n', 'a\r\n..b\r\n'],
    ['a.b\r\n.\r\n', 'a.b\r\n'],
    ['a\n.\r\nb\r\n.\r\n', 'a\n.\r\nb\r\n'],
    ['a\r\n.\nb\r\n.\r\n', 'a\r\n\nb\r\n'],
    ['\r\n\r\n.\r\n', '\r\n\r\n'],
    ['a\r\r\n.\r\n', 'a\r\r\n'],
  ])('%j → %j', (input, content) => {
    expect(read([input], find)).toEqual({ content, ended: true, rest: '' });
    expect(read([...input], find)).toEqual({ content, ended: true, rest: '' });
  });

  it('agrees with the specification for every split', () => {
    const part = fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.', '\r\n..', '\r\n.\r\n', '.\r');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 14 }),
        fc.array(fc.nat(40), { maxLength: 5 }),
        (parts, cuts) => {
          const text = parts.join('');
          const expected = reference(text);
          const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort(
            (a, b) => a - b,
          );
          for (const pieces of [[text], [...text], at.slice(1).map((end, i) => text.slice(at[i], end))]) {
            const found = read(pieces, find);
            expect(found.ended).toBe(expected.ended);
            if (expected.ended) expect(found).toEqual(expected);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
