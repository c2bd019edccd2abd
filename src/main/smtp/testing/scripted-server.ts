import { MailError } from '@shared/errors/mail-error';
import type { Dialer, Transport, TransportSecurity } from '@shared/ports/transport';

const encoder = new TextEncoder();

/** One character an octet, so that transcripts can be compared and searched. */
const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
};

export interface Script {
  /** Sent at once; empty for a silent server. */
  readonly greeting: string;
  /** Called for each line of the client, without CRLF. What it returns is written. */
  onLine(line: string, server: ScriptedServer): string | null;
  /** Written when the TLS handshake is complete. */
  readonly afterTls?: string;
  readonly security?: TransportSecurity;
  /** Deliver the server's output in pieces of this many octets. */
  readonly split?: number;
  /** Break the connection after this many octets of the client have been taken. */
  readonly cutAfterInput?: number;
  /** Break the connection after this many octets of the server have been delivered. */
  readonly cutAfterOutput?: number;
}

const PLAIN: TransportSecurity = { kind: 'plain', loopback: false };
const TLS: TransportSecurity = { kind: 'tls', loopback: false, protocol: 'TLSv1.3' };

/**
 * A line-based server in memory that is a `Transport` on the client's side. It keeps what the client said, in clear
 * and encrypted apart: the oracle of every STARTTLS test.
 */
export class ScriptedServer implements Transport {
  /** What the client sent before TLS, and after. */
  clear = '';
  encrypted = '';
  closedByClient = false;
  security: TransportSecurity;
  #input = '';
  #content: { readonly done: (content: string) => string | null; readonly octets: number | null } | null =
    null;
  #output: Uint8Array[] = [];
  #ended = false;
  #cut = false;
  #taken = 0;
  #delivered = 0;
  #waiting: { resolve: (bytes: Uint8Array | null) => void; reject: (error: unknown) => void } | null = null;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
    this.security = script.security ?? PLAIN;
    if (script.greeting !== '') this.write(script.greeting);
  }

  get transcript(): string {
    return this.clear + this.encrypted;
  }

  /** Sends text to the client, now. */
  write(text: string): void {
    this.#output.push(encoder.encode(text));
    this.#deliver();
  }

  /** Ends the stream in order, after what has been written. */
  hangUp(): void {
    this.#ended = true;
    this.#deliver();
  }

  /** Takes what follows as content up to the line with the dot, or as so many octets. */
  readContent(done: (content: string) => string | null, octets: number | null = null): void {
    this.#content = { done, octets };
  }

  receive(): Promise<Uint8Array | null> {
    if (this.#waiting) return Promise.reject(new Error('Two calls of receive at once.'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#deliver();
    });
  }

  send(bytes: Uint8Array): Promise<void> {
    if (this.closedByClient || this.#cut) return Promise.reject(lost());
    const limit = this.#script.cutAfterInput;
    const room = limit === undefined ? bytes.length : Math.max(0, limit - this.#taken);
    const taken = bytes.subarray(0, room);
    this.#taken += taken.length;
    const text = latin1(taken);
    if (this.security.kind === 'tls') this.encrypted += text;
    else this.clear += text;
    this.#input += text;
    this.#process();
    if (limit !== undefined && this.#taken >= limit) {
      this.#cut = true;
      this.#deliver();
    }
    return Promise.resolve();
  }

  startTls(): Promise<void> {
    if (this.#output.length > 0) {
      // What a TLS stack says when the server's next octets are no ServerHello.
      return Promise.reject(
        new MailError({ kind: 'unreachable', code: 'tls-handshake', message: 'The handshake failed.' }),
      );
    }
    this.security = TLS;
    if (this.#script.afterTls !== undefined) this.write(this.#script.afterTls);
    return Promise.resolve();
  }

  close(): void {
    this.closedByClient = true;
    this.#waiting?.resolve(null);
    this.#waiting = null;
  }

  #process(): void {
    for (;;) {
      if (this.#content) {
        const { done, octets } = this.#content;
        const text = `\r\n${this.#input}`;
        const end = octets === null ? text.indexOf('\r\n.\r\n') : this.#input.length >= octets ? octets : -1;
        if (end < 0) return;
        const content = octets === null ? text.slice(2, end + 2) : this.#input.slice(0, octets);
        this.#input = octets === null ? text.slice(end + 5) : this.#input.slice(octets);
        this.#content = null;
        this.#answer(done(content));
        continue;
      }
      const end = this.#input.indexOf('\r\n');
      if (end < 0) return;
      const line = this.#input.slice(0, end);
      this.#input = this.#input.slice(end + 2);
      this.#answer(this.#script.onLine(line, this));
    }
  }

  #answer(text: string | null): void {
    if (text !== null && text !== '') this.write(text);
  }

  #deliver(): void {
    if (!this.#waiting) return;
    const { resolve, reject } = this.#waiting;
    const first = this.#output.shift();
    if (first !== undefined) {
      const limit = this.#script.cutAfterOutput;
      const room = limit === undefined ? first.length : limit - this.#delivered;
      const size = Math.min(first.length, this.#script.split ?? first.length, room);
      if (size > 0) {
        if (size < first.length) this.#output.unshift(first.subarray(size));
        this.#delivered += size;
        this.#waiting = null;
        resolve(first.subarray(0, size));
        return;
      }
      this.#cut = true;
    }
    if (this.#cut) {
      this.#waiting = null;
      reject(lost());
    } else if (this.#ended) {
      this.#waiting = null;
      resolve(null);
    }
  }
}

const lost = (): MailError =>
  new MailError({ kind: 'unreachable', code: 'reset', message: 'The connection was cut.' });

/** A dialer that leads to these servers, one after another. */
export const dialerTo = (...servers: readonly Transport[]): Dialer => {
  const left = [...servers];
  return {
    dial: () => {
      const next = left.shift();
      return next ? Promise.resolve(next) : Promise.reject(lost());
    },
  };
};
