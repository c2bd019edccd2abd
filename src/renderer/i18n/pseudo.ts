/** Nested strings, as i18next takes them. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

const ACCENTS: Record<string, string> = {
  a: 'à',
  b: 'ƀ',
  c: 'ç',
  d: 'ð',
  e: 'é',
  f: 'ƒ',
  g: 'ĝ',
  h: 'ĥ',
  i: 'î',
  j: 'ĵ',
  k: 'ķ',
  l: 'ļ',
  m: 'ɱ',
  n: 'ñ',
  o: 'ö',
  p: 'þ',
  q: 'ǫ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'û',
  v: 'ṽ',
  w: 'ŵ',
  x: 'ẋ',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  B: 'Ɓ',
  C: 'Ç',
  D: 'Ð',
  E: 'É',
  F: 'Ƒ',
  G: 'Ĝ',
  H: 'Ĥ',
  I: 'Î',
  J: 'Ĵ',
  K: 'Ķ',
  L: 'Ļ',
  M: 'Ṁ',
  N: 'Ñ',
  O: 'Ö',
  P: 'Þ',
  Q: 'Ǫ',
  R: 'Ŕ',
  S: 'Š',
  T: 'Ţ',
  U: 'Û',
  V: 'Ṽ',
  W: 'Ŵ',
  X: 'Ẋ',
  Y: 'Ý',
  Z: 'Ž',
};
const PADDING = ' ····························';

/** Text outside of `{{placeholders}}` goes through `change`. */
const outside = (text: string, change: (words: string) => string): string =>
  text
    .split(/(\{\{[^}]*\}\}|<[^>]*>)/)
    .map((piece, i) => (i % 2 ? piece : change(piece)))
    .join('');

const map = (texts: Texts, change: (text: string) => string): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : map(value, change),
    ]),
  );

/** English with accents and about 40 % longer: shows clipped labels and text that escaped translation. */
export const toLong = (texts: Texts): Texts =>
  map(texts, (text) => {
    const accented = outside(text, (words) =>
      words.replace(/[a-z]/gi, (letter) => ACCENTS[letter] ?? letter),
    );
    return `${accented}${PADDING.slice(0, 1 + Math.ceil(text.length * 0.4))}`;
  });

/** English forced right to left: shows physical margins and arrows that don't mirror. */
export const toBidi = (texts: Texts): Texts =>
  withArabicPlurals(
    map(texts, (text) => outside(text, (words) => (words.trim() ? `\u202e${words}\u202c` : words))),
  );

/** Arabic has six plural forms; English words stand in for all of them. */
function withArabicPlurals(texts: Texts): Texts {
  const out: Record<string, string | Texts> = {};
  for (const [key, value] of Object.entries(texts)) {
    out[key] = typeof value === 'string' ? value : withArabicPlurals(value);
    if (!key.endsWith('_other') || typeof value !== 'string') continue;
    for (const form of ['zero', 'two', 'few', 'many']) out[key.replace(/other$/, form)] ??= value;
  }
  return out;
}
