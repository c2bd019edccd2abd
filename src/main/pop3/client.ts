import { chooseMechanism } from '@main/sasl';
import { MailError, isMailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import type { ChooseMechanism, Credentials, SaslPolicy } from '@shared/ports/credentials';
import type { Crypto } from '@shared/ports/crypto';
import type { FindOctets } from '@shared/ports/find-octets';
import type { Dialer, Endpoint, TransportSecurity } from '@shared/ports/transport';
import { TimedTransport } from '@shared/util/timed-transport';
import { concatOctets } from '@shared/util/octets';
import type { Capabilities } from './capabilities';
import * as commands from './commands';
import type { Command, MessageNumber } from './commands';
import { askCapabilities, greet, upgrade } from './handshake';
import { parseList, parseStat, parseUidl, type ListEntry, type Listing, type UidlEntry } from './listing';
import { login } from './login';
import { contentLimit, retrieveAll, windowOf, type MessageSink, type RetrieveOptions } from './retrieve';
import { Pop3Session } from './session';
import type { Status } from './status';
import { DEFAULT_TIMEOUTS, Pop3Wire, type Pop3Timeouts } from './wire';

/** What a connection needs of the world, and who connects where. */
export interface Pop3ConnectOptions {
  readonly dialer: Dialer;
  /** `starttls` means STLS, required. Usual ports: 995 `tls`, 110 `starttls`. */
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** A faster way to look through messages than a loop of our own. */
  readonly find?: FindOctets;
  readonly credentials: Credentials;
  /** Picks the SASL mechanism; `chooseMechanism` of `src/main/sasl` unless a test says otherwise. */
  readonly sasl?: ChooseMechanism;
  readonly policy?: SaslPolicy;
  /** Ask for UTF-8 headers where offered (RFC 6856). */
  readonly utf8?: boolean;
  readonly timeouts?: Partial<Pop3Timeouts>;
  /** Ends the connection at once, at any time. */
  readonly signal?: AbortSignal;
}

/** DELE commands on their way at a time: their answers must fit the socket's buffers. */
const DELETE_FLIGHT = 100;

/** What became of the deletions of a session. */
export interface QuitResult {
  /**
   * - `none`: there were none.
   * - `confirmed`: `+OK`; they are gone.
   * - `refused`: `-ERR`; some may be gone, some not. Look again.
   * - `unknown`: no answer came. Look again.
   */
  readonly deletions: 'none' | 'confirmed' | 'refused' | 'unknown';
  readonly messages: readonly MessageNumber[];
}

/** One logged-in POP3 session (RFC 1939). One call at a time. */
export class Pop3Client {
  #busy = false;
  readonly #deleted = new Set<MessageNumber>();

  private constructor(
    private readonly wire: Pop3Wire,
    readonly capabilities: Capabilities,
    /** What logged us in: a SASL mechanism, `USER` or `APOP`. */
    readonly mechanism: string,
    /** True when UTF8 was agreed. */
    readonly utf8: boolean,
  ) {}

  /**
   * Connects, encrypts as the endpoint demands and logs in.
   * @throws MailError `unreachable` (dialer's codes, `timeout`, `closed`); `broken` (`bad-response`,
   *   `starttls-injection`, `unexpected-response`, `server-not-verified` …); `refused` (`starttls-missing`,
   *   `starttls-refused`, `greeting-refused`, `auth-failed`, `login-refused`, `mailbox-locked`, `login-delay`,
   *   `server-temporary`, `server-permanent`, `no-safe-mechanism`, `mechanism-downgrade`). It is closed then.
   */
  static async connect(options: Pop3ConnectOptions): Promise<Pop3Client> {
    const { dialer, endpoint, clock, signal } = options;
    const raw = await dialer.dial(endpoint, signal);
    const session = new Pop3Session({
      secure: raw.security.kind === 'tls',
      tlsRequired: endpoint.tls !== 'none',
      ...(options.find === undefined ? {} : { find: options.find }),
    });
    const wire = new Pop3Wire(
      session,
      { ...DEFAULT_TIMEOUTS, ...options.timeouts },
      new TimedTransport(raw, clock, signal),
      () => session.secure || endpoint.tls === 'none',
    );
    try {
      return await Pop3Client.#open(wire, options);
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  static async #open(wire: Pop3Wire, options: Pop3ConnectOptions): Promise<Pop3Client> {
    const { endpoint, credentials, crypto, policy, sasl = chooseMechanism } = options;
    const greeting = await greet(wire);
    let capabilities = await askCapabilities(wire);
    if (endpoint.tls === 'starttls') {
      await upgrade(wire, capabilities);
      capabilities = await askCapabilities(wire);
    }
    let utf8 = false;
    if (options.utf8 === true && capabilities.keywords.has('UTF8')) {
      utf8 = (await wire.ask(commands.utf8())).ok;
    }
    const mechanism = await login(wire, {
      credentials,
      sasl,
      crypto,
      endpoint,
      capabilities,
      greeting,
      ...(policy === undefined ? {} : { policy }),
    });
    // Some servers list UIDL and TOP only now.
    if (capabilities.known) capabilities = await askCapabilities(wire);
    return new Pop3Client(wire, capabilities, mechanism, utf8);
  }

  get security(): TransportSecurity {
    return this.wire.security;
  }
  get usable(): boolean {
    return !this.wire.closed && this.wire.session.phase === 'ready';
  }

  /** Number of messages and their octets. @throws MailError */
  stat(): Promise<{ readonly messages: number; readonly octets: number }> {
    return this.#exclusive(async () => {
      const found = parseStat(await this.#accepted(commands.stat()));
      if (found !== null) return found;
      throw new MailError({
        kind: 'broken',
        code: 'bad-response',
        message: 'STAT was answered with nonsense.',
      });
    });
  }

  /** @throws MailError kind `refused`, code `list-refused`; a list cut short is an error, never a short list. */
  list(): Promise<Listing<ListEntry>> {
    return this.#lines(commands.list(), 'list-refused', parseList);
  }

  /** @throws MailError kind `refused`, code `uidl-refused`: the server does not know UIDL. */
  uidl(): Promise<Listing<UidlEntry>> {
    return this.#lines(commands.uidl(), 'uidl-refused', parseUidl);
  }

  /** The unique id of one message, e.g. to look again before it is deleted. @throws MailError */
  uidlOf(message: MessageNumber): Promise<string> {
    return this.#exclusive(async () => {
      const { text } = await this.#accepted(commands.uidlOne(message));
      const [entry] = parseUidl([text]).entries;
      if (entry !== undefined && entry.number === message) return entry.uid;
      throw new MailError({
        kind: 'broken',
        code: 'bad-response',
        message: 'UIDL was answered with nonsense.',
      });
    });
  }

  /**
   * The header and the first lines of a message. Servers may ignore `lines` and send all of it.
   * @throws MailError kind `refused`, code `top-refused`.
   */
  top(message: MessageNumber, lines: number): Promise<Uint8Array> {
    return this.#exclusive(async () => {
      const { wire } = this;
      const status = await wire.ask(commands.top(message, lines, contentLimit(undefined)));
      if (!status.ok) throw wire.refusal({ code: 'top-refused', message: 'The server refused TOP.', status });
      const parts: Uint8Array[] = [];
      for (;;) {
        const event = await wire.event(wire.timeouts.command);
        if (event.type === 'content') parts.push(event.bytes.slice());
        if (event.type === 'end') return concatOctets(parts);
      }
    });
  }

  /** Fetches whole messages; see `MessageSink`. @throws MailError, or what the sink throws; closed then. */
  retrieve(
    messages: readonly MessageNumber[],
    sink: MessageSink,
    options: RetrieveOptions = {},
  ): Promise<void> {
    return this.#exclusive(async () => {
      const window = windowOf(this.capabilities.pipelining, options.window);
      try {
        await retrieveAll(this.wire, messages, sink, window, options);
      } catch (error) {
        this.wire.close();
        throw error;
      }
    });
  }

  /**
   * Marks messages; they go only when `quit` is confirmed.
   * @returns the refused ones. @throws MailError when the connection fails.
   */
  delete(
    messages: readonly MessageNumber[],
  ): Promise<readonly { readonly message: MessageNumber; readonly error: MailError }[]> {
    return this.#exclusive(async () => {
      const refused: { message: MessageNumber; error: MailError }[] = [];
      const flight = this.capabilities.pipelining ? DELETE_FLIGHT : 1;
      for (let start = 0; start < messages.length; start += flight) {
        const part = messages.slice(start, start + flight);
        // Marked before it is asked: a lost answer must not look like a message that stays.
        for (const message of part) this.#deleted.add(message);
        const statuses = await this.wire.askAll(part.map(commands.dele));
        for (const [i, message] of part.entries()) {
          const status = statuses[i];
          if (status === undefined || status.ok) continue;
          this.#deleted.delete(message);
          const error = this.wire.refusal({ code: 'delete-refused', message: 'DELE was refused.', status });
          refused.push({ message, error });
        }
      }
      return refused;
    });
  }

  /** Takes all marks back. @throws MailError */
  reset(): Promise<void> {
    return this.#exclusive(async () => {
      await this.#accepted(commands.rset());
      this.#deleted.clear();
    });
  }

  /** @throws MailError */
  noop(): Promise<void> {
    return this.#exclusive(async () => {
      await this.#accepted(commands.noop());
    });
  }

  /** Ends the session and says whether its deletions happened. Closes in any case; never rejects for the server. */
  async quit(): Promise<QuitResult> {
    const messages = [...this.#deleted];
    const settled = (answer: QuitResult['deletions']): QuitResult => ({
      deletions: messages.length === 0 ? 'none' : answer,
      messages,
    });
    // A session that is not ended by QUIT deletes nothing (RFC 1939 §6), but a cut one may have been.
    if (!this.usable) return settled('unknown');
    try {
      const status = await this.#exclusive(() => this.wire.ask(commands.quit(), this.wire.timeouts.quit));
      return settled(status.ok ? 'confirmed' : 'refused');
    } catch (error) {
      if (isMailError(error)) return settled('unknown');
      throw error;
    } finally {
      this.wire.close();
    }
  }

  /** Hangs up: nothing that was marked is deleted. */
  close(): void {
    this.wire.close();
  }

  #lines<Entry>(
    command: Command,
    code: string,
    parse: (lines: readonly string[]) => Listing<Entry>,
  ): Promise<Listing<Entry>> {
    return this.#exclusive(async () => {
      const { status, lines } = await this.wire.askLines(command);
      if (lines !== null) return parse(lines);
      throw this.wire.refusal({ code, message: `The server refused ${command.verb}.`, status });
    });
  }

  async #accepted(command: Command): Promise<Status> {
    const status = await this.wire.ask(command);
    if (status.ok) return status;
    throw this.wire.refusal({
      code: 'command-refused',
      message: `The server refused ${command.verb}.`,
      status,
      details: { verb: command.verb },
    });
  }

  /** Answers belong to commands by order alone. */
  async #exclusive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      throw new MailError({
        kind: 'refused',
        code: 'busy',
        message: 'The connection is in use.',
        retry: { kind: 'later' },
      });
    }
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}
