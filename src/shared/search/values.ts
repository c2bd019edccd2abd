import type { Unit, When } from './query';

const UNITS: Readonly<Record<string, Unit>> = {
  h: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  w: 'w',
  week: 'w',
  weeks: 'w',
  m: 'm',
  month: 'm',
  months: 'm',
  y: 'y',
  year: 'y',
  years: 'y',
};

/** `7d`, `2w`, `3 months` without the blank. Null when it is no length of time. */
export function parseAgo(value: string): Extract<When, { kind: 'ago' }> | null {
  const [, digits = '', name = ''] = /^(\d{1,4})([a-z]+)$/.exec(value.toLowerCase()) ?? [];
  const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  return digits !== '' && unit ? { kind: 'ago', count: Number(digits), unit } : null;
}

/** `2024`, `2024-03`, `2024-03-01` (also with / or .), `1.3.2024`, `today`, `yesterday`, `7d`. Null when it is no date. */
export function parseWhen(value: string): When | null {
  const text = value.toLowerCase();
  if (text === 'today') return { kind: 'today' };
  if (text === 'yesterday') return { kind: 'yesterday' };
  const ymd = /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$/.exec(text);
  if (ymd) return calendar(ymd[1], ymd[3], ymd[4]);
  const dmy = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dmy) return calendar(dmy[3], dmy[2], dmy[1]);
  return parseAgo(text);
}

/** Null when there is no such day. */
export function calendar(y: string | undefined, m: string | undefined, d: string | undefined): When | null {
  const year = Number(y);
  if (year < 1900 || year > 2999) return null;
  if (m === undefined) return { kind: 'calendar', year };
  const month = Number(m);
  if (month < 1 || month > 12) return null;
  if (d === undefined) return { kind: 'calendar', year, month };
  const day = Number(d);
  // The 0th of the next month is the last of this one.
  if (day < 1 || day > new Date(year, month, 0).getDate()) return null;
  return { kind: 'calendar', year, month, day };
}

/** As `parseWhen` reads it. */
export function printWhen(when: When): string {
  if (when.kind === 'ago') return `${when.count}${when.unit}`;
  if (when.kind !== 'calendar') return when.kind;
  const two = (n: number): string => String(n).padStart(2, '0');
  const { year, month, day } = when;
  return [
    String(year),
    ...(month === undefined ? [] : [two(month)]),
    ...(day === undefined ? [] : [two(day)]),
  ].join('-');
}

const HOUR_MS = 3_600_000;

/**
 * The span of time meant: from ≤ t < to, ms since 1970, in the time zone of this computer.
 * @param now ms since 1970.
 */
export function spanOf(when: When, now: number): { readonly from: number; readonly to: number } {
  const today = new Date(now);
  const day = (back: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).getTime();
  switch (when.kind) {
    case 'today':
      return { from: day(0), to: day(-1) };
    case 'yesterday':
      return { from: day(1), to: day(0) };
    case 'calendar': {
      const { year, month, day: date } = when;
      if (month === undefined)
        return { from: new Date(year, 0, 1).getTime(), to: new Date(year + 1, 0, 1).getTime() };
      if (date === undefined)
        return { from: new Date(year, month - 1, 1).getTime(), to: new Date(year, month, 1).getTime() };
      return {
        from: new Date(year, month - 1, date).getTime(),
        to: new Date(year, month - 1, date + 1).getTime(),
      };
    }
    case 'ago': {
      const from = agoMs(when, today);
      return { from, to: from + 24 * HOUR_MS };
    }
  }
}

function agoMs({ count, unit }: Extract<When, { kind: 'ago' }>, now: Date): number {
  if (unit === 'h') return now.getTime() - count * HOUR_MS;
  const back = new Date(now);
  if (unit === 'd') back.setDate(back.getDate() - count);
  else if (unit === 'w') back.setDate(back.getDate() - 7 * count);
  else if (unit === 'm') back.setMonth(back.getMonth() - count);
  else back.setFullYear(back.getFullYear() - count);
  return back.getTime();
}

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
};

/** `500k`, `5M`, `1.5mb`, `1000`: octets. Null when it is no size. */
export function parseSize(value: string): number | null {
  const [, digits = '', unit = ''] =
    /^(\d{1,12}(?:[.,]\d{1,3})?)([a-z]{0,2})$/.exec(value.toLowerCase()) ?? [];
  const factor = Object.hasOwn(SIZES, unit) ? SIZES[unit] : undefined;
  return digits === '' || factor === undefined ? null : Math.round(Number(digits.replace(',', '.')) * factor);
}

/** In the largest unit that says it exactly. */
export function printSize(octets: number): string {
  for (const [unit, factor] of [
    ['g', 1024 ** 3],
    ['m', 1024 ** 2],
    ['k', 1024],
  ] as const) {
    if (octets > 0 && octets % factor === 0) return `${octets / factor}${unit}`;
  }
  return String(octets);
}
