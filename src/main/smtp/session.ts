import { MailError } from '@shared/errors/mail-error';
import { encodeBase64 } from '@shared/util/base64';
import type { Command, Verb } from './commands/line';
import { NO_EXTENSIONS, parseExtensions, type Extensions } from './extensions';
import { isPositive, type Reply } from './reply';
import { ReplyReader, type ReplyLimits } from './reply-reader';

/** What a reply answers: a command, the content that followed DATA or BDAT, or a line of a SASL exchange. */
export type Step = Verb | 'CONTENT' | 'SASL';

export type SmtpEvent =
  | { readonly type: 'greeting'; readonly reply: Reply }
  | { readonly type: 'reply'; readonly step: Step; readonly reply: Reply }
  /** 421 although nothing was asked: the server is about to hang up (RFC 5321 §3.8). */
  | { readonly type: 'closing'; readonly reply: Reply };

/**
 * - `greeting`: the server has not spoken.
 * - `ready`: commands may be issued.
 * - `handover`: STARTTLS was answered with 220; nothing may arrive before the handshake.
 * - `content`: the server waits for a message; commands may follow once its end is on the way.
 * - `closed`: 421 was received.
 */
export type SmtpPhase = 'greeting' | 'ready' | 'handover' | 'content' | 'closed';

export interface SmtpSessionOptions {
  /** The stream is already encrypted. */
  readonly secure: boolean;
  /** Nothing but EHLO, STARTTLS and QUIT may be said before it is. */
  readonly tlsRequired: boolean;
  readonly limits?: ReplyLimits;
}

const IN_CLEAR: ReadonlySet<Verb> = new Set<Verb>(['EHLO', 'STARTTLS', 'QUIT']);
const encoder = new TextEncoder();

const broken = (code: string, message: string): MailError => new MailError({ kind: 'broken', code, message });

/**
 * The client's side of one SMTP connection without any input or output: bytes in, events out; commands in, bytes out.
 * It knows which reply answers what, what the server can do, and what may not be said yet.
 */
export class SmtpSession {
  #phase: SmtpPhase = 'greeting';
  #secure: boolean;
  #extensions = NO_EXTENSIONS;
  #reader: ReplyReader;
  readonly #awaiting: Step[] = [];
  readonly #options: SmtpSessionOptions;

  constructor(options: SmtpSessionOptions) {
    this.#options = options;
    this.#secure = options.secure;
    this.#reader = new ReplyReader(options.limits);
  }

  get phase(): SmtpPhase {
    return this.#phase;
  }
  get secure(): boolean {
    return this.#secure;
  }
  get extensions(): Extensions {
    return this.#extensions;
  }
  /** True when every command has been answered. */
  get idle(): boolean {
    return this.#awaiting.length === 0;
  }

  /**
   * The bytes of commands that go out together; each reply will be reported with its verb. Several may be issued before
   * reading, none behind a DATA: whether the server wants content or commands then only its answer says (RFC 2920 §3.1).
   */
  issue(...commands: readonly Command[]): Uint8Array {
    let lines = '';
    for (const command of commands) {
      this.#enter(command);
      lines += `${command.line}\r\n`;
    }
    return encoder.encode(lines);
  }

  #enter(command: Command): void {
    this.#mayTalk(command.verb);
    if (this.#phase !== 'ready' || this.#awaiting.includes('STARTTLS')) {
      throw broken('out-of-turn', `${command.verb} cannot be sent now.`);
    }
    if (command.verb === 'STARTTLS' && this.#awaiting.length > 0) {
      throw broken('out-of-turn', 'STARTTLS must be sent alone.');
    }
    if (this.#awaiting.at(-1) === 'DATA') {
      throw broken('out-of-turn', `${command.verb} cannot follow DATA before its answer.`);
    }
    this.#awaiting.push(command.verb);
  }

  /** Answers a 334 challenge of AUTH. `null` gives the exchange up (RFC 4954 §4). */
  respond(answer: Uint8Array | null): Uint8Array {
    this.#mayTalk('AUTH');
    this.#awaiting.push('SASL');
    return encoder.encode(`${answer === null ? '*' : encodeBase64(answer)}\r\n`);
  }

  /**
   * The content goes out to its last octet, or the server is being asked why it stopped taking it. Commands may follow
   * it in the same write: the end of content may be the first of a group (RFC 2920 §3.1).
   */
  awaitVerdict(): void {
    if (this.#phase === 'content') this.#phase = 'ready';
    this.#awaiting.push('CONTENT');
  }

  /**
   * Takes what the server sent.
   * @throws MailError kind `broken`: a reply that answers nothing, bytes behind the go-ahead of STARTTLS
   *   (`starttls-injection`), or something that is not SMTP. The connection must be closed then.
   */
  receive(bytes: Uint8Array): SmtpEvent[] {
    const events: SmtpEvent[] = [];
    const reader = this.#reader;
    reader.feed(bytes);
    this.#refuseDuringHandover(reader);
    for (let reply = reader.next(); reply !== null; reply = reader.next()) {
      events.push(...this.#take(reply));
      this.#refuseDuringHandover(reader);
    }
    return events;
  }

  /** The handshake is done: everything learnt in clear is forgotten (RFC 3207 §4.2). */
  upgraded(): void {
    if (this.#phase !== 'handover') throw broken('out-of-turn', 'No STARTTLS was agreed.');
    this.#secure = true;
    this.#extensions = NO_EXTENSIONS;
    this.#reader = new ReplyReader(this.#options.limits);
    this.#phase = 'ready';
  }

  #mayTalk(verb: Verb): void {
    if (this.#secure || !this.#options.tlsRequired || IN_CLEAR.has(verb)) return;
    throw broken('cleartext-refused', `${verb} was about to be sent without encryption.`);
  }

  #refuseDuringHandover(reader: ReplyReader): void {
    if (this.#phase !== 'handover' || reader.empty) return;
    throw broken(
      'starttls-injection',
      'Bytes arrived behind the answer to STARTTLS: someone may be interfering.',
    );
  }

  #take(reply: Reply): SmtpEvent[] {
    if (this.#phase === 'greeting') {
      this.#phase = reply.code === 421 ? 'closed' : 'ready';
      return [{ type: 'greeting', reply }];
    }
    const step = this.#awaiting.shift();
    if (step === undefined) {
      if (reply.code !== 421)
        throw broken('unexpected-reply', 'The server answered something that was not asked.');
      this.#phase = 'closed';
      return [{ type: 'closing', reply }];
    }
    if (reply.code === 421) {
      // It hangs up: what is still open has got its answer with this one.
      this.#phase = 'closed';
      return [step, ...this.#awaiting.splice(0)].map((open) => ({ type: 'reply', step: open, reply }));
    }
    this.#learn(step, reply);
    return [{ type: 'reply', step, reply }];
  }

  #learn(step: Step, reply: Reply): void {
    if (step === 'EHLO') this.#extensions = isPositive(reply) ? parseExtensions(reply) : NO_EXTENSIONS;
    if (step === 'STARTTLS' && reply.code === 220) this.#phase = 'handover';
    // 250 in the place of 354 is seen on real servers (quirk S-250) and means the same.
    if (step === 'DATA' && (reply.code === 354 || reply.code === 250)) this.#phase = 'content';
  }
}
