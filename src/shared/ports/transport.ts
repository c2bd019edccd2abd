/**
 * A byte stream to a server, as the protocol drivers see it. `src/main/net` implements it on sockets and TLS,
 * `MemoryTransport` in memory for tests.
 */
export interface Transport {
  /** The security in force now. */
  readonly security: TransportSecurity;
  /**
   * The next bytes from the peer, or `null` at an orderly end. One outstanding call at a time: not calling it is the
   * back-pressure that stops the socket from being read.
   * @throws MailError kind `unreachable` when the connection breaks.
   */
  receive(): Promise<Uint8Array | null>;
  /** Resolves when the bytes are accepted by the socket's buffer and that buffer has drained below its mark. */
  send(bytes: Uint8Array): Promise<void>;
  /**
   * Turns the plain stream into TLS in place (STARTTLS). The caller must have proved that nothing was buffered
   * behind the server's go-ahead.
   * @throws MailError kind `unreachable`, code `tls-…` when the handshake or the certificate is not acceptable.
   */
  startTls(): Promise<void>;
  /** Ends the connection at once. Safe to call twice; a pending `receive` settles. */
  close(): void;
}

/** How a stream is protected now. */
export interface TransportSecurity {
  readonly kind: 'tls' | 'plain';
  /** True when the peer is this machine (127.0.0.0/8, ::1), where plain connections are tolerable. */
  readonly loopback: boolean;
  /** e.g. `TLSv1.3`; absent on plain connections. */
  readonly protocol?: string;
  readonly cipher?: string;
  /** SHA-256 of the peer's certificate, lower-case hex. */
  readonly fingerprint?: string;
  /** Channel binding material for SCRAM -PLUS (RFC 9266 `tls-exporter`), if the stack offers it. */
  exportKeyingMaterial?(length: number, label: string): Uint8Array;
}

/** TLS from the first octet, TLS by STARTTLS (required, never "if there is"), or none. */
export type TlsMode = 'tls' | 'starttls' | 'none';

/** Where a server is and how to speak to it. `starttls` always means *required*. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** SHA-256 (hex) of a certificate the person has accepted for this host and port; any other is refused. */
  readonly pinnedFingerprint?: string;
}

export interface Dialer {
  /**
   * Opens a connection. With `tls: 'tls'` the handshake is complete and the certificate checked when it resolves;
   * with `starttls` and `none` it is a plain stream.
   * @throws MailError kind `unreachable`: code `dns`, `refused`, `timeout`, `tls-…`, `offline`.
   */
  dial(endpoint: Endpoint, signal?: AbortSignal): Promise<Transport>;
}
