import { MailError } from '@shared/errors/mail-error';
import { Capabilities } from '../capabilities';
import { Framer, type LiteralSink, type StreamedLiteral } from '../codec/framer';
import { encodeLatin1 } from '../codec/bytes';
import { Parser } from '../codec/parse-response';
import { CommandWriter, type Part } from '../codec/writer';
import { broken, codeAtom, lost, refusal, unusable } from '../errors';
import type { Limits } from '../limits';
import { profile, type QuirkProfile } from '../quirks';
import type { Response, StatusText } from '../types';
import { compatible, type Command, type LiteralInfo } from './command';
import type { ImapEvent } from './events';
import { literalInfo } from './literal-prefix';
import { observe, observeCode } from './mailbox-data';
import type { MailboxView } from './mailbox-view';
import type { Phase, SessionState } from './state';
import type { Trace } from './trace';

/** What a session wants of the world. It does no I/O itself. */
export interface SessionPort {
  /** Octets to be sent, in order. */
  send(part: Exclude<Part, { kind: 'sync' }>): void;
  event(event: ImapEvent): void;
  /** Nothing should be received until this resolves. */
  slow(until: Promise<void>): void;
  /** The command with `layer` was answered OK; `rest` came behind it in the same chunk. */
  layer(kind: 'tls' | 'deflate'): void;
  /** Milliseconds, monotonic. */
  now(): number;
}

/** A command and where it is. */
interface Flight<T = unknown> {
  readonly command: Command<T>;
  tag: string;
  parts: readonly Part[];
  next: number;
  sent: boolean;
  /** Asked to end (IDLE), as soon as it can be. */
  ending: boolean;
  /** And told the server. */
  interrupted: boolean;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  /** The caller no longer wants it; its answer is awaited all the same. */
  abandoned: boolean;
}

/** A place in the queue. */
export interface Ticket {
  /**
   * The caller gives up. A command that was not sent is taken back; one that was runs on unheard, and if it cannot be
   * repeated the caller is told `uncertain`.
   */
  abandon(error: MailError): void;
  readonly sent: boolean;
}

export interface SessionOptions {
  readonly limits: Limits;
  readonly trace: Trace;
  /** Letters in front of every tag; random, so that an injected answer cannot know them. */
  readonly tagPrefix: string;
  readonly learnt?: readonly string[];
}

/**
 * An IMAP connection as a state machine: bytes in, bytes and events out (RFC 9051 §3, §5.3, §5.5). Unsolicited data may
 * come at any moment, between or inside the answers to commands; commands watch the stream, they do not own it.
 */
export class Session implements SessionState {
  phase: Phase = 'greeting';
  capabilities: Capabilities = Capabilities.none;
  capabilitiesKnown = false;
  readonly enabled = new Set<string>();
  view: MailboxView | null = null;
  serverId: ReadonlyMap<string, string | null> | null = null;
  greeting = '';
  quirks: QuirkProfile;
  /** When something last moved forward, for deadlines; monotonic milliseconds. */
  progressAt: number;
  private readonly parser = new Parser();
  private readonly framer: Framer;
  private queue: Flight[] = [];
  private readonly inFlight = new Map<string, Flight>();
  /** The command whose octets are going out, while it waits for a `+`. */
  private writing: Flight | null = null;
  private counter = 0;
  private unsolicited = 0;
  private invalid = 0;
  private bytesSinceProgress = 0;
  private words: readonly string[] = [];
  private stopped = false;
  private ended: MailError | null = null;
  private onGreeting: ((response: Response & { type: 'condition' }) => void) | null = null;

  constructor(
    private readonly port: SessionPort,
    private readonly options: SessionOptions,
  ) {
    this.quirks = profile('', null, [], options.learnt);
    this.progressAt = port.now();
    this.framer = new Framer(
      {
        response: (bytes, literals) => this.onResponse(bytes, literals),
        literal: (prefix, size) => this.onLiteral(prefix, size),
        slow: (until) => port.slow(until),
      },
      options.limits,
    );
  }

  get closed(): MailError | null {
    return this.ended;
  }
  get busy(): boolean {
    return [...this.inFlight.values()].some((flight) => flight.command.patient !== true || flight.ending);
  }
  get depth(): number {
    return this.inFlight.size + this.queue.length;
  }
  /** No half response is waiting: what TLS or DEFLATE may begin behind. */
  get clean(): boolean {
    return this.framer.idle;
  }

  /** Calls back with the greeting (RFC 9051 §7.1). */
  greet(callback: (response: Response & { type: 'condition' }) => void): void {
    this.onGreeting = callback;
  }

  /** Begins behind TLS, where there is no second greeting (RFC 9051 §6.2.1). */
  resume(greeting: string): void {
    this.greeting = greeting;
    this.phase = 'not-authenticated';
    this.assess();
  }

