import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket, createSecureContext, type SecureContext } from 'node:tls';
import type { Compression } from '@shared/ports/crypto';
import type { Transport } from '@shared/ports/transport';
import { MailError } from '@shared/errors/mail-error';
import { ImapConnection } from './imap-server';
import type { ImapOptions } from './imap/session';
import type { MailWorld } from './mail-world';
import { Pop3Connection, type Pop3Options } from './pop3-server';
import { Script } from './script';
import { SmtpConnection, type SmtpOptions } from './smtp-server';
import type { ServerConnection, Wire } from './wire';

export type Protocol = 'imap' | 'smtp' | 'pop3';

/** How the servers of a world behave. The same for sockets and in memory. */
export interface WorldServers {
  readonly imap?: ImapOptions;
  readonly smtp?: SmtpOptions;
  readonly pop3?: Pop3Options;
  readonly scripts?: Partial<Record<Protocol, Script>>;
  /** Needed for COMPRESS=DEFLATE to be more than advertised. */
  readonly compression?: Compression;
}

function connect(world: MailWorld, protocol: Protocol, wire: Wire, servers: WorldServers): ServerConnection {
  const script = servers.scripts?.[protocol] ?? new Script();
  if (protocol === 'imap') return new ImapConnection(world, wire, servers.imap, script, servers.compression);
  if (protocol === 'smtp') return new SmtpConnection(world, wire, servers.smtp, script);
  return new Pop3Connection(world, wire, servers.pop3, script);
}

export interface ServeOptions extends WorldServers {
  readonly host?: '127.0.0.1';
  /** Port 0 takes a free one; a protocol that is not named is not served. */
  readonly ports: Partial<Record<Protocol, number>>;
  /** PEM. With `implicit` the stream is TLS from the start, else STARTTLS can be offered. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly implicit?: boolean };
  /** Keep what went over each connection (binary strings), up to `TRANSCRIPT_LIMIT` bytes each way. */
  readonly transcript?: boolean;
}

export interface Transcript {
  readonly protocol: Protocol;
  received: string;
  sent: string;
}

export interface ServedWorld {
  readonly ports: Readonly<Record<Protocol, number>>;
  /** Connections open now, and ever. */
  readonly connections: Readonly<Record<Protocol, { readonly open: number; readonly total: number }>>;
  readonly transcripts: readonly Transcript[];
  /** Breaks every open connection (of one protocol), as a server that is killed. */
  dropConnections(protocol?: Protocol): void;
  /** Stops listening and breaks what is open. */
  close(): Promise<void>;
}

const TRANSCRIPT_LIMIT = 8 * 1024 * 1024;

/** Serves a world on 127.0.0.1. */
export async function serveWorld(world: MailWorld, options: ServeOptions): Promise<ServedWorld> {
  const ports: Record<Protocol, number> = { imap: 0, smtp: 0, pop3: 0 };
  const connections = {
    imap: { open: 0, total: 0 },
    smtp: { open: 0, total: 0 },
    pop3: { open: 0, total: 0 },
  };
  const sockets = new Set<{ readonly protocol: Protocol; readonly socket: Socket }>();
  const transcripts: Transcript[] = [];
  const listeners: Server[] = [];
  const secureContext =
    options.tls === undefined ? null : createSecureContext({ key: options.tls.key, cert: options.tls.cert });

  const accept = (protocol: Protocol, socket: Socket): void => {
    const entry = { protocol, socket };
    sockets.add(entry);
    connections[protocol].open += 1;
    connections[protocol].total += 1;
    socket.once('close', () => {
      sockets.delete(entry);
      connections[protocol].open -= 1;
    });
    const transcript: Transcript = { protocol, received: '', sent: '' };
    if (options.transcript === true) transcripts.push(transcript);
    attach(
      socket,
      secureContext,
      options.tls?.implicit === true,
      (wire) =>
        connect(world, protocol, options.transcript === true ? recording(wire, transcript) : wire, {
          ...options,
          ...secureOptions(options, protocol),
        }),
      options.transcript === true ? transcript : null,
    );
  };
  for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
    const port = options.ports[protocol];
    if (port === undefined) continue;
    const server = createServer({ noDelay: true }, (socket) => accept(protocol, socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, options.host ?? '127.0.0.1', resolve);
    });
    listeners.push(server);
    const address = server.address();
    ports[protocol] = typeof address === 'object' && address !== null ? address.port : port;
  }
  const dropConnections = (protocol?: Protocol): void => {
    for (const entry of [...sockets])
      if (protocol === undefined || entry.protocol === protocol) entry.socket.resetAndDestroy();
  };
  const close = async (): Promise<void> => {
    dropConnections();
    await Promise.all(
      listeners.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    );
  };
  return { ports, connections, transcripts, dropConnections, close };
}

