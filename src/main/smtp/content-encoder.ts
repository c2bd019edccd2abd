import { MailError } from '@shared/errors/mail-error';

export interface ContentRules {
  /** Double a leading dot (DATA); BDAT counts octets instead. */
  readonly dots: boolean;
  /** False refuses octets above 127: the server has not offered 8BITMIME. */
  readonly eightBit: boolean;
}

/** RFC 5321 §4.5.3.1.6: a text line has 1,000 octets with its CRLF; the doubled dot does not count. */
const MAX_LINE = 998;
const LF = 10;
const CR = 13;
const DOT = 46;
const END = Uint8Array.of(DOT, CR, LF);

const refused = (code: string, message: string): MailError =>
  new MailError({ kind: 'refused', code, message });

/**
 * Turns a message into what goes between 354 and the final reply: every line end becomes CRLF (a bare CR or LF never
 * reaches the wire, so that nobody downstream can see an end of message that we did not send), leading dots are
 * doubled. Keeps its place between chunks. A chunk that needs no change is returned as it is.
 */
export class ContentEncoder {
  #afterCr = false;
  /** Octets in the current line so far. */
  #column = 0;
  #bits = 0;
  readonly #rules: ContentRules;

  constructor(rules: ContentRules) {
    this.#rules = rules;
  }

  /** True when an octet above 127 has passed. */
  get sawEightBit(): boolean {
    return (this.#bits & 0x80) !== 0;
  }

  /** @throws MailError kind `refused`: `message-line-too-long`, `eight-bit-unsupported`. */
  encode(chunk: Uint8Array): Uint8Array {
    const at: number[] = [];
    const inserted: number[] = [];
    const { dots, eightBit } = this.#rules;
    let afterCr = this.#afterCr;
    let column = this.#column;
    let bits = this.#bits;
    const { length } = chunk;
    for (let i = 0; i < length;) {
      const byte = chunk[i] as number;
      if (afterCr && byte !== LF) {
        at.push(i);
        inserted.push(LF);
        afterCr = false;
        column = 0;
      }
      if (byte === LF || byte === CR) {
        if (byte === LF && !afterCr) {
          at.push(i);
          inserted.push(CR);
        }
        afterCr = byte === CR;
        if (byte === LF) column = 0;
        i += 1;
        continue;
      }
      if (column === 0 && byte === DOT && dots) {
        at.push(i);
        inserted.push(DOT);
      }
      // The rest of the line in the tightest loop there is: this is where the time goes.
      const start = i;
      for (; i < length; i++) {
        const octet = chunk[i] as number;
        if (octet <= CR && (octet === LF || octet === CR)) break;
        bits |= octet;
      }
      column += i - start;
      if (column > MAX_LINE) {
        throw refused('message-line-too-long', `The message has a line of more than ${MAX_LINE} octets.`);
      }
    }
    if (!eightBit && (bits & 0x80) !== 0) {
      throw refused('eight-bit-unsupported', 'The message has 8-bit text and the server takes only 7-bit.');
    }
    this.#afterCr = afterCr;
    this.#column = column;
    this.#bits = bits;
    return at.length === 0 ? chunk : insert(chunk, at, inserted);
  }

  /** What is left to send: the end of an unfinished line and, for DATA, the final dot. */
  finish(): Uint8Array {
    const end = this.#afterCr ? [LF] : this.#column > 0 ? [CR, LF] : [];
    this.#afterCr = false;
    this.#column = 0;
    return Uint8Array.of(...end, ...(this.#rules.dots ? END : []));
  }
}

function insert(chunk: Uint8Array, at: readonly number[], inserted: readonly number[]): Uint8Array {
  const out = new Uint8Array(chunk.length + at.length);
  let from = 0;
  let to = 0;
  for (let i = 0; i < at.length; i++) {
    const end = at[i] ?? 0;
    out.set(chunk.subarray(from, end), to);
    to += end - from;
    out[to++] = inserted[i] ?? 0;
    from = end;
  }
  out.set(chunk.subarray(from), to);
  return out;
}
