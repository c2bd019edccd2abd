import { MailError } from '@shared/errors/mail-error';
import { makeReply, type Reply } from './reply';

export interface ReplyLimits {
  /** Octets in one line; RFC 5321 §4.5.3.1.5 says 512, real servers write more. */
  readonly line: number;
  /** Lines in one reply. */
  readonly lines: number;
}

export const DEFAULT_REPLY_LIMITS: ReplyLimits = { line: 64 * 1024, lines: 512 };

const LF = 10;
const CR = 13;
const SPACE = 32;
const DASH = 45;

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('latin1');

/** UTF-8 when it is, else latin-1: older servers write their language's 8-bit set. */
function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return lenient.decode(bytes);
  }
}

const broken = (code: string, message: string): MailError => new MailError({ kind: 'broken', code, message });

/** Cuts the byte stream into replies, whatever the chunks. A bare LF ends a line too: some servers send only that. */
export class ReplyReader {
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;
  #pending: Uint8Array[] = [];
  #pendingLength = 0;
  #code = 0;
  #lines: string[] = [];
  readonly #limits: ReplyLimits;

  constructor(limits: ReplyLimits = DEFAULT_REPLY_LIMITS) {
    this.#limits = limits;
  }

  /** True when nothing, not even part of a line, waits here. */
  get empty(): boolean {
    return this.#at >= this.#chunk.length && this.#pendingLength === 0 && this.#lines.length === 0;
  }

  /** Gives the next bytes of the stream. Call only after `next` has returned null. */
  feed(bytes: Uint8Array): void {
    this.#chunk = bytes;
    this.#at = 0;
  }

  /**
   * The next complete reply, or null when more bytes are needed.
   * @throws MailError kind `broken`: `line-too-long`, `reply-too-long`, `bad-reply`.
   */
  next(): Reply | null {
    for (;;) {
      const end = this.#chunk.indexOf(LF, this.#at);
      this.#keep(this.#chunk.subarray(this.#at, end < 0 ? undefined : end));
      this.#at = end < 0 ? this.#chunk.length : end + 1;
      if (end < 0) return null;
      const reply = this.#line(this.#takeLine());
      if (reply) return reply;
    }
  }

  #keep(part: Uint8Array): void {
    if (this.#pendingLength + part.length > this.#limits.line) {
      throw broken('line-too-long', 'The server sent a line without end.');
    }
    if (part.length > 0) this.#pending.push(part);
    this.#pendingLength += part.length;
  }

  #takeLine(): Uint8Array {
    const first = this.#pending[0] ?? new Uint8Array(0);
    let line = first;
    if (this.#pending.length > 1) {
      line = new Uint8Array(this.#pendingLength);
      let at = 0;
      for (const part of this.#pending) {
        line.set(part, at);
        at += part.length;
      }
    }
    this.#pending = [];
    this.#pendingLength = 0;
    return line.at(-1) === CR ? line.subarray(0, -1) : line;
  }

  #line(line: Uint8Array): Reply | null {
    const code = digits(line);
    const separator = line[3] ?? SPACE;
    if (code === null || (separator !== SPACE && separator !== DASH)) {
      throw broken('bad-reply', 'The server sent something that is not an SMTP reply.');
    }
    if (this.#lines.length === 0) this.#code = code;
    else if (this.#code !== code) {
      throw broken('bad-reply', 'The lines of a reply carry different codes.');
    }
    if (this.#lines.length >= this.#limits.lines) {
      throw broken('reply-too-long', 'The server sent a reply without end.');
    }
    this.#lines.push(decode(line.subarray(4)));
    if (separator === DASH) return null;
    const reply = makeReply(code, this.#lines);
    this.#lines = [];
    return reply;
  }
}

/** The three digits of a reply code, 200 … 599, or null. */
function digits(line: Uint8Array): number | null {
  let code = 0;
  for (let i = 0; i < 3; i++) {
    const digit = (line[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return null;
    code = code * 10 + digit;
  }
  return code >= 200 && code <= 599 ? code : null;
}
