import { MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import type { ParsedMessage } from './body-from-message';
import { bodyFromMessage } from './body-from-message';
import { parseEnvelope } from './parse-envelope';
import { MAX_HEADER_BYTES } from './parse-headers';
import { walkMessage } from './walk-message';

/** A thread as the host makes it: Node's `Worker`, Electron's `utilityProcess`, or a pair of ports in a test. */
export interface ParserThread<Request = ParserRequest, Answer = ParserAnswer> {
  post(message: Request): void;
  onAnswer(listener: (answer: Answer) => void): void;
  /** The thread died or could not be started. */
  onDeath(listener: () => void): void;
  terminate(): void;
  /** False while it has never come to life: then messages are parsed in place, and no other is started. */
  ran(): boolean;
}

export interface ParserRequest {
  readonly id: number;
  readonly bytes: Uint8Array;
}
export interface ParserAnswer {
  readonly id: number;
  readonly parsed: ParsedMessage;
}

export interface MessageParserOptions {
  readonly spawn: () => ParserThread;
  readonly clock: Pick<Clock, 'after'>;
  /** Messages up to this many octets are parsed in place, which takes a few milliseconds at most. */
  readonly inPlaceBytes?: number;
  /** A message that takes longer stops its thread. */
  readonly timeoutMs?: number;
}

export interface MessageParser {
  /**
   * Never fails because of what is in the bytes: a message that brings the thread down comes back with its envelope
   * and the notice `parser-stopped`.
   * @throws MailError `too-busy` when hundreds of large messages wait already.
   */
  parse(bytes: Uint8Array): Promise<ParsedMessage>;
  close(): void;
}

const IN_PLACE_BYTES = 256 * 1024;
const TIMEOUT_MS = 20_000;
const MAX_WAITING = 200;

interface Job {
  readonly bytes: Uint8Array;
  resolve(parsed: ParsedMessage): void;
}

/** Parses small messages in place and large ones, one at a time, in a thread that is started when it is needed. */
export function createMessageParser(options: MessageParserOptions): MessageParser {
  const { spawn, clock, inPlaceBytes = IN_PLACE_BYTES, timeoutMs = TIMEOUT_MS } = options;
  const waiting: Job[] = [];
  let thread: ParserThread | null = null;
  let running: { id: number; job: Job; cancelTimer: () => void } | null = null;
  let lastId = 0;
  let hopeless = false;

  const finish = (parsed: ParsedMessage | null): void => {
    if (!running) return;
    const { job, cancelTimer } = running;
    running = null;
    cancelTimer();
    job.resolve(parsed ?? (hopeless ? bodyFromMessage(job.bytes) : withoutBody(job.bytes)));
    next();
  };
  const abandon = (of: ParserThread | null): void => {
    if (of === null || of !== thread) return;
    thread = null;
    hopeless ||= !of.ran();
    of.terminate();
    finish(null);
  };
  const start = (): ParserThread => {
    const fresh = spawn();
    fresh.onAnswer(({ id, parsed }) => {
      if (running?.id === id) finish(parsed);
    });
    fresh.onDeath(() => abandon(fresh));
    return fresh;
  };
  const next = (): void => {
    const job = running ? undefined : waiting.shift();
    if (!job) return;
    if (hopeless) {
      job.resolve(bodyFromMessage(job.bytes));
      next();
      return;
    }
    thread ??= start();
    const current = thread;
    const id = ++lastId;
    running = { id, job, cancelTimer: clock.after(timeoutMs, () => abandon(current)) };
    current.post({ id, bytes: job.bytes });
  };

  return {
    parse(bytes) {
      if (bytes.length <= inPlaceBytes) return Promise.resolve(bodyFromMessage(bytes));
      if (waiting.length >= MAX_WAITING) {
        const error = {
          kind: 'refused',
          code: 'too-busy',
          message: 'Too many large messages wait to be read.',
        } as const;
        return Promise.reject(new MailError({ ...error, retry: { kind: 'later' } }));
      }
      return new Promise((resolve) => {
        waiting.push({ bytes, resolve });
        next();
      });
    },
    close() {
      const last = thread;
      thread = null;
      last?.terminate();
      for (const job of waiting.splice(0)) job.resolve(withoutBody(job.bytes));
      finish(null);
    },
  };
}

/** The thread's side: answers each request. `post` goes back to the parser. */
export function answerRequest(request: ParserRequest, post: (answer: ParserAnswer) => void): void {
  post({ id: request.id, parsed: bodyFromMessage(request.bytes) });
}

function withoutBody(bytes: Uint8Array): ParsedMessage {
  const { headers, structure } = walkMessage(bytes.subarray(0, Math.min(64 * 1024, MAX_HEADER_BYTES)));
  return { envelope: parseEnvelope(headers), structure, texts: [], notices: ['parser-stopped'] };
}
