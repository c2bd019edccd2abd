import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { findOctets } from '@main/net/find-octets';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { Forwarding } from '@main/operations/forwarding';
import { OperationQueue } from '@main/operations/queue';
import { Pop3Client, type MessageNumber } from '@main/pop3';
import { DaysPassed } from '@main/services/days-passed';
import { LocalMail } from '@main/services/local-mail';
import { MailboxRegistry } from '@main/sync/mailbox-registry';
import { poll } from '@main/sync/pop3-poll';
import { openVault } from '@main/vault';
import { type AccountConfig, accountConfig } from '@shared/contract/account';
import { openFolds } from '@shared/ports/fold';
import { Secret } from '@shared/ports/secret';
import { whyNoServers } from '../servers/available';
import type { CorpusMessage } from '../servers/corpus';
import { startDovecot } from '../servers/dovecot';
import { against, type BenchLine, peer } from './support/line';
import { PASSWORD, USER } from './support/mailbox';
import { startPreparedPop3 } from './support/pop3-server';

/** The client alone: what of the next budget it may take. */
const CLIENT_BUDGET = 2;
/** Fetched, parsed, durable and read back (design §7). */
const VAULT_BUDGET = 4;
const ROUNDS = 3;

/**
 * 10,000 messages of 4 KB by pipelined RETR from a server in another thread that sends prepared bytes: a bare socket
 * that only counts octets, Tern's client, the whole way into a vault on the disk with every message read back and
 * checked, and mpop where it is installed. The best of three rounds each, in milliseconds. Then the same from a real
 * Dovecot, where there is one: the first is what Tern costs, the second what a person waits.
 */
export async function run({ messages = 10_000, octets = 4096 } = {}): Promise<BenchLine[]> {
  const server = await startPreparedPop3(messages, octets);
  try {
    const best = { raw: Infinity, client: Infinity, vault: Infinity, mpop: Infinity };
    const hasMpop = existsSync('/usr/bin/mpop');
    for (let round = 0; round < ROUNDS; round++) {
      best.raw = Math.min(best.raw, await timed(() => raw(server.port, messages)));
      best.client = Math.min(best.client, await timed(() => client(server.port, messages, octets)));
      best.vault = Math.min(best.vault, await vault(server.port, messages));
      if (hasMpop) best.mpop = Math.min(best.mpop, await mpop(server.port));
    }
    const stored = against('pop3-vault', messages, best.vault, 'ms', best.raw, VAULT_BUDGET);
    return [
      against('pop3-retrieve', messages, best.client, 'ms', best.raw, CLIENT_BUDGET),
      hasMpop ? { ...stored, ok: stored.ok && best.vault < best.mpop } : stored,
      ...(hasMpop ? [peer('pop3-mpop', messages, best.mpop, 'ms', best.raw)] : []),
      ...(whyNoServers() === null ? await fromDovecot(messages, octets) : []),
    ];
  } finally {
    await server.stop();
  }
}

/** The same from a real server, which has to find and read each message first. */
async function fromDovecot(messages: number, octets: number): Promise<BenchLine[]> {
  const dovecot = await startDovecot({ users: [{ user: USER, password: PASSWORD }] });
  try {
    dovecot.load(USER, 'INBOX', letters(messages, octets));
    const { pop3 } = dovecot.ports;
    const best = { raw: Infinity, vault: Infinity };
    // The first session makes Dovecot's own index.
    for (let round = 0; round <= ROUNDS; round++) {
      const took = await timed(() => raw(pop3, messages, `USER ${USER}\r\nPASS ${PASSWORD}\r\n`));
      const whole = await vault(pop3, messages);
      if (round === 0) continue;
      best.raw = Math.min(best.raw, took);
      best.vault = Math.min(best.vault, whole);
    }
    return [against('pop3-vault-dovecot', messages, best.vault, 'ms', best.raw, VAULT_BUDGET)];
  } finally {
    await dovecot.stop();
  }
}

/** All of the same length, so that a bare socket can count them. */
function* letters(count: number, octets: number): Generator<CorpusMessage> {
  for (let n = 1; n <= count; n++) {
    const head = `From: Bo <bo@tern.example>\r\nTo: Ada <${USER}>\r\nSubject: Letter ${n}\r\nMessage-ID: <${n}@tern.example>\r\n\r\n`;
    const raw = head + 'The quick brown fox jumps over the lazy dog.\r\n'.repeat(Math.ceil(octets / 46));
    yield { raw: `${raw.slice(0, octets - 2)}\r\n`, internalDate: 1_750_000_000_000 + n * 1000, flags: [] };
  }
}

