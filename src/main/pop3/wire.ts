import { MailError, type Retry } from '@shared/errors/mail-error';
import type { TransportSecurity } from '@shared/ports/transport';
import type { TimedTransport } from '@shared/util/timed-transport';
import type { Command } from './commands';
import type { Pop3Event, Pop3Session } from './session';
import { statusText, type Status } from './status';

/** Milliseconds. RFC 1939 §3 lets a server log out after ten minutes of silence; it says nothing about clients. */
export interface Pop3Timeouts {
  readonly greeting: number;
  readonly command: number;
  readonly tls: number;
  /** Deleting thousands of messages happens here. */
  readonly quit: number;
}

const MINUTE = 60_000;
/** In milliseconds; RFC 1939 names none for clients. */
export const DEFAULT_TIMEOUTS: Pop3Timeouts = {
  greeting: MINUTE,
  command: 3 * MINUTE,
  tls: MINUTE,
  quit: 3 * MINUTE,
};

interface RefusalInit {
  readonly code: string;
  readonly message: string;
  readonly status?: Status;
  readonly retry?: Retry;
  /** Milliseconds to wait before trying again, where that is the advice. */
  readonly afterMs?: number;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** What a response code means, whatever the command (RFC 2449 §8.1, RFC 3206 §4). */
const CODES: Readonly<Record<string, { readonly code: string; readonly retry: Retry }>> = {
  'IN-USE': { code: 'mailbox-locked', retry: { kind: 'later' } },
  'LOGIN-DELAY': { code: 'login-delay', retry: { kind: 'later' } },
  'SYS/TEMP': { code: 'server-temporary', retry: { kind: 'later' } },
  'SYS/PERM': { code: 'server-permanent', retry: { kind: 'never' } },
  AUTH: { code: 'auth-failed', retry: { kind: 'never' } },
};

/** A session tied to a connection. One caller at a time. */
export class Pop3Wire {
  readonly #events: Pop3Event[] = [];
  #next = 0;
  #closed = false;

  constructor(
    readonly session: Pop3Session,
    readonly timeouts: Pop3Timeouts,
    private readonly transport: TimedTransport,
    /** False before STLS: what the server says then could be anybody's words and is shown to nobody. */
    private readonly trustWords: () => boolean,
  ) {}

  get security(): TransportSecurity {
    return this.transport.security;
  }
  get closed(): boolean {
    return this.#closed;
  }

  /** A command whose answer is one line. */
  async ask(command: Command, ms: number = this.timeouts.command): Promise<Status> {
    await this.write(this.session.issue(command));
    const event = await this.event(ms);
    if (event.type === 'status') return event.status;
    throw new MailError({ kind: 'broken', code: 'bad-response', message: `No status for ${command.verb}.` });
  }

  /** Commands with one-line answers, in one flight; every answer is read before any is returned. */
  async askAll(flight: readonly Command[]): Promise<Status[]> {
    const [first, ...rest] = flight;
    if (first === undefined) return [];
    if (rest.length === 0) return [await this.ask(first)];
    await this.write(this.session.issueAll(flight));
    const statuses: Status[] = [];
    while (statuses.length < flight.length) {
      const event = await this.event(this.timeouts.command);
      if (event.type !== 'status') {
        throw new MailError({ kind: 'broken', code: 'bad-response', message: 'An answer is no status.' });
      }
      statuses.push(event.status);
    }
    return statuses;
  }

  /** A command whose answer is a list. @returns null lines when it was refused. */
  async askLines(command: Command): Promise<{ readonly status: Status; readonly lines: string[] | null }> {
    const status = await this.ask(command);
    if (!status.ok) return { status, lines: null };
    const lines: string[] = [];
    for (;;) {
      // A list has as many lines as the mailbox has messages: they are waited for together.
      for (let event = this.takeBuffered(); event !== null; event = this.takeBuffered()) {
        if (event.type === 'end') return { status, lines };
        if (event.type === 'line') lines.push(event.text);
      }
      await this.fill(this.timeouts.command);
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.transport.send(bytes, this.timeouts.command);
  }

  /** The next event; reads from the connection only when there is none left. */
  async event(ms: number): Promise<Pop3Event> {
    for (;;) {
      const event = this.takeBuffered();
      if (event !== null) return event;
      await this.fill(ms);
    }
  }

  /** The next event that has already arrived, without waiting. */
  takeBuffered(): Pop3Event | null {
    const event = this.#events[this.#next];
    if (event === undefined) return null;
    this.#next += 1;
    if (this.#next === this.#events.length) {
      this.#events.length = 0;
      this.#next = 0;
    }
    return event;
  }

  /** Reads one chunk from the connection. */
  async fill(ms: number): Promise<void> {
    const bytes = await this.transport.receive(ms);
    if (bytes === null) {
      this.close();
      throw new MailError({ kind: 'unreachable', code: 'closed', message: 'The server hung up.' });
    }
    try {
      for (const event of this.session.receive(bytes)) this.#events.push(event);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async startTls(): Promise<void> {
    await this.transport.startTls(this.timeouts.tls);
    this.session.upgraded();
  }

  close(): void {
    this.#closed = true;
    this.transport.close();
  }

  /** An error made of a `-ERR`; a response code says more than the command and wins. */
  refusal({ code, message, status, retry, afterMs, details }: RefusalInit): MailError {
    // In clear, anybody could make us ask for a password by writing [AUTH].
    const believed = status !== undefined && (this.trustWords() || status.code !== 'AUTH');
    const known = believed && status.code !== null ? CODES[status.code] : undefined;
    const general = known?.retry ?? retry;
    const advice: Retry | undefined =
      general?.kind === 'later' && afterMs !== undefined ? { kind: 'later', afterMs } : general;
    return new MailError({
      kind: 'refused',
      code: known?.code ?? code,
      message,
      ...(advice === undefined ? {} : { retry: advice }),
      ...(status !== undefined && this.trustWords() ? { server: statusText(status) } : {}),
      ...(details === undefined ? {} : { details }),
    });
  }
}
