const LF = 10;
const CR = 13;
const DOT = 46;
const HELD_CR = Uint8Array.of(CR);

/** Where the last octet left us. `dot`: a dot at the start of a line is held back; `dot-cr`: that and a CR. */
type Place = 'start' | 'middle' | 'cr' | 'dot' | 'dot-cr';

/**
 * Takes the dots out of a multi-line answer (RFC 1939 §3) without cutting it into lines. A line starts behind CRLF and
 * nowhere else: a bare LF inside a message must not make a dot the end of it. One reader for one answer.
 */
export class ContentReader {
  #place: Place = 'start';

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

  /**
   * The first dot from `from` on that begins a line, or -1. Where CR, LF and dot lie one behind the other, each third
   * octet is one of them: most of the others are never looked at.
   */
  #dotOfLine(chunk: Uint8Array, first: number, from: number): number {
    for (let early = from; early < first + 2; early++) {
      if (chunk[early] === DOT && this.#placeAfter(chunk, first, early) === 'start') return early;
    }
    for (let at = Math.max(from, first) + 2; at < chunk.length;) {
      const octet = chunk[at] as number;
      if (octet > DOT) at += 3;
      else if (octet === LF) at += 1;
      else if (octet === CR) at += 2;
      else if (octet === DOT && chunk[at - 1] === LF && chunk[at - 2] === CR) return at;
      else at += 3;
    }
    return -1;
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
