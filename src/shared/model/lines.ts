/**
 * Many texts as one run of octets: UTF-8, each ended by a line feed. Rows and search lines travel and are kept like this.
 * Nobody ever looks at most of them, and a hundred thousand strings cost something at every station between the socket
 * and the disk where a few hundred runs of octets are copied.
 */
const LF = 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** So much text is made octets at once, in UTF-16 units. */
const AT_ONCE = 16 * 1024;

/** Lines, one after the other. */
export class LineWriter {
  #bytes = new Uint8Array(2 * AT_ONCE);
  #used = 0;
  #waiting = '';

  /** @param text without a line feed. */
  add(text: string): void {
    this.#waiting += `${text}\n`;
    if (this.#waiting.length >= AT_ONCE) this.#encode();
  }

  /** All of them. */
  lines(): Uint8Array {
    this.#encode();
    return this.#bytes.slice(0, this.#used);
  }

  #encode(): void {
    const text = this.#waiting;
    this.#waiting = '';
    // A unit is at most three octets.
    const needed = this.#used + 3 * text.length;
    if (needed > this.#bytes.length) {
      const more = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      more.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = more;
    }
    this.#used += encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written;
  }
}

/** @param texts without line feeds. */
export const toLines = (texts: readonly string[]): Uint8Array =>
  encoder.encode(texts.map((text) => `${text}\n`).join(''));

export function fromLines(lines: Uint8Array): string[] {
  const texts = decoder.decode(lines).split('\n');
  texts.pop();
  return texts;
}

/** Lines as one text, without the last line feed. */
export const textOfLines = (lines: Uint8Array): string => decoder.decode(lines.subarray(0, -1));

/** Where each of `count` lines ends, behind its line feed. Null when there are not exactly so many. */
export function lineEnds(lines: Uint8Array, count: number): Uint32Array | null {
  const ends = new Uint32Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    end = lines.indexOf(LF, end) + 1;
    if (end === 0) return null;
    ends[i] = end;
  }
  return end === lines.length ? ends : null;
}
