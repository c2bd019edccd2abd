import { MailError, type ErrorKind, type Retry } from '@shared/errors/mail-error';
import type { TransportSecurity } from '@shared/ports/transport';
import { joinOctets } from '@shared/util/octets';
import type { TimedTransport } from '@shared/util/timed-transport';
import type { Command } from './commands/line';
import { replyText, type Reply } from './reply';
import type { SmtpEvent, SmtpSession } from './session';

/** Milliseconds (RFC 5321 §4.5.3.2). The final dot has ten minutes: giving up early is how copies are made. */
export interface SmtpTimeouts {
  readonly greeting: number;
  readonly command: number;
  readonly tls: number;
  readonly dataStart: number;
  readonly block: number;
  readonly finalDot: number;
  readonly quit: number;
}

const MINUTE = 60_000;
/** RFC 5321 §4.5.3.2, in milliseconds. */
export const DEFAULT_TIMEOUTS: SmtpTimeouts = {
  greeting: 5 * MINUTE,
  command: 5 * MINUTE,
  tls: MINUTE,
  dataStart: 2 * MINUTE,
  block: 3 * MINUTE,
  finalDot: 10 * MINUTE,
  quit: 5_000,
};

interface RefusalInit {
  readonly kind?: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly reply?: Reply;
  readonly retry?: Retry;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** A session tied to a connection: sends commands, waits for their replies. One caller at a time. */
export class SmtpWire {
  readonly #events: SmtpEvent[] = [];
  #closed = false;

  constructor(
    readonly session: SmtpSession,
    readonly timeouts: SmtpTimeouts,
    private readonly transport: TimedTransport,
    /** False before STARTTLS: what the server says then could be anybody's words and is shown to nobody. */
    private readonly trustWords: () => boolean,
  ) {}

  get security(): TransportSecurity {
    return this.transport.security;
  }
  get closed(): boolean {
    return this.#closed;
  }

  async greeting(): Promise<Reply> {
    const event = await this.#event(this.timeouts.greeting);
    return event.reply;
  }

  async ask(command: Command, ms: number = this.timeouts.command): Promise<Reply> {
    await this.transport.send(this.session.issue(command), this.timeouts.block);
    return this.reply(ms);
  }

  /** Sends all commands in one flight and reads every reply before returning any (RFC 2920 §3.1). */
  async askAll(commands: readonly Command[], ms: number = this.timeouts.command): Promise<Reply[]> {
    await this.write(this.session.issue(...commands));
    return this.replies(commands.length, ms);
  }

  /** So many replies, all of them before any is judged. */
  async replies(count: number, ms: number = this.timeouts.command): Promise<Reply[]> {
    const replies: Reply[] = [];
    while (replies.length < count) replies.push(await this.reply(ms));
    return replies;
  }

  /** The next reply, whatever it answers. */
  async reply(ms: number): Promise<Reply> {
    const event = await this.#event(ms);
    if (event.type === 'closing') this.close();
    return event.reply;
  }

  /** Sends the pieces as one write. */
  async write(...pieces: readonly Uint8Array[]): Promise<void> {
    return this.transport.send(joinOctets(pieces), this.timeouts.block);
  }

  async startTls(): Promise<void> {
    await this.transport.startTls(this.timeouts.tls);
    this.session.upgraded();
  }

  close(): void {
    this.#closed = true;
    this.transport.close();
  }

  /** An error made of a reply, with the server's words when they can be believed to be the server's. */
  refusal({ kind = 'refused', code, message, reply, retry, details }: RefusalInit): MailError {
    return new MailError({
      kind,
      code,
      message,
      ...(retry === undefined ? {} : { retry }),
      ...(reply !== undefined && this.trustWords() ? { server: replyText(reply) } : {}),
      details: { ...details, ...(reply === undefined ? {} : { replyCode: reply.code }) },
    });
  }

  async #event(ms: number): Promise<SmtpEvent> {
    for (;;) {
      const event = this.#events.shift();
      if (event !== undefined) return event;
      const bytes = await this.transport.receive(ms);
      if (bytes === null) {
        this.close();
        throw new MailError({ kind: 'unreachable', code: 'closed', message: 'The server hung up.' });
      }
      try {
        this.#events.push(...this.session.receive(bytes));
      } catch (error) {
        this.close();
        throw error;
      }
    }
  }
}
