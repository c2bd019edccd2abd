import { locale, t } from './index';

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${locale()}${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known instanceof Intl.DateTimeFormat) return known;
  const made = new Intl.DateTimeFormat(locale(), options);
  cache.set(key, made);
  return made;
}

function numberFormat(options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `n${locale()}${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known instanceof Intl.NumberFormat) return known;
  const made = new Intl.NumberFormat(locale(), options);
  cache.set(key, made);
  return made;
}

const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
const DAY = 86_400_000;

/** For a list: time today, weekday this week, day and month this year, full before. Dates are ms since 1970. */
export function listDate(ms: number, now: number = Date.now()): string {
  if (!Number.isFinite(ms) || ms <= 0) return '';
  const today = startOfDay(now);
  const age = today - startOfDay(ms);
  if (age === 0) return dateFormat({ hour: 'numeric', minute: '2-digit' }).format(ms);
  if (age > 0 && age < 6.5 * DAY) return dateFormat({ weekday: 'short' }).format(ms);
  if (new Date(ms).getFullYear() === new Date(now).getFullYear()) {
    return dateFormat({ day: 'numeric', month: 'short' }).format(ms);
  }
  return dateFormat({ day: 'numeric', month: 'numeric', year: 'numeric' }).format(ms);
}

/**
 * Makes what dates of a list are written with. Each takes some milliseconds to make, which a first screen of mail has not:
 * call it while nothing else is to be done.
 */
export function prepareDates(now: number = Date.now()): void {
  for (const days of [0, 3, 90, 900]) listDate(now - days * DAY, now);
  exactDate(now);
}

/** To the minute, with weekday. */
export const exactDate = (ms: number): string =>
  Number.isFinite(ms) && ms > 0 ? dateFormat({ dateStyle: 'full', timeStyle: 'short' }).format(ms) : '';

/** To the minute in few words: today only the time, "Thu, 26 Nov, 18:57" this year, with the year before. */
export function momentDate(ms: number, now: number = Date.now()): string {
  if (!Number.isFinite(ms) || ms <= 0) return '';
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  if (startOfDay(ms) === startOfDay(now)) return dateFormat(time).format(ms);
  const thisYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return dateFormat({
    ...(thisYear ? { weekday: 'short' } : { year: 'numeric' }),
    day: 'numeric',
    month: 'short',
    ...time,
  }).format(ms);
}

/** "5 minutes ago", "in 2 hours". */
export function relativeDate(ms: number, now: number = Date.now()): string {
  const key = `r${locale()}`;
  const known = cache.get(key);
  const format =
    known instanceof Intl.RelativeTimeFormat
      ? known
      : new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  cache.set(key, format);
  const seconds = Math.round((ms - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour');
  if (size < 30 * 86_400) return format.format(Math.round(seconds / 86_400), 'day');
  return dateFormat({ dateStyle: 'medium' }).format(ms);
}

export const formatCount = (n: number): string => numberFormat().format(n);

/** Unread counts in tight places: 1,234 stays, 12,345 becomes 12K. */
export const shortCount = (n: number): string =>
  n < 10_000 ? formatCount(n) : numberFormat({ notation: 'compact', maximumFractionDigits: 0 }).format(n);

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** Octets for people: "812 bytes", "4.2 kB", "11 MB" (powers of 1,000, as systems show files). */
export function formatSize(octets: number): string {
  if (octets < 1000) return t('common.size.bytes', { count: octets });
  let value = octets;
  let unit: (typeof UNITS)[number] = 'kilobyte';
  for (const next of UNITS) {
    value /= 1000;
    unit = next;
    if (value < 999.5) break;
  }
  return numberFormat({
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

const RTL = /^[^A-Za-zÀ-ʸΑ-ԯぁ-ヿ一-鿿가-힣]*?[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Direction of a text by its first strong character, as `dir=auto` would find it. */
export const textDirection = (text: string): 'rtl' | 'ltr' => (RTL.test(text) ? 'rtl' : 'ltr');

/** An address cut in the middle, so that both name and host can be told. */
export function middleCut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (max - 1 - head))}`;
}
