import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from './codec';
import { StringColumn, withColumns } from './string-columns';

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('\ufeff'));

describe('string columns', () => {
  it('long arrays of strings cross the wire as they were', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 30, maxLength: 80 }), (rows) => {
        const message = {
          t: 'call',
          params: { facts: [{ rows, uids: Uint32Array.of(1), more: ['a', null] }] },
        };
        expect(decodeMessage(encodeMessage(message))).toEqual(message);
      }),
    );
  });

  it('leaves the message that it was given alone, and everything that is no long array of strings', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `row ${i}`);
    const message = { rows, few: ['a'], mixed: [...rows, 1], map: new Map([['a', rows]]) };
    const after = withColumns(message) as typeof message;
    expect(message.rows).toBe(rows);
    expect(after.rows).toBeInstanceOf(StringColumn);
    expect(after.few).toBe(message.few);
    expect(after.mixed).toBe(message.mixed);
    expect(after.map).toBe(message.map);
    const small = { a: ['b'] };
    expect(withColumns(small)).toBe(small);
  });

  it('refuses ends that are not those of the text', () => {
    const bytes = new TextEncoder().encode('abc');
    expect(StringColumn.read(bytes, Uint32Array.of(1, 3))).toEqual(['a', 'bc']);
    expect(() => StringColumn.read(bytes, Uint32Array.of(2, 1))).toThrow(RangeError);
    expect(() => StringColumn.read(bytes, Uint32Array.of(2))).toThrow(RangeError);
    expect(() => StringColumn.read(bytes, Uint32Array.of(9))).toThrow(RangeError);
  });
});
