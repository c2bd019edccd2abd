import type { FetchSummary } from './commands/fetch';
import type { FetchedMessage } from './types';

/** Messages held for a slow reader before the connection is slowed down. */
const HIGH = 512;

/**
 * The messages of a FETCH as they arrive. Iterate once; `done` has the summary when the server has answered. Leaving the
 * loop drops what is still to come. If it is never iterated, call `drain`.
 */
export class FetchStream implements AsyncIterable<FetchedMessage> {
  readonly done: Promise<FetchSummary>;
  private queue: FetchedMessage[] = [];
  private head = 0;
  private ended = false;
  private dropped = false;
  private error: unknown = null;
  private wakeReader: (() => void) | null = null;
  private wakeServer: (() => void) | null = null;

  constructor(run: (onMessage: (message: FetchedMessage) => void | Promise<void>) => Promise<FetchSummary>) {
    this.done = run((message) => this.take(message));
    this.done.then(
      () => this.end(null),
      (error: unknown) => this.end(error),
    );
  }

  /** Every message in one array; for sets that are known to be small. */
  async all(): Promise<FetchedMessage[]> {
    const out: FetchedMessage[] = [];
    for await (const message of this) out.push(message);
    return out;
  }

  /** Runs the command for its summary alone. */
  drain(): Promise<FetchSummary> {
    this.drop();
    return this.done;
  }

  [Symbol.asyncIterator](): AsyncIterator<FetchedMessage> {
    return {
      next: () => this.next(),
      return: () => {
        this.drop();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  private take(message: FetchedMessage): void | Promise<void> {
    if (this.dropped) return;
    this.queue.push(message);
    this.wakeReader?.();
    this.wakeReader = null;
    if (this.queue.length - this.head < HIGH || this.wakeServer) return;
    return new Promise((resolve) => {
      this.wakeServer = resolve;
    });
  }

  private next(): Promise<IteratorResult<FetchedMessage>> {
    const message = this.queue[this.head];
    if (message) {
      this.head++;
      if (this.head === this.queue.length) {
        this.queue = [];
        this.head = 0;
        this.releaseServer();
      }
      return Promise.resolve({ done: false, value: message });
    }
    if (this.error !== null)
      return Promise.reject(this.error instanceof Error ? this.error : new Error('fetch failed'));
    if (this.ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise<void>((resolve) => {
      this.wakeReader = resolve;
    }).then(() => this.next());
  }

  private drop(): void {
    this.dropped = true;
    this.queue = [];
    this.head = 0;
    this.releaseServer();
  }

  private releaseServer(): void {
    this.wakeServer?.();
    this.wakeServer = null;
  }

  private end(error: unknown): void {
    this.ended = true;
    this.error = error;
    this.wakeReader?.();
    this.wakeReader = null;
    this.releaseServer();
  }
}
