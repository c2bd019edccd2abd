import { decodeLatin1, decodeText } from './bytes';
import { DEFAULT_LIMITS, type ParserLimits } from '../limits';
import type { StreamedLiteral } from './framer';
import { SpanFinder } from './spans';

/** Thrown inside the codec only: the response, or one attribute of it, does not follow the grammar. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
}

const ATOM = 1;
const DIGIT = 2;
const CLASS = new Uint8Array(256);
for (let c = 0x21; c < 0x100; c++) CLASS[c] = ATOM;
for (const c of '(){%*"\\]') CLASS[c.charCodeAt(0)] = 0;
CLASS[0x7f] = 0;
for (let c = 0x30; c <= 0x39; c++) CLASS[c] = ATOM | DIGIT;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Above this a response is mostly literal; an image of it would cost more than it saves. */
const IMAGE_LIMIT = 32 * 1024;
const SP = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const BRACE = 0x7b;
const TILDE = 0x7e;

/** A literal: where its octets are in the response, or that they were streamed. */
export interface LiteralRef {
  readonly start: number;
  readonly end: number;
  readonly streamed: StreamedLiteral | null;
}

/**
 * A cursor over one response. Text is cut out of one ASCII image of the response, which costs a fifth of decoding each
 * string; a response with 8-bit octets or large literals is decoded string by string.
 */
export class Reader {
  bytes: Uint8Array = new Uint8Array(0);
  pos = 0;
  end = 0;
  /** The second try at an attribute: a `"` ends a string only in front of SP, parenthesis, bracket or line end (X7). */
  lenient = false;
  /** What the structure parser has counted: parts, parameters, words. */
  nodes = 0;
  /** The section that was named last, and its octets with the `]`. */
  recent: { readonly section: string; readonly octets: Uint8Array } | null = null;
  private ascii: string | null = null;
  private literals: readonly StreamedLiteral[] = [];

  constructor(readonly limits: ParserLimits = DEFAULT_LIMITS) {
    this.finder = new SpanFinder(limits);
  }

  readonly finder: SpanFinder;

  /** Begins with a response; `image` is its text where it is known already. */
  reset(bytes: Uint8Array, literals: readonly StreamedLiteral[], image: string | null = null): void {
    this.bytes = bytes;
    this.pos = 0;
    this.end = bytes.length;
    this.lenient = false;
    this.ascii = image;
    this.literals = literals;
  }

  fail(what: string): never {
    throw new GrammarError(`${what} at octet ${String(this.pos)}`);
  }

  get done(): boolean {
    return this.pos >= this.end;
  }
  peek(): number {
    return this.pos < this.end ? (this.bytes[this.pos] as number) : -1;
  }
  skipSpaces(): void {
    while (this.pos < this.end && this.bytes[this.pos] === SP) this.pos++;
  }
  expect(byte: number): void {
    if (this.peek() !== byte) this.fail(`expected ${String.fromCharCode(byte)}`);
    this.pos++;
  }
  accept(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.pos++;
    return true;
  }

  /** Octets [from, to) as text. */
  text(from: number, to: number): string {
    const whole = this.image;
    return whole === '' ? decodeText(this.bytes, from, to) : whole.slice(from, to);
  }

  /** Passes over this word when it and a blank come next; the blank is left. */
  acceptWord(word: Uint8Array): boolean {
    const { bytes, pos } = this;
    const behind = pos + word.length;
    if (bytes[pos] !== word[0] || behind >= this.end || bytes[behind] !== SP) return false;
    for (let i = 1; i < word.length; i++) if (bytes[pos + i] !== word[i]) return false;
    this.pos = behind;
    return true;
  }

  /** The response as text, one character an octet; '' when it is not ASCII or too long. */
  get image(): string {
    return (this.ascii ??= this.makeImage());
  }

  /** Decoded and then looked at: as many characters as octets, none of them a replacement, are so many of ASCII. */
  private makeImage(): string {
    if (this.end > IMAGE_LIMIT) return '';
    const text = decoder.decode(this.bytes);
    return text.length === this.end && !text.includes('\ufffd') ? text : '';
  }

  /** Octets up to SP, parenthesis, bracket, quote or end; at least one. Upper case is the caller's business. */
  atom(): string {
    const from = this.pos;
    const bytes = this.bytes;
    let p = from;
    while (p < this.end && (CLASS[bytes[p] as number] as number) & ATOM) p++;
    if (p === from) this.fail('expected an atom');
    this.pos = p;
    return this.text(from, p);
  }

