import type { FindOctets } from '@shared/ports/find-octets';

const LF = 10;
const CR = 13;
const DOT = 46;
const HELD_CR = Uint8Array.of(CR);
const DOT_LINE = Uint8Array.of(CR, LF, DOT);

/** Where the last octet left us. `dot`: a dot at the start of a line is held back; `dot-cr`: that and a CR. */
type Place = 'start' | 'middle' | 'cr' | 'dot' | 'dot-cr';

/** The index of the first CR, LF and dot, one behind the other, at or after `from`, or -1. */
export type FindDotLine = (bytes: Uint8Array, from: number) => number;

/** @param find looks for octets faster than a loop of our own; undefined: nobody does. */
export const dotLineFinder = (find: FindOctets | undefined): FindDotLine =>
  find === undefined ? look : (bytes, from) => find(bytes, DOT_LINE, from);

/**
 * Takes the dots out of a multi-line answer (RFC 1939 §3) without cutting it into lines. A line starts behind CRLF and
 * nowhere else: a bare LF inside a message must not make a dot the end of it. One reader for one answer.
 */
export class ContentReader {
  #place: Place = 'start';

  constructor(private readonly find: FindDotLine = look) {}

  /**
   * Reads from `chunk[from]` on and passes on the content, in views of the chunk.
   * @returns the index behind the final `.CRLF`, or -1 when the chunk has been used up before.
   */
  read(chunk: Uint8Array, from: number, content: (bytes: Uint8Array) => void): number {
    let first = from;
    if (this.#place === 'dot' && first < chunk.length) {
      this.#place = chunk[first] === CR ? 'dot-cr' : 'middle';
      if (this.#place === 'dot-cr') first += 1;
    }
    if (this.#place === 'dot-cr' && first < chunk.length) {
      if (chunk[first] === LF) return first + 1;
      this.#place = 'cr';
      content(HELD_CR);
    }
    if (first >= chunk.length) return -1;
    return this.#scan(chunk, first, content);
  }

  #scan(chunk: Uint8Array, first: number, content: (bytes: Uint8Array) => void): number {
    for (let begin = first; ;) {
      const dot = this.#dotOfLine(chunk, first, begin);
      if (dot < 0) {
        content(chunk.subarray(begin));
        this.#place = this.#placeAfter(chunk, first, chunk.length);
        return -1;
      }
      if (dot > begin) content(chunk.subarray(begin, dot));
      begin = dot + 1;
      const second = chunk[dot + 1];
      const third = chunk[dot + 2];
      if (second === undefined) {
        this.#place = 'dot';
        return -1;
      }
      if (second !== CR) continue;
      if (third === LF) return dot + 3;
      if (third === undefined) {
        this.#place = 'dot-cr';
        return -1;
      }
    }
  }

  /** The first dot from `from` on that begins a line, or -1. */
  #dotOfLine(chunk: Uint8Array, first: number, from: number): number {
    for (let early = from; early < first + 2; early++) {
      if (chunk[early] === DOT && this.#placeAfter(chunk, first, early) === 'start') return early;
    }
    const found = this.find(chunk, Math.max(from, first));
    return found < 0 ? -1 : found + 2;
  }

  /** Whether a line starts at `end`, judged by the two octets before it. */
  #placeAfter(chunk: Uint8Array, first: number, end: number): Place {
    if (end === first) return this.#place;
    const last = chunk[end - 1];
    if (last === CR) return 'cr';
    if (last !== LF) return 'middle';
    const crBefore = end - 1 > first ? chunk[end - 2] === CR : this.#place === 'cr';
    return crBefore ? 'start' : 'middle';
  }
}

/** Of each three octets one is looked at: where CR, LF and dot lie one behind the other, it is one of them. */
const look: FindDotLine = (bytes, from) => {
  for (let at = from + 2; at < bytes.length;) {
    const octet = bytes[at] as number;
    if (octet > DOT) at += 3;
    else if (octet === LF) at += 1;
    else if (octet === CR) at += 2;
    else if (octet === DOT && bytes[at - 1] === LF && bytes[at - 2] === CR) return at - 2;
    else at += 3;
  }
  return -1;
};
