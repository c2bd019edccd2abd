import { MailError } from '@shared/errors/mail-error';
import type { Limits } from '../limits';

const LF = 10;
const CR = 13;
const SP = 32;

/** Where the octets of a large literal go while they arrive. */
export interface LiteralSink {
  /** A promise slows the connection down until it resolves. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** All octets have been written. */
  end(): void | Promise<void>;
  /** The connection ended before the last octet. What was written is not the whole and must not be kept as such. */
  abort(error: MailError): void;
}

/** A literal that is not part of the response's bytes: its octets were streamed or dropped. */
export interface StreamedLiteral {
  /** Offset in the response at which the octets would be. */
  readonly at: number;
  readonly size: number;
  /** False when the octets were dropped. */
  readonly kept: boolean;
}

export interface FramerHandler {
  /** A whole response without its line end. Return false to stop framing: the layer below changes (TLS, DEFLATE). */
  response(bytes: Uint8Array, literals: readonly StreamedLiteral[]): boolean;
  /**
   * Whole responses that can be taken at sight, from `from` on where one begins.
   * @returns the index behind them; `from` for none.
   */
  atSight?(chunk: Uint8Array, from: number): number;
  /** A line with nothing on it. */
  blank?(): void;
  /** A literal of at least `streamFrom` octets begins; `prefix` is the response up to and with its marker. */
  literal(prefix: Uint8Array, size: number): LiteralSink | null;
  /** Something to wait for before more bytes are read. */
  slow(until: Promise<void>): void;
}

const NONE: readonly StreamedLiteral[] = [];
const DROP: LiteralSink = { write: () => undefined, end: () => undefined, abort: () => undefined };

/**
 * Finds the end of each response in a stream of bytes: lines and literals (RFC 9051 §4, §4.3), nothing else. It knows
 * one thing of the grammar: the text of a status response or continuation is free and a `{123}` at its end is no
 * literal. Tolerates LF alone, CR CR LF, zero-padded counts and blanks behind the marker (Domino, D2).
 */
export class Framer {
  private held = new Uint8Array(0);
  private heldLength = 0;
  private literalLeft = 0;
  private sink: LiteralSink | null = null;
  private literals: StreamedLiteral[] | null = null;
  private lineLength = 0;
  private firstLine = true;
  private bufferedLiterals = 0;
  /** Longest line now; the session raises it after login. */
  lineLimit: number;

  constructor(
    private readonly handler: FramerHandler,
    private readonly limits: Limits,
  ) {
    this.lineLimit = limits.lineBeforeLogin;
  }

  /** True between responses: no byte of a further one has been seen. */
  get idle(): boolean {
    return this.heldLength === 0 && this.literalLeft === 0 && this.firstLine;
  }

  /**
   * Takes what arrived.
   * @returns the bytes behind the response at which the handler stopped, or null when all were used.
   * @throws MailError kind `broken`, code `line-too-long`, `literal-too-large` or `response-too-large`.
   */
  push(arrived: Uint8Array): Uint8Array | null {
    // Pieces of a Buffer of Node's are Buffers, which cost three times as much to make.
    const chunk = new Uint8Array(arrived.buffer, arrived.byteOffset, arrived.byteLength);
    let start = 0;
    let pos = 0;
    while (pos < chunk.length) {
      if (this.literalLeft > 0) {
        const n = Math.min(this.literalLeft, chunk.length - pos);
        if (this.sink) {
          this.write(this.sink, chunk.subarray(pos, pos + n));
          start = pos + n;
        }
        pos += n;
        this.literalLeft -= n;
        if (this.literalLeft === 0 && this.sink) this.finish();
        continue;
      }
      if (pos === start && this.idle && this.handler.atSight) {
        const seen = this.handler.atSight(chunk, pos);
        if (seen > pos) {
          start = pos = seen;
          continue;
        }
      }
      const lf = chunk.indexOf(LF, pos);
      const stop = lf < 0 ? chunk.length : lf + 1;
      this.lineLength += stop - pos;
      if (this.lineLength > this.lineLimit) throw tooLong('line-too-long', this.lineLimit);
      pos = stop;
      if (lf < 0) break;
      let bytes = chunk;
      let from = start;
      let to = stop;
      if (this.heldLength > 0) {
        this.hold(chunk, start, stop);
        start = stop;
        bytes = this.held;
        from = 0;
        to = this.heldLength;
      }
      // Only what came behind the last literal: its own octets may look like a marker and are none.
      const size = this.literalSize(bytes, Math.max(from, to - this.lineLength), to);
      if (size >= 0) {
        start = this.beginLiteral(bytes, from, to, size, chunk, start, stop);
        continue;
      }
      start = stop;
      if (!this.emit(bytes, from, to)) return chunk.subarray(stop);
    }
    if (start < pos) this.hold(chunk, start, pos);
    return null;
  }

