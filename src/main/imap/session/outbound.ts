import { joinOctets } from '@shared/util/octets';
import { MailError } from '@shared/errors/mail-error';
import type { DeflateStream } from '@shared/ports/crypto';
import type { Transport } from '@shared/ports/transport';
import type { Part } from '../codec/writer';

/** Writes what the session gives to the transport, in order, one write at a time; small pieces go out together. */
export class Outbound {
  private queue: Exclude<Part, { kind: 'sync' }>[] = [];
  /** Set and cleared with no turn between it and the look at the queue, so that no part is left lying. */
  private active = false;
  private running: Promise<void> = Promise.resolve();
  private deflater: DeflateStream | null = null;

  constructor(
    private readonly transport: Transport,
    private readonly fail: (error: MailError) => void,
    /** Octets were taken: an upload that moves is no timeout. */
    private readonly moved: () => void,
  ) {}

  push(part: Exclude<Part, { kind: 'sync' }>): void {
    this.queue.push(part);
    if (this.active) return;
    this.active = true;
    this.running = this.run();
  }

  /** Resolves when everything has been given to the transport. */
  async drained(): Promise<void> {
    while (this.active) await this.running;
  }

  /** From now on everything is compressed. */
  compress(deflater: DeflateStream): void {
    this.deflater = deflater;
  }

  private async run(): Promise<void> {
    try {
      // What one turn of the event loop produces goes out in one write.
      await Promise.resolve();
      while (this.queue.length > 0) {
        const batch: Uint8Array[] = [];
        while (this.queue[0]?.kind === 'bytes') {
          const part = this.queue.shift();
          if (part?.kind === 'bytes') batch.push(part.bytes);
        }
        if (batch.length > 0) await this.send(joinOctets(batch));
        const next = this.queue.shift();
        if (next?.kind === 'stream') await this.stream(next.size, next.chunks);
        else if (next) this.queue.unshift(next);
      }
      this.active = false;
    } catch (error) {
      this.queue = [];
      this.active = false;
      this.fail(
        error instanceof MailError
          ? error
          : new MailError({ kind: 'unreachable', code: 'send', message: 'Sending failed.', cause: error }),
      );
    }
  }

  private async stream(size: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    let sent = 0;
    for await (const chunk of chunks) {
      sent += chunk.length;
      if (sent > size) break;
      await this.send(chunk);
    }
    if (sent !== size) {
      // The server waits for octets that will not come; only closing keeps it from storing something else.
      throw new MailError({
        kind: 'unreachable',
        code: 'content-size',
        message: 'The content is not as long as announced.',
      });
    }
  }

  private async send(bytes: Uint8Array): Promise<void> {
    await this.transport.send(this.deflater ? this.deflater.push(bytes) : bytes);
    this.moved();
  }
}
