import { OctetWriter } from '../util/octet-writer';

/**
 * Many texts as one run of octets: UTF-8, each ended by a line feed. Rows and search lines travel and are kept like this.
 * Nobody ever looks at most of them, and a hundred thousand strings cost something at every station between the socket
 * and the disk where a few hundred runs of octets are copied.
 */
const LF = 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Lines, one after the other. */
export class LineWriter extends OctetWriter {
  /** @param text without a line feed. */
  add(text: string): void {
    this.text(text);
    this.end();
  }

  /** Ends the line that was written piece by piece. */
  end(): void {
    this.octet(LF);
  }

  /** All of them. */
  lines(): Uint8Array {
    return this.view().slice();
  }

  /** The same, until more is written. */
  view(): Uint8Array {
    return this.octets.subarray(0, this.length);
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
