import { fold } from './fold';
import type { When } from './query';
import { calendar, parseWhen } from './values';

type Part = 'day' | 'month' | 'year';

/** How dates are written in a language. Words are folded. */
export interface DateForms {
  /** In which order a date of numbers alone stands. */
  readonly order: readonly Part[];
  readonly today: readonly string[];
  readonly yesterday: readonly string[];
  /** Names of months, long and short, each with its number from 1. */
  readonly months: ReadonlyMap<string, number>;
}

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);
/** Begun so far a name of a month may be any that begins so, as "sept". */
const MIN_MONTH = 3;

/**
 * How languages write dates, as Intl knows it; English words are understood beside them, as operators are English, too.
 * @param locales BCP 47, first the one in whose order numbers stand
 */
export function dateForms(locales: readonly string[]): DateForms {
  const months = new Map<string, number>();
  for (const language of ['en', ...locales]) {
    for (const month of ['long', 'short'] as const) {
      // A name that stands alone may be another form of the word than one after a day.
      for (const more of [{}, { day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(language, { month, ...more, timeZone: 'UTC' });
        for (const number of MONTHS) {
          const name = format
            .formatToParts(Date.UTC(2001, number - 1, 1))
            .find(({ type }) => type === 'month');
          const word = fold(name?.value ?? '').replace(/\.$/, '');
          if (word !== '' && !/\d/.test(word)) months.set(word, number);
        }
      }
    }
  }
  const near = ['en', ...locales].map(
    (language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
  );
  return {
    order: new Intl.DateTimeFormat(locales[0])
      .formatToParts(0)
      .map(({ type }) => type)
      .filter((type): type is Part => type === 'day' || type === 'month' || type === 'year'),
    today: near.map((format) => fold(format.format(0, 'day'))),
    yesterday: near.map((format) => fold(format.format(-1, 'day'))),
    months,
  };
}

/**
 * A date as people of a language write it: `14/3/2024`, `14. März 2024`, `March 2024`, `gestern`, and what `parseWhen`
 * reads. `incomplete` while it may still become one, null when it never will.
 */
export function readDate(value: string, forms: DateForms): When | 'incomplete' | null {
  const known = parseWhen(value);
  if (known) return known;
  const text = fold(value.trim());
  if (forms.today.includes(text)) return { kind: 'today' };
  if (forms.yesterday.includes(text)) return { kind: 'yesterday' };
  const words = text.split(/[\s.,/-]+/u).filter(Boolean);
  const when = words.every((word) => /^\d+$/.test(word)) ? ofNumbers(words, forms) : ofWords(words, forms);
  if (when) return when;
  return mayBecome(text, words, forms) ? 'incomplete' : null;
}

/** Three numbers in the language's order; where they make no date so, with day and month changed about. */
function ofNumbers(numbers: readonly string[], { order }: DateForms): When | null {
  if (numbers.length !== 3) return null;
  const part = (name: Part): string | undefined => numbers[order.indexOf(name)];
  const [day, month, year] = [part('day'), part('month'), part('year')];
  if (year?.length !== 4) return null;
  return calendar(year, month, day) ?? calendar(year, day, month);
}

/** A name of a month, a year, and perhaps a day, in any order. */
function ofWords(words: readonly string[], { months }: DateForms): When | null {
  let month: number | null = null;
  let year: string | undefined;
  let day: string | undefined;
  for (const word of words) {
    const number = monthOf(word, months);
    if (number !== null && month === null) month = number;
    else if (/^\d{4}$/.test(word) && year === undefined) year = word;
    else if (/^\d{1,2}(?:st|nd|rd|th)?$/.test(word) && day === undefined)
      day = String(Number.parseInt(word, 10));
    // "de" and the like between them say nothing.
    else if (!/^\p{L}{1,2}$/u.test(word)) return null;
  }
  return month === null || year === undefined ? null : calendar(year, String(month), day);
}

/** Null when it is none, or may be several. */
function monthOf(word: string, months: ReadonlyMap<string, number>): number | null {
  const whole = months.get(word);
  if (whole !== undefined || word.length < MIN_MONTH) return whole ?? null;
  const begun = new Set([...months].flatMap(([name, number]) => (name.startsWith(word) ? [number] : [])));
  return begun.size === 1 ? ([...begun][0] ?? null) : null;
}

function mayBecome(text: string, words: readonly string[], forms: DateForms): boolean {
  if (/^[\d./-]+$/.test(text)) return true;
  const begun = (names: Iterable<string>, word: string): boolean =>
    [...names].some((name) => name.startsWith(word));
  if (begun([...forms.today, ...forms.yesterday], text)) return true;
  const isWhole = words.some(
    (word) => /^\d{4}$/.test(word) && words.some((other) => forms.months.has(other)),
  );
  // A month without its year, or begun, with or without a day.
  return !isWhole && words.every((word) => /^\d{1,4}$/.test(word) || begun(forms.months.keys(), word));
}
