import { encodeLatin1 } from './bytes';
import { knownFlags } from './parse-common';

const CR = 0x0d;
const LF = 0x0a;
const SP = 0x20;
const CLOSE = 0x29;
const ZERO = 0x30;
const U = 0x55;
/** A number of more digits could be too large, and is read with more care. */
const DIGITS = 9;

const STAR = encodeLatin1('* ');
const FETCH = encodeLatin1(' FETCH (');
const UID = encodeLatin1('UID ');
const FLAGS = encodeLatin1('FLAGS (');

/**
 * `* n FETCH (UID u FLAGS (…))`, or the two the other way round: what nearly all servers answer, a hundred thousand times,
 * to who asks for flags alone. Read straight from the octets; everything else is for the parser. One is used for all.
 * Nothing is read behind the end of the octets, which would cost more than all the rest of it.
 */
export class FlagLine {
  seq = 0;
  uid = 0;
  flags: readonly string[] = [];

  /** @returns the index behind the line's end, or -1 when there is no such line, or not all of it. */
  read(bytes: Uint8Array, from: number): number {
    const first = behind(STAR, bytes, from);
    const last = behindNumber(bytes, first);
    let at = behind(FETCH, bytes, last);
    let uid = 0;
    let flags: readonly string[] | null = null;
    for (let item = 0; item < 2; item++) {
      if (at < 0 || at >= bytes.length) return -1;
      if (item > 0 && bytes[at++] !== SP) return -1;
      if (bytes[at] === U) {
        const digits = behind(UID, bytes, at);
        at = behindNumber(bytes, digits);
        if (at >= 0) uid = valueOf(bytes, digits, at);
      } else {
        const list = behind(FLAGS, bytes, at);
        at = behindList(bytes, list);
        if (at >= 0) flags = knownFlags(bytes, list, at - 1);
      }
    }
    if (uid === 0 || flags === null || at < 0 || at + 2 >= bytes.length) return -1;
    if (bytes[at] !== CLOSE || bytes[at + 1] !== CR || bytes[at + 2] !== LF) return -1;
    this.seq = valueOf(bytes, first, last);
    this.uid = uid;
    this.flags = flags;
    return at + 3;
  }
}

/** The index behind a word that stands at `from`, or -1. */
function behind(word: Uint8Array, bytes: Uint8Array, from: number): number {
  const end = from + word.length;
  if (from < 0 || end > bytes.length) return -1;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return -1;
  return end;
}

/** The index behind a number that begins with no 0, or -1. */
function behindNumber(bytes: Uint8Array, from: number): number {
  if (from < 0 || from >= bytes.length || bytes[from] === ZERO) return -1;
  let at = from;
  for (; at < bytes.length; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
  }
  return at > from && at - from <= DIGITS ? at : -1;
}

function valueOf(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] as number) - ZERO;
  return value;
}

/** The index behind the parenthesis that closes a list of flags, or -1. */
function behindList(bytes: Uint8Array, from: number): number {
  if (from < 0) return -1;
  for (let at = from; at < bytes.length; at++) {
    const octet = bytes[at] as number;
    if (octet === CLOSE) return at + 1;
    if (octet < SP) return -1;
  }
  return -1;
}
