import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLatin1 } from './bytes';
import { formatDateTime, parseDateTime, usualDateTime } from './parse-date';

const two = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((n) => String(n).padStart(2, '0'));
const date = fc
  .tuple(
    fc.oneof(
      two(0, 32),
      fc.integer({ min: 1, max: 9 }).map((day) => ` ${day}`),
    ),
    fc.constantFrom('Jan', 'feb', 'JUL', 'Dec', 'Anf', 'Xyz'),
    fc.integer({ min: 1, max: 9999 }).map((year) => String(year).padStart(4, '0')),
    two(0, 25),
    two(0, 61),
    two(0, 61),
    fc.constantFrom('+0000', '-0730', '+1400', '-9959', ' 0100', '+01a0'),
  )
  .map(([day, month, year, h, m, s, zone]) => `${day}-${month}-${year} ${h}:${m}:${s} ${zone}`);

describe('usualDateTime', () => {
  const of = (text: string): number | null => {
    const bytes = encodeLatin1(`("${text}")`);
    return usualDateTime(bytes, 1, bytes.length);
  };

  it('reads a date as parseDateTime does', () => {
    let usual = 0;
    fc.assert(
      fc.property(date, (text) => {
        const found = of(text);
        if (found === null) return;
        usual++;
        expect(found).toBe(parseDateTime(text));
      }),
      { numRuns: 2000 },
    );
    expect(usual).toBeGreaterThan(500);
    const now = Date.UTC(2026, 10, 27, 3, 4, 5);
    expect(of(formatDateTime(now))).toBe(now);
    expect(of('17-Jul-1996 02:44:25 -0700')).toBe(Date.UTC(1996, 6, 17, 9, 44, 25));
  });

  it.each(['1-Jul-1996 02:44:25 -0700', '17/Jul/1996 02:44:25 -0700', '17-Jul-1996 02:44:25 -07000', ''])(
    'leaves %s to it',
    (text) => {
      expect(of(text)).toBeNull();
    },
  );
});
