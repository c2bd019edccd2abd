import { MailError } from '@shared/errors/mail-error';
import type { DeflateStream } from '@shared/ports/crypto';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import type { Transport } from '@shared/ports/transport';
import { bestList } from './best-list';
import type { Idling, ImapClientOptions, RunOptions } from './client-options';
import { authenticate } from './commands/authenticate';
import { capability } from './commands/capability';
import { compress } from './commands/compress';
import { idle } from './commands/idle';
import type { ListedMailbox, ListOptions } from './commands/list';
import { login } from './commands/login';
import { logout } from './commands/logout';
import { starttls } from './commands/starttls';
import { broken, unusable } from './errors';
import { FetchStream } from './fetch-stream';
import { fetch, type FetchItem, type FetchOptions } from './commands/fetch';
import { DEFAULT_LIMITS, type Limits } from './limits';
import type { MessageSet } from './commands/message-set';
import type { SeqSet } from './sets';
import type { Capabilities } from './capabilities';
import type { QuirkProfile } from './quirks';
import type { Command } from './session/command';
import type { ImapEvent } from './session/events';
import type { MailboxView } from './session/mailbox-view';
import { Session } from './session/session';
import type { Phase } from './session/state';
import { Trace, type TraceLine } from './session/trace';
import { Outbound } from './session/outbound';

/**
 * An IMAP client over a byte stream (RFC 9051, RFC 3501 and the extensions named in the README). Every command is a
 * value made by a function of `commands/`; `run` sends it, pipelined where the RFC allows.
 *
 * All promises reject with a `MailError`: `refused` for NO and BAD, `broken`, `unreachable`, or `uncertain` for a
 * command that must not be repeated and whose answer never came.
 */
export class ImapClient {
  private session: Session;
  private readonly outbound: Outbound;
  private readonly limits: Limits;
  private readonly trace: Trace;
  private inflater: DeflateStream | null = null;
  private wait: Promise<void> | null = null;
  private layerChange: ((rest: Uint8Array | null) => Promise<void>) | null = null;
  private pendingLayer: 'tls' | 'deflate' | null = null;
  /** The consumer is slow: silence is not the server's. */
  private paused = false;
  private cancelTimer: () => void = () => undefined;
  private readonly listeners = new Set<(event: ImapEvent) => void>();

  private constructor(
    private readonly transport: Transport,
    private readonly options: ImapClientOptions,
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.trace = new Trace(() => options.clock.monotonic(), 500, options.trace);
    if (options.onEvent) this.listeners.add(options.onEvent);
    this.outbound = new Outbound(
      transport,
      (error) => this.fail(error),
      () => this.session.touch(),
    );
    this.session = this.newSession();
  }

  /**
   * Waits for the greeting, and with `starttls` for TLS: when it resolves, the connection is as safe as was agreed and
   * the capabilities are those said under that safety.
   * @throws MailError `broken` `preauth-without-tls`, `starttls-injection`; `refused` `starttls-missing`;
   *   `unreachable` when the server says BYE or the handshake fails.
   */
  static async connect(transport: Transport, options: ImapClientOptions): Promise<ImapClient> {
    const client = new ImapClient(transport, options);
    try {
      await client.open();
      return client;
    } catch (error) {
      const unprotected = client.unprotected;
      client.close();
      throw unprotected ? withoutWords(error) : error;
    }
  }

  /** Where the session stands: `greeting`, `not-authenticated`, `authenticated`, `selected` … */
  get phase(): Phase {
    return this.session.phase;
  }
  /** What the server says that it can do, as last heard, less what it is known or was seen to fail at. */
  get capabilities(): Capabilities {
    return this.session.capabilities;
  }
  /** Capabilities that were switched on, upper case. */
  get enabled(): ReadonlySet<string> {
    return this.session.enabled;
  }
  /** The selected mailbox, live. */
  get view(): MailboxView | null {
    return this.session.view;
  }
  /** NOTIFY is set (RFC 5465); false again when the server said that it stops telling. */
  get notifying(): boolean {
    return this.session.notifying;
  }
  /** Responses so far of which nothing could be understood: what came meanwhile may not be all there is. */
  get unreadable(): number {
    return this.session.unreadable;
  }
  /** What is known of servers like this one. */
  get quirks(): QuirkProfile {
    return this.session.quirks;
  }
  /** The answer to ID (RFC 2971), names in lower case; null before it was asked for. */
  get serverId(): ReadonlyMap<string, string | null> | null {
    return this.session.serverId;
  }
  /** The words of the greeting. */
  get greeting(): string {
    return this.session.greeting;
  }
  /** TLS is on. */
  get encrypted(): boolean {
    return this.transport.security.kind !== 'plain';
  }
  /** Null while the connection is usable. */
  get closed(): MailError | null {
    return this.session.closed;
  }
  /** The last lines of the conversation, nothing private in them. */
  traceLines(): TraceLine[] {
    return this.trace.lines();
  }

