import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Section } from '@shared/model/ids';
import type { Address, BodyPart, MessageRow } from '@shared/model/message';
import { listIdentity } from './list-identity';
import { quote, rowJson } from './row-json';

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

describe('rowJson', () => {
  it('is what JSON.stringify says, in ASCII', () => {
    fc.assert(
      fc.property(row, (value) => {
        const json = rowJson(value);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(/^[ -~]*$/.test(json)).toBe(true);
      }),
    );
  });

  it('quotes what would end a string or a line', () => {
    for (const text of ['"', '\\', '\n', '\u0000', '\u007f', 'ž', '𝄞', '\ud800', '</script>\u2028']) {
      expect(JSON.parse(quote(text))).toBe(text);
    }
  });
});

describe('listIdentity', () => {
  const envelope = { subject: 'Lunch', from: [{ name: '', address: 'a@b.example' }], date: 1 };

  it('is shared by copies, and by nothing that arrived at another time or with another size (H8)', () => {
    const base = listIdentity(envelope, 7, 1000, 200);
    expect(listIdentity({ ...envelope, from: [...envelope.from] }, 7, 1000, 200)).toBe(base);
    expect(listIdentity(envelope, 7, 2000, 200)).not.toBe(base);
    expect(listIdentity(envelope, 7, 1000, 201)).not.toBe(base);
    expect(listIdentity(envelope, 8, 1000, 200)).not.toBe(base);
    expect(listIdentity({ ...envelope, subject: 'Dinner' }, 7, 1000, 200)).not.toBe(base);
    expect(listIdentity({ ...envelope, date: null }, 7, 1000, 200)).not.toBe(base);
  });
});
