import { MailError } from '@shared/errors/mail-error';
import type { FindOctets } from '@shared/ports/find-octets';
import { encodeBase64 } from '@shared/util/base64';
import type { Command, Verb } from './commands';
import { ContentReader, dotLineFinder, type FindDotLine } from './content-reader';
import { parseStatus, type Status } from './status';

export type Pop3Event =
  | { readonly type: 'greeting'; readonly status: Status }
  | { readonly type: 'status'; readonly command: Command; readonly status: Status }
  /** `+ …` during AUTH: base64 as the server wrote it. */
  | { readonly type: 'challenge'; readonly command: Command; readonly text: string }
  | { readonly type: 'line'; readonly command: Command; readonly text: string }
  /** A piece of a message, its dots removed: a view that lives as long as the chunk it came in. */
  | { readonly type: 'content'; readonly command: Command; readonly bytes: Uint8Array }
  /** The dot behind lines or content. */
  | { readonly type: 'end'; readonly command: Command };

export type Pop3Phase = 'greeting' | 'ready' | 'handover' | 'closed';

export interface Pop3SessionOptions {
  readonly secure: boolean;
  /** Nothing but CAPA, STLS and QUIT may be said before TLS. */
  readonly tlsRequired: boolean;
  /** Octets in one line. */
  readonly maxLine?: number;
  /** A faster way to look through content than a loop of our own. */
  readonly find?: FindOctets;
}

const LF = 10;
const CR = 13;
const MAX_LINE = 64 * 1024;
/** Octets of a list for each line that it may have: a number of 9 digits, and a UID of 70 (RFC 1939 §7). */
const LISTED_LINE = 80;
const IN_CLEAR: ReadonlySet<Verb> = new Set<Verb>(['CAPA', 'STLS', 'QUIT']);

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('latin1');

/** Octets of a list that are worth being looked at together. */
const BLOCK = 256;

/** Status lines that are the same again and again are short. */
const USUAL_LINE = 64;

function startsWith(chunk: Uint8Array, from: number, line: Uint8Array): boolean {
  for (let at = 0; at < line.length; at++) if (chunk[from + at] !== line[at]) return false;
  return true;
}

/** Longer ones are decoded at once. */
const SHORT_LINE = 24;

function decode(bytes: Uint8Array): string {
  if (bytes.length <= SHORT_LINE) {
    let text = '';
    for (const octet of bytes) {
      if (octet > 0x7f) break;
      text += String.fromCharCode(octet);
    }
    if (text.length === bytes.length) return text;
  }
  try {
    return strict.decode(bytes);
  } catch {
    return lenient.decode(bytes);
  }
}

const broken = (code: string, message: string): MailError => new MailError({ kind: 'broken', code, message });

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] as number) > 0x7f) return false;
  return true;
}

/**
 * The client's side of one POP3 connection without any input or output: bytes in, events out; commands in, bytes out.
 * Several commands may be on their way (RFC 2449 §6.6); answers come in order.
 */
export class Pop3Session {
  #phase: Pop3Phase = 'greeting';
  #secure: boolean;
  #partial: Uint8Array[] = [];
  #partialLength = 0;
  /** Where we are in the answer to the first command: its status, its lines, or its content. */
  #reading: 'status' | 'lines' | 'content' = 'status';
  readonly #findDotLine: FindDotLine;
  #content: ContentReader;
  #amount = 0;
  /** Of the lines of a list. */
  #octets = 0;
  /** The status line read last, and what it says: to thousands of RETR a server answers alike. */
  #usual: { readonly line: Uint8Array; readonly status: Status } | null = null;
  #awaiting: Command[] = [];
  #head = 0;
  readonly #options: Pop3SessionOptions;

  constructor(options: Pop3SessionOptions) {
    this.#options = options;
    this.#findDotLine = dotLineFinder(options.find);
    this.#content = new ContentReader(this.#findDotLine);
    this.#secure = options.secure;
  }

  get phase(): Pop3Phase {
    return this.#phase;
  }
  get secure(): boolean {
    return this.#secure;
  }
  get idle(): boolean {
    return this.#head === this.#awaiting.length;
  }

  issue(command: Command): Uint8Array {
    return encoder.encode(this.#line(command));
  }

  /** Commands that go out together; each must be one that may follow the others (RFC 2449 §6.6). */
  issueAll(commands: readonly Command[]): Uint8Array {
    let lines = '';
    for (const command of commands) lines += this.#line(command);
    return encoder.encode(lines);
  }

  #line(command: Command): string {
    this.#mayTalk(command.verb);
    const stls = this.#awaiting[this.#head]?.verb === 'STLS';
    if (this.#phase !== 'ready' || stls || (command.verb === 'STLS' && !this.idle)) {
      throw broken('out-of-turn', `${command.verb} cannot be sent now.`);
    }
    this.#awaiting.push(command);
    return `${command.line}\r\n`;
  }

  /** Answers a challenge of AUTH; `null` gives the exchange up (RFC 5034 §4). */
  respond(answer: Uint8Array | null): Uint8Array {
    this.#mayTalk('AUTH');
    return encoder.encode(`${answer === null ? '*' : encodeBase64(answer)}\r\n`);
  }

