import { hash53Octets } from '@shared/util/hash';
import type { OctetWriter } from '@shared/util/octet-writer';
import type { WireAttributes } from '../imap';

const NAME = 'references:';
const TAB = 9;
const LF = 10;
const CR = 13;
const SP = 0x20;
const QUOTE = 0x22;
const LESS = 0x3c;
const GREATER = 0x3e;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** More than these, or a longer field, take a closer look. */
const MAX_IDS = 64;
const MAX_OCTETS = 4096;

/** 1 for what an id of a message is made of, where nothing of it has to be cleaned or escaped. */
const ID = new Uint8Array(256).fill(1, 0x21, 0x7f);
for (const c of [QUOTE, LESS, GREATER, BACKSLASH]) ID[c] = 0;

/** The octets behind the last one of the id that begins at `from`; `from` itself when there is none. */
export function idEnd(bytes: Uint8Array, from: number, end: number): number {
  let p = from;
  while (p < end && ID[bytes[p] as number] === 1) p++;
  return p;
}

/** The References of one message, as far as they are plain; used for one after the other. */
export class WireReferences {
  /** Begin and end of each id. */
  readonly #at: number[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  /** hash53 of each. */
  readonly hashes: number[] = [];

  /** @returns false when the header fields have others than References, or anything unusual. */
  read(wire: WireAttributes): boolean {
    this.#at.length = 0;
    this.hashes.length = 0;
    const { bytes, header } = wire;
    if (header === null) return false;
    const [from, to] = header;
    this.#bytes = bytes;
    // Most messages have none of these fields: the blank line is all that comes.
    if (to - from <= 2) return true;
    if (to - from > MAX_OCTETS || !isNamed(bytes, from)) return false;
    return this.#ids(from + NAME.length, to) && this.#at.length > 0;
  }

  /** In a row. */
  write(row: OctetWriter): void {
    const at = this.#at;
    for (let i = 0; i < at.length; i += 2) {
      if (i > 0) row.octet(COMMA);
      row.octet(QUOTE);
      row.copy(this.#bytes, at[i] as number, at[i + 1] as number);
      row.octet(QUOTE);
    }
  }

  /** `<a> <b>`, folded where it is, up to the blank line that ends the header. */
  #ids(from: number, to: number): boolean {
    const bytes = this.#bytes;
    for (let p = from; p < to;) {
      const c = bytes[p];
      if (c === SP || c === TAB) p++;
      else if (c === CR && bytes[p + 1] === LF) {
        const next = bytes[p + 2];
        if (p + 2 < to && (next === SP || next === TAB)) p += 3;
        else return p + 4 === to && next === CR && bytes[p + 3] === LF;
      } else if (c === LESS) {
        const end = idEnd(bytes, p + 1, to);
        if (end === p + 1 || end >= to || bytes[end] !== GREATER || !this.#enter(p + 1, end)) return false;
        p = end + 1;
      } else return false;
    }
    return false;
  }

  #enter(from: number, to: number): boolean {
    const hash = hash53Octets(this.#bytes, from, to);
    // One that is named twice counts once; who is to tell the same from the same hash?
    if (this.hashes.length === MAX_IDS || this.hashes.includes(hash)) return false;
    this.#at.push(from, to);
    this.hashes.push(hash);
    return true;
  }
}

function isNamed(bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < NAME.length; i++) {
    const c = bytes[from + i] as number;
    if ((c >= 0x41 && c <= 0x5a ? c + 0x20 : c) !== NAME.charCodeAt(i)) return false;
  }
  return true;
}
