import { beforeAll, describe, expect, it } from 'vitest';
import {
  formatCount,
  formatSize,
  listDate,
  middleCut,
  momentDate,
  shortCount,
  textDirection,
} from './format';
import { startI18n } from './index';

beforeAll(() => startI18n('en'));

const at = (text: string): number => new Date(text).getTime();

describe('listDate', () => {
  const now = at('2026-11-21T15:00:00');
  it('is relative today, short this year, full before', () => {
    expect(listDate(at('2026-11-21T09:05:00'), now)).toMatch(/9:05/);
    expect(listDate(at('2026-11-20T23:59:00'), now)).toBe('Fri');
    expect(listDate(at('2026-11-14T12:00:00'), now)).toMatch(/Nov/);
    expect(listDate(at('2026-01-02T12:00:00'), now)).toMatch(/Jan/);
    expect(listDate(at('2019-03-04T12:00:00'), now)).toMatch(/2019/);
  });
  it('shows a future date in full words, not as a weekday', () => {
    expect(listDate(at('2026-11-23T12:00:00'), now)).toMatch(/Nov/);
  });
  it('is empty for a date that is none', () => {
    expect(listDate(0, now)).toBe('');
    expect(listDate(Number.NaN, now)).toBe('');
  });
});

describe('momentDate', () => {
  const now = at('2026-11-21T15:00:00');
  it('is the time today, the day with it this year, the year with it before', () => {
    expect(momentDate(at('2026-11-21T09:05:00'), now)).toMatch(/^9:05/);
    expect(momentDate(at('2026-11-19T18:57:00'), now)).toMatch(/Thu.*Nov.*19.*6:57/);
    expect(momentDate(at('2019-03-04T12:30:00'), now)).toMatch(/Mar.*4.*2019.*12:30/);
    expect(momentDate(at('2026-11-23T12:00:00'), now)).toMatch(/Mon.*Nov.*23/);
  });
  it('is empty for a date that is none', () => expect(momentDate(0, now)).toBe(''));
});

describe('numbers', () => {
  it('count', () => {
    expect(formatCount(12_400)).toBe('12,400');
    expect(shortCount(9999)).toBe('9,999');
    expect(shortCount(123_456)).toBe('123K');
  });
  it('sizes', () => {
    expect(formatSize(1)).toBe('1 byte');
    expect(formatSize(812)).toBe('812 bytes');
    expect(formatSize(4200)).toBe('4.2 kB');
    expect(formatSize(999_700)).toBe('1 MB');
    expect(formatSize(11_400_000)).toBe('11 MB');
    expect(formatSize(3_100_000_000)).toBe('3.1 GB');
  });
});

describe('text', () => {
  it('has the direction of its first strong letter', () => {
    expect(textDirection('Lunch')).toBe('ltr');
    expect(textDirection('⛵ 12 موعد')).toBe('rtl');
    expect(textDirection('Re: موعد')).toBe('ltr');
    expect(textDirection('שלום world')).toBe('rtl');
    expect(textDirection('明日')).toBe('ltr');
    expect(textDirection('')).toBe('ltr');
  });
  it('is cut in the middle', () => {
    expect(middleCut('a@b.example', 20)).toBe('a@b.example');
    expect(middleCut('very-long-name@host.example', 13)).toBe('very-l…xample');
  });
});
