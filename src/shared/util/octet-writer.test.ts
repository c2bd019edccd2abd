import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OctetWriter } from './octet-writer';

const encoder = new TextEncoder();
const written = (writer: OctetWriter): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(writer.octets.subarray(0, writer.length));

type Step = readonly [text: string, write: (writer: OctetWriter) => void];

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);
const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 });
const step: fc.Arbitrary<Step> = fc.oneof(
  anyText.map((text): Step => [
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoder.encode(text)),
    (w) => w.text(text),
  ]),
  ascii.map((text): Step => [text, (w) => w.copy(encoder.encode(`<${text}>`), 1, text.length + 1)]),
  ascii.map((text): Step => [
    text.toLowerCase(),
    (w) => w.lower(encoder.encode(`<${text}>`), 1, text.length + 1),
  ]),
  fc.maxSafeInteger().map((value): Step => [String(value), (w) => w.decimal(value)]),
  fc
    .constantFrom(0, 9, 10, 99, 100, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1)
    .map((value): Step => [String(value), (w) => w.decimal(value)]),
  fc.integer({ min: 0, max: 127 }).map((value): Step => [String.fromCharCode(value), (w) => w.octet(value)]),
);

describe('OctetWriter', () => {
  it('writes one behind the other what was said', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const writer = new OctetWriter();
        for (const [, write] of steps) write(writer);
        expect(written(writer)).toBe(steps.map(([text]) => text).join(''));
      }),
    );
  });

  it('grows, whatever it is that comes beyond its room', () => {
    const long = 'ab'.repeat(100_000);
    const writers: ((w: OctetWriter) => void)[] = [
      (w) => w.text(long),
      (w) => w.text(`${long}ě`),
      (w) => w.copy(encoder.encode(long), 0, long.length),
      (w) => w.lower(encoder.encode(long), 0, long.length),
      (w) => {
        for (const c of encoder.encode(long)) w.octet(c);
      },
      (w) => {
        for (let i = 0; i < 20_000; i++) w.decimal(1234567890);
      },
    ];
    for (const write of writers) {
      const writer = new OctetWriter();
      write(writer);
      expect(writer.length).toBeGreaterThanOrEqual(long.length);
      expect(written(writer)).toMatch(/^(?:ab|1234567890)+ě?$/);
    }
  });
});
