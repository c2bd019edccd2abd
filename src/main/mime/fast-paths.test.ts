import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from './parse-date';
import { parseMessageIds } from './parse-envelope';

const two = (n: number): string => String(n).padStart(2, '0');

describe('short cuts', () => {
  it('read the usual date as the full grammar does', () => {
    const date = fc
      .record({
        day: fc.integer({ min: 0, max: 32 }),
        padded: fc.boolean(),
        month: fc.constantFrom('Jan', 'feb', 'DEC', 'Foo'),
        year: fc.integer({ min: 1970, max: 2199 }),
        time: fc.tuple(
          fc.integer({ min: 0, max: 25 }),
          fc.integer({ min: 0, max: 61 }),
          fc.integer({ min: 0, max: 61 }),
        ),
        zone: fc.constantFrom('+0000', '-0730', '+1400', '+9959', 'GMT', 'x'),
        rest: fc.constantFrom('', ' (CET)', '0', ' '),
      })
      .map(
        ({ day, padded, month, year, time, zone, rest }) =>
          `Sat, ${padded ? two(day) : day} ${month} ${year} ${time.map(two).join(':')} ${zone}${rest}`,
      );
    // A blank in front keeps the short cut from being taken.
    fc.assert(
      fc.property(date, (text) => {
        expect(parseDate(text)).toBe(parseDate(` ${text}`));
      }),
      { numRuns: 2000 },
    );
    expect(parseDate('Sat, 21 Nov 2026 10:14:07 +0100')).toBe(Date.UTC(2026, 10, 21, 9, 14, 7));
    expect(parseDate('Sat, 1 Nov 2026 10:14:07 -0130')).toBe(Date.UTC(2026, 10, 1, 11, 44, 7));
  });

  it('read ids as the full grammar does', () => {
    const ids = fc
      .array(fc.constantFrom('<', '>', ' ', 'a', 'b@c', '<a>', '<d@e>', ','), { maxLength: 12 })
      .map((pieces) => pieces.join(''));
    // A tab in front keeps the short cut from being taken.
    fc.assert(
      fc.property(ids, (text) => {
        expect(parseMessageIds(text)).toEqual(parseMessageIds(`\t${text}`));
      }),
      { numRuns: 2000 },
    );
    const many = Array.from({ length: 100 }, (_, i) => `<${i}@x>`);
    expect(parseMessageIds([...many, ...many].join(' '))).toHaveLength(100);
  });
});