  /** The layer below has changed: commands may go out again. */
  resumeSending(): void {
    this.stopped = false;
    this.pump();
  }

  /**
   * Takes what arrived.
   * @returns bytes behind the answer after which the layer below changes, else null.
   * @throws MailError kind `broken` when the peer violates the protocol; the connection is then of no use.
   */
  receive(bytes: Uint8Array): Uint8Array | null {
    this.bytesSinceProgress += bytes.length;
    if (this.bytesSinceProgress >= this.options.limits.progressBytes) this.touch();
    this.stopped = false;
    return this.framer.push(bytes);
  }

  /** Queues a command. */
  submit<T>(
    command: Command<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
    urgent = false,
  ): Ticket {
    const flight: Flight<T> = {
      command,
      tag: '',
      parts: [],
      next: 0,
      sent: false,
      ending: false,
      interrupted: false,
      resolve,
      reject,
      abandoned: false,
    };
    const held = flight as unknown as Flight;
    if (this.ended) {
      reject(lost(command.name, false, command.idempotent, this.ended));
    } else if (this.queue.length >= this.options.limits.queue) {
      reject(unusable('queue-full', 'Too many commands are waiting.'));
    } else {
      if (urgent) this.queue.unshift(held);
      else this.queue.push(held);
      this.pump();
    }
    return {
      abandon: (error) => this.abandon(held, error),
      get sent() {
        return flight.sent;
      },
    };
  }

  /** The connection is over: everything in flight and queued ends. */
  end(cause: MailError): void {
    if (this.ended) return;
    this.ended = cause;
    this.phase = 'closed';
    this.framer.end(cause);
    const all = [...this.inFlight.values(), ...this.queue];
    this.inFlight.clear();
    this.queue = [];
    this.writing = null;
    for (const flight of all) {
      flight.command.failed?.(this);
      if (!flight.abandoned)
        flight.reject(lost(flight.command.name, flight.sent, flight.command.idempotent, cause));
    }
    this.port.event({ type: 'closed', error: cause });
  }

  learn(words: readonly string[]): void {
    this.words = words;
    this.capabilitiesKnown = true;
    this.assess();
    this.port.event({ type: 'capability', capabilities: this.capabilities.all });
  }

  /** The answer to ID, the greeting or the capabilities are news: apply the quirk table again. */
  assess(): void {
    this.quirks = profile(this.greeting, this.serverId, this.words, this.options.learnt);
    this.capabilities = new Capabilities(this.words, this.quirks.remove, this.enabled.has('IMAP4REV2'));
  }

  /** After login or logout of an identity: what was known may no longer hold. */
  forgetCapabilities(): void {
    this.capabilitiesKnown = false;
  }

  slow(until: Promise<void>): void {
    this.port.slow(until);
  }

  select(view: MailboxView | null): void {
    this.view = view;
    if (this.phase === 'authenticated' || this.phase === 'selected')
      this.phase = view ? 'selected' : 'authenticated';
  }

  /** Something moved: the deadline begins anew. */
  touch(): void {
    this.progressAt = this.port.now();
    this.bytesSinceProgress = 0;
  }

  // ---- sending ----------------------------------------------------------------------------------------------------

  private pump(): void {
    while (this.writing === null && this.queue.length > 0 && !this.stopped) {
      const flight = this.queue[0] as Flight;
      if (!this.admits(flight.command)) {
        this.interruptIdle();
        return;
      }
      this.queue.shift();
      this.start(flight);
    }
  }

  private admits(command: Command<unknown>): boolean {
    if (this.phase === 'greeting') return false;
    if (this.inFlight.size === 0) return true;
    if (this.quirks.noPipelining || this.inFlight.size >= this.options.limits.pipeline) return false;
    for (const other of this.inFlight.values())
      if (!compatible(other.command.lane, command.lane)) return false;
    return true;
  }

  /** Asks a running IDLE to end. */
  interruptIdle(): void {
    for (const flight of this.inFlight.values()) this.interrupt(flight);
  }

  private interrupt(flight: Flight): void {
    if (flight.interrupted || !flight.command.interrupt) return;
    flight.ending = true;
    const bytes = flight.command.interrupt();
    if (bytes === null) return;
    flight.interrupted = true;
    this.touch();
    this.sendBytes(bytes, 'DONE');
  }

  private start(flight: Flight): void {
    const { command } = flight;
    const tag = `${this.options.tagPrefix}${String(++this.counter)}`;
    const literals = this.capabilities.has('LITERAL+')
      ? '+'
      : this.capabilities.has('LITERAL-')
        ? '-'
        : 'sync';
    const utf8 = this.enabled.has('UTF8=ACCEPT') || this.enabled.has('IMAP4REV2');
    const writer = new CommandWriter({ literals, utf8 });
    try {
      writer.raw(`${tag} `);
      command.write(writer, this);
      flight.parts = writer.end();
    } catch (error) {
      command.failed?.(this);
      flight.reject(error);
      return;
    }
    flight.tag = tag;
    if (this.inFlight.size === 0) this.touch();
    this.inFlight.set(tag, flight);
    command.begin?.(this, tag);
    this.unsolicited = 0;
    this.writing = flight;
    this.continueWriting(flight);
  }

