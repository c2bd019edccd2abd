import { MailError } from '@shared/errors/mail-error';
import { encodeWords, harmless, percent } from './encode-word';

/** RFC 5322 §2.1.1. */
const WIDTH = 78;
const HARD_LIMIT = 998;
/** Longer words are encoded so that they can be folded. */
const LONG_WORD = 500;

const isPlain = (word: string): boolean =>
  /^[!-~]*$/.test(word) && !word.includes('=?') && word.length <= LONG_WORD;

/**
 * One header field, folded, with its line end. Tokens are kept whole and separated by single spaces.
 * @throws MailError `bad-header` when the name or a token could break the header apart.
 */
export function field(name: string, tokens: readonly string[]): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,75}$/.test(name)) throw bad(name);
  let out = `${name}:`;
  let width = out.length;
  for (const token of tokens) {
    if (/\p{Cc}/u.test(token)) throw bad(name);
    if (width + 1 + token.length > WIDTH && width > name.length + 1) {
      out += '\r\n';
      width = 0;
    }
    out += ` ${token}`;
    width += 1 + token.length;
    if (width > HARD_LIMIT) throw bad(name);
  }
  return `${out}\r\n`;
}

/** Free text (RFC 5322 §3.6.5) as tokens: from the first word that needs it to the last, encoded words. */
export function textTokens(text: string): string[] {
  const words = harmless(text).trim().split(' ');
  // Only single spaces survive between plain words, so what has more of them is encoded with them.
  const needs = (word: string): boolean => word === '' || !isPlain(word);
  const first = words.findIndex(needs);
  if (first < 0 || text.trim() === '') return words.filter((word) => word !== '');
  const last = words.findLastIndex(needs);
  const from = words[first] === '' && first > 0 ? first - 1 : first;
  const to = words[last] === '' && last < words.length - 1 ? last + 1 : last;
  return [
    ...words.slice(0, from),
    ...encodeWords(words.slice(from, to + 1).join(' ')),
    ...words.slice(to + 1),
  ];
}

/** A display name or other phrase (RFC 5322 §3.2.5) as tokens. */
export function phraseTokens(text: string): string[] {
  const phrase = harmless(text).replace(/ +/g, ' ').trim();
  if (phrase === '') return [];
  if (!/^[ -~]*$/.test(phrase) || phrase.includes('=?') || phrase.length > LONG_WORD)
    return encodeWords(phrase);
  const words = phrase.split(' ');
  if (words.every((word) => /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+$/.test(word))) return words;
  return [quoted(phrase)];
}

/**
 * A parameter of a structured header as tokens, each of which begins with `;`-less text; RFC 2231 where the value is
 * long or not plain.
 */
export function parameterTokens(name: string, value: string): string[] {
  const text = harmless(value);
  if (/^[ -~]{0,60}$/.test(text)) return [`${name}=${quoted(text)}`];
  const pieces: string[] = [];
  let piece = "utf-8''";
  for (const character of Array.from(text)) {
    const encoded = /^[A-Za-z0-9._~-]$/.test(character) ? character : percent(character, '%');
    if (piece.length + encoded.length > 60) {
      pieces.push(piece);
      piece = '';
    }
    piece += encoded;
  }
  pieces.push(piece);
  if (pieces.length === 1) return [`${name}*=${pieces[0] ?? ''}`];
  return pieces.map((part, i) => `${name}*${i}*=${part}`);
}

/** `value; param; param` as tokens for `field`. */
export function structuredTokens(value: string, params: readonly string[]): string[] {
  return [value, ...params].map((token, i) => (i < params.length ? `${token};` : token));
}

export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const bad = (name: string): MailError =>
  new MailError({
    kind: 'refused',
    code: 'bad-header',
    message: 'A header field cannot be written as it was given.',
    details: { name: harmless(name).slice(0, 80) },
  });
