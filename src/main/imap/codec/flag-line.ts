import { encodeLatin1 } from './bytes';
import { knownFlags } from './parse-common';

const CR = 0x0d;
const LF = 0x0a;
const CLOSE = 0x29;
const ZERO = 0x30;
/** A number of more digits could be too large, and is read with more care. */
const DIGITS = 9;

const STAR = encodeLatin1('* ');
const FETCH = encodeLatin1(' FETCH (');
const UID = encodeLatin1('UID ');
const FLAGS = encodeLatin1('FLAGS (');
const THEN_UID = encodeLatin1(' UID ');
const THEN_FLAGS = encodeLatin1(' FLAGS (');

/**
 * `* n FETCH (UID u FLAGS (…))`, or the two the other way round: what nearly all servers answer, a hundred thousand times,
 * to who asks for flags alone. Read straight from the octets; everything else is for the parser. One is used for all.
 */
export class FlagLine {
  seq = 0;
  uid = 0;
  flags: readonly string[] = [];
  /** Behind what was read last. */
  private at = 0;

  /** @returns the index behind the line's end, or -1 when there is no such line, or not all of it. */
  read(bytes: Uint8Array, from: number): number {
    if (!this.word(STAR, bytes, from) || (this.seq = this.number(bytes)) === 0) return -1;
    if (!this.word(FETCH, bytes, this.at)) return -1;
    if (this.word(UID, bytes, this.at)) {
      if ((this.uid = this.number(bytes)) === 0) return -1;
      if (!this.word(THEN_FLAGS, bytes, this.at) || !this.list(bytes)) return -1;
    } else {
      if (!this.word(FLAGS, bytes, this.at) || !this.list(bytes)) return -1;
      if (!this.word(THEN_UID, bytes, this.at) || (this.uid = this.number(bytes)) === 0) return -1;
    }
    const { at } = this;
    return bytes[at] === CLOSE && bytes[at + 1] === CR && bytes[at + 2] === LF ? at + 3 : -1;
  }

  private word(word: Uint8Array, bytes: Uint8Array, from: number): boolean {
    for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
    this.at = from + word.length;
    return true;
  }

  /** 0 for what is none, or begins with one. */
  private number(bytes: Uint8Array): number {
    let value = 0;
    const from = this.at;
    for (; ; this.at++) {
      const digit = (bytes[this.at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return value;
      value = value * 10 + digit;
      if (value === 0 || this.at - from >= DIGITS) return 0;
    }
  }

  /** The list behind its opening parenthesis, and its closing one. */
  private list(bytes: Uint8Array): boolean {
    let end = this.at;
    while ((bytes[end] ?? 0) >= 0x20 && bytes[end] !== CLOSE) end++;
    const flags = bytes[end] === CLOSE ? knownFlags(bytes, this.at, end) : null;
    if (flags === null) return false;
    this.flags = flags;
    this.at = end + 1;
    return true;
  }
}
