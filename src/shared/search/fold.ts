/**
 * Text as it is compared: lower case, without accents, one form for what looks the same. "Übergröße" and "ubergrosse",
 * "ΟΔΥΣΣΕΥΣ" and "Οδυσσεύς", "ｶﾞ" and "ガ" are equal. Marks that make another letter stay: й is not и, が is not か,
 * and the vowel signs of Indic scripts and Thai are no accents.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(MARKS, '').normalize('NFC').toLowerCase().replace(SINGLES, single);
}

/** By loop up to where a regular expression is cheaper. */
export function isAscii(text: string): boolean {
  if (text.length > 64) return !BEYOND_ASCII.test(text);
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** Accents of Latin, Greek and Cyrillic (but the breve of й), points of Hebrew and Arabic, tatweel, invisible joiners. */
const MARKS =
  /(?<![Ии])\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** Letters that have no decomposition, and forms of one letter. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
  ى: 'ي',
  ة: 'ه',
  ی: 'ي',
  ک: 'ك',
  '’': "'",
  ʼ: "'",
};
const SINGLES = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const single = (letter: string): string => LETTERS[letter] ?? letter;
