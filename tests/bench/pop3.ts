import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { NodeClock } from '@main/net/node-clock';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { Pop3Client, type MessageNumber } from '@main/pop3';
import { Secret } from '@shared/ports/secret';
import type { BenchLine } from './smtp';

/** The client alone; the four times of design §7 are for fetching and storing in the vault together. */
const BUDGET = 2;
const ROUNDS = 3;

/**
 * 10,000 messages of 4 KB by pipelined RETR from a server in another thread that sends prepared bytes: Tern's client
 * against a bare socket that only counts octets. The best of three rounds each, in milliseconds.
 */
export async function run({ messages = 10_000, octets = 4096 } = {}): Promise<BenchLine[]> {
  const worker = new Worker(SERVER, { eval: true, workerData: { octets } });
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    let best = Infinity;
    let floor = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      floor = Math.min(floor, await timed(() => raw(port, messages)));
      best = Math.min(best, await timed(() => tern(port, messages, octets)));
    }
    const ratio = round2(best / floor);
    return [
      {
        bench: 'pop3-retrieve',
        n: messages,
        value: round2(best),
        unit: 'ms',
        floor: round2(floor),
        ratio,
        budget: BUDGET,
        ok: ratio <= BUDGET,
      },
    ];
  } finally {
    await worker.terminate();
  }
}

async function tern(port: number, messages: number, octets: number): Promise<void> {
  const client = await Pop3Client.connect({
    dialer: new NodeDialer(),
    endpoint: { host: '127.0.0.1', port, tls: 'none' },
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
    credentials: { kind: 'password', user: 'ada', password: new Secret('x') },
  });
  let whole = 0;
  const numbers = Array.from({ length: messages }, (_x, i) => (i + 1) as MessageNumber);
  await client.retrieve(numbers, {
    content: () => undefined,
    end: (_message, size) => {
      if (size === octets) whole += 1;
    },
    refused: (_message, error) => {
      throw error;
    },
  });
  if (whole !== messages) throw new Error(`${whole} of ${messages} messages came whole.`);
  await client.quit();
}

/** Writes the same commands, 32 at a time, and counts what comes back. */
async function raw(port: number, messages: number): Promise<void> {
  const socket = await open(port);
  const answer = await ask(socket, 'RETR 1\r\n');
  const expected = answer * messages;
  await new Promise<void>((resolve, reject) => {
    let received = 0;
    let asked = 0;
    const more = (): void => {
      const answered = Math.floor(received / answer);
      if (asked >= messages || asked - answered > 16) return;
      const until = Math.min(messages, answered + 32);
      let flight = '';
      for (; asked < until; asked++) flight += `RETR ${asked + 1}\r\n`;
      socket.write(flight);
    };
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received >= expected) resolve();
      else more();
    });
    socket.once('error', reject);
    more();
  });
  socket.destroy();
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', () => {
      resolve(socket);
    });
  });
}

/** @returns octets of the answer up to its final dot. */
function ask(socket: Socket, command: string): Promise<number> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.endsWith('\r\n.\r\n')) return;
      socket.off('data', take);
      resolve(text.length);
    };
    socket.on('data', take);
    socket.write(command);
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;

/** A server of prepared bytes: it understands just enough to be asked. Plain JavaScript for the worker's sake. */
const SERVER = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const line = 'The quick brown fox jumps over the lazy dog. And again, until it is tired of it.\\r\\n';
const text = 'Subject: bench\\r\\n\\r\\n' + line.repeat(Math.ceil(workerData.octets / line.length));
const message = Buffer.from('+OK\\r\\n' + text.slice(0, workerData.octets - 2) + '\\r\\n.\\r\\n');
const ok = Buffer.from('+OK\\r\\n');
const capa = Buffer.from('+OK\\r\\nUSER\\r\\nPIPELINING\\r\\nUIDL\\r\\n.\\r\\n');
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.write('+OK ready\\r\\n');
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\\r\\n');
    rest = lines.pop();
    socket.write(Buffer.concat(lines.map((l) => (l.startsWith('RETR') ? message : l === 'CAPA' ? capa : ok))));
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;
