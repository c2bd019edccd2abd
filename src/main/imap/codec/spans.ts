import type { ParserLimits } from '../limits';

const SP = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;

/** 1 for what in a string is nothing but text. */
const PLAIN = new Uint8Array(256).fill(1, SP, 0x7f);
for (const c of [QUOTE, BACKSLASH, EQUALS]) PLAIN[c] = 0;

/** What stands in a string that is more than plain text; several of them are added up. */
export const Odd = {
  /** A control character. */
  Control: 1,
  /** An escaped character: the text is not what stands between the quotes. */
  Escape: 2,
  /** `=?`, which may begin an encoded word (RFC 2047). */
  Word: 4,
  /** NIL instead of a string or list. */
  Nil: 8,
} as const;

/** Numbers that each of the ten fields of an envelope has: begin, end, what is odd. Quotes and parentheses are included. */
export const FIELD_NUMBERS = 3;
const FIELDS = 10;
const FIRST_LIST = 2;
const LAST_LIST = 7;

/** What a part of a structure begins with. */
export const PART = { leaf: 0, multipart: 1 } as const;
/** Deeper or longer structures are not usual. */
const MAX_DEPTH = 8;
const MAX_NODES = 200;
const MAX_DIGITS = 15;

/**
 * Where the pieces of a usual ENVELOPE or BODYSTRUCTURE stand, without taking anything out. Usual is what nearly every
 * server sends for nearly every message: quoted strings of ASCII and NIL, one blank between, nothing missing, nothing more. What
 * is accepted here the parsers (`parse-envelope.ts`, `parse-structure.ts`) read without any of their allowances, and end
 * at the same octet; for all else the answer is null. A list of mail shows most messages never: what is not taken out
 * costs nothing.
 */
export class SpanFinder {
  private bytes: Uint8Array = new Uint8Array(0);
  private pos = 0;
  private end = 0;
  private odd = 0;
  private nodes = 0;
  /** Where in the answer the open multiparts count their parts. */
  private readonly open: number[] = [];
  private readonly maxDepth: number;
  private readonly maxNodes: number;
  private readonly maxAddresses: number;

  constructor(limits: ParserLimits) {
    this.maxDepth = Math.min(MAX_DEPTH, limits.depth);
    this.maxNodes = Math.min(MAX_NODES, limits.width) - 1;
    this.maxAddresses = limits.width - 1;
  }

  /** Where the last value that was found ends. */
  get behind(): number {
    return this.pos;
  }

  /** @returns `FIELD_NUMBERS` numbers for each field, in the order of the envelope. */
  envelope(bytes: Uint8Array, from: number, end: number): number[] | null {
    this.begin(bytes, from, end);
    if (!this.take(OPEN)) return null;
    const out: number[] = [];
    for (let field = 0; field < FIELDS; field++) {
      if (field > 0 && !this.take(SP)) return null;
      const start = this.pos;
      this.odd = 0;
      const found = field >= FIRST_LIST && field <= LAST_LIST ? this.addresses() : this.nstring();
      if (!found) return null;
      out.push(start, this.pos, this.odd);
    }
    return this.take(CLOSE) && this.separated() ? out : null;
  }

  /**
   * @returns first where it begins and what is odd in any string that counts, then the parts: a leaf is `PART.leaf`, then begin and end of
   * type, subtype, parameters, id, encoding, size, disposition; a multipart is `PART.multipart`, the number of its parts,
   * the parts, then begin and end of subtype, parameters, disposition. What is NIL or absent begins and ends at 0.
   */
  structure(bytes: Uint8Array, from: number, end: number): number[] | null {
    this.begin(bytes, from, end);
    this.nodes = 0;
    const out = [from, 0];
    if (!this.part(out) || !this.separated()) return null;
    out[1] = this.odd & ~Odd.Nil;
    return out;
  }

  private begin(bytes: Uint8Array, from: number, end: number): void {
    this.bytes = bytes;
    this.pos = from;
    this.end = end;
    this.odd = 0;
  }

  private take(byte: number): boolean {
    if (this.pos >= this.end || this.bytes[this.pos] !== byte) return false;
    this.pos++;
    return true;
  }

  private is(byte: number): boolean {
    return this.pos < this.end && this.bytes[this.pos] === byte;
  }

  private separated(): boolean {
    return this.pos < this.end && (this.bytes[this.pos] === SP || this.bytes[this.pos] === CLOSE);
  }

  private nil(): boolean {
    const { bytes, pos } = this;
    if (bytes[pos] !== 0x4e || bytes[pos + 1] !== 0x49 || bytes[pos + 2] !== 0x4c) return false;
    this.pos = pos + 3;
    this.odd |= Odd.Nil;
    return this.separated();
  }

  private quoted(): boolean {
    const { bytes, end } = this;
    let p = this.pos;
    if (p >= end || bytes[p] !== QUOTE) return false;
    let odd = 0;
    for (p++; p < end; p++) {
      const c = bytes[p] as number;
      if (PLAIN[c] === 1) continue;
      if (c === QUOTE) {
        this.pos = p + 1;
        this.odd |= odd;
        return this.separated();
      }
      if (c === BACKSLASH) {
        odd |= Odd.Escape;
        p++;
      } else if (c === EQUALS) {
        if (bytes[p + 1] === 0x3f) odd |= Odd.Word;
      } else if (c > 0x7f) return false;
      else odd |= Odd.Control;
    }
    return false;
  }

  private nstring(): boolean {
    return this.is(QUOTE) ? this.quoted() : this.nil();
  }

