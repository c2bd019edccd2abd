import { parseHeaders } from './parse-headers';

/**
 * What is fetched of a message on a server to compare it with a letter that is here: its header and the beginning of its
 * text, octets. All of it would be a second download of the mailbox, which Gmail cuts off after 2,500 MB a day.
 */
export const COMPARED_OCTETS = 16 * 1024;

/** A message on a server, as far as it was fetched. */
export interface Beginning {
  /** RFC822.SIZE, octets; 0 when it can't be read. */
  readonly size: number;
  /** The first `COMPARED_OCTETS` of it, or all there is. */
  readonly bytes: Uint8Array;
}

/**
 * What a letter and a message of one Message-ID are to each other. Two different letters may share one: what a list brings
 * and what came directly, versions of a draft, a program that gives all its reports the same.
 *
 * - `same`: all that was compared is equal, and so are the sizes.
 * - `begins-so`: equal as far as was compared, but not in size – which some servers only guess (Exchange).
 * - `alike`: of the same sender, date and subject, and otherwise different: another version, or what the server has made of
 *   this very letter. Nobody can tell.
 * - `other`: certainly another letter.
 */
export type Sameness = 'same' | 'begins-so' | 'alike' | 'other';

export function compareLetters(letter: Uint8Array, { size, bytes }: Beginning): Sameness {
  const ours = withCrlf(letter);
  const theirs = withCrlf(bytes);
  const beginning = Math.min(ours.length, theirs.length);
  if (isEqual(ours.subarray(0, beginning), theirs.subarray(0, beginning)) && beginning > 0) {
    if (bytes.length < COMPARED_OCTETS) return ours.length === theirs.length ? 'same' : alike(ours, theirs);
    return size === ours.length || size === letter.length ? 'same' : 'begins-so';
  }
  return alike(ours, theirs);
}

/** Fields that even a server that stores messages anew keeps the meaning of. */
const KEPT = ['from', 'date', 'subject'];

function alike(ours: Uint8Array, theirs: Uint8Array): 'alike' | 'other' {
  const [a, b] = [ours, theirs].map((bytes) => parseHeaders(bytes.subarray(0, COMPARED_OCTETS)));
  const plain = (text = ''): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
  return KEPT.every((name) => plain(a?.first(name)) === plain(b?.first(name))) ? 'alike' : 'other';
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, at) => octet === b[at]);

const CR = 0x0d;
const LF = 0x0a;

/** With CRLF line ends, as servers keep messages. */
export function withCrlf(bytes: Uint8Array): Uint8Array {
  let bare = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LF && bytes[at - 1] !== CR) bare++;
  if (bare === 0) return bytes;
  const out = new Uint8Array(bytes.length + bare);
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === LF && bytes[at - 1] !== CR) out[to++] = CR;
    out[to++] = bytes[at] as number;
  }
  return out;
}
