import { describe, expect, it } from 'vitest';
import { parseSize, parseWhen, printSize, printWhen, spanOf } from './values';

const NOON = new Date(2026, 10, 26, 12).getTime();
const at = (year: number, month: number, day: number): number => new Date(year, month - 1, day).getTime();
const span = (text: string): { from: number; to: number } | null => {
  const when = parseWhen(text);
  return when && spanOf(when, NOON);
};

describe('dates in a query', () => {
  it('are days, months and years of this computer’s calendar', () => {
    expect(span('2024-03-01')).toEqual({ from: at(2024, 3, 1), to: at(2024, 3, 2) });
    expect(span('2024-12')).toEqual({ from: at(2024, 12, 1), to: at(2025, 1, 1) });
    expect(span('2024')).toEqual({ from: at(2024, 1, 1), to: at(2025, 1, 1) });
    expect(span('today')).toEqual({ from: at(2026, 11, 26), to: at(2026, 11, 27) });
    expect(span('yesterday')).toEqual({ from: at(2026, 11, 25), to: at(2026, 11, 26) });
    expect(span('7d')?.from).toBe(new Date(2026, 10, 19, 12).getTime());
    expect(span('2m')?.from).toBe(new Date(2026, 8, 26, 12).getTime());
  });
  it.each(['2024-13', '2024-02-30', '31.4.2024', '99', '2024-1-2-3', 'noon', '5x', ''])(
    '%s is none',
    (text) => {
      expect(parseWhen(text)).toBeNull();
    },
  );
  it.each(['2024', '2024-03', '2024-03-01', 'today', 'yesterday', '7d', '2w', '3m', '1y', '12h'])(
    '%s is printed as it is typed',
    (text) => {
      const when = parseWhen(text);
      expect(when && printWhen(when)).toBe(text);
    },
  );
});

describe('sizes in a query', () => {
  it.each([
    ['1000', 1000],
    ['10k', 10_240],
    ['5MB', 5_242_880],
    ['1.5m', 1_572_864],
    ['2g', 2_147_483_648],
  ])('%s', (text, octets) => {
    expect(parseSize(text)).toBe(octets);
    expect(parseSize(printSize(octets))).toBe(octets);
  });
  it.each(['', 'k', 'many', '5x', '-3'])('%s is none', (text) => {
    expect(parseSize(text)).toBeNull();
  });
});