  private addresses(): boolean {
    if (!this.is(OPEN)) return this.nil();
    this.pos++;
    for (let n = 0; this.take(OPEN); n++) {
      const fields =
        this.nstring() &&
        this.take(SP) &&
        this.nstring() &&
        this.take(SP) &&
        this.nstring() &&
        this.take(SP) &&
        this.nstring();
      if (!fields || !this.take(CLOSE) || n >= this.maxAddresses) return false;
    }
    // NIL in an address is not that of the list.
    this.odd &= ~Odd.Nil;
    return this.bytes[this.pos - 1] === CLOSE && this.take(CLOSE);
  }

  /** A part and all that is in it, without recursion. */
  private part(out: number[]): boolean {
    const { open } = this;
    open.length = 0;
    for (;;) {
      if (open.length >= this.maxDepth || ++this.nodes > this.maxNodes || !this.take(OPEN)) return false;
      if (this.is(OPEN)) {
        open.push(out.push(PART.multipart, 0) - 1);
        continue;
      }
      if (!this.leaf(out)) return false;
      // Out of every multipart that ends here, up to one that has another part.
      for (;;) {
        const count = open[open.length - 1];
        if (count === undefined) return true;
        out[count] = (out[count] as number) + 1;
        if (this.is(OPEN)) break;
        open.pop();
        if (!this.take(SP) || !this.word(out) || !this.extension(out, true)) return false;
      }
    }
  }

  private leaf(out: number[]): boolean {
    out.push(PART.leaf);
    // The body of a message in a message has an envelope in front of it.
    if (this.isMessage()) return false;
    return (
      this.word(out) &&
      this.take(SP) &&
      this.word(out) &&
      this.take(SP) &&
      this.parameters(out) &&
      this.take(SP) &&
      this.id(out) &&
      this.take(SP) &&
      this.unheeded() &&
      this.take(SP) &&
      this.word(out) &&
      this.take(SP) &&
      this.number(out) &&
      this.lines() &&
      this.extension(out, false)
    );
  }

  private isMessage(): boolean {
    const name = 'message"';
    for (let i = 0; i < name.length; i++) {
      if (((this.bytes[this.pos + 1 + i] ?? 0) | 0x20) !== (name.charCodeAt(i) | 0x20)) return false;
    }
    return true;
  }

  /** A string that is not empty. */
  private word(out: number[]): boolean {
    const start = this.pos;
    if (!this.quoted() || this.pos === start + 2) return false;
    out.push(start, this.pos);
    return true;
  }

  private id(out: number[]): boolean {
    const start = this.pos;
    if (!this.nstring()) return false;
    if (this.bytes[start] === QUOTE) out.push(start, this.pos);
    else out.push(0, 0);
    return true;
  }

  /** A string that no list shows: whatever is odd in it does not matter. */
  private unheeded(): boolean {
    const { odd } = this;
    if (!this.nstring()) return false;
    this.odd = odd;
    return true;
  }

  private parameters(out: number[]): boolean {
    const start = this.pos;
    if (!this.take(OPEN)) {
      out.push(0, 0);
      return this.nil();
    }
    for (let n = 0; ; n++) {
      if (n > 0 && !this.take(SP)) return false;
      if (++this.nodes > this.maxNodes || !this.quoted() || !this.take(SP) || !this.quoted()) return false;
      if (this.take(CLOSE)) break;
    }
    out.push(start, this.pos);
    return this.separated();
  }

  private number(out: number[]): boolean {
    const start = this.pos;
    if (!this.digits()) return false;
    out.push(start, this.pos);
    return true;
  }

  /** As a program writes numbers. */
  private digits(): boolean {
    const start = this.pos;
    let c = this.bytes[start] as number;
    while (this.pos < this.end && c >= 0x30 && c <= 0x39) c = this.bytes[++this.pos] as number;
    const length = this.pos - start;
    const zero = this.bytes[start] === 0x30 && length > 1;
    return length > 0 && length <= MAX_DIGITS && !zero && this.separated();
  }

  /** ` 12`, which only texts have. */
  private lines(): boolean {
    const c = this.bytes[this.pos + 1] ?? 0;
    if (!this.is(SP) || c < 0x30 || c > 0x39) return true;
    this.pos++;
    return this.digits();
  }

  /** What may follow, in this order, and may be left out from any point on: MD5, disposition, language, location. */
  private extension(out: number[], multipart: boolean): boolean {
    if (multipart) {
      if (!this.is(SP)) out.push(0, 0);
      else {
        this.pos++;
        if (!this.parameters(out)) return false;
      }
    } else if (this.is(SP)) {
      this.pos++;
      if (!this.unheeded()) return false;
    }
    if (!this.is(SP)) {
      out.push(0, 0);
      return this.take(CLOSE);
    }
    this.pos++;
    if (!this.disposition(out)) return false;
    if (this.is(SP)) {
      this.pos++;
      if (!this.language()) return false;
      if (this.is(SP)) {
        this.pos++;
        if (!this.unheeded()) return false;
      }
    }
    return this.take(CLOSE);
  }

  private disposition(out: number[]): boolean {
    const start = this.pos;
    if (!this.take(OPEN)) {
      out.push(0, 0);
      return this.nil();
    }
    if (!this.quoted() || this.pos === start + 3 || !this.take(SP)) return false;
    const length = out.length;
    if (!this.parameters(out)) return false;
    // Its parameters are looked for inside.
    out.length = length;
    if (!this.take(CLOSE)) return false;
    out.push(start, this.pos);
    return this.separated();
  }

  private language(): boolean {
    if (!this.take(OPEN)) return this.unheeded();
    for (let n = 0; ; n++) {
      if (n > 0 && !this.take(SP)) return false;
      if (++this.nodes > this.maxNodes || this.is(CLOSE) || !this.unheeded()) return false;
      if (this.take(CLOSE)) return this.separated();
    }
  }
}
