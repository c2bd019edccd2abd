import { locale, t } from './index';

/** Made when it is first asked for, and again in another language: it takes milliseconds, and rows ask several times each. */
function perLocale<T>(make: (locale: string) => T): () => T {
  let language = '';
  let made: T | null = null;
  return () => {
    const now = locale();
    if (made === null || now !== language) {
      language = now;
      made = make(now);
    }
    return made;
  };
}
const dateFormat = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
  perLocale((language) => new Intl.DateTimeFormat(language, options));
const numberFormat = (options: Intl.NumberFormatOptions = {}): (() => Intl.NumberFormat) =>
  perLocale((language) => new Intl.NumberFormat(language, options));

const timeOfDay = dateFormat({ hour: 'numeric', minute: '2-digit' });
const weekday = dateFormat({ weekday: 'short' });
const dayAndMonth = dateFormat({ day: 'numeric', month: 'short' });
const withYear = dateFormat({ day: 'numeric', month: 'numeric', year: 'numeric' });
const toTheMinute = dateFormat({ dateStyle: 'full', timeStyle: 'short' });
const DAY_AND_TIME = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;
const moment = dateFormat({ weekday: 'short', ...DAY_AND_TIME });
const momentWithYear = dateFormat({ year: 'numeric', ...DAY_AND_TIME });
const longAgo = dateFormat({ dateStyle: 'medium' });
const relative = perLocale((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const plain = numberFormat();
const conjunction = perLocale((language) => new Intl.ListFormat(language, { type: 'conjunction' }));
const shortConjunction = perLocale(
  (language) => new Intl.ListFormat(language, { type: 'conjunction', style: 'short' }),
);
const compact = numberFormat({ notation: 'compact', maximumFractionDigits: 0 });

const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
const DAY = 86_400_000;

/** For a list: time today, weekday this week, day and month this year, full before. Dates are ms since 1970. */
export function listDate(ms: number, now: number = Date.now()): string {
  if (!Number.isFinite(ms) || ms <= 0) return '';
  const today = startOfDay(now);
  const age = today - startOfDay(ms);
  if (age === 0) return timeOfDay().format(ms);
  if (age > 0 && age < 6.5 * DAY) return weekday().format(ms);
  if (new Date(ms).getFullYear() === new Date(now).getFullYear()) {
    return dayAndMonth().format(ms);
  }
  return withYear().format(ms);
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
  Number.isFinite(ms) && ms > 0 ? toTheMinute().format(ms) : '';

/** The day alone, with its year: "27 Nov 2026". */
export const dayDate = (ms: number): string => longAgo().format(ms);

/** To the minute in few words: today only the time, "Thu, 26 Nov, 18:57" this year, with the year before. */
export function momentDate(ms: number, now: number = Date.now()): string {
  if (!Number.isFinite(ms) || ms <= 0) return '';
  if (startOfDay(ms) === startOfDay(now)) return timeOfDay().format(ms);
  const thisYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return (thisYear ? moment : momentWithYear)().format(ms);
}

/** "5 minutes ago", "in 2 hours". */
export function relativeDate(ms: number, now: number = Date.now()): string {
  const format = relative();
  const seconds = Math.round((ms - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour');
  if (size < 30 * 86_400) return format.format(Math.round(seconds / 86_400), 'day');
  return longAgo().format(ms);
}

export const formatCount = (n: number): string => plain().format(n);

/** The order of names, numbers in them by their value. Made once a language: two thousand are compared twenty thousand times. */
export const alphabet = perLocale((language) => new Intl.Collator(language, { numeric: true }));

/** "Anna, Bo and Eve" where there is little room. */
export const formatNames = (names: readonly string[]): string => shortConjunction().format(names);

/** "One, two and three". */
export const formatList = (words: readonly string[]): string => conjunction().format(words);

/** Unread counts in tight places: 1,234 stays, 12,345 becomes 12K. */
export const shortCount = (n: number): string => (n < 10_000 ? formatCount(n) : compact().format(n));

/** Of kilobytes, megabytes, gigabytes: with one digit behind the point, and without. */
const UNITS = ['kilobyte', 'megabyte', 'gigabyte'].map((unit) =>
  [1, 0].map((maximumFractionDigits) =>
    numberFormat({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }),
  ),
);

/** Octets for people: "812 bytes", "4.2 kB", "11 MB" (powers of 1,000, as systems show files). */
export function formatSize(octets: number): string {
  if (octets < 1000) return t('common.size.bytes', { count: octets });
  let value = octets / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return UNITS[unit]?.[value < 10 ? 0 : 1]?.().format(value) ?? '';
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
