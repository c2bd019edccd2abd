import { spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { createTransport } from 'nodemailer';
import { NodeClock } from '@main/net/node-clock';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { SmtpClient, parseSmtpAddress } from '@main/smtp';
import type { BenchLine } from './support/line';

/** At most this many times Postfix's own generator, `smtp-source`, against the same sink (design §7). */
const BUDGET = 1.5;
const ROUNDS = 3;

/**
 * 2,000 messages of 4 KB over one connection to Postfix's `smtp-sink`: Tern, `smtp-source` and nodemailer in turn, the
 * best of three rounds each. Milliseconds.
 */
export async function run({ messages = 2000, octets = 4096 } = {}): Promise<BenchLine[]> {
  const port = await freePort();
  // As root it insists on becoming somebody else.
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const sink = spawn('smtp-sink', [...asNobody, `127.0.0.1:${port}`, '16'], { stdio: 'ignore' });
  try {
    await listening(port);
    const best = { tern: Infinity, source: Infinity, nodemailer: Infinity };
    for (let round = 0; round < ROUNDS; round++) {
      best.source = Math.min(best.source, await timed(() => source(port, messages, octets)));
      best.tern = Math.min(best.tern, await timed(() => tern(port, messages, octets)));
      best.nodemailer = Math.min(best.nodemailer, await timed(() => peer(port, messages, octets)));
    }
    const ratio = best.tern / best.source;
    const ok = ratio <= BUDGET && best.tern < best.nodemailer;
    const common = { n: messages, unit: 'ms' };
    return [
      {
        bench: 'smtp-send',
        ...common,
        value: round(best.tern),
        floor: round(best.source),
        ratio: round(ratio),
        budget: BUDGET,
        ok,
      },
      { bench: 'smtp-send-nodemailer', ...common, value: round(best.nodemailer), ok: true },
    ];
  } finally {
    await stop(sink);
  }
}

async function tern(port: number, messages: number, octets: number): Promise<void> {
  const client = await SmtpClient.connect({
    dialer: new NodeDialer(),
    endpoint: { host: '127.0.0.1', port, tls: 'none' },
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
  });
  const message = body(octets);
  const from = parseSmtpAddress('ada@tern.example');
  const envelope = { from, to: [from] };
  const onPhase = (): Promise<void> => Promise.resolve();
  const send = async (): Promise<void> => {
    const result = await client.send({ envelope, message, size: message.length, onPhase });
    if (result.outcome !== 'accepted') throw new Error(`The sink said ${result.outcome}.`);
  };
  // One is given while the one before is on its way.
  let before = Promise.resolve();
  for (let i = 0; i < messages; i++) {
    const current = send();
    await before;
    before = current;
  }
  await before;
  await client.quit();
}

async function peer(port: number, messages: number, octets: number): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 1,
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const raw = Buffer.from(body(octets));
  const envelope = { from: 'ada@tern.example', to: 'ada@tern.example' };
  await Promise.all(Array.from({ length: messages }, () => transport.sendMail({ envelope, raw })));
  transport.close();
}

function source(port: number, messages: number, octets: number): Promise<void> {
  const args = ['-d', '-s', '1', '-l', `${octets}`, '-m', `${messages}`];
  const child = spawn(
    'smtp-source',
    [...args, '-f', 'a@x.example', '-t', 'b@x.example', `127.0.0.1:${port}`],
    {
      stdio: 'ignore',
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`smtp-source ended with ${String(code)}.`));
    });
  });
}

function body(octets: number): Uint8Array {
  const head = 'From: ada@tern.example\r\nTo: ada@tern.example\r\nSubject: bench\r\n\r\n';
  const line = `${'The quick brown fox jumps over the lazy dog. '.repeat(2).trim()}\r\n`;
  const text = head + line.repeat(Math.ceil(octets / line.length));
  return new TextEncoder().encode(`${text.slice(0, octets - 2)}\r\n`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const round = (value: number): number => Math.round(value * 100) / 100;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No port.'));
      });
    });
  });
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('smtp-sink does not listen.');
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill();
  });
}
