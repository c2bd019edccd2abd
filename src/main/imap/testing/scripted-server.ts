import { joinOctets } from '@shared/util/octets';
import { MailError } from '@shared/errors/mail-error';
import type { Transport, TransportSecurity } from '@shared/ports/transport';
import { decodeLatin1, encodeLatin1 } from '../codec/bytes';

/**
 * A server that follows a script, in memory. A script is lines of text (one character per octet):
 *
 *     S: * OK ready
 *     C: a CAPABILITY
 *     S: a OK done
 *
 * `S:` is sent with CRLF; `S-` without. `C:` must be what the client sends: its first word names the tag, which stands
 * for the real one in later `S:` lines, and `…` matches anything. `C+` is a line without a tag (literal, DONE, SASL).
 * `TLS` waits for the client's handshake, `CLOSE` ends the connection, `CUT` breaks it.
 */
export class ScriptedServer implements Transport {
  security: TransportSecurity;
  /** Every octet of the client before TLS, one character each. */
  clear = '';
  /** The same behind TLS. */
  secret = '';
  tlsStarted = false;
  closed = false;
  /** Resolves when the script is at its end; rejects when the client did something else. */
  readonly finished: Promise<void>;
  private readonly inbox: Uint8Array[] = [];
  private ended: 'no' | 'close' | 'cut' = 'no';
  private receiver: { resolve: (bytes: Uint8Array | null) => void; reject: (error: unknown) => void } | null =
    null;
  private fromClient = new Uint8Array(0);
  private wake: (() => void) | null = null;
  private onTls: (() => void) | null = null;
  private readonly tags = new Map<string, string>();

  constructor(
    script: string,
    options: {
      readonly security?: TransportSecurity;
      /** Octets per chunk sent; 0 is a line at a time. */ readonly chunk?: number;
    } = {},
  ) {
    this.security = options.security ?? { kind: 'tls', loopback: false };
    this.finished = this.play(script, options.chunk ?? 0).catch((error: unknown) => {
      // A client that left the script must not wait for an answer.
      this.finish('cut');
      throw error;
    });
    this.finished.catch(() => undefined);
  }

  receive(): Promise<Uint8Array | null> {
    const bytes = this.inbox.shift();
    if (bytes) return Promise.resolve(bytes);
    if (this.closed) return Promise.reject(cut());
    if (this.ended !== 'no') return this.ended === 'close' ? Promise.resolve(null) : Promise.reject(cut());
    return new Promise((resolve, reject) => {
      this.receiver = { resolve, reject };
    });
  }

  send(bytes: Uint8Array): Promise<void> {
    if (this.closed || this.ended === 'cut') return Promise.reject(cut());
    if (this.security.kind === 'plain') this.clear += decodeLatin1(bytes);
    else this.secret += decodeLatin1(bytes);
    this.fromClient = new Uint8Array(joinOctets([this.fromClient, bytes]));
    this.wake?.();
    return Promise.resolve();
  }

  startTls(): Promise<void> {
    this.tlsStarted = true;
    if (this.inbox.length > 0)
      return Promise.reject(
        new MailError({ kind: 'unreachable', code: 'tls-handshake', message: 'Not TLS.' }),
      );
    this.security = { kind: 'tls', loopback: this.security.loopback };
    this.onTls?.();
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    this.wake?.();
    this.onTls?.();
    this.receiver?.reject(cut());
    this.receiver = null;
  }

  private async play(script: string, chunk: number): Promise<void> {
    for (const raw of script.split('\n')) {
      const line = raw.trimStart();
      if (line === '') continue;
      if (this.closed) throw new Error(`the client had closed before: ${line}`);
      if (line.startsWith('S: ')) this.put(`${this.bind(line.slice(3))}\r\n`, chunk);
      else if (line.startsWith('S- '))
        this.put(this.bind(line.slice(3)).replace(/\\r/g, '\r').replace(/\\n/g, '\n'), chunk);
      else if (line.startsWith('C: ')) await this.expect(line.slice(3), true);
      else if (line.startsWith('C+ ')) await this.expect(line.slice(3), false);
      else if (line === 'TLS') await this.handshake();
      else if (line === 'CLOSE' || line === 'CUT') this.finish(line === 'CLOSE' ? 'close' : 'cut');
      else throw new Error(`not a script line: ${line}`);
    }
  }

  private bind(line: string): string {
    return line
      .replace(/\{tag:(\w+)\}/g, (_, name: string) => this.tags.get(name) ?? name)
      .replace(/^(\w+)(?= |$)/, (word) => this.tags.get(word) ?? word);
  }

  private put(text: string, chunk: number): void {
    const bytes = encodeLatin1(text);
    const step = chunk > 0 ? chunk : bytes.length;
    for (let at = 0; at < bytes.length; at += step) this.inbox.push(bytes.subarray(at, at + step));
    this.deliver();
  }

  private deliver(): void {
    if (!this.receiver) return;
    const bytes = this.inbox.shift();
    if (!bytes) return;
    this.receiver.resolve(bytes);
    this.receiver = null;
  }

  private finish(how: 'close' | 'cut'): void {
    this.ended = how;
    if (how === 'close') this.receiver?.resolve(null);
    else this.receiver?.reject(cut());
    this.receiver = null;
  }

  private async expect(pattern: string, tagged: boolean): Promise<void> {
    const line = await this.line();
    let expected = pattern;
    let actual = line;
    if (tagged) {
      const name = /^\S+/.exec(pattern)?.[0] ?? '';
      const tag = /^\S+/.exec(line)?.[0] ?? '';
      this.tags.set(name, tag);
      expected = pattern.slice(name.length);
      actual = line.slice(tag.length);
    }
    const regex = new RegExp(
      `^${expected
        .split('…')
        .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
        .join('[^]*')}$`,
    );
    if (!regex.test(actual)) throw new Error(`expected: ${pattern}\n     got: ${line}`);
  }

  private async line(): Promise<string> {
    for (;;) {
      const lf = this.fromClient.indexOf(10);
      if (lf >= 0) {
        const text = decodeLatin1(this.fromClient, 0, lf).replace(/\r$/, '');
        this.fromClient = this.fromClient.slice(lf + 1);
        return text;
      }
      if (this.closed) throw new Error('the client closed');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private async handshake(): Promise<void> {
    while (!this.tlsStarted) {
      if (this.closed) throw new Error('the client closed');
      await new Promise<void>((resolve) => (this.onTls = resolve));
    }
  }
}

const cut = (): MailError =>
  new MailError({ kind: 'unreachable', code: 'reset', message: 'The connection broke.' });
