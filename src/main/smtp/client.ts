import { chooseMechanism } from '@main/sasl';
import { MailError, isMailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import type { ChooseMechanism, Credentials, SaslPolicy } from '@shared/ports/credentials';
import type { Crypto } from '@shared/ports/crypto';
import type { Dialer, Endpoint, TransportSecurity } from '@shared/ports/transport';
import { TimedTransport } from '@shared/util/timed-transport';
import type { SmtpAddress } from './address';
import { PRIVATE_NAME, type EhloName } from './commands/ehlo';
import { noop, quit, rset } from './commands/simple';
import type { Extensions } from './extensions';
import { authenticate, greet, hello, upgrade } from './handshake';
import { batches, prepare } from './prepare';
import { isPositive } from './reply';
import type { ReplyLimits } from './reply-reader';
import { SmtpSession } from './session';
import { notUsable, Transaction } from './transaction';
import type { SendRequest, SendResult } from './types';
import { DEFAULT_TIMEOUTS, SmtpWire, type SmtpTimeouts } from './wire';

/** What a connection needs of the world, and who connects where. */
export interface SmtpConnectOptions {
  readonly dialer: Dialer;
  /** `starttls` means required. Usual ports: 465 `tls`; 587, 2525 and 25 `starttls`. */
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** Absent: no login (a relay that knows this machine). */
  readonly credentials?: Credentials;
  /** Picks the SASL mechanism; `chooseMechanism` of `src/main/sasl` unless a test says otherwise. */
  readonly sasl?: ChooseMechanism;
  readonly policy?: SaslPolicy;
  /** What to say in EHLO; `[127.0.0.1]` for everybody unless a server insists. */
  readonly name?: EhloName;
  readonly timeouts?: Partial<SmtpTimeouts>;
  readonly limits?: ReplyLimits;
  /** Ends the connection at once, at any time. */
  readonly signal?: AbortSignal;
}

/** A connection for submitting mail (RFC 6409): connect, send any number of messages one after another, quit. */
export class SmtpClient {
  #busy = false;
  #sent = 0;
  /** Messages on their way: one, and one behind it. */
  #sending = 0;
  #last: Transaction | null = null;

  private constructor(
    private readonly wire: SmtpWire,
    private readonly host: string,
    /** The SASL mechanism that let us in, if one was needed. */
    readonly mechanism: string | null,
  ) {}

  /**
   * Connects, encrypts as the endpoint demands, says hello and logs in.
   * @throws MailError `unreachable` (dialer's codes, `timeout`, `closed`); `broken` (`bad-reply`,
   *   `starttls-injection`, `unexpected-reply`, `server-not-verified` …); `refused` (`starttls-missing`,
   *   `starttls-refused`, `hello-refused`, `greeting-refused`, `service-unavailable`, `auth-failed`,
   *   `auth-unavailable`, `auth-missing`, `no-safe-mechanism`, `mechanism-downgrade`). The connection is closed then.
   */
  static async connect(options: SmtpConnectOptions): Promise<SmtpClient> {
    const { dialer, endpoint, clock, signal } = options;
    const raw = await dialer.dial(endpoint, signal);
    const transport = new TimedTransport(raw, clock, signal);
    const session = new SmtpSession({
      secure: raw.security.kind === 'tls',
      tlsRequired: endpoint.tls !== 'none',
      ...(options.limits === undefined ? {} : { limits: options.limits }),
    });
    const wire = new SmtpWire(
      session,
      { ...DEFAULT_TIMEOUTS, ...options.timeouts },
      transport,
      () => session.secure || endpoint.tls === 'none',
    );
    try {
      const mechanism = await SmtpClient.#open(wire, options);
      return new SmtpClient(wire, endpoint.host, mechanism);
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  static async #open(wire: SmtpWire, options: SmtpConnectOptions): Promise<string | null> {
    const { endpoint, crypto, credentials, policy } = options;
    const { sasl = chooseMechanism, name = PRIVATE_NAME } = options;
    await greet(wire);
    await hello(wire, name, endpoint.tls !== 'starttls');
    if (endpoint.tls === 'starttls') {
      await upgrade(wire);
      await hello(wire, name, true);
    }
    if (credentials === undefined) return null;
    if (wire.session.extensions.mechanisms.length === 0) {
      throw wire.refusal({ code: 'auth-missing', message: 'The server offers no login.' });
    }
    // No EHLO after AUTH, although RFC 4954 allows for one: Strato's server breaks on it (quirk S3).
    return authenticate(wire, {
      credentials,
      sasl,
      crypto,
      endpoint,
      ...(policy === undefined ? {} : { policy }),
    });
  }

  get extensions(): Extensions {
    return this.wire.session.extensions;
  }
  get security(): TransportSecurity {
    return this.wire.security;
  }
  /** False when another message needs another connection: it is closed, or the server's MAILMAX is reached. */
  get usable(): boolean {
    const { messages } = this.extensions.limits;
    return !this.wire.closed && this.wire.session.phase !== 'closed' && this.#sent < (messages ?? Infinity);
  }

  /** Groups of recipients that one `send` each may carry. */
  batches(to: readonly SmtpAddress[]): SmtpAddress[][] {
    return batches(to, this.extensions);
  }

  /**
   * Sends one message. What the server or the network did is in the result, never an exception. The next message may be
   * given before this one is settled: its `onPhase` hears of `envelope` then, and where the server offers PIPELINING its
   * envelope goes out behind this one's final dot; nothing more of it before this one's answer is read.
   * @throws MailError kind `refused` before anything is sent: see `prepare`, and `busy` for a third message. Kind
   *   `unreachable`, code `not-usable`, when the connection cannot carry another message. Whatever the message or
   *   `onPhase` throws.
   */
  async send(request: SendRequest): Promise<SendResult> {
    if (this.#busy || this.#sending > 1) throw busy();
    if (!this.usable) throw notUsable();
    const plan = prepare(request, {
      host: this.host,
      encrypted: this.security.kind === 'tls',
      extensions: this.extensions,
    });
    this.#sent += 1;
    this.#sending += 1;
    const transaction = new Transaction(this.wire, plan, request, this.#last);
    this.#last = transaction;
    try {
      return await transaction.run();
    } finally {
      this.#sending -= 1;
      if (this.#last === transaction) this.#last = null;
    }
  }

  /** Keeps the connection alive, and tells whether it is. @param ms how long that may take. @throws MailError */
  noop(ms?: number): Promise<void> {
    return this.#simple(noop(), ms);
  }

  /** @throws MailError */
  reset(): Promise<void> {
    return this.#simple(rset());
  }

  /** Says goodbye and closes. Never rejects for the server: whatever it answers, everything sent is settled. */
  async quit(): Promise<void> {
    try {
      if (this.usable && !this.#busy && this.#sending === 0)
        await this.wire.ask(quit(), this.wire.timeouts.quit);
    } catch (error) {
      if (!isMailError(error)) throw error;
    } finally {
      this.wire.close();
    }
  }

  /** Hangs up at once. A `send` in progress settles: `retry` before the final dot, `uncertain` after. */
  close(): void {
    this.wire.close();
  }

  async #simple(command: ReturnType<typeof noop>, ms?: number): Promise<void> {
    await this.#exclusive(async () => {
      const reply = await this.wire.ask(command, ms);
      if (isPositive(reply)) return;
      if (reply.code === 421) this.wire.close();
      throw this.wire.refusal({
        code: 'command-refused',
        message: `${command.verb} was answered ${reply.code}.`,
        reply,
      });
    });
  }

  /** One thing at a time: replies answer commands by order alone. */
  async #exclusive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy || this.#sending > 0) throw busy();
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}

const busy = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'busy',
    message: 'The connection is in use; wait for the message before.',
    retry: { kind: 'later' },
  });
