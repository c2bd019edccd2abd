import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint, Transport } from '@shared/ports/transport';
import { certificate, fingerprint, identity } from './fixtures/load';
import { NodeDialer } from './node-dialer';
import { NodeTransport } from './node-transport';
import { receiveBytes, transportConformance } from './transport.conformance';

const dialer = new NodeDialer({ extraRoots: [certificate('ca')] });
const open: Array<() => void> = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen<T extends Server>(server: T, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
  });
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A TLS server that says hello once the handshake is done. */
function tlsServer(options: tls.TlsOptions): tls.Server {
  const server = tls.createServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('* OK hello\r\n');
  });
  server.on('tlsClientError', () => undefined);
  return server;
}

async function dial(endpoint: Endpoint): Promise<Transport> {
  const transport = await dialer.dial(endpoint);
  open.push(() => transport.close());
  return transport;
}

async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer();
  const port = await listen(server);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const { connect } = await import('node:net');
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  return [client, (await accepted)[0]];
}

transportConformance('TCP sockets', async () => {
  const [left, right] = await socketPair();
  const client = new NodeTransport(left, { host: '127.0.0.1', port: 1 }, () =>
    Promise.reject(new Error('unused')),
  );
  const server = new NodeTransport(right, { host: '127.0.0.1', port: 2 });
  return {
    client,
    server,
    end: () => right.end(),
    cut: () => right.resetAndDestroy(),
    arrived: async () => {
      while (left.readableLength === 0) await new Promise((resolve) => setImmediate(resolve));
    },
    dispose: () => {
      client.close();
      server.close();
      return Promise.resolve();
    },
  };
});

it('hands out a little in one turn of the event loop, however much has arrived', async () => {
  const [left, right] = await socketPair();
  const transport = new NodeTransport(left, { host: '127.0.0.1', port: 1 });
  open.push(() => transport.close());
  right.end(Buffer.alloc(8 << 20));
  let total = 0;
  let inTurn = 0;
  let most = 0;
  let reading = true;
  const turn = (): void => {
    inTurn = 0;
    if (reading) setImmediate(turn);
  };
  turn();
  for (let chunk = await transport.receive(); chunk !== null; chunk = await transport.receive()) {
    total += chunk.byteLength;
    inTurn += chunk.byteLength;
    most = Math.max(most, inTurn);
  }
  reading = false;
  expect(total).toBe(8 << 20);
  expect(most).toBeLessThanOrEqual(4 * 131_072);
});

describe('NodeDialer: TLS', () => {
  it('connects when the certificate is good, and says what is in force', async () => {
    const port = await listen(tlsServer(identity('good')));
    const transport = await dial({ host: 'localhost', port, tls: 'tls' });
    expect(transport.security).toMatchObject({
      kind: 'tls',
      loopback: true,
      protocol: 'TLSv1.3',
      fingerprint: fingerprint('good'),
    });
    expect(transport.security.exportKeyingMaterial?.(32, 'EXPORTER-Channel-Binding')).toHaveLength(32);
    expect(new TextDecoder().decode(await receiveBytes(transport, 12))).toBe('* OK hello\r\n');
  });

  it('accepts an address literal named in the certificate', async () => {
    const port = await listen(tlsServer(identity('good')));
    expect((await dial({ host: '127.0.0.1', port, tls: 'tls' })).security.kind).toBe('tls');
  });

  it('sends the host name as SNI', async () => {
    const asked: string[] = [];
    const server = tlsServer({
      ...identity('good'),
      SNICallback: (name, done) => {
        asked.push(name);
        done(null);
      },
    });
    const port = await listen(server);
    await dial({ host: 'localhost', port, tls: 'tls' });
    expect(asked).toEqual(['localhost']);
  });

  it.each([
    ['self-signed', 'tls-self-signed'],
    ['expired', 'tls-expired'],
    ['wrong-host', 'tls-wrong-host'],
    ['untrusted', 'tls-untrusted'],
  ] as const)(
    'refuses a certificate that is %s, with what a person needs to judge it',
    async (name, code) => {
      const received: Buffer[] = [];
      const server = tls.createServer(identity(name), (socket) => {
        socket.on('error', () => socket.destroy());
        socket.on('data', (chunk: Buffer) => received.push(chunk));
      });
      server.on('tlsClientError', () => undefined);
      const port = await listen(server);
      const failure = await dialer
        .dial({ host: 'localhost', port, tls: 'tls' })
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({
        name: 'MailError',
        kind: 'unreachable',
        code,
        retry: { kind: 'never' },
        details: { host: 'localhost', port, fingerprint: fingerprint(name) },
      });
      expect(received).toEqual([]);
    },
  );

  it.each(['self-signed', 'expired', 'wrong-host', 'untrusted'] as const)(
    'accepts a certificate that is %s when exactly that one was accepted',
    async (name) => {
      const port = await listen(tlsServer(identity(name)));
      const pinnedFingerprint = fingerprint(name).toUpperCase();
      const transport = await dial({ host: 'localhost', port, tls: 'tls', pinnedFingerprint });
      expect(transport.security.fingerprint).toBe(fingerprint(name));
    },
  );

  it('blocks again when the accepted certificate has changed, even to one that is valid', async () => {
    const port = await listen(tlsServer(identity('renewed')));
    const pinnedFingerprint = fingerprint('good');
    await expect(
      dialer.dial({ host: 'localhost', port, tls: 'tls', pinnedFingerprint }),
    ).rejects.toMatchObject({ code: 'tls-pin-changed', details: { fingerprint: fingerprint('renewed') } });
  });

  it('refuses TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const port = await listen(tlsServer({ ...identity('good'), ...old }));
    await expect(dialer.dial({ host: 'localhost', port, tls: 'tls' })).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'tls-version',
    });
  });

  it('says not-tls when a plain greeting comes instead of a handshake', async () => {
    const port = await listen(createServer((socket) => socket.write('* OK IMAP4rev1 ready\r\n')));
    await expect(dialer.dial({ host: 'localhost', port, tls: 'tls' })).rejects.toMatchObject({
      code: 'not-tls',
      details: { port },
    });
  });

  it('says closed when the server hangs up during the handshake', async () => {
    const port = await listen(createServer((socket) => socket.destroy()));
    await expect(dialer.dial({ host: 'localhost', port, tls: 'tls' })).rejects.toMatchObject({
      code: 'closed',
    });
  });
});

