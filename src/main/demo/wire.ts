/** What an embedded server may do to its connection. `listen.ts` implements it on sockets and in memory. */
export interface Wire {
  write(bytes: Uint8Array): void;
  /** An orderly end, after what was written. */
  end(): void;
  /** A break: what was written before still goes out, then the connection is gone without a goodbye. */
  reset(): void;
  /** Turns the stream into TLS; `secured` is called on the connection when the handshake is done. */
  startTls(): void;
}

/** A server's side of one connection: bytes in, and bytes out through its `Wire`. No sockets, no timers inside. */
export interface ServerConnection {
  receive(bytes: Uint8Array): void;
  secured(): void;
  /** The peer is gone. */
  closed(): void;
}
