import { decodeUtf7, encodeUtf7 } from '../util/utf7';

/** The longest keyword a tag is given; servers bound the length of a command line, and a pill that of a name. */
const MAX_KEYWORD = 100;

/** What an atom cannot have (RFC 9051 §9, atom-specials and resp-specials), and what stands for it: one for a run of them. */
const NOT_IN_ATOMS = /[(){%*"\\\]\s_]+/g;

/**
 * The IMAP keyword of a tag as people write it. Keywords are atoms: blanks become `_`, and what is not ASCII is written
 * in modified UTF-7, both as Thunderbird does it, so that both programs call the tag the same.
 * @returns '' where nothing of the name can be kept
 */
export function keywordOfTag(name: string): string {
  const atom = encodeUtf7(name.normalize('NFC').replace(NOT_IN_ATOMS, '_'));
  // A `$` in front is for what programs have agreed on (RFC 9051 §2.3.2).
  const own = atom.replace(/^[$_]+|_+$/g, '');
  return own.length <= MAX_KEYWORD ? own : '';
}

/** A keyword as a tag that people read. */
export const tagOfKeyword = (keyword: string): string =>
  (decodeUtf7(keyword) ?? keyword).replace(/^\$/, '').replace(/_/g, ' ');
