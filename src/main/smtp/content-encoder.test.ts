import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentEncoder } from './content-encoder';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function encode(chunks: readonly Uint8Array[], dots = true, eightBit = true): string {
  const encoder = new ContentEncoder({ dots, eightBit });
  const out = [...chunks.map((chunk) => encoder.encode(chunk)), encoder.finish()];
  return out.map((part) => new TextDecoder().decode(part)).join('');
}

/** The specification, on the whole text at once. */
const reference = (text: string): string => {
  const lines = text
    .replace(/\r\n|\r|\n/g, '\n')
    .replace(/\n$/, '')
    .split('\n');
  return text === ''
    ? '.\r\n'
    : `${lines.map((line) => (line.startsWith('.') ? `.${line}` : line)).join('\r\n')}\r\n.\r\n`;
};

describe('ContentEncoder', () => {
  it.each([
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['a\n', 'a\r\n.\r\n'],
    ['a\r', 'a\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['a\r\n.\r\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\rb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\n.\r\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\r\n.\r\nb', 'a\r\n\r\n..\r\nb\r\n.\r\n'],
    ['a\n\rb', 'a\r\n\r\nb\r\n.\r\n'],
    ['..\r\n', '...\r\n.\r\n'],
    ['a.b\r\n', 'a.b\r\n.\r\n'],
  ])('%j → %j', (input, output) => {
    expect(encode([bytes(input)])).toBe(output);
  });

  it('gives the same bytes for every split (O-02)', () => {
    const text = fc.string({
      unit: fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.\r\n'),
      maxLength: 24,
    });
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (input, cuts) => {
        const whole = bytes(input);
        const at = [...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length])].sort(
          (a, b) => a - b,
        );
        const chunks = at.slice(1).map((end, i) => whole.subarray(at[i], end));
        const output = encode(chunks);
        expect(output).toBe(reference(input));
        // No bare CR or LF, and the end of data exactly once, at the end.
        expect(output.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(`\r\n${output}`.indexOf('\r\n.\r\n')).toBe(output.length - 3);
      }),
      { numRuns: 5000 },
    );
  });

  it('returns a clean chunk as it is', () => {
    const chunk = bytes('Subject: x\r\n\r\nhello\r\n');
    expect(new ContentEncoder({ dots: true, eightBit: true }).encode(chunk)).toBe(chunk);
  });

  it('leaves dots alone for BDAT, and ends with a line end only', () => {
    expect(encode([bytes('.a\n.')], false)).toBe('.a\r\n.\r\n');
  });

  it('takes lines of 998 octets, not 999, across chunks too; a doubled dot does not count', () => {
    const dotted = `.${'x'.repeat(997)}`;
    expect(encode([bytes(dotted)])).toBe(`.${dotted}\r\n.\r\n`);
    const tooLong = expect.objectContaining({ kind: 'refused', code: 'message-line-too-long' });
    expect(() => encode([bytes('x'.repeat(999))])).toThrow(tooLong);
    expect(() => encode([bytes('x'.repeat(998)), bytes('x')])).toThrow(tooLong);
    expect(encode([bytes('x'.repeat(998)), bytes('\nx')])).toHaveLength(998 + 2 + 1 + 2 + 3);
  });

  it('refuses 8-bit text where the server takes 7-bit only (O-06)', () => {
    expect(() => encode([bytes('é')], true, false)).toThrow(
      expect.objectContaining({ code: 'eight-bit-unsupported' }),
    );
    const encoder = new ContentEncoder({ dots: true, eightBit: true });
    encoder.encode(bytes('plain'));
    expect(encoder.sawEightBit).toBe(false);
    encoder.encode(bytes('é'));
    expect(encoder.sawEightBit).toBe(true);
  });
});
