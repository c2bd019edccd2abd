import { decodeTransfer } from '../mime/transfer-encoding';

/** Encodings other than base64 are of text; this much of one is held to be decoded. */
const MAX_HELD = 64 * 1024 * 1024;

/** A bounded hand-over between a writer that must be slowed down and a reader: one chunk waits at most. */
export class Handover implements AsyncIterable<Uint8Array> {
  #chunk: Uint8Array | null = null;
  #ended = false;
  #error: unknown = null;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;
  #line: Promise<void> = Promise.resolve();

  /** Resolves when the chunk is next in line; chunks keep the order of the calls, whoever waits for whom. */
  write(chunk: Uint8Array): Promise<void> {
    this.#line = this.#line.then(() => this.#put(chunk));
    return this.#line;
  }
  async #put(chunk: Uint8Array): Promise<void> {
    while (this.#chunk !== null && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
    }
    if (this.#ended) return;
    this.#chunk = chunk;
    this.#wakeReader?.();
  }
  /** The end, once everything that was written has been handed over. */
  async finish(): Promise<void> {
    await this.#line;
    this.#end(null);
  }
  /** Breaks off: writers no longer wait, the reader gets the error. */
  fail(error: unknown): void {
    this.#end(error);
  }
  #end(error: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#wakeReader?.();
    this.#wakeWriter?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      if (this.#chunk) {
        const chunk = this.#chunk;
        this.#chunk = null;
        this.#wakeWriter?.();
        yield chunk;
        continue;
      }
      if (this.#error !== null) throw this.#error instanceof Error ? this.#error : new Error('broken off');
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
      this.#wakeReader = null;
    }
  }
}

/** Undoes a Content-Transfer-Encoding while the bytes come; base64 in pieces, anything else in one. */
export async function* decodeStream(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === '7bit' || name === '8bit' || name === 'binary') {
    yield* chunks;
    return;
  }
  if (name === 'base64') {
    let rest = '';
    for await (const chunk of chunks) {
      const text =
        rest +
        Buffer.from(chunk)
          .toString('latin1')
          .replace(/[^A-Za-z0-9+/=]/g, '');
      // Padding in the middle (parts glued together) is left to the whole-text decoder of the last piece.
      const whole = text.includes('=') ? 0 : text.length - (text.length % 4);
      if (whole > 0) yield Buffer.from(text.slice(0, whole), 'base64');
      rest = text.slice(whole);
    }
    if (rest !== '') yield decodeTransfer(Buffer.from(rest, 'latin1'), 'base64').bytes;
    return;
  }
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size > MAX_HELD) throw new RangeError('the part is too large to be decoded');
  }
  yield decodeTransfer(Buffer.concat(held), name).bytes;
}