/** With implicit TLS the servers must know that the stream is safe; with a certificate they may offer STARTTLS. */
function secureOptions(options: ServeOptions, protocol: Protocol): WorldServers {
  if (options.tls === undefined) return {};
  const change = options.tls.implicit === true ? { secure: true } : { startTls: true };
  return { [protocol]: { ...change, ...options[protocol] } };
}

function recording(wire: Wire, transcript: Transcript): Wire {
  return {
    write(bytes) {
      if (transcript.sent.length < TRANSCRIPT_LIMIT) transcript.sent += Buffer.from(bytes).toString('latin1');
      wire.write(bytes);
    },
    end: () => wire.end(),
    reset: () => wire.reset(),
    startTls: () => wire.startTls(),
  };
}

function attach(
  raw: Socket,
  secureContext: SecureContext | null,
  implicit: boolean,
  serve: (wire: Wire) => ServerConnection,
  transcript: Transcript | null,
): void {
  let stream: Socket = raw;
  let connection: ServerConnection | null = null;
  const onData = (chunk: Buffer): void => {
    if (transcript !== null && transcript.received.length < TRANSCRIPT_LIMIT)
      transcript.received += chunk.toString('latin1');
    connection?.receive(chunk);
  };
  const upgrade = (then: () => void): void => {
    raw.removeListener('data', onData);
    const secure = new TLSSocket(raw, {
      isServer: true,
      ...(secureContext === null ? {} : { secureContext }),
    });
    // A client that does not trust the certificate ends the handshake: that is its answer, not an error here.
    secure.on('error', () => raw.destroy());
    secure.on('data', onData);
    secure.once('secure', then);
    stream = secure;
  };
  const wire: Wire = {
    write: (bytes) => void stream.write(bytes),
    end: () => void stream.end(),
    // What was written before must arrive, and a reset could overtake it: the peer sees the stream end.
    reset: () => (raw === stream ? raw.destroySoon() : stream.end(() => raw.destroySoon())),
    startTls: () => upgrade(() => connection?.secured()),
  };
  raw.on('error', () => raw.destroy());
  raw.once('close', () => connection?.closed());
  if (implicit) upgrade(() => (connection = serve(wire)));
  else {
    raw.on('data', onData);
    connection = serve(wire);
  }
}

/**
 * A connection to a server of the world without sockets: what engine tests use. `startTls` succeeds at once and only
 * changes `security`.
 */
export function connectInMemory(world: MailWorld, protocol: Protocol, servers: WorldServers = {}): Transport {
  const incoming: Uint8Array[] = [];
  let waiting: { resolve: (bytes: Uint8Array | null) => void; reject: (error: Error) => void } | null = null;
  let end: 'open' | 'ended' | 'broken' | 'closed' = 'open';
  let secure = servers[protocol]?.secure === true;
  const broken = (): MailError =>
    new MailError({ kind: 'unreachable', code: 'closed', message: 'The connection was cut.' });
  const finish = (how: 'ended' | 'broken'): void => {
    if (end !== 'open') return;
    end = how;
    if (waiting === null) return;
    if (how === 'ended') waiting.resolve(null);
    else waiting.reject(broken());
    waiting = null;
  };
  const wire: Wire = {
    write(bytes) {
      if (end !== 'open') return;
      if (waiting === null) incoming.push(bytes);
      else {
        waiting.resolve(bytes);
        waiting = null;
      }
    },
    end: () => finish('ended'),
    reset: () => finish('broken'),
    startTls() {
      secure = true;
      connection.secured();
    },
  };
  const connection = connect(world, protocol, wire, servers);
  return {
    get security() {
      return { kind: secure ? 'tls' : 'plain', loopback: true } as const;
    },
    receive() {
      const bytes = incoming.shift();
      if (bytes !== undefined) return Promise.resolve(bytes);
      if (end === 'broken') return Promise.reject(broken());
      if (end !== 'open') return Promise.resolve(null);
      return new Promise((resolve, reject) => (waiting = { resolve, reject }));
    },
    send(bytes) {
      if (end === 'broken' || end === 'closed') return Promise.reject(broken());
      // As on a socket the server reads later, never inside the caller's call.
      const copy = bytes.slice();
      void Promise.resolve().then(() => connection.receive(copy));
      return Promise.resolve();
    },
    startTls: () =>
      secure
        ? Promise.resolve()
        : Promise.reject(
            new MailError({
              kind: 'unreachable',
              code: 'tls-refused',
              message: 'The server did not expect TLS.',
            }),
          ),
    close() {
      if (end !== 'broken') end = 'closed';
      connection.closed();
      waiting?.resolve(null);
      waiting = null;
    },
  };
}