  /** Anything up to SP or `)`: flags, keywords with brackets, labels (G6, G18). */
  token(): string {
    const from = this.pos;
    let p = from;
    while (p < this.end && this.bytes[p] !== SP && this.bytes[p] !== CLOSE && this.bytes[p] !== OPEN) p++;
    if (p === from) this.fail('expected a token');
    this.pos = p;
    return this.text(from, p);
  }

  /** A number below 2⁵³. `-1` (Exchange, Zoho) and `9.37e+06` (mail.ru, R6) are read as they are meant. */
  number(): number {
    const bytes = this.bytes;
    const from = this.pos;
    let p = from;
    let value = 0;
    let digit = (bytes[p] as number) - 0x30;
    while (p < this.end && digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = (bytes[++p] as number) - 0x30;
    }
    const next = p < this.end ? (bytes[p] as number) : SP;
    if (p > from && next !== 0x2e && next !== 0x65) {
      if (value > Number.MAX_SAFE_INTEGER) this.fail('number too large');
      this.pos = p;
      return value;
    }
    return this.oddNumber(from);
  }

  private oddNumber(from: number): number {
    const quoted = this.bytes[from] === QUOTE;
    const word = quoted ? this.quoted() : this.token();
    const value = /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(word) ? Number(word) : Number.NaN;
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      this.pos = from;
      this.fail('expected a number');
    }
    return Math.round(value);
  }

  /** 32-bit number of at least `least`. */
  number32(least = 0): number {
    const value = this.number();
    if (value < least || value > 0xffff_ffff) this.fail('number out of range');
    return value;
  }

  bigint(): bigint {
    const from = this.pos;
    let p = from;
    let value = 0;
    for (; p < this.end && (CLASS[this.bytes[p] as number] as number) & DIGIT; p++)
      value = value * 10 + (this.bytes[p] as number) - 0x30;
    if (p === from || p - from > 20) this.fail('expected a number');
    this.pos = p;
    return BigInt(p - from <= 15 ? value : this.text(from, p));
  }

  isNil(): boolean {
    const b = this.bytes;
    const p = this.pos;
    if (p + 3 > this.end) return false;
    if (
      ((b[p] as number) | 32) !== 0x6e ||
      ((b[p + 1] as number) | 32) !== 0x69 ||
      ((b[p + 2] as number) | 32) !== 0x6c
    ) {
      return false;
    }
    const next = p + 3 < this.end ? (b[p + 3] as number) : SP;
    return next === SP || next === CLOSE || next === OPEN || next === 0x5d;
  }
  acceptNil(): boolean {
    if (!this.isNil()) return false;
    this.pos += 3;
    return true;
  }

  /** A quoted string (RFC 9051 §9 `quoted`). */
  quoted(): string {
    this.expect(QUOTE);
    const bytes = this.bytes;
    const from = this.pos;
    const end = this.end;
    let escaped = false;
    for (let p = from; p < end; p++) {
      const c = bytes[p] as number;
      if (c === QUOTE) {
        if (!this.endsString(p + 1)) {
          if (this.lenient) continue;
          this.fail('text behind a string');
        }
        this.pos = p + 1;
        const text = this.text(from, p);
        return escaped ? unescape(text) : text;
      }
      if (c === 0x5c) {
        if (this.lenient && bytes[p + 1] === QUOTE && this.endsString(p + 2) && !this.quoteFollows(p + 2))
          continue;
        escaped = true;
        p++;
      }
    }
    return this.fail('unterminated string');
  }

  /** Whether a string may end in front of octet `p`. */
  private endsString(p: number): boolean {
    if (p >= this.end) return true;
    const c = this.bytes[p] as number;
    if (c === SP) return !this.lenient || this.startsValue(p + 1);
    return c === CLOSE || c === 0x5d || c === OPEN || c === 13 || c === 10;
  }

  /** Whether octet `p` begins what can stand behind a string: a value, a list, the name of the next attribute. */
  private startsValue(p: number): boolean {
    while (p < this.end && this.bytes[p] === SP) p++;
    if (p >= this.end) return true;
    const c = this.bytes[p] as number;
    const capital = c >= 0x41 && c <= 0x5a;
    const digit = c >= 0x30 && c <= 0x39;
    return (
      capital || digit || c === QUOTE || c === OPEN || c === CLOSE || c === BRACE || c === TILDE || c === 0x5c
    );
  }

  /** Whether a later quote on the line could still end the string; QQ writes `"qq.com\"` and means the end (C6). */
  private quoteFollows(p: number): boolean {
    for (let i = p; i < this.end; i++)
      if (this.bytes[i] === QUOTE && this.endsString(i + 1)) return this.evenQuotes(p, i);
    return false;
  }

  private evenQuotes(from: number, to: number): boolean {
    const before = to > from ? (this.bytes[to - 1] as number) : 0;
    return before !== SP && before !== OPEN;
  }

  isLiteral(): boolean {
    const c = this.peek();
    return c === BRACE || (c === TILDE && this.bytes[this.pos + 1] === BRACE);
  }

  /** The octets of `{n}`, `{n+}`, `~{n}`; the framer has counted them already. */
  literal(): LiteralRef {
    this.accept(TILDE);
    this.expect(BRACE);
    let size = 0;
    let digits = 0;
    let digit = this.peek() - 0x30;
    while (digit >= 0 && digit <= 9) {
      size = size * 10 + digit;
      digits++;
      this.pos++;
      digit = this.peek() - 0x30;
    }
    if (digits === 0) this.fail('literal without a count');
    this.accept(0x2b);
    this.accept(0x2d);
    this.expect(0x7d);
    while (this.peek() === SP || this.peek() === 13) this.pos++;
    this.expect(10);
    const start = this.pos;
    for (const streamed of this.literals) if (streamed.at === start) return { start, end: start, streamed };
    if (start + size > this.end) this.fail('literal beyond the response');
    this.pos = start + size;
    return { start, end: start + size, streamed: null };
  }

  private literalText(): string {
    const ref = this.literal();
    if (ref.streamed) this.fail('literal too large for text');
    return this.text(ref.start, ref.end);
  }

  /** `string`: quoted or literal. */
  string(): string {
    return this.isLiteral() ? this.literalText() : this.quoted();
  }

  /** `nstring`: string or NIL. Atoms are taken as text, since servers forget quotes. */
  nstring(): string | null {
    const c = this.peek();
    if (c === QUOTE) return this.quoted();
    if (this.acceptNil()) return null;
    if (this.isLiteral()) return this.literalText();
    if (c === OPEN || c === CLOSE || c < 0) this.fail('expected a string');
    return this.token();
  }

  /** `astring`: string or atom; `]` allowed. */
  astring(): string {
    const c = this.peek();
    if (c === QUOTE) return this.quoted();
    if (this.isLiteral()) return this.literalText();
    return this.token();
  }

  /** A mailbox name as it is on the wire: one character per octet, so that it can be sent back unchanged. */
  wireName(): string {
    const c = this.peek();
    if (this.isLiteral()) {
      const ref = this.literal();
      return decodeLatin1(this.bytes, ref.start, ref.end);
    }
    const from = this.pos;
    if (c === QUOTE) {
      this.quoted();
      const raw = decodeLatin1(this.bytes, from + 1, this.pos - 1);
      return raw.includes('\\') ? unescape(raw) : raw;
    }
    this.token();
    return decodeLatin1(this.bytes, from, this.pos);
  }

  /**
   * Skips one value of any kind: atom, string, literal or list, however deep, without recursion.
   * @returns where it began.
   */
  skipValue(): number {
    const from = this.pos;
    let depth = 0;
    for (;;) {
      this.skipSpaces();
      const c = this.peek();
      if (c < 0) {
        if (depth > 0) this.fail('unbalanced parentheses');
        return from;
      }
      if (c === OPEN) {
        depth++;
        this.pos++;
      } else if (c === CLOSE) {
        if (depth === 0) return from;
        depth--;
        this.pos++;
      } else if (c === QUOTE) this.quoted();
      else if (this.isLiteral()) this.literal();
      else this.skipWord();
      if (depth === 0) return from;
    }
  }

  private skipWord(): void {
    let p = this.pos;
    while (p < this.end) {
      const c = this.bytes[p] as number;
      if (c === SP || c === OPEN || c === CLOSE || c === QUOTE) break;
      p++;
    }
    this.pos = p === this.pos ? p + 1 : p;
  }
}

const unescape = (text: string): string => text.replace(/\\([\s\S])/g, '$1');