describe('NodeDialer: connecting', () => {
  it('says refused when nobody listens', async () => {
    const server = createServer();
    const port = await listen(server);
    const closed = once(server, 'close');
    server.close();
    await closed;
    await expect(dialer.dial({ host: '127.0.0.1', port, tls: 'none' })).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'refused',
      details: { host: '127.0.0.1', port },
    });
  });

  it('says dns when the name does not exist', async () => {
    await expect(dialer.dial({ host: 'no-such-host.invalid', port: 143, tls: 'none' })).rejects.toMatchObject(
      {
        code: 'dns',
      },
    );
  });

  it('says timeout when a handshake is never answered', async () => {
    const port = await listen(createServer());
    const impatient = new NodeDialer({ connectTimeoutMs: 50 });
    await expect(impatient.dial({ host: '127.0.0.1', port, tls: 'tls' })).rejects.toMatchObject({
      code: 'timeout',
    });
  });

  it('stops at once when the caller does, with the caller’s reason', async () => {
    const port = await listen(createServer());
    const controller = new AbortController();
    const dialing = dialer.dial({ host: '127.0.0.1', port, tls: 'tls' }, controller.signal);
    controller.abort(new Error('the account was paused'));
    await expect(dialing).rejects.toThrow('the account was paused');
    await expect(dialer.dial({ host: '127.0.0.1', port, tls: 'tls' }, controller.signal)).rejects.toThrow(
      'the account was paused',
    );
  });

  it('knows a loopback peer on a plain stream', async () => {
    const port = await listen(createServer());
    const transport = await dial({ host: '127.0.0.1', port, tls: 'none' });
    expect(transport.security).toEqual({ kind: 'plain', loopback: true });
  });
});

describe('NodeTransport: STARTTLS', () => {
  const startTlsServer = (name: 'good' | 'self-signed'): Server =>
    createServer((socket) => {
      socket.write('* OK ready\r\n');
      socket.once('data', () => {
        socket.write('a1 OK begin\r\n');
        const secured = new tls.TLSSocket(socket, { isServer: true, ...identity(name) });
        secured.on('error', () => secured.destroy());
        secured.on('data', (chunk: Buffer) => secured.write(chunk));
      });
    });

  it('turns the stream into TLS in place', async () => {
    const port = await listen(startTlsServer('good'));
    const transport = await dial({ host: 'localhost', port, tls: 'starttls' });
    expect(transport.security.kind).toBe('plain');
    await receiveBytes(transport, 12);
    await transport.send(new TextEncoder().encode('a1 STARTTLS\r\n'));
    await receiveBytes(transport, 13);
    await transport.startTls();
    expect(transport.security).toMatchObject({ kind: 'tls', fingerprint: fingerprint('good') });
    await transport.send(new TextEncoder().encode('echo'));
    expect(new TextDecoder().decode(await receiveBytes(transport, 4))).toBe('echo');
  });

  it('judges the certificate as strictly as implicit TLS does, and stays closed', async () => {
    const port = await listen(startTlsServer('self-signed'));
    const transport = await dial({ host: 'localhost', port, tls: 'starttls' });
    await receiveBytes(transport, 12);
    await transport.send(new TextEncoder().encode('a1 STARTTLS\r\n'));
    await receiveBytes(transport, 13);
    await expect(transport.startTls()).rejects.toMatchObject({ code: 'tls-self-signed' });
    await expect(transport.send(Uint8Array.of(1))).rejects.toMatchObject({ code: 'tls-self-signed' });
  });
});