  private continueWriting(flight: Flight): void {
    while (flight.next < flight.parts.length) {
      const part = flight.parts[flight.next] as Part;
      if (part.kind === 'sync') return;
      flight.next++;
      flight.sent = true;
      if (part.kind === 'bytes') this.sendBytes(part.bytes, part.show);
      else {
        this.options.trace.sent(`<${String(part.size)} octets>`, part.size);
        this.port.send(part);
      }
    }
    this.writing = null;
  }

  private sendBytes(bytes: Uint8Array, show: string): void {
    this.options.trace.sent(show, bytes.length);
    this.port.send({ kind: 'bytes', bytes, show });
  }

  private abandon(flight: Flight, error: MailError): void {
    if (flight.abandoned) return;
    const queued = this.queue.indexOf(flight);
    if (queued >= 0) {
      this.queue.splice(queued, 1);
      flight.abandoned = true;
      flight.command.failed?.(this);
      flight.reject(error);
      return;
    }
    if (!this.inFlight.has(flight.tag)) return;
    flight.abandoned = true;
    this.interrupt(flight);
    flight.reject(lost(flight.command.name, true, flight.command.idempotent, error));
  }

  // ---- receiving --------------------------------------------------------------------------------------------------

  private onLiteral(prefix: Uint8Array, size: number): LiteralSink | null {
    const found = literalInfo(prefix, size);
    if (found === null) return null;
    const info: LiteralInfo = { ...found, uid: found.uid ?? this.view?.uidOf(found.seq) ?? null };
    for (const flight of this.inFlight.values()) {
      if (flight.abandoned) continue;
      const sink = flight.command.literal?.(info);
      if (sink) return sink;
    }
    return null;
  }

  /** @returns false when framing must stop, because the layer below changes. */
  private onResponse(bytes: Uint8Array, literals: readonly StreamedLiteral[]): boolean {
    this.touch();
    const response = this.parser.parse(bytes, literals);
    this.options.trace.received(bytes, response.type === 'fetch', this.phase === 'not-authenticated');
    if (this.phase === 'greeting') {
      this.onFirst(response);
      return !this.stopped;
    }
    if (response.type === 'tagged') this.onTagged(response);
    else if (response.type === 'continue') this.onContinue(response.text);
    else if (response.type === 'invalid') this.onInvalid(response);
    else this.onUntagged(response);
    this.pump();
    return !this.stopped;
  }

  private onFirst(response: Response): void {
    if (response.type !== 'condition') throw broken('greeting', 'The server did not greet.');
    this.greeting = response.text;
    const { status } = response;
    if (status === 'NO' || status === 'BAD')
      throw broken('greeting', 'The server did not greet.', response.text);
    this.phase = status === 'PREAUTH' ? 'authenticated' : status === 'BYE' ? 'closed' : 'not-authenticated';
    if (response.code?.name === 'CAPABILITY') this.learn(response.code.capabilities);
    else this.assess();
    this.onGreeting?.(response);
    this.onGreeting = null;
    this.pump();
  }

  private onTagged(response: Response & { type: 'tagged' }): void {
    const flight = this.inFlight.get(response.tag);
    if (!flight) throw broken('unknown-tag', 'The server answered a command that was not sent.');
    const { status, code, text } = response;
    const unfinished = this.writing === flight;
    if (unfinished && status === 'OK')
      throw broken('early-answer', 'The server answered a command before it was complete.');
    this.inFlight.delete(response.tag);
    if (unfinished) this.writing = null;
    this.unsolicited = 0;
    this.view?.settleModSeq();
    this.onCode(response);
    if (status === 'OK') this.succeed(flight, response);
    else this.refuse(flight, status, response);
    if (code?.name === 'OTHER' && code.atom === 'ALERT') this.alert(text);
  }

  private succeed(flight: Flight, response: Response & { type: 'tagged' }): void {
    const { command } = flight;
    let value: unknown;
    try {
      value = command.finish({ tag: response.tag, code: response.code, text: response.text }, this);
    } catch (error) {
      if (!flight.abandoned) flight.reject(error);
      if (error instanceof MailError && error.kind === 'broken') throw error;
      return;
    }
    if (command.layer) {
      this.stopped = true;
      this.port.layer(command.layer);
    }
    if (!flight.abandoned) flight.resolve(value);
  }