  /** Hears every unsolicited event, in order. @returns the way to stop. */
  listen(listener: (event: ImapEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Runs one command. Several may be run at once; they are answered in any order that the protocol allows. FETCH, SEARCH,
   * STORE, COPY, MOVE and UID EXPUNGE go on where a server with MESSAGELIMIT stops (RFC 9738); `deadlineMs` is for each of
   * its answers.
   */
  run<T>(command: Command<T>, options: RunOptions = {}): Promise<T> {
    const done = this.runOnce(command, options);
    return command.rest ? done.then((value) => this.runRest(command, value, options)) : done;
  }

  private runRest<T>(command: Command<T>, value: T, options: RunOptions): Promise<T> {
    const rest = command.rest?.() ?? null;
    return rest === null ? Promise.resolve(value) : this.run(rest, options);
  }

  private runOnce<T>(command: Command<T>, options: RunOptions): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { signal, deadlineMs } = options;
      if (signal?.aborted) {
        reject(cancelled(command.name));
        return;
      }
      let release = (): void => undefined;
      const ticket = this.session.submit<T>(
        command,
        (value) => {
          release();
          resolve(value);
        },
        (error: unknown) => {
          release();
          reject(error instanceof Error ? error : unusable('failed', 'The command could not be written.'));
        },
        options.urgent,
      );
      const onAbort = (): void => ticket.abandon(cancelled(command.name));
      signal?.addEventListener('abort', onAbort, { once: true });
      const stopClock =
        deadlineMs === undefined
          ? null
          : this.options.clock.after(deadlineMs, () => this.expire(command.name));
      release = () => {
        signal?.removeEventListener('abort', onAbort);
        stopClock?.();
      };
    });
  }

  /** CAPABILITY, asked anew. */
  async refreshCapabilities(): Promise<Capabilities> {
    await this.run(capability());
    return this.capabilities;
  }

  /**
   * LOGIN. Refused on a plain connection unless it is loopback or was explicitly allowed, and where the server says
   * LOGINDISABLED.
   */
  async login(user: string, password: Secret): Promise<void> {
    await this.mayAuthenticate();
    if (this.capabilities.has('LOGINDISABLED'))
      throw unusable('login-disabled', 'The server does not take LOGIN.');
    await this.run(login(user, password));
    await this.afterLogin();
  }

  /** AUTHENTICATE with a mechanism of `src/main/sasl`. The same rules about plain connections. */
  async authenticate(mechanism: SaslMechanism): Promise<void> {
    await this.mayAuthenticate();
    await this.run(authenticate(mechanism));
    await this.afterLogin();
  }

  /** All mailboxes that match, in the best form the server has, falling back where it fails at it (P1, S2). */
  list(options: ListOptions = {}): Promise<ListedMailbox[]> {
    return bestList((command) => this.run(command), this.session, options);
  }

  /**
   * FETCH as a stream. Reading slower than the server sends slows the connection down; leaving the loop early drops the
   * rest of the answer.
   */
  fetch(
    set: MessageSet | SeqSet,
    items: readonly FetchItem[],
    options: FetchOptions & RunOptions = {},
  ): FetchStream {
    return new FetchStream((onMessage) => this.run(fetch(set, items, options, onMessage), options));
  }

  /** IDLE until stopped. Another command ends it by itself; run IDLE again afterwards. */
  idle(): Idling {
    let start = (): void => undefined;
    const started = new Promise<void>((resolve) => (start = resolve));
    const done = this.run(idle(start)).finally(start);
    done.catch(() => undefined);
    return {
      started,
      done,
      stop: async () => {
        this.session.interruptIdle();
        await done;
      },
    };
  }

  /** Compresses the connection (RFC 4978). Not under TLS compression, which no stack offers any more. */
  async compress(): Promise<void> {
    const { compression } = this.options;
    if (!compression || !this.capabilities.has('COMPRESS=DEFLATE'))
      throw unusable('no-compress', 'No compression here.');
    this.layerChange = (rest) => {
      this.inflater = compression.inflate(this.limits.inflateRatio);
      this.outbound.compress(compression.deflate());
      return rest === null ? Promise.resolve() : this.feed(this.inflater.push(rest));
    };
    await this.run(compress());
  }

  /** LOGOUT and close. Resolves in any case. */
  async logout(): Promise<void> {
    try {
      await this.run(logout(), { deadlineMs: 5_000 });
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
    }
    this.close();
  }

  /** Ends the connection at once; what is in flight rejects. Safe to call twice. */
  close(): void {
    this.fail(new MailError({ kind: 'unreachable', code: 'closed', message: 'The connection was closed.' }));
  }

  // ---- opening ----------------------------------------------------------------------------------------------------

  private newSession(): Session {
    const { crypto } = this.options;
    let prefix = 'T';
    // A letter first (Coremail, C3); random behind it, other before and after TLS.
    for (const byte of crypto?.randomBytes(5) ?? []) prefix += String.fromCharCode(0x41 + (byte % 26));
    return new Session(
      {
        send: (part) => this.outbound.push(part),
        event: (event) => this.emit(event),
        slow: (until) => {
          const before = this.wait;
          this.wait = before ? Promise.all([before, until]).then(() => undefined) : until;
        },
        layer: (kind) => {
          this.pendingLayer = kind;
        },
        now: () => this.options.clock.monotonic(),
      },
      {
        limits: this.limits,
        trace: this.trace,
        tagPrefix: prefix,
        ...(this.options.learnt ? { learnt: this.options.learnt } : {}),
      },
    );
  }

  /** TLS was agreed on and is not there yet. */
  private get unprotected(): boolean {
    return this.options.tls !== 'none' && this.transport.security.kind === 'plain';
  }

  private async open(): Promise<void> {
    if (this.options.tls === 'tls' && this.unprotected)
      throw unusable('not-tls', 'The connection is not encrypted.');
    await this.greet();
    if (this.options.tls === 'starttls' && this.transport.security.kind === 'plain') await this.upgrade();
    if (!this.session.capabilitiesKnown) await this.run(capability());
  }

  private greet(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const stop = this.options.clock.after(this.limits.greetingMs, () => this.expire('the greeting'));
      this.session.greet((greeting) => {
        stop();
        if (greeting.status === 'BYE') {
          reject(
            new MailError({
              kind: 'unreachable',
              code: 'greeting-refused',
              message: 'The server does not serve.',
              server: greeting.text,
            }),
          );
          return;
        }
        const plain = this.transport.security.kind === 'plain';
        if (greeting.status === 'PREAUTH' && plain && this.options.tls !== 'none') {
          reject(
            broken(
              'preauth-without-tls',
              'The server skipped login on a connection that had to be encrypted first.',
            ),
          );
          return;
        }
        if (
          greeting.status === 'PREAUTH' &&
          plain &&
          !this.transport.security.loopback &&
          this.options.allowPlaintext !== true
        ) {
          reject(broken('preauth-without-tls', 'The server skipped login on an unencrypted connection.'));
          return;
        }
        resolve();
      });
      this.onEnd = (error) => {
        stop();
        reject(error);
      };
      void this.read();
    }).finally(() => {
      this.onEnd = null;
    });
  }
  private onEnd: ((error: MailError) => void) | null = null;

  /** STARTTLS, after which nothing that was said before counts (RFC 9051 §6.2.1, §11.1). */
  private async upgrade(): Promise<void> {
    if (!this.session.capabilitiesKnown) await this.run(capability());
    if (!this.capabilities.has('STARTTLS')) {
      throw unusable('starttls-missing', 'The server does not offer encryption.');
    }
    let settle: { resolve: () => void; reject: (error: unknown) => void } | null = null;
    const secured = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    secured.catch(() => undefined);
    this.layerChange = async (rest) => {
      try {
        if (rest !== null) {
          throw broken('starttls-injection', 'Something was sent behind the answer to STARTTLS.');
        }
        await this.transport.startTls();
        const { greeting } = this.session;
        this.session = this.newSession();
        this.session.resume(greeting);
        settle?.resolve();
      } catch (error) {
        settle?.reject(error);
        throw error;
      }
    };
    this.onEnd = (error) => settle?.reject(error);
    await this.run(starttls());
    await secured;
    this.onEnd = null;
    await this.run(capability());
  }

  private async mayAuthenticate(): Promise<void> {
    const { security } = this.transport;
    if (security.kind === 'plain' && !security.loopback && this.options.allowPlaintext !== true) {
      throw unusable('plaintext-login', 'A password is not sent over an unencrypted connection.');
    }
    if (this.session.phase !== 'not-authenticated') throw unusable('state', 'Already logged in.');
    return Promise.resolve();
  }

  private async afterLogin(): Promise<void> {
    if (!this.session.capabilitiesKnown || this.quirks.askCapabilityAfterLogin) await this.run(capability());
  }

  // ---- reading ----------------------------------------------------------------------------------------------------

  private async read(): Promise<void> {
    this.watch();
    try {
      for (;;) {
        const bytes = await this.transport.receive();
        if (this.session.closed) return;
        if (bytes === null) {
          this.fail(
            new MailError({
              kind: 'unreachable',
              code: 'closed',
              message: 'The server closed the connection.',
            }),
          );
          return;
        }
        await this.feed(this.inflater ? this.inflater.push(bytes) : bytes);
        if (this.wait) {
          const wait = this.wait;
          this.wait = null;
          this.paused = true;
          await wait;
          this.paused = false;
          this.session.touch();
        }
      }
    } catch (error) {
      this.fail(
        error instanceof MailError
          ? error
          : new MailError({
              kind: 'broken',
              code: 'client',
              message: 'Handling a response failed.',
              cause: error,
            }),
      );
    }
  }

  private async feed(bytes: Uint8Array): Promise<void> {
    const rest = this.session.receive(bytes);
    if (this.pendingLayer === null) return;
    this.pendingLayer = null;
    const change = this.layerChange;
    this.layerChange = null;
    await this.outbound.drained();
    await change?.(rest !== null && rest.length > 0 ? rest : null);
    this.session.resumeSending();
  }

  private fail(error: MailError): void {
    if (this.session.closed) return;
    this.cancelTimer();
    this.session.end(error);
    this.transport.close();
    this.onEnd?.(error);
  }

  private expire(what: string): void {
    this.fail(
      new MailError({
        kind: 'unreachable',
        code: 'timeout',
        message: `No answer in time to ${what}.`,
        details: { what },
      }),
    );
  }

  /** One timer looks whether commands in flight move forward. */
  private watch(): void {
    const { clock } = this.options;
    const check = (): void => {
      if (this.session.closed) return;
      const silent = clock.monotonic() - this.session.progressAt;
      const busy = this.session.busy && !this.paused;
      if (busy && silent >= this.limits.commandMs) {
        this.expire('a command');
        return;
      }
      this.cancelTimer = clock.after(busy ? this.limits.commandMs - silent : this.limits.commandMs, check);
    };
    this.cancelTimer = clock.after(this.limits.commandMs, check);
  }

  private emit(event: ImapEvent): void {
    // Before TLS that was agreed on, anyone may have written it (security.md §2.1).
    if (this.unprotected && event.type !== 'closed') return;
    for (const listener of this.listeners) listener(event);
  }
}

/** What was said before TLS is not shown to people: it may be anyone's. */
function withoutWords(error: unknown): unknown {
  if (!(error instanceof MailError)) return error;
  const { kind, code, message, retry, details } = error;
  return new MailError({ kind, code, message, retry, details });
}

const cancelled = (command: string): MailError =>
  new MailError({
    kind: 'unreachable',
    code: 'cancelled',
    message: `${command} was cancelled.`,
    retry: { kind: 'never' },
    details: { command },
  });
