import { expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import type { Transport } from '@shared/ports/transport';
import { HastyClock } from '../../../tests/fakes/clocks';
import { SeededCrypto } from '../../../tests/fakes/seeded-crypto';
import { type ImapClient, select } from '../imap';
import { NodeCompression } from '../net/node-compression';
import { enableChanges, openSession, type SessionHooks } from './open-session';

const WORDS = 'IMAP4rev1 SASL-IR AUTH=PLAIN ID ENABLE CONDSTORE QRESYNC';

/** A server that answers a login, keeps everything after it to itself, and says what it is told to. */
class Server implements Transport {
  readonly security = { kind: 'plain', loopback: true } as const;
  /** Commands after the login, tags included. */
  readonly heard: string[] = [];
  readonly #said: string[] = [];
  #wake = (): void => undefined;
  #closed = false;

  constructor(private readonly words = WORDS) {
    this.say(`* OK [CAPABILITY ${words}] ready\r\n`);
  }

  say(text: string): void {
    this.#said.push(text);
    this.#wake();
  }

  /** The tag of a command that was heard. */
  tag(verb: string): string {
    return this.heard.find((line) => line.split(' ')[1] === verb)?.split(' ')[0] ?? '';
  }

  send(bytes: Uint8Array): Promise<void> {
    for (const line of new TextDecoder('latin1').decode(bytes).split('\r\n').filter(Boolean)) {
      const [tag = '', verb] = line.split(' ');
      if (verb === 'AUTHENTICATE') this.say(`${tag} OK [CAPABILITY ${this.words}] welcome\r\n`);
      else this.heard.push(line);
    }
    return Promise.resolve();
  }

  async receive(): Promise<Uint8Array | null> {
    while (!this.#closed) {
      const next = this.#said.shift();
      if (next !== undefined) return new TextEncoder().encode(next);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return null;
  }

  startTls(): Promise<void> {
    return Promise.reject(new Error('nobody asked for TLS'));
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }
}

const open = (server: Server, hooks: Partial<SessionHooks> = {}): Promise<ImapClient> =>
  openSession(
    { protocol: 'imap', host: 'mail.example', port: 143, tls: 'none', user: 'ada', auth: 'password' },
    new Secret('word'),
    {
      dialer: { dial: () => Promise.resolve(server) },
      clock: new HastyClock(),
      crypto: new SeededCrypto(1),
      compression: new NodeCompression(),
    },
    { learnt: [], logins: null, ...hooks },
  );

const heard = async (server: Server, count: number): Promise<void> => {
  while (server.heard.length < count) await new Promise((resolve) => setTimeout(resolve));
};

it('says who it is and what it wants in one journey', async () => {
  const server = new Server();
  const opened = open(server);
  // Nothing of it is answered yet.
  await heard(server, 2);
  expect(server.heard.map((line) => line.split(' ')[1])).toEqual(['ID', 'ENABLE']);
  server.say(`* ID NIL\r\n${server.tag('ID')} OK\r\n* ENABLED QRESYNC\r\n${server.tag('ENABLE')} OK\r\n`);
  const client = await opened;
  expect(client.enabled.has('QRESYNC')).toBe(true);
  client.close();
});

it.each(['NO not here', 'BAD what?'])('does without what the server refuses: %s', async (answer) => {
  const server = new Server();
  const opened = open(server);
  await heard(server, 2);
  server.say(`${server.tag('ID')} ${answer}\r\n${server.tag('ENABLE')} ${answer}\r\n`);
  const client = await opened;
  expect(client.enabled.has('QRESYNC')).toBe(false);
  expect(client.closed).toBeNull();
  client.close();
});

it('fails when the connection ends before the answers', async () => {
  const server = new Server();
  const opened = open(server);
  await heard(server, 2);
  server.close();
  await expect(opened).rejects.toMatchObject({ kind: 'unreachable' });
});

const verbs = (server: Server): (string | undefined)[] => server.heard.map((line) => line.split(' ')[1]);

/** Opened with `enableLater`, every command answered with OK. */
async function openedBare(server: Server): Promise<ImapClient> {
  const send = server.send.bind(server);
  server.send = async (bytes) => {
    const before = server.heard.length;
    await send(bytes);
    for (const line of server.heard.slice(before)) {
      if (line.includes('ENABLE')) server.say('* ENABLED QRESYNC\r\n');
      server.say(`${line.split(' ')[0] ?? ''} OK\r\n`);
    }
  };
  return open(server, { enableLater: true });
}

it('leaves ENABLE for when the newest messages are here, and opens their mailbox anew for it', async () => {
  const server = new Server(`${WORDS} UNSELECT`);
  const client = await openedBare(server);
  expect(verbs(server)).toEqual(['ID']);
  await client.run(select({ wire: 'INBOX' }));
  await enableChanges(client);
  expect(verbs(server)).toEqual(['ID', 'SELECT', 'UNSELECT', 'ENABLE', 'SELECT']);
  expect(client.enabled.has('QRESYNC')).toBe(true);
  expect(client.view?.wire).toBe('INBOX');
  client.close();
});

it('asks at once where a mailbox cannot be left without expunging', async () => {
  const server = new Server();
  const client = await openedBare(server);
  expect(verbs(server)).toEqual(['ID', 'ENABLE']);
  await enableChanges(client);
  expect(verbs(server)).toEqual(['ID', 'ENABLE']);
  client.close();
});
