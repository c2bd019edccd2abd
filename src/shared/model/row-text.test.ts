import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Section } from './ids';
import type { Address, BodyPart, MessageRow } from './message';
import { OctetWriter } from '../util/octet-writer';
import { quote, readRow, rowText, writeQuoted } from './row-text';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
const address: fc.Arbitrary<Address> = fc.record({ name: anyText, address: anyText });
const words = fc.dictionary(
  fc.string().filter((name) => name !== '__proto__'),
  anyText,
  { noNullPrototype: true },
);
const leaf = fc.record({
  section: anyText as fc.Arbitrary<Section>,
  type: anyText,
  params: words,
  disposition: anyText,
  filename: anyText,
  contentId: anyText,
  encoding: anyText,
  size: fc.nat(),
  children: fc.constant<BodyPart[]>([]),
});
const part = fc.oneof(
  leaf,
  fc.tuple(leaf, fc.array(leaf, { maxLength: 3 })).map(([root, children]) => ({ ...root, children })),
  leaf.map((one) => ({ ...one, language: ['cs', 'en'] })),
);
const row: fc.Arbitrary<MessageRow> = fc.record({
  envelope: fc
    .record({
      subject: anyText,
      from: fc.array(address, { maxLength: 3 }),
      sender: fc.array(address, { maxLength: 2 }),
      to: fc.array(address, { maxLength: 3 }),
      cc: fc.array(address, { maxLength: 2 }),
      bcc: fc.array(address, { maxLength: 2 }),
      date: fc.option(fc.integer()),
      messageId: anyText,
      inReplyTo: fc.array(anyText, { maxLength: 3 }),
      references: fc.array(anyText, { maxLength: 3 }),
      extra: words,
    })
    .map((envelope) => ({ ...envelope, replyTo: envelope.from })),
  structure: fc.option(part),
  preview: anyText,
  identity: anyText,
});

describe('rowText', () => {
  it('says everything of a row, in one line of ASCII', () => {
    fc.assert(
      fc.property(row, (value) => {
        const text = rowText(value);
        expect(readRow(text)).toEqual(value);
        expect(/^[ -~]*$/.test(text)).toBe(true);
      }),
    );
  });

  it('reads the plain JSON of a row too', () => {
    fc.assert(
      fc.property(row, (value) => {
        expect(readRow(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('throws at anything else', () => {
    expect(() => readRow('')).toThrow(SyntaxError);
  });

  it('quotes what would end a string or a line', () => {
    for (const text of ['"', '\\', '\n', '\u0000', '\u007f', 'ž', '𝄞', '\ud800', '</script>\u2028']) {
      expect(JSON.parse(quote(text))).toBe(text);
    }
  });

  it('quotes the same as octets', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary-ascii' })), (text) => {
        const row = new OctetWriter();
        writeQuoted(row, text);
        expect(new TextDecoder().decode(row.octets.subarray(0, row.length))).toBe(quote(text));
      }),
    );
  });
});
