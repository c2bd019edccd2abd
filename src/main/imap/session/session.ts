import { MailError } from '@shared/errors/mail-error';
import { Capabilities } from '../capabilities';
import { FlagLine } from '../codec/flag-line';
import { Framer, type LiteralSink, type StreamedLiteral } from '../codec/framer';
import { encodeLatin1 } from '../codec/bytes';
import { Parser } from '../codec/parse-response';
import type { Part } from '../codec/writer';
import { broken, codeAtom, lost, refusal } from '../errors';
import { KEPT, type Limits } from '../limits';
import { profile, type QuirkProfile } from '../quirks';
import type { Response, StatusText } from '../types';
import type { Command, LiteralInfo } from './command';
import type { ImapEvent, QuirkReason } from './events';
import { literalInfo } from './literal-prefix';
import { fetchEvent, observe, observeCode, seeMessage } from './mailbox-data';
import type { MailboxView } from './mailbox-view';
import { Pipeline, queueFull, type Flight, type Ticket } from './pipeline';
import type { Phase, SessionState } from './state';
import type { Trace } from './trace';

/** Octets in which the flags of one message are kept, where no response is made of them. */
const KEPT_OF_FLAGS = 64;

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
  notifying = false;
  serverId: ReadonlyMap<string, string | null> | null = null;
  greeting = '';
  quirks: QuirkProfile;
  /** When something last moved forward, for deadlines; monotonic milliseconds. */
  progressAt: number;
  private readonly parser: Parser;
  private readonly framer: Framer;
  private readonly pipeline: Pipeline;
  private unsolicited = 0;
  private unsolicitedOctets = 0;
  /** Octets of the response that is being looked at: in memory, and of literals that were streamed or dropped. */
  private sizeHere = 0;
  private sizePassed = 0;
  /** Responses of which nothing could be understood. */
  unreadable = 0;
  private bytesSinceProgress = 0;
  private words: readonly string[] = [];
  /** Capabilities that failed, in earlier sessions of the account and in this one. */
  private readonly learnt: Set<string>;
  private stopped = false;
  private ended: MailError | null = null;
  private onGreeting: ((response: Response & { type: 'condition' }) => void) | null = null;

  constructor(
    private readonly port: SessionPort,
    private readonly options: SessionOptions,
  ) {
    this.quirks = profile('', null, [], options.learnt);
    this.progressAt = port.now();
    this.learnt = new Set(options.learnt);
    this.parser = new Parser(options.limits);
    this.pipeline = new Pipeline(
      {
        limits: options.limits,
        trace: options.trace,
        tagPrefix: options.tagPrefix,
        open: () => this.phase !== 'greeting' && !this.stopped,
        send: (part) => port.send(part),
        touch: () => this.touch(),
        started: () => this.asked(),
      },
      this,
    );
    this.framer = new Framer(
      {
        response: (bytes, literals) => this.onResponse(bytes, literals),
        blank: () => {
          this.sizeHere = this.sizePassed = 0;
          this.unasked();
        },
        atSight: (chunk, from) => this.onFlagLines(chunk, from),
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
    return this.pipeline.busy;
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
    this.pipeline.pump();
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
    this.touched = false;
    return this.framer.push(bytes);
  }
  /** A response in these octets has counted as progress. */
  private touched = false;

  /** Queues a command. */
  submit<T>(
    command: Command<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
    urgent = false,
  ): Ticket {
    if (this.ended) reject(lost(command.name, false, command.idempotent, this.ended));
    else if (this.pipeline.full) reject(queueFull());
    else return this.pipeline.submit(command, resolve, reject, urgent);
    return { abandon: () => undefined, sent: false };
  }

  /** The connection is over: everything in flight and queued ends. */
  end(cause: MailError): void {
    if (this.ended) return;
    this.ended = cause;
    this.phase = 'closed';
    this.framer.end(cause);
    this.pipeline.end(cause);
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
    this.quirks = profile(this.greeting, this.serverId, this.words, [...this.learnt]);
    this.capabilities = new Capabilities(this.words, this.quirks.remove, this.enabled.has('IMAP4REV2'));
  }

  distrust(capability: string, reason: QuirkReason): void {
    this.learnt.add(capability);
    this.assess();
    this.port.event({ type: 'quirk', id: capability, reason });
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

  /** Asks a running IDLE to end. */
  interruptIdle(): void {
    this.pipeline.interruptIdle();
  }

  // ---- receiving --------------------------------------------------------------------------------------------------

  private onLiteral(prefix: Uint8Array, size: number): LiteralSink | null {
    const found = literalInfo(prefix, size);
    if (found === null) return null;
    const info: LiteralInfo = { ...found, uid: found.uid ?? this.view?.uidOf(found.seq) ?? null };
    const takers = [...this.pipeline.flights()].filter(
      ({ abandoned, command }) => !abandoned && command.literal !== undefined,
    );
    // Which of several commands asked is not known when the server writes the UID behind the text: it stays in memory, with the
    // message that it turns out to be of.
    if (info.uid === null && takers.length > 1) return null;
    for (const { command } of takers) {
      const sink = command.literal?.(info);
      if (sink) return sink;
    }
    return null;
  }

  /** Answers to who asks for flags alone: no object is made of any. @returns the index behind them. */
  private onFlagLines(chunk: Uint8Array, from: number): number {
    const flight = this.pipeline.only;
    const command = flight?.command;
    if (command?.flags === undefined || this.options.trace.writing) return from;
    const { line, view } = this;
    let at = from;
    let count = 0;
    for (let behind = line.read(chunk, at); behind > 0; behind = line.read(chunk, at)) {
      if (!command.flags(line.uid, line.flags)) break;
      view?.learnUid(line.seq, line.uid);
      at = behind;
      count++;
    }
    if (count === 0) return from;
    this.took(flight as Flight, count * KEPT_OF_FLAGS);
    if (!this.touched) this.touch();
    this.touched = true;
    // The line ends are not counted elsewhere either.
    this.options.trace.fetched(count, at - from - 2 * count);
    if (view?.dirty) this.reportDirty(view);
    this.pipeline.pump();
    return at;
  }
  private readonly line = new FlagLine();

  /** @returns false when framing must stop, because the layer below changes. */
  private onResponse(bytes: Uint8Array, literals: readonly StreamedLiteral[]): boolean {
    if (!this.touched) this.touch();
    this.touched = true;
    this.sizeHere = bytes.length;
    this.sizePassed = 0;
    for (const { size } of literals) this.sizePassed += size;
    const response = this.parser.parse(bytes, literals);
    this.options.trace.received(bytes, literals, {
      fetch: response.type === 'fetch',
      hidden: this.phase === 'not-authenticated',
    });
    if (this.phase === 'greeting') {
      this.onFirst(response);
      return !this.stopped;
    }
    if (response.type === 'tagged') this.onTagged(response);
    else if (response.type === 'continue') this.onContinue(response.text);
    else if (response.type === 'invalid') this.onInvalid(response);
    else this.onUntagged(response);
    this.pipeline.pump();
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
    this.pipeline.pump();
  }

  private onTagged(response: Response & { type: 'tagged' }): void {
    const flight = this.pipeline.get(response.tag);
    if (!flight) throw broken('unknown-tag', 'The server answered a command that was not sent.');
    const { status, code, text } = response;
    const early = this.pipeline.incomplete(flight) && status === 'OK';
    this.pipeline.answered(flight);
    if (early) {
      flight.command.failed?.(this);
      // It says that it did what it cannot have done; nobody knows what it did.
      if (!flight.abandoned)
        flight.reject(lost(flight.command.name, true, flight.command.idempotent, earlyAnswer()));
      throw earlyAnswer();
    }
    this.asked();
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
    if (this.pipeline.goAhead()) return;
    for (const candidate of this.pipeline.flights()) {
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
    if (bytes !== null) this.pipeline.write(bytes, '•••\r\n');
    else if (flight.ending || flight.abandoned || this.pipeline.waiting) this.pipeline.interrupt(flight);
  }

  /** The mechanism refused the server's challenge: `*` ends the exchange (RFC 9051 §6.2.2), the cause is kept. */
  private cancelExchange(flight: Flight, error: unknown): void {
    if (this.ended) return;
    if (!flight.abandoned) flight.reject(error);
    flight.abandoned = true;
    this.pipeline.write(encodeLatin1('*\r\n'), '*\r\n');
  }

  private onInvalid(response: Response & { type: 'invalid' }): void {
    if (++this.unreadable > this.options.limits.invalid)
      throw broken('unreadable', 'Too much of what the server sent was unreadable.');
    this.unasked();
    const flight = response.tag === null ? undefined : this.pipeline.get(response.tag);
    if (flight) {
      this.pipeline.answered(flight);
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
        this.unasked();
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
    // Most are answers to a FETCH; they become events only when nobody has asked.
    if (response.type === 'fetch') seeMessage(response.message, this.view);
    const seen = response.type === 'fetch' ? null : observe(response, this.view);
    if (this.offer(response)) return;
    const event = response.type === 'fetch' ? fetchEvent(response.message) : seen;
    this.unasked();
    if (event) this.tell(event);
  }

  /** News of mailboxes counts only from a server that the user has logged in to. */
  private tell(event: ImapEvent): void {
    if (this.phase === 'authenticated' || this.phase === 'selected') this.port.event(event);
  }

  private offer(response: Response): boolean {
    for (const flight of this.pipeline.flights()) {
      if (flight.command.collect?.(response, this) !== true) continue;
      this.took(flight, this.sizeHere + KEPT);
      return true;
    }
    return false;
  }

  /** A command keeps so much more of what was sent. @throws MailError `flood` */
  private took(flight: Flight, octets: number): void {
    flight.taken += octets;
    if (flight.taken > this.options.limits.answer)
      throw broken('flood', `The server does not stop answering ${flight.command.name}.`);
  }

  /** Nobody has asked for the response that is being looked at. @throws MailError `flood` */
  private unasked(): void {
    const { unsolicited, unsolicitedOctets } = this.options.limits;
    this.unsolicitedOctets += this.sizeHere + this.sizePassed;
    if (++this.unsolicited > unsolicited || this.unsolicitedOctets > unsolicitedOctets)
      throw broken('flood', 'The server does not stop sending.');
  }

  /** A command went out, or was answered: what comes unasked is counted from here. */
  private asked(): void {
    this.unsolicited = 0;
    this.unsolicitedOctets = 0;
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
      this.unasked();
    }
    if (code === null) return;
    if (code.name === 'CAPABILITY') {
      this.learn(code.capabilities);
      return;
    }
    if (code.name === 'OTHER' && code.atom === 'NOTIFICATIONOVERFLOW') this.notifying = false;
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

const earlyAnswer = (): MailError =>
  broken('early-answer', 'The server answered a command before it was complete.');