/** One session of a new account, with the engine's own parts and a real disk. */
async function vault(port: number, messages: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tern-bench-pop3-'));
  const clock = new NodeClock();
  const crypto = new NodeCrypto();
  const opened = await openVault({ folder, clock });
  try {
    const registry = new MailboxRegistry(opened, crypto);
    const queue = new OperationQueue(opened, clock);
    const forwarding = new Forwarding();
    const fail = (error: unknown): never => {
      throw error;
    };
    const local = new LocalMail({
      vault: opened,
      registry,
      queue,
      forwarding,
      clock,
      crypto,
      wake: () => undefined,
      keep: (bytes) => opened.blobs.put(bytes),
      into: () => undefined,
      onFailure: fail,
    });
    const days = new DaysPassed(opened, clock);
    await openFolds(opened, [registry.table, queue.table, forwarding, days.table, ...local.folds]);
    const config = account(port);
    await local.openAccount(config.id);
    const took = await timed(async () => {
      const { fetched, readBack } = await poll(config, new Secret(PASSWORD), {
        session: {
          dialer: new NodeDialer(),
          clock,
          crypto,
          compression: new NodeCompression(),
          find: findOctets,
        },
        logins: null,
        ledger: local.ledger,
        delivery: local.delivery,
        days,
        signal: new AbortController().signal,
        onSession: () => undefined,
        progress: () => undefined,
      });
      const known = local.ledger.of(config.id).size;
      if (fetched !== messages || readBack !== messages || known !== messages)
        throw new Error(`${fetched} fetched, ${readBack} read back, ${known} in the ledger`);
    });
    await local.stop();
    return took;
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function account(port: number): AccountConfig {
  const server = { host: '127.0.0.1', port, tls: 'none' as const, user: USER, auth: 'password' as const };
  return accountConfig.parse({
    id: 'bench-pop3',
    label: 'Ada',
    color: 0,
    incoming: { protocol: 'pop3', ...server },
    outgoing: server,
    identities: [
      {
        id: 'a',
        name: 'Ada',
        address: 'ada@tern.example',
        replyTo: '',
        organization: '',
        signature: '',
        bccSelf: false,
      },
    ],
    paused: false,
    demo: false,
  });
}

/** A delivery into a new Maildir; everything stays on the server. */
async function mpop(port: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tern-bench-mpop-'));
  try {
    execFileSync('mkdir', ['-p', ...['cur', 'new', 'tmp'].map((name) => join(folder, 'mail', name))]);
    return await timed(
      () =>
        new Promise<void>((resolve, reject) => {
          const child = spawn(
            'mpop',
            [
              '--host=127.0.0.1',
              `--port=${port}`,
              '--user=ada',
              '--passwordeval=echo x',
              '--auth=user',
              '--tls=off',
              '--keep=on',
              '--pipelining=on',
              '--received-header=off',
              `--uidls-file=${join(folder, 'uidls')}`,
              `--delivery=maildir,${join(folder, 'mail')}`,
              '--quiet',
            ],
            { stdio: ['ignore', 'ignore', 'inherit'] },
          );
          child.once('error', reject);
          child.once('exit', (code) => {
            if (code === 0) resolve();
            else reject(new Error(`mpop ended with ${String(code)}.`));
          });
        }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function client(port: number, messages: number, octets: number): Promise<void> {
  const session = await Pop3Client.connect({
    dialer: new NodeDialer(),
    endpoint: { host: '127.0.0.1', port, tls: 'none' },
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
    find: findOctets,
    credentials: { kind: 'password', user: 'ada', password: new Secret('x') },
  });
  let whole = 0;
  const numbers = Array.from({ length: messages }, (_x, i) => (i + 1) as MessageNumber);
  await session.retrieve(numbers, {
    content: () => undefined,
    end: (_message, size) => {
      if (size === octets) whole += 1;
    },
    refused: (_message, error) => {
      throw error;
    },
  });
  if (whole !== messages) throw new Error(`${whole} of ${messages} messages came whole.`);
  await session.quit();
}

/**
 * Writes the same commands, 32 at a time, and counts what comes back.
 * @param login commands to begin with, each answered by one line.
 */
async function raw(port: number, messages: number, login = ''): Promise<void> {
  const socket = await open(port);
  for (const command of login.split(/(?<=\r\n)/)) if (command !== '') await ask(socket, command, '\r\n');
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

/** @returns octets of the answer up to its end. */
function ask(socket: Socket, command: string, end = '\r\n.\r\n'): Promise<number> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.endsWith(end)) return;
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
