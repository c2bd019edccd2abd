import type { SearchLines } from '../search-text';
import { fold } from '@shared/search/fold';
import type { Term, TextField } from '@shared/search/query';
import { SEPARATOR } from '@shared/search/line';
import { joins } from '@shared/search/tokens';

type TextTerm = Extract<Term, { kind: 'text' }>;

/** A word or phrase as it is looked for in search lines. */
export interface LineTest {
  /** Folded; not empty. */
  readonly needle: string;
  /** Fields of the line where it may stand, first and last; null: anywhere. */
  readonly fields: readonly [first: number, last: number] | null;
  /** Must not begin inside of a word. */
  readonly fromEdge: boolean;
  /** Must not end inside of a word. */
  readonly toEdge: boolean;
}

/** Which fields of a search line (`shared/search/line`) each of them looks at. */
const FIELDS: Readonly<Partial<Record<TextField, readonly [number, number]>>> = {
  subject: [0, 0],
  from: [1, 1],
  // Whom it was sent to, in whatever field (as Gmail's to:).
  to: [2, 3],
  cc: [3, 3],
  list: [4, 4],
  filename: [5, 5],
};

/** Null for what lines have nothing of: `body:`. */
export function lineTest({ field, text, phrase, open }: TextTerm): LineTest | null {
  if (field === 'body') return null;
  return {
    needle: bare(fold(text)),
    fields: FIELDS[field] ?? null,
    fromEdge: phrase,
    toEdge: phrase && open !== true,
  };
}

/**
 * Without what people write around words: "Ek, Anna", `#1234`, `invoice*`. A colon stays: `re:` is looked for as such; and
 * where nothing else is, all of it stays.
 */
const bare = (text: string): string => text.replace(/^[#([{<'*]+|[,.;!?)\]}>'*]+$/g, '') || text;

/** Whether a line (folded, without line feed) holds it. */
export const matchesLine = (line: string, test: LineTest): boolean =>
  matchesBetween(line, 0, line.length, test);

/** Calls `take` with the index of each line of a page that holds it, ascending. */
export function eachMatch({ text }: SearchLines, test: LineTest, take: (line: number) => void): void {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf(test.needle); at >= 0;) {
    let end = text.indexOf('\n', start);
    while (end >= 0 && end < at) {
      start = end + 1;
      line++;
      end = text.indexOf('\n', start);
    }
    const stop = end < 0 ? text.length : end;
    if (isPlain(test) || matchesBetween(text, start, stop, test, at)) take(line);
    if (end < 0) return;
    start = end + 1;
    line++;
    at = text.indexOf(test.needle, start);
  }
}

const isPlain = (test: LineTest): boolean => test.fields === null && !test.fromEdge && !test.toEdge;

function matchesBetween(text: string, start: number, stop: number, test: LineTest, first = start): boolean {
  const { needle } = test;
  for (let at = text.indexOf(needle, first); at >= 0 && at + needle.length <= stop;) {
    if (standsRight(text, start, stop, at, test)) return true;
    at = text.indexOf(needle, at + 1);
  }
  return false;
}

function standsRight(text: string, start: number, stop: number, at: number, test: LineTest): boolean {
  const end = at + test.needle.length;
  if (test.fromEdge && at > start && joins(text[at - 1] as string, text[at] as string)) return false;
  if (test.toEdge && end < stop && joins(text[end - 1] as string, text[end] as string)) return false;
  if (test.fields === null) return true;
  let field = 0;
  for (
    let mark = text.indexOf(SEPARATOR, start);
    mark >= 0 && mark < at;
    mark = text.indexOf(SEPARATOR, mark + 1)
  ) {
    field++;
  }
  const [from, to] = test.fields;
  // Lines that were made before people had fields of their own: all of them in one.
  if (field === 1 && from >= 1 && from <= 3 && !hasPeopleApart(text, at, stop)) return true;
  return field >= from && field <= to;
}

const hasPeopleApart = (text: string, at: number, stop: number): boolean => {
  const next = text.indexOf(SEPARATOR, at);
  return next >= 0 && next < stop;
};
