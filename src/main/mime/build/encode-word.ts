import { toBase64, toLatin1 } from '../bytes';

/** RFC 2047 §2: an encoded word is at most 75 characters. */
const MAX_WORD = 75;
const PREFIX = '=?utf-8?';
const encoder = new TextEncoder();

/** Only these may stand bare in a Q-encoded word of a phrase (RFC 2047 §5 (3)), the strictest place. */
const BARE = /[A-Za-z0-9!*+\-/]/;

/** Controls become spaces and lone surrogates U+FFFD: nothing a person types can end a header line (O-01). */
export const harmless = (text: string): string =>
  text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

/** Room for the field's name before the first word. */
const INDENT = 30;

/** Text as encoded words, Q or B, whichever is shorter; no character is split between two of them. */
export function encodeWords(text: string): string[] {
  const q = (character: string): string =>
    character === ' '
      ? '_'
      : BARE.test(character) && character.length === 1
        ? character
        : percent(character, '=');
  const characters = Array.from(text);
  const qLength = characters.reduce((sum, character) => sum + q(character).length, 0);
  const useQ = qLength <= Math.ceil(encoder.encode(text).length / 3) * 4;
  const full = MAX_WORD - PREFIX.length - 'q?'.length - '?='.length;
  let room = full - INDENT;
  const words: string[] = [];
  let part = '';
  let size = 0;
  const flush = (): void => {
    if (part !== '') words.push(`${PREFIX}${useQ ? `q?${part}` : `b?${base64(part)}`}?=`);
    part = '';
    size = 0;
    room = full;
  };
  for (const character of characters) {
    const piece = useQ ? q(character) : character;
    const cost = useQ ? piece.length : encoder.encode(character).length;
    const fits = useQ ? size + cost <= room : Math.ceil((size + cost) / 3) * 4 <= room;
    if (!fits) flush();
    part += piece;
    size += cost;
  }
  flush();
  return words;
}

/** The UTF-8 bytes of a character in hexadecimal, each behind the mark. */
export const percent = (character: string, mark: '=' | '%'): string =>
  Array.from(
    encoder.encode(character),
    (byte) => mark + byte.toString(16).toUpperCase().padStart(2, '0'),
  ).join('');

const base64 = (text: string): string => toLatin1(toBase64(encoder.encode(text)));
