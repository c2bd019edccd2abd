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

  /** Resolves when the chunk before was taken. */
  async write(chunk: Uint8Array): Promise<void> {
    while (this.#chunk !== null && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
    }
    this.#chunk = chunk;
    this.#wakeReader?.();
  }
  end(error: unknown = null): void {
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
export async function* decodeStream(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === '7bit' || name === '8bit' || name === 'binary') {
    yield* chunks;
    return;
  }
  if (name === 'base64') {
    let rest = '';
    for await (const chunk of chunks) {
      const text = rest + Buffer.from(chunk).toString('latin1').replace(/[^A-Za-z0-9+/=]/g, '');
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
