import { fold, isAscii } from './fold';

/** A word as the index knows it. Longer ones are cut: nobody types more. */
const MAX_TOKEN = 40;

/** Scripts written without blanks: any two characters next to each other are a word. */
const RUNS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々〆';
const UNSPACED = new RegExp(`[${RUNS}]`, 'u');
const WORDS = new RegExp(
  `[${RUNS}]+|\\p{Extended_Pictographic}|(?:(?![${RUNS}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
);
const ASCII_WORD = new Uint8Array(128);
for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') ASCII_WORD[letter.charCodeAt(0)] = 1;

/**
 * The words of a text in order, folded. Of scripts without blanks, overlapping pairs of characters and the last one
 * alone, so that any piece of such a text is found as a phrase of pairs, and a single character as a prefix.
 * @param text folded.
 * @param take called for each word; answers false to stop.
 */
export function eachToken(text: string, take: (token: string) => boolean): void {
  if (isAscii(text)) {
    asciiTokens(text, take);
    return;
  }
  for (const [run] of text.matchAll(WORDS)) {
    if (!UNSPACED.test(run)) {
      if (!take(run.length > MAX_TOKEN ? run.slice(0, MAX_TOKEN) : run)) return;
      continue;
    }
    const letters = [...run];
    for (let i = 0; i < letters.length; i++) {
      if (!take((letters[i] as string) + (letters[i + 1] ?? ''))) return;
    }
  }
}

function asciiTokens(text: string, take: (token: string) => boolean): void {
  let start = -1;
  for (let at = 0; at <= text.length; at++) {
    const inWord = at < text.length && ASCII_WORD[text.charCodeAt(at)] === 1;
    if (inWord) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if (!take(text.slice(start, Math.min(at, start + MAX_TOKEN)))) return;
      start = -1;
    }
  }
}

/** A word that is looked for: these next to each other, the last one perhaps only begun. */
export interface TokenQuery {
  readonly tokens: readonly string[];
  readonly prefix: boolean;
}

/**
 * What a word or phrase of a query is in the index.
 * @param whole the last word is meant as it stands.
 * @returns null when it has no letter, digit or picture in it.
 */
export function tokenQuery(text: string, whole: boolean): TokenQuery | null {
  const tokens: string[] = [];
  eachToken(fold(text), (token) => {
    tokens.push(token);
    return tokens.length < MAX_QUERY_TOKENS;
  });
  const last = tokens.at(-1);
  if (last === undefined) return null;
  if (!UNSPACED.test(last)) return { tokens, prefix: !whole };
  // The single character at the end of a run is there to be the start of a pair: alone it may be any pair's first.
  const before = tokens.at(-2);
  const covered = before !== undefined && UNSPACED.test(before) && before.endsWith(last);
  return covered ? { tokens: tokens.slice(0, -1), prefix: false } : { tokens, prefix: true };
}
const MAX_QUERY_TOKENS = 32;

/** Whether two neighbouring characters belong to one word, so that there is no edge between them. */
export const joins = (before: string, after: string): boolean =>
  WORD_CHARACTER.test(before) &&
  WORD_CHARACTER.test(after) &&
  !UNSPACED.test(before) &&
  !UNSPACED.test(after);
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