  /**
   * Takes what the server sent.
   * @throws MailError kind `broken`: `bad-response`, `unexpected-response`, `starttls-injection`, `line-too-long`,
   *   `answer-too-long`. The connection must be closed then.
   */
  receive(chunk: Uint8Array): Pop3Event[] {
    const events: Pop3Event[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#phase === 'handover') {
        throw broken(
          'starttls-injection',
          'Bytes arrived behind the answer to STLS: someone may be interfering.',
        );
      }
      at =
        this.#reading === 'content'
          ? this.#readContent(chunk, at, events)
          : this.#readLines(chunk, at, events);
    }
    return events;
  }

  /** Many lines of a list at once, where they are plain ASCII; else one. */
  #readLines(chunk: Uint8Array, from: number, events: Pop3Event[]): number {
    const last = this.#reading === 'lines' && this.#partialLength === 0 ? chunk.lastIndexOf(LF) : -1;
    if (last - from < BLOCK) return this.#readLine(chunk, from, events);
    const block = chunk.subarray(from, last + 1);
    let at = from;
    // Which charset a line is in is a matter of that line alone.
    if (!isAscii(block)) {
      while (at <= last && this.#reading === 'lines') at = this.#readLine(chunk, at, events);
      return at;
    }
    const text = lenient.decode(block);
    while (at <= last && this.#reading === 'lines') {
      const begin = at - from;
      const end = text.indexOf('\n', begin);
      if (end - begin > (this.#options.maxLine ?? MAX_LINE)) return this.#readLine(chunk, at, events);
      this.#take(text.slice(begin, end > begin && text.charCodeAt(end - 1) === CR ? end - 1 : end), events);
      at = from + end + 1;
    }
    return at;
  }

  /** The handshake is done; what was learnt in clear must be asked again (RFC 2595 §4). */
  upgraded(): void {
    if (this.#phase !== 'handover') throw broken('out-of-turn', 'No STLS was agreed.');
    this.#secure = true;
    this.#phase = 'ready';
  }

  #mayTalk(verb: Verb): void {
    if (this.#secure || !this.#options.tlsRequired || IN_CLEAR.has(verb)) return;
    throw broken('cleartext-refused', `${verb} was about to be sent without encryption.`);
  }

  #readContent(chunk: Uint8Array, from: number, events: Pop3Event[]): number {
    const command = this.#current();
    const end = this.#content.read(chunk, from, (bytes) => {
      this.#amount += bytes.length;
      if (this.#amount > command.limit)
        throw broken('answer-too-long', 'The message is larger than allowed.');
      events.push({ type: 'content', command, bytes });
    });
    if (end < 0) return chunk.length;
    this.#finish();
    events.push({ type: 'end', command });
    return end;
  }

  #readLine(chunk: Uint8Array, from: number, events: Pop3Event[]): number {
    const usual = this.#reading === 'status' && this.#partialLength === 0 ? this.#usual : null;
    if (usual !== null && startsWith(chunk, from, usual.line)) {
      this.#answered(usual.status, events);
      return from + usual.line.length;
    }
    const found = chunk.indexOf(LF, from);
    const part = chunk.subarray(from, found < 0 ? undefined : found);
    this.#partialLength += part.length;
    if (this.#partialLength > (this.#options.maxLine ?? MAX_LINE)) {
      throw broken('line-too-long', 'The server sent a line without end.');
    }
    if (found < 0) {
      this.#partial.push(part);
      return chunk.length;
    }
    const whole = this.#partialLength === part.length && part.length <= USUAL_LINE;
    const status = this.#take(this.#join(part), events);
    if (status !== null && whole) this.#usual = { line: chunk.slice(from, found + 1), status };
    return found + 1;
  }

  #join(last: Uint8Array): string {
    let line = last;
    if (this.#partial.length > 0) {
      line = new Uint8Array(this.#partialLength);
      let at = 0;
      for (const part of [...this.#partial, last]) {
        line.set(part, at);
        at += part.length;
      }
      this.#partial = [];
    }
    this.#partialLength = 0;
    return decode(line.at(-1) === CR ? line.subarray(0, -1) : line);
  }

  /** @returns the status that it is to a command; null for any other line. */
  #take(text: string, events: Pop3Event[]): Status | null {
    if (this.#phase === 'greeting') {
      events.push({ type: 'greeting', status: this.#status(text) });
      this.#phase = 'ready';
      return null;
    }
    const command = this.#current();
    if (this.#reading === 'lines') {
      if (text === '.') {
        this.#finish();
        events.push({ type: 'end', command });
        return null;
      }
      this.#amount += 1;
      this.#octets += text.length;
      if (this.#amount > command.limit || this.#octets > command.limit * LISTED_LINE)
        throw broken('answer-too-long', 'The server sent a list without end.');
      events.push({ type: 'line', command, text: text.startsWith('.') ? text.slice(1) : text });
      return null;
    }
    if (command.verb === 'AUTH' && /^\+(?: |$)/.test(text)) {
      events.push({ type: 'challenge', command, text: text.slice(2).trim() });
      return null;
    }
    const status = this.#status(text);
    this.#answered(status, events);
    return status;
  }

  #answered(status: Status, events: Pop3Event[]): void {
    const command = this.#current();
    events.push({ type: 'status', command, status });
    if (status.ok && command.answer !== 'status') {
      this.#reading = command.answer;
      this.#amount = 0;
      this.#octets = 0;
      this.#content = new ContentReader(this.#findDotLine);
      return;
    }
    this.#finish();
    if (command.verb === 'STLS' && status.ok) this.#phase = 'handover';
    if (command.verb === 'QUIT') this.#phase = 'closed';
  }

  #status(text: string): Status {
    const status = parseStatus(text);
    if (status === null) throw broken('bad-response', 'The server sent something that is not POP3.');
    return status;
  }

  #current(): Command {
    const command = this.#awaiting[this.#head];
    if (command === undefined) {
      throw broken('unexpected-response', 'The server answered something that was not asked.');
    }
    return command;
  }

  #finish(): void {
    this.#reading = 'status';
    this.#head += 1;
    if (this.#head < 256 && this.#head < this.#awaiting.length) return;
    this.#awaiting = this.#awaiting.slice(this.#head);
    this.#head = 0;
  }
}
