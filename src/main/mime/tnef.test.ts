import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTnef } from './tnef';

const u16 = (n: number): number[] => [n & 0xff, (n >> 8) & 0xff];
const u32 = (n: number): number[] => [...u16(n & 0xffff), ...u16(n >>> 16)];
const ascii = (text: string): number[] => [...Buffer.from(`${text}\0`, 'latin1')];
const wide = (text: string): number[] => [...Buffer.from(`${text}\0`, 'utf16le')];
const padded = (bytes: readonly number[]): number[] => [
  ...bytes,
  ...Array.from({ length: (4 - (bytes.length % 4)) % 4 }, () => 0),
];

const attribute = (level: number, id: number, data: readonly number[]): number[] => [
  level,
  ...u16(id),
  ...u16(6),
  ...u32(data.length),
  ...data,
  ...u16(data.reduce((sum, byte) => sum + byte, 0)),
];
const property = (id: number, type: number, value: readonly number[]): number[] => [
  ...u16(type),
  ...u16(id),
  ...u32(1),
  ...u32(value.length),
  ...padded(value),
];
const file = (title: string, content: string, properties: readonly number[][] = []): number[] => [
  ...attribute(
    2,
    0x9002,
    Array.from({ length: 14 }, () => 0),
  ),
  ...attribute(2, 0x8010, ascii(title)),
  ...attribute(2, 0x800f, [...Buffer.from(content)]),
  ...attribute(2, 0x9005, [...u32(properties.length), ...properties.flat()]),
];
const tnef = (...attributes: readonly number[][]): Uint8Array =>
  Uint8Array.from([...u32(0x223e9f78), ...u16(1), ...attribute(1, 0x9007, u32(1250)), ...attributes.flat()]);

const names = (bytes: Uint8Array): string[] => openTnef(bytes).files.map(({ name }) => name);

describe('openTnef', () => {
  it('gives the files with their long names, types and bytes', () => {
    const bytes = tnef(
      attribute(1, 0x8004, ascii('Subject')),
      file('PRIHLA~1.PDF', 'one', [
        property(0x3707, 0x1f, wide('Přihláška 山田.pdf')),
        property(0x370e, 0x1e, ascii('Application/PDF')),
      ]),
      file('plain.txt', 'two'),
    );
    const { files, notices } = openTnef(bytes);
    expect(notices).toEqual([]);
    expect(files.map(({ name, type, bytes: b }) => [name, type, Buffer.from(b).toString()])).toEqual([
      ['Přihláška 山田.pdf', 'application/pdf', 'one'],
      ['plain.txt', '', 'two'],
    ]);
  });

  it('reads eight-bit names in the code page it names, and bytes that are only a property', () => {
    const bytes = tnef([
      ...attribute(2, 0x9002, [0]),
      ...attribute(2, 0x8010, [0xf8, 0x61, 0x64, 0x6b, 0x79, 0]),
      ...attribute(2, 0x9005, [
        ...u32(3),
        // A named property, and one of many values, stand in between.
        ...[
          ...u16(0x03),
          ...u16(0x8001),
          ...Array.from({ length: 16 }, () => 7),
          ...u32(0),
          ...u32(5),
          ...u32(9),
        ],
        ...[...u16(0x1003), ...u16(0x3a00), ...u32(2), ...u32(1), ...u32(2)],
        ...property(0x3701, 0x102, [...Buffer.from('data')]),
      ]),
    ]);
    const [only] = openTnef(bytes).files;
    expect(only?.name).toBe('řadky');
    expect(Buffer.from(only?.bytes ?? []).toString()).toBe('data');
  });

  it('M-06 cut anywhere it says so and keeps what was whole', () => {
    const whole = tnef(file('a.txt', 'first'), file('b.txt', 'second'));
    for (let at = 0; at < whole.length; at++) {
      const { files, notices } = openTnef(whole.subarray(0, at));
      expect(files.length).toBeLessThanOrEqual(2);
      if (files.length < 2 && notices.length === 0)
        expect(names(whole.subarray(0, at))).toHaveLength(files.length);
    }
    expect(openTnef(whole.subarray(0, whole.length - 3))).toMatchObject({ notices: ['tnef-damaged'] });
    expect(names(whole)).toEqual(['a.txt', 'b.txt']);
  });

  it('M-06 lengths and counts that lie allocate nothing and end', () => {
    for (const lie of [0xffffffff, 0x7fffffff, 0x10000]) {
      const attributes = [2, ...u16(0x9002), ...u16(6), ...u32(lie)];
      expect(openTnef(tnef(attributes)).notices).toEqual(['tnef-damaged']);
      const many = tnef([...attribute(2, 0x9002, [0]), ...attribute(2, 0x9005, [...u32(lie), 1, 2, 3])]);
      expect(openTnef(many).notices).toEqual(['tnef-damaged']);
      const values = [...u32(1), ...u16(0x1003), ...u16(0x3a00), ...u32(lie)];
      expect(openTnef(tnef([...attribute(2, 0x9002, [0]), ...attribute(2, 0x9005, values)])).notices).toEqual(
        ['tnef-damaged'],
      );
    }
    // A name of no octets and a value of no size go forward all the same (Roundcube CVE-2026-62642).
    const empty = Array.from({ length: 50_000 }, () => attribute(2, 0x9002, [])).flat();
    expect(openTnef(tnef(empty)).notices).toEqual(['tnef-too-many']);
  });

  it('M-06 takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        openTnef(noise);
        openTnef(Uint8Array.from([...u32(0x223e9f78), 0, 0, ...noise]));
        openTnef(
          tnef([...attribute(2, 0x9002, [0]), ...attribute(2, 0x9005, [...u32(noise.length), ...noise])]),
        );
      }),
    );
    expect(openTnef(new Uint8Array(0)).notices).toEqual(['tnef-damaged']);
  });
});
