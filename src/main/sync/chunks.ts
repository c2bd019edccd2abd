/** Hands chunks from a writer that may be slowed down to one reader; at most one chunk is held. */
export class Chunks implements AsyncIterable<Uint8Array> {
  #chunk: Uint8Array | null = null;
  #ended = false;
  #error: unknown = null;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  /** Resolves when the reader has taken the chunk before this one. */
  async write(chunk: Uint8Array): Promise<void> {
    while (this.#chunk !== null && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
    }
    if (this.#ended) return;
    this.#chunk = chunk;
    this.#wakeReader?.();
  }
  /** No more will come; with an error the reader throws it. */
  end(error: unknown = null): void {
    this.#ended = true;
    this.#error ??= error;
    this.#wakeReader?.();
    this.#wakeWriter?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#error !== null) throw this.#error instanceof Error ? this.#error : new Error('broken off');
      const chunk = this.#chunk;
      if (chunk) {
        this.#chunk = null;
        this.#wakeWriter?.();
        yield chunk;
      } else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => (this.#wakeReader = resolve));
        this.#wakeReader = null;
      }
    }
  }
}