  /** The connection ended: a streamed literal under way is told. */
  end(error: MailError): void {
    this.sink?.abort(error);
    this.sink = null;
    this.literalLeft = 0;
  }

  private emit(bytes: Uint8Array, from: number, to: number): boolean {
    let end = to - 1;
    while (end > from && bytes[end - 1] === CR) end--;
    const literals = this.literals ?? NONE;
    this.literals = null;
    this.held = EMPTY;
    this.heldLength = 0;
    this.lineLength = 0;
    this.bufferedLiterals = 0;
    this.firstLine = true;
    if (end > from) return this.handler.response(bytes.subarray(from, end), literals);
    this.handler.blank?.();
    return true;
  }

  /** The octets announced at the end of the line [from, to), or -1. */
  private literalSize(bytes: Uint8Array, from: number, to: number): number {
    let p = to - 2;
    while (p > from && (bytes[p] === CR || bytes[p] === SP)) p--;
    if (p <= from || bytes[p] !== 0x7d) return -1;
    p--;
    if (bytes[p] === 0x2b || bytes[p] === 0x2d) p--;
    let size = 0;
    let scale = 1;
    const last = p;
    for (; p >= from; p--) {
      const digit = (bytes[p] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      size += digit * scale;
      scale *= 10;
      if (last - p > 18) throw tooLong('literal-too-large', this.limits.literal);
    }
    if (p === last || p < from || bytes[p] !== 0x7b) return -1;
    if (this.firstLine && isFreeText(bytes, from, to)) return -1;
    if (size > this.limits.literal) throw tooLong('literal-too-large', this.limits.literal);
    return size;
  }

  /** @returns where the current piece of the response now starts in the chunk. */
  private beginLiteral(
    bytes: Uint8Array,
    from: number,
    to: number,
    size: number,
    chunk: Uint8Array,
    start: number,
    stop: number,
  ): number {
    this.firstLine = false;
    this.lineLength = 0;
    const fits = this.bufferedLiterals + size <= this.limits.response;
    const sink =
      size >= this.limits.streamFrom || !fits ? this.handler.literal(bytes.subarray(from, to), size) : null;
    if (sink === null && fits) {
      this.bufferedLiterals += size;
      this.literalLeft = size;
      return start;
    }
    if (start < stop) this.hold(chunk, start, stop);
    this.literals ??= [];
    if (this.literals.length >= this.limits.width) throw tooLong('response-too-large', this.limits.width);
    this.literals.push({ at: this.heldLength, size, kept: sink !== null });
    this.sink = sink ?? DROP;
    this.literalLeft = size;
    if (size === 0) this.finish();
    return stop;
  }

  private write(sink: LiteralSink, bytes: Uint8Array): void {
    const wait = sink.write(bytes);
    if (wait) this.handler.slow(wait);
  }

  private finish(): void {
    const wait = this.sink?.end();
    this.sink = null;
    if (wait) this.handler.slow(wait);
  }

  /** Grows by doubling with what arrived, never by what was announced. */
  private hold(chunk: Uint8Array, from: number, to: number): void {
    const need = this.heldLength + to - from;
    if (need > this.limits.response + this.lineLimit)
      throw tooLong('response-too-large', this.limits.response);
    if (need > this.held.length) {
      const grown = new Uint8Array(Math.max(need, this.held.length * 2, 256));
      grown.set(this.held.subarray(0, this.heldLength));
      this.held = grown;
    }
    this.held.set(chunk.subarray(from, to), this.heldLength);
    this.heldLength = need;
  }
}

const EMPTY = new Uint8Array(0);

const tooLong = (code: string, limit: number): MailError =>
  new MailError({
    kind: 'broken',
    code,
    message: 'The server sent more than it may in one piece.',
    details: { limit },
  });

const CONDITIONS = ['OK', 'NO', 'BAD', 'BYE', 'PREAUTH'];

/** `+ …`, `* OK …`, `tag NO …`: responses that end in text for people (RFC 9051 §9 `resp-text`). */
function isFreeText(bytes: Uint8Array, from: number, to: number): boolean {
  let p = from;
  while (p < to && bytes[p] === 0) p++;
  if (bytes[p] === 0x2b) return true;
  while (p < to && bytes[p] !== SP) p++;
  while (p < to && bytes[p] === SP) p++;
  for (const word of CONDITIONS) {
    let i = 0;
    while (i < word.length && ((bytes[p + i] ?? 0) & 0xdf) === word.charCodeAt(i)) i++;
    if (i === word.length && (bytes[p + i] ?? 0) <= SP) return true;
  }
  return false;
}
