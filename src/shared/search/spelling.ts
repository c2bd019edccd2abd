import { fold } from './fold';

/** How a letter with dots is written where a keyboard has none: not after letters with which these make a sound of their own. */
const WRITTEN_OUT = /(?<![aeiouq])([aou])e(?=[^aeiou\W\d])/g;

/**
 * The word as it is compared when its umlauts were written out, as in "Mueller" for Müller, which is folded to "muller". Null
 * where there are none.
 */
export function withUmlauts(word: string): string | null {
  const folded = fold(word);
  const spelt = folded.replace(WRITTEN_OUT, '$1');
  return spelt === folded ? null : spelt;
}
