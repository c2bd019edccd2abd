import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from './fault-proxy';

let server: Server;
let proxy: FaultProxy;
let seen: string;
let ended: () => void;
let serverEnded: Promise<void>;
beforeEach(async () => {
  seen = '';
  serverEnded = new Promise((resolve) => (ended = resolve));
  // An echo, so that both directions carry the same.
  server = createServer((socket) => {
    socket.on('data', (chunk) => {
      seen += chunk.toString();
      socket.write(chunk);
    });
    socket.on('error', () => ended());
    socket.on('close', () => ended());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  proxy = await startFaultProxy({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends and tells what came back until the end: 'end' or the error's code. */
function exchange(text: string, until = Infinity): Promise<{ got: string; how: string; socket: Socket }> {
  return new Promise((resolve) => {
    const socket = connect(proxy.port, '127.0.0.1');
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString();
      if (got.length >= until) resolve({ got, how: 'enough', socket });
    });
    socket.on('end', () => resolve({ got, how: 'end', socket }));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve({ got, how: error.code ?? '', socket }));
    socket.write(text);
  });
}

it('passes bytes and counts them', async () => {
  const { got, socket } = await exchange('hello', 5);
  expect([got, proxy.toServer, proxy.toClient, proxy.total, proxy.open]).toEqual(['hello', 5, 5, 1, 1]);
  socket.destroy();
});
it('ends after so many bytes to the client', async () => {
  proxy.faults.cutToClientAfter = 3;
  const { got, how } = await exchange('hello');
  expect([got, how, seen]).toEqual(['hel', 'end', 'hello']);
});
it('ends after so many bytes to the server', async () => {
  proxy.faults.cutToServerAfter = 2;
  const { how } = await exchange('hello');
  await serverEnded;
  expect([how, seen]).toEqual(['ECONNRESET', 'he']);
});
it('cuts what is open when told, and refuses when told', async () => {
  const { socket } = await exchange('x', 1);
  const cut = new Promise<string>((resolve) =>
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')),
  );
  proxy.cut();
  expect(await cut).toBe('ECONNRESET');
  proxy.faults.refuse = true;
  expect((await exchange('x')).how).toBe('ECONNRESET');
});
it('swallows everything as a black hole, and only what comes while it is one', async () => {
  proxy.faults.blackhole = true;
  const lost = exchange('lost');
  while (proxy.total === 0) await new Promise((resolve) => setImmediate(resolve));
  proxy.cut();
  expect((await lost).how).toBe('ECONNRESET');
  expect([seen, proxy.toServer]).toEqual(['', 0]);
  proxy.faults.blackhole = false;
  const { got, socket } = await exchange('found', 5);
  expect(got).toBe('found');
  socket.destroy();
});
it('delays in order', async () => {
  proxy.faults.latencyMs = 5;
  proxy.faults.bytesPerSecond = 10_000;
  const { got, socket } = await exchange('abcdef', 6);
  expect(got).toBe('abcdef');
  socket.destroy();
});