  private refuse(flight: Flight, status: 'NO' | 'BAD', { code, text }: StatusText): void {
    const { command } = flight;
    const value = command.recover?.(status, code, text, this);
    if (value === undefined) command.failed?.(this);
    if (flight.abandoned) return;
    if (value !== undefined) flight.resolve(value);
    else flight.reject(refusal(command.name, status, code, text));
  }

  private onContinue(text: string): void {
    const flight = this.writing;
    if (flight) {
      flight.next++;
      this.continueWriting(flight);
      return;
    }
    for (const candidate of this.inFlight.values()) {
      if (!candidate.command.proceed) continue;
      const answer = candidate.command.proceed(text);
      if (answer instanceof Promise) {
        answer.then(
          (bytes) => this.answer(candidate, bytes),
          (error: unknown) => this.cancelExchange(candidate, error),
        );
      } else this.answer(candidate, answer);
      return;
    }
    throw broken('unexpected-continuation', 'The server asked for more when nothing was to come.');
  }

  private answer(flight: Flight, bytes: Uint8Array | null): void {
    if (this.ended) return;
    if (bytes !== null) this.sendBytes(bytes, '•••');
    else if (flight.ending || flight.abandoned || this.queue.length > 0) this.interrupt(flight);
  }

  /** The mechanism refused the server's challenge: `*` ends the exchange (RFC 9051 §6.2.2), the cause is kept. */
  private cancelExchange(flight: Flight, error: unknown): void {
    if (this.ended) return;
    if (!flight.abandoned) flight.reject(error);
    flight.abandoned = true;
    this.sendBytes(encodeLatin1('*\r\n'), '*');
  }

  private onInvalid(response: Response & { type: 'invalid' }): void {
    if (++this.invalid > this.options.limits.invalid)
      throw broken('unreadable', 'Too much of what the server sent was unreadable.');
    const flight = response.tag === null ? undefined : this.inFlight.get(response.tag);
    if (flight) {
      this.inFlight.delete(flight.tag);
      if (this.writing === flight) this.writing = null;
      flight.command.failed?.(this);
      if (!flight.abandoned)
        flight.reject(broken('unreadable', `The answer to ${flight.command.name} could not be read.`));
    }
    this.port.event({ type: 'unreadable', reason: response.reason });
  }

  private onUntagged(response: Response): void {
    switch (response.type) {
      case 'capability':
        this.learn(response.capabilities);
        break;
      case 'condition':
        this.onCode(response);
        break;
      default:
        this.onMailboxData(response);
    }
    if (this.view?.dirty) this.reportDirty(this.view);
  }

  private onMailboxData(response: Response): void {
    const event = observe(response, this.view);
    if (this.offer(response)) return;
    if (++this.unsolicited > this.options.limits.unsolicited)
      throw broken('flood', 'The server does not stop sending.');
    if (event) this.tell(event);
  }

  /** News of mailboxes counts only from a server that the user has logged in to. */
  private tell(event: ImapEvent): void {
    if (this.phase === 'authenticated' || this.phase === 'selected') this.port.event(event);
  }

  private offer(response: Response): boolean {
    for (const flight of this.inFlight.values())
      if (flight.command.collect?.(response, this) === true) return true;
    return false;
  }

  private reportDirty(view: MailboxView): void {
    if (view.dirty && view !== this.reported) {
      this.reported = view;
      this.port.event({ type: 'dirty', reason: view.dirty });
    }
  }
  private reported: MailboxView | null = null;

  /** Codes that matter whichever response carries them (RFC 9051 §7.1). */
  private onCode(response: Response & { type: 'condition' | 'tagged' }): void {
    const { code, text, status } = response;
    if (response.type === 'condition') {
      const taken = this.offer(response);
      if (status === 'BYE' && !taken) {
        this.port.event({ type: 'bye', text, code: codeAtom(code) });
        // Yandex repeats BYE for ever (R1); nothing behind the first is read.
        throw new MailError({
          kind: 'unreachable',
          code: 'bye',
          message: 'The server ended the connection.',
          server: text,
        });
      }
      if (taken) return;
      if (++this.unsolicited > this.options.limits.unsolicited)
        throw broken('flood', 'The server does not stop sending.');
    }
    if (code === null) return;
    if (code.name === 'CAPABILITY') {
      this.learn(code.capabilities);
      return;
    }
    const event = observeCode(code, this.view);
    if (event) this.tell(event);
    if (response.type === 'condition' && code.name === 'OTHER' && code.atom === 'ALERT') this.alert(text);
  }

  /** Never before login: until then anyone on the path could have written it (security.md §2.1, UI spoofing). */
  private alert(text: string): void {
    this.tell({ type: 'alert', text });
  }

  /** After login lines may be long. */
  authenticated(): void {
    this.phase = 'authenticated';
    this.framer.lineLimit = this.options.limits.line;
  }
}
