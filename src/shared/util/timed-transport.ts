import { MailError } from '../errors/mail-error';
import type { Clock } from '../ports/clock';
import type { Transport, TransportSecurity } from '../ports/transport';

/**
 * A transport whose every step has a deadline and which an `AbortSignal` ends. After a timeout or an abort the
 * connection is closed and every later step fails with the same error.
 */
export class TimedTransport {
  #failure: MailError | null = null;
  #interrupt: ((error: MailError) => void) | null = null;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => {
    this.#fail(
      new MailError({ kind: 'unreachable', code: 'aborted', message: 'The connection was given up.' }),
    );
  };

  constructor(transport: Transport, clock: Clock, signal?: AbortSignal) {
    this.#transport = transport;
    this.#clock = clock;
    this.#signal = signal;
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get security(): TransportSecurity {
    return this.#transport.security;
  }

  /** The next bytes, or `null` at an orderly end. @param ms deadline in milliseconds. */
  receive(ms: number): Promise<Uint8Array | null> {
    return this.#within(ms, () => this.#transport.receive());
  }

  send(bytes: Uint8Array, ms: number): Promise<void> {
    return this.#within(ms, () => this.#transport.send(bytes));
  }

  startTls(ms: number): Promise<void> {
    return this.#within(ms, () => this.#transport.startTls());
  }

  close(): void {
    this.#fail(new MailError({ kind: 'unreachable', code: 'closed', message: 'The connection is closed.' }));
  }

  #fail(error: MailError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#transport.close();
    this.#interrupt?.(error);
  }

  #within<T>(ms: number, start: () => Promise<T>): Promise<T> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise<T>((resolve, reject) => {
      const cancel = this.#clock.after(ms, () => {
        this.#fail(
          new MailError({
            kind: 'unreachable',
            code: 'timeout',
            message: `The server was silent for ${Math.round(ms / 1000)} seconds.`,
            details: { afterMs: ms },
          }),
        );
      });
      this.#interrupt = (error) => {
        cancel();
        this.#interrupt = null;
        reject(error);
      };
      start().then(
        (value) => {
          if (this.#failure !== null) return;
          cancel();
          this.#interrupt = null;
          resolve(value);
        },
        (error: unknown) => {
          cancel();
          this.#interrupt = null;
          reject(this.#failure ?? error);
        },
      );
    });
  }
}
