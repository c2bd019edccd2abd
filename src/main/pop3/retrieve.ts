import { MailError } from '@shared/errors/mail-error';
import { retr, top, type Command, type MessageNumber } from './commands';
import type { Pop3Wire } from './wire';

/** Where messages go. What returns a promise is awaited before more is read: that is the back-pressure. */
export interface MessageSink {
  /** The server has said yes; content follows. */
  begin?(message: MessageNumber): void | Promise<void>;
  /** A piece of the message, dots removed. The view is valid until this returns; copy what is kept longer. */
  content(message: MessageNumber, bytes: Uint8Array): void | Promise<void>;
  /** The final dot has been seen: only now is the message complete. @param octets passed to `content`. */
  end(message: MessageNumber, octets: number): void | Promise<void>;
  /** `-ERR` for this message; the others go on. */
  refused(message: MessageNumber, error: MailError): void | Promise<void>;
}

/** How messages are fetched. */
export interface RetrieveOptions {
  /** Octets of a message as LIST said, to size the limit that protects from an endless one. */
  sizeOf?(message: MessageNumber): number | undefined;
  /** Messages of which only the header is wanted (TOP n 0). Servers may send all of one nevertheless. */
  onlyHeader?(message: MessageNumber): boolean;
  /** Commands on their way at a time, where the server can PIPELINING. Default 256, which is the most. */
  readonly window?: number;
}

/** Asking is a dozen octets a message: a packet holds half of these, and the line need not wait for the next. */
const WINDOW = 256;
const MINIMUM_LIMIT = 200 * 1024 * 1024;

/** What a message may have at most: LIST may be wrong, but not by a factor. */
export const contentLimit = (announced: number | undefined): number =>
  Math.max(MINIMUM_LIMIT, Math.ceil((announced ?? 0) * 1.1) + 64 * 1024);

/**
 * RETR (or TOP) for each message in order, several on their way at once.
 * @throws MailError when the connection fails; a message without `end` is incomplete then. What the sink throws is
 *   passed on. The connection is closed in both cases, since its place in the stream is lost.
 */
export async function retrieveAll(
  wire: Pop3Wire,
  messages: readonly MessageNumber[],
  sink: MessageSink,
  window: number,
  options: RetrieveOptions,
): Promise<void> {
  const ask = (message: MessageNumber): Command => {
    const limit = contentLimit(options.sizeOf?.(message));
    return options.onlyHeader?.(message) === true ? top(message, 0, limit) : retr(message, limit);
  };
  let asked = 0;
  let answered = 0;
  let octets = 0;
  while (answered < messages.length) {
    if (asked < messages.length && asked - answered <= window / 2) {
      const flight: Command[] = [];
      for (; asked < messages.length && asked - answered < window; asked++) {
        const number = messages[asked];
        if (number !== undefined) flight.push(ask(number));
      }
      await wire.write(wire.session.issueAll(flight));
    }
    await wire.fill(wire.timeouts.command);
    for (let event = wire.takeBuffered(); event !== null; event = wire.takeBuffered()) {
      const number = messages[answered];
      if (number === undefined) throw outOfPlace();
      let wait: void | Promise<void> = undefined;
      if (event.type === 'content') {
        octets += event.bytes.length;
        wait = sink.content(number, event.bytes);
      } else if (event.type === 'end') {
        answered += 1;
        wait = sink.end(number, octets);
      } else if (event.type === 'status' && event.status.ok) {
        octets = 0;
        wait = sink.begin?.(number);
      } else if (event.type === 'status') {
        answered += 1;
        const { status } = event;
        wait = sink.refused(
          number,
          wire.refusal({
            code: 'retr-refused',
            message: 'The server does not give this message.',
            status,
          }),
        );
      } else throw outOfPlace();
      if (wait !== undefined) await wait;
    }
  }
}

/** @returns the window to use. */
export const windowOf = (pipelining: boolean, wished: number | undefined): number =>
  pipelining ? Math.max(1, Math.min(wished ?? WINDOW, WINDOW)) : 1;

const outOfPlace = (): MailError =>
  new MailError({ kind: 'broken', code: 'bad-response', message: 'The answer belongs to no RETR.' });
