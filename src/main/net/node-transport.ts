import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { MailError } from '@shared/errors/mail-error';
import type { Transport, TransportSecurity } from '@shared/ports/transport';
import { isLoopback } from './address-ranges';
import { unreachable, type Place } from './net-errors';
import { fingerprintOf } from './tls-policy';

/** How the transport turns itself into TLS; given by the dialer, absent on accepted sockets. */
export type Upgrade = (socket: Socket) => Promise<TLSSocket>;

interface Waiting {
  readonly resolve: (bytes: Uint8Array | null) => void;
  readonly reject: (error: MailError) => void;
}

/**
 * So many octets are handed out in one turn of the event loop. Node goes on reading inside one turn as long as what it
 * reads is taken at once, up to two megabytes: a turn of a fifth of a second in a first synchronisation, with whatever
 * else the process had to answer waiting behind it (measured, Node 20).
 */
const OCTETS_A_TURN = 131_072;

/**
 * `Transport` on a connected socket. Reading is by demand: Node stops reading from the kernel when its buffer is full,
 * and takes more only after `receive`. Writing waits for the kernel: `send` resolves when the buffer is below its mark.
 */
export class NodeTransport implements Transport {
  #socket: Socket;
  #security: TransportSecurity;
  #waiting: Waiting | null = null;
  /** Handed out in this turn; above the mark nothing more is until the next one. */
  #handedOut = 0;
  #ended = false;
  #upgrading = false;
  #failure: MailError | null = null;
  readonly #place: Place;
  readonly #upgrade: Upgrade | undefined;

  constructor(socket: Socket, place: Place, upgrade?: Upgrade) {
    this.#place = place;
    this.#upgrade = upgrade;
    this.#socket = socket;
    this.#security = describe(socket);
    this.#listen();
  }

  get security(): TransportSecurity {
    return this.#security;
  }

  receive(): Promise<Uint8Array | null> {
    if (this.#waiting !== null || this.#upgrading) {
      return Promise.reject(new Error('receive: one call at a time'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#deliver();
    });
  }

  send(bytes: Uint8Array): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#upgrading) return Promise.reject(new Error('send: a TLS handshake is under way'));
    const socket = this.#socket;
    if (socket.write(bytes)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        socket.off('drain', settle);
        socket.off('close', settle);
        if (socket.destroyed) reject(this.#failure ?? this.#closed());
        else resolve();
      };
      socket.once('drain', settle);
      socket.once('close', settle);
    });
  }

  async startTls(): Promise<void> {
    if (this.#upgrade === undefined) throw new Error('startTls: this end cannot start TLS');
    if (this.#failure !== null) throw this.#failure;
    if (this.#security.kind === 'tls') throw new Error('startTls: TLS is in force already');
    if (this.#waiting !== null) throw new Error('startTls: a receive is outstanding');
    if (this.#socket.readableLength > 0) {
      // Bytes behind the go-ahead were sent before TLS and would be read as if they came after it (CVE-2011-0411).
      this.close();
      throw new MailError({
        kind: 'broken',
        code: 'starttls-injection',
        message: `${this.#place.host}:${this.#place.port}: data arrived behind the STARTTLS answer.`,
        details: { ...this.#place },
      });
    }
    this.#unlisten();
    this.#upgrading = true;
    try {
      this.#socket = await this.#upgrade(this.#socket);
      this.#security = describe(this.#socket);
      this.#listen();
    } catch (error) {
      this.#failure = unreachable(error, this.#place);
      this.#socket.destroy();
      throw this.#failure;
    } finally {
      this.#upgrading = false;
    }
  }

  close(): void {
    this.#failure ??= this.#closed();
    this.#socket.destroy();
    this.#deliver();
  }

  readonly #onReadable = (): void => this.#deliver();
  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#deliver();
  };
  readonly #onError = (error: Error): void => {
    this.#failure ??= unreachable(error, this.#place);
    this.#deliver();
  };
  readonly #onClose = (): void => {
    if (!this.#ended) this.#failure ??= this.#closed();
    this.#deliver();
  };

  #listen(): void {
    this.#socket.on('readable', this.#onReadable);
    this.#socket.on('end', this.#onEnd);
    this.#socket.on('error', this.#onError);
    this.#socket.on('close', this.#onClose);
  }

  #unlisten(): void {
    this.#socket.off('readable', this.#onReadable);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('error', this.#onError);
    this.#socket.off('close', this.#onClose);
  }

  /** Settles the outstanding `receive` if there is something to settle it with. Bytes come before the end or a failure. */
  #deliver(): void {
    const waiting = this.#waiting;
    if (waiting === null || this.#handedOut >= OCTETS_A_TURN) return;
    const chunk = this.#socket.read() as Buffer | null;
    if (chunk === null && !this.#ended && this.#failure === null) return;
    this.#waiting = null;
    if (chunk !== null) this.#count(chunk.byteLength);
    if (chunk !== null) waiting.resolve(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    else if (this.#failure !== null) waiting.reject(this.#failure);
    else waiting.resolve(null);
  }

  #count(octets: number): void {
    if (this.#handedOut === 0) {
      setImmediate(() => {
        this.#handedOut = 0;
        this.#deliver();
      });
    }
    this.#handedOut += octets;
  }

  #closed(): MailError {
    return unreachable({ code: 'ERR_STREAM_DESTROYED' }, this.#place);
  }
}

function describe(socket: Socket): TransportSecurity {
  const loopback = isLoopback(socket.remoteAddress ?? '');
  if (!(socket instanceof TLSSocket)) return { kind: 'plain', loopback };
  return {
    kind: 'tls',
    loopback,
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    fingerprint: fingerprintOf(socket),
    exportKeyingMaterial: (length, label) =>
      new Uint8Array(socket.exportKeyingMaterial(length, label, Buffer.alloc(0))),
  };
}
