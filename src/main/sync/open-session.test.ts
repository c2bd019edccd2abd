import { expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import type { Transport } from '@shared/ports/transport';
import { HastyClock } from '../../../tests/fakes/clocks';
import { SeededCrypto } from '../../../tests/fakes/seeded-crypto';
import { type ImapClient, noop } from '../imap';
import { NodeCompression } from '../net/node-compression';
import { openSession, type SessionHooks } from './open-session';

const WORDS = 'IMAP4rev1 SASL-IR AUTH=PLAIN ID ENABLE CONDSTORE QRESYNC';

/** A server that answers a login, keeps everything after it to itself, and says what it is told to. */
class Server implements Transport {
  readonly security = { kind: 'plain', loopback: true } as const;
  /** Commands after the login, tags included. */
  readonly heard: string[] = [];
  #said: string[] = [`* OK [CAPABILITY ${WORDS}] ready\r\n`];
  #wake = (): void => undefined;
  #closed = false;

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
      if (verb === 'AUTHENTICATE') this.say(`${tag} OK [CAPABILITY ${WORDS}] welcome\r\n`);
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

it('what is asked once the server has let us in goes out before the disk knows how', async () => {
  const server = new Server();
  let written = (): void => undefined;
  const used = new Promise<void>((resolve) => (written = resolve));
  const opened = open(server, {
    logins: { strongest: () => null, used: () => used },
    onEntered: (client) => void client.run(noop()).catch(() => undefined),
  });
  await heard(server, 2);
  server.say(`${server.tag('ID')} OK\r\n${server.tag('ENABLE')} OK\r\n`);
  await heard(server, 3);
  expect(server.heard.at(-1)).toContain('NOOP');
  written();
  (await opened).close();
});
