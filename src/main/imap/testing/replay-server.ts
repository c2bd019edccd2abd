import { joinOctets } from '@shared/util/octets';
import { MailError } from '@shared/errors/mail-error';
import type { Transport, TransportSecurity } from '@shared/ports/transport';
import { decodeLatin1, encodeLatin1 } from '../codec/bytes';
import type { TraceLine } from '../session/trace';

/** What the client sent in one go, as a pattern, or what the server said. */
type Step =
  | {
      readonly kind: 'expect';
      readonly pattern: RegExp;
      readonly shown: string;
      readonly tags: readonly string[];
    }
  | { readonly kind: 'say'; readonly text: string };

/**
 * A server that plays a written trace again: it waits for what the client had sent then, and answers as was answered
 * then. What the trace left out is made up: literals are as many `x`, tags are those of the client that speaks now.
 * The client must do the same things in the same order; `finished` says whether it did.
 */
export class ReplayServer implements Transport {
  security: TransportSecurity;
  readonly finished: Promise<void>;
  private readonly steps: Step[];
  private readonly tags = new Map<string, string>();
  private readonly inbox: Uint8Array[] = [];
  private fromClient = '';
  private receiver: ((bytes: Uint8Array | null) => void) | null = null;
  private closed = false;
  private settle: { resolve: () => void; reject: (error: Error) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };

  /** @throws Error when a line of the trace was cut, so that what was said is not known. */
  constructor(trace: readonly TraceLine[], security: TransportSecurity = { kind: 'tls', loopback: false }) {
    this.security = security;
    this.steps = toSteps(trace);
    this.finished = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.finished.catch(() => undefined);
    this.play();
  }

  receive(): Promise<Uint8Array | null> {
    const bytes = this.inbox.splice(0);
    if (bytes.length > 0) return Promise.resolve(joinOctets(bytes));
    if (this.closed) return Promise.resolve(null);
    return new Promise((resolve) => (this.receiver = resolve));
  }

  send(bytes: Uint8Array): Promise<void> {
    if (this.closed)
      return Promise.reject(
        new MailError({ kind: 'unreachable', code: 'reset', message: 'The trace is over.' }),
      );
    this.fromClient += decodeLatin1(bytes);
    this.play();
    return Promise.resolve();
  }

  startTls(): Promise<void> {
    this.security = { kind: 'tls', loopback: this.security.loopback };
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    this.receiver?.(null);
    this.receiver = null;
    if (this.steps.length > 0)
      this.settle.reject(new Error(`closed before: ${JSON.stringify(this.steps[0])}`));
  }

  private play(): void {
    for (let step = this.steps[0]; step; step = this.steps[0]) {
      if (step.kind === 'say') this.say(step.text);
      else {
        const match = step.pattern.exec(this.fromClient);
        if (!match) {
          // Whole lines that are not what was sent then will not become it.
          if (this.fromClient.split('\r\n').length >= step.shown.split('\r\n').length)
            this.settle.reject(new Error(`recorded: ${step.shown}\n     now: ${this.fromClient}`));
          return;
        }
        step.tags.forEach((tag, i) => this.tags.set(tag, match[i + 1] ?? ''));
        this.fromClient = this.fromClient.slice(match[0].length);
      }
      this.steps.shift();
    }
    this.settle.resolve();
  }

  private say(text: string): void {
    const own = text
      .replace(/^[A-Z]+\d+(?= )/, (tag) => this.tags.get(tag) ?? tag)
      .replace(/\(TAG "([A-Z]+\d+)"\)/, (_, tag: string) => `(TAG "${this.tags.get(tag) ?? tag}")`);
    const bytes = encodeLatin1(`${own}\r\n`);
    if (!this.receiver) this.inbox.push(bytes);
    else this.receiver(bytes);
    this.receiver = null;
  }
}

function toSteps(trace: readonly TraceLine[]): Step[] {
  const steps: Step[] = [];
  let sent = '';
  const flush = (): void => {
    if (sent !== '') steps.push(expectation(sent));
    sent = '';
  };
  for (const { direction, text } of trace) {
    if (text.endsWith('…')) throw new Error('A line of the trace is cut: it cannot be replayed.');
    if (direction === 'sent') sent += text;
    if (direction !== 'received') continue;
    flush();
    steps.push({ kind: 'say', text: withLiterals(text) });
  }
  flush();
  return steps;
}

/** As many octets as were announced, behind each count. */
const withLiterals = (text: string): string =>
  text.replace(/\{(\d+)[+-]?\} *\r?\n/g, (marker, size: string) => marker + 'x'.repeat(Number(size)));

const HOLE = /"•••"|•••|"x+"|<\d+ octets>|(?<=^|\r\n)[A-Z]+\d+(?= )/g;

function expectation(shown: string): Step {
  const tags: string[] = [];
  let source = '^';
  let at = 0;
  for (const { 0: hole, index } of shown.matchAll(HOLE)) {
    source += escape(shown.slice(at, index));
    at = index + hole.length;
    const octets = /^<(\d+) octets>$/.exec(hole);
    if (octets) source += `[^]{${String(octets[1])}}`;
    else if (hole === '•••') source += '[^\\r\\n]*';
    else if (hole.startsWith('"')) source += '"(?:[^"\\\\]|\\\\.)*"';
    else {
      source += '([A-Z]+\\d+)';
      tags.push(hole);
    }
  }
  return { kind: 'expect', pattern: new RegExp(source + escape(shown.slice(at))), shown, tags };
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
