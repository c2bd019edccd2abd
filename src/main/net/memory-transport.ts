import { MailError } from '@shared/errors/mail-error';
import type { Transport, TransportSecurity } from '@shared/ports/transport';

/** As Node's sockets: a writer is asked to wait once this many bytes are unread. */
const HIGH_WATER_MARK = 64 * 1024;

export interface MemoryTransport extends Transport {
  /** Ends this direction in an orderly way: the peer reads what was sent, then `null`. */
  end(): void;
  /** Cuts the connection as a dead network would: both ends fail with `unreachable`, code `closed`. */
  cut(): void;
}

/** Two ends of a stream in memory: the twin of `NodeTransport`, held to the same conformance suite. */
export function memoryTransportPair(
  security: TransportSecurity = { kind: 'plain', loopback: true },
): [MemoryTransport, MemoryTransport] {
  const left = new End(security);
  const right = new End(security);
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class End implements MemoryTransport {
  peer!: End;
  security: TransportSecurity;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  #peerEnded = false;
  #failure: MailError | null = null;
  #reader: { resolve: (bytes: Uint8Array | null) => void; reject: (error: MailError) => void } | null = null;
  #writers: Array<() => void> = [];

  constructor(security: TransportSecurity) {
    this.security = security;
  }

  receive(): Promise<Uint8Array | null> {
    if (this.#reader !== null) return Promise.reject(new Error('receive: one call at a time'));
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      this.#deliver();
    });
  }

  async send(bytes: Uint8Array): Promise<void> {
    this.#throwIfFailed();
    if (this.peer.#accept(bytes.slice())) return;
    await new Promise<void>((resolve) => this.peer.#writers.push(resolve));
    this.#throwIfFailed();
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  startTls(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.security.kind === 'tls') return Promise.reject(new Error('startTls: TLS is in force already'));
    if (this.#reader !== null) return Promise.reject(new Error('startTls: a receive is outstanding'));
    if (this.#unreadBytes > 0) {
      this.close();
      return Promise.reject(
        new MailError({
          kind: 'broken',
          code: 'starttls-injection',
          message: 'Data arrived behind the STARTTLS answer.',
        }),
      );
    }
    const secured: TransportSecurity = { ...this.security, kind: 'tls', protocol: 'TLSv1.3' };
    this.security = secured;
    this.peer.security = secured;
    return Promise.resolve();
  }

  end(): void {
    this.peer.#peerEnded = true;
    this.peer.#deliver();
  }

  close(): void {
    this.end();
    this.#fail();
  }

  cut(): void {
    this.#unread = [];
    this.peer.#unread = [];
    this.#fail();
    this.peer.#fail();
  }

  #fail(): void {
    this.#failure ??= new MailError({
      kind: 'unreachable',
      code: 'closed',
      message: 'The connection is closed.',
    });
    this.#release();
    this.peer.#release();
    this.#deliver();
  }

  /** True while the reader keeps up. What is sent to a closed end is lost, as on a socket. */
  #accept(bytes: Uint8Array): boolean {
    if (this.#failure !== null || bytes.length === 0) return true;
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.length;
    this.#deliver();
    return this.#unreadBytes < HIGH_WATER_MARK;
  }

  #deliver(): void {
    const reader = this.#reader;
    if (reader === null) return;
    const chunk = this.#unread.shift();
    if (chunk === undefined && this.#failure === null && !this.#peerEnded) return;
    this.#reader = null;
    if (chunk !== undefined) {
      this.#unreadBytes -= chunk.length;
      if (this.#unreadBytes < HIGH_WATER_MARK) this.#release();
      reader.resolve(chunk);
    } else if (this.#failure !== null) reader.reject(this.#failure);
    else reader.resolve(null);
  }

  #release(): void {
    for (const resume of this.#writers.splice(0)) resume();
  }
}
