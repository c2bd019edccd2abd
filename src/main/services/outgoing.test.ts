import { describe, expect, it } from 'vitest';
import type { AccountConfig } from '@shared/contract/account';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { NodeCompression } from '../net/node-compression';
import { NodeCrypto } from '../net/node-crypto';
import type { SubmissionResult } from '../outbox/ports';
import { FakeClock } from '../smtp/testing/fake-clock';
import { ScriptedServer } from '../smtp/testing/scripted-server';
import { smtpScript, type SmtpScriptOptions } from '../smtp/testing/smtp-script';
import { Outgoing } from './outgoing';

const ACCOUNT = 'a' as AccountId;
const SETTINGS: AccountConfig['outgoing'] = {
  host: 'mail.example',
  port: 465,
  tls: 'tls',
  user: 'ada',
  auth: 'password',
};
const EXTENSIONS = ['PIPELINING', '8BITMIME', 'ENHANCEDSTATUSCODES', 'AUTH PLAIN'];

/** An account's way out, and the servers that it reached one after another. */
class World {
  readonly clock = new FakeClock();
  readonly servers: ScriptedServer[] = [];
  /** Names of the letters that were taken, in order. */
  readonly taken: string[] = [];
  /** What the journal heard of each letter. */
  readonly phases: string[] = [];
  /** How far the wall clock is ahead of every timer: the computer slept. */
  slept = 0;
  readonly outgoing: Outgoing;

  /** @param scripts of the connections in turn; the last one is that of all others, too. */
  constructor(...scripts: readonly SmtpScriptOptions[]) {
    const { clock } = this;
    this.outgoing = new Outgoing({
      dialer: {
        dial: () => {
          const script = scripts[Math.min(this.servers.length, scripts.length - 1)] ?? {};
          const messages: string[] = [];
          messages.push = (text: string): number => this.taken.push(/Subject: (\S+)/.exec(text)?.[1] ?? '?');
          const security = { kind: 'tls', loopback: false, protocol: 'TLSv1.3' } as const;
          const server = new ScriptedServer(
            smtpScript({ extensions: EXTENSIONS, security, ...script }, messages),
          );
          this.servers.push(server);
          return Promise.resolve(server);
        },
      },
      clock: {
        now: () => clock.now() + this.slept,
        monotonic: () => clock.monotonic(),
        after: (ms, run) => clock.after(ms, run),
      },
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
    });
  }

  send(name: string, settings = SETTINGS, to = ['bo@x.example']): Promise<SubmissionResult> {
    const bytes = new TextEncoder().encode(`Subject: ${name}\r\n\r\n.hello\r\n`);
    return this.outgoing.submit(
      {
        account: ACCOUNT,
        from: 'ada@x.example',
        to,
        message: (async function* () {
          yield await Promise.resolve(bytes);
        })(),
        size: bytes.length,
        onPhase: (phase) => {
          this.phases.push(`${name} ${phase}`);
          return Promise.resolve();
        },
      },
      settings,
      () => Promise.resolve(new Secret('x')),
      null,
    );
  }

  /** The commands that a server heard, content left out. */
  heard(n: number): string[] {
    const lines = (this.servers[n]?.transcript ?? '').replace(/Subject: [^]*?\r\n\.\r\n/g, '').split('\r\n');
    return lines.flatMap((line) => /^[A-Z]{4}/.exec(line)?.[0] ?? []);
  }
}

const LETTER = ['MAIL', 'RCPT', 'DATA'];

describe('Outgoing', () => {
  it('sends the letters that wait over one connection, and says goodbye when no other came', async () => {
    const world = new World();
    for (const name of ['a', 'b', 'c']) expect((await world.send(name)).outcome).toBe('accepted');
    expect(world.taken).toEqual(['a', 'b', 'c']);
    expect(world.servers).toHaveLength(1);
    expect(world.heard(0)).toEqual(['EHLO', 'AUTH', ...LETTER, ...LETTER, ...LETTER]);
    world.clock.advance(29_999);
    expect(world.heard(0).at(-1)).toBe('DATA');
    world.clock.advance(1);
    expect(world.heard(0).at(-1)).toBe('QUIT');
    await world.outgoing.close();
    expect(world.servers[0]?.closedByClient).toBe(true);
    expect(world.clock.pending).toBe(0);
  });

  it('gives up a server that does not greet after a minute, and can try again', async () => {
    const world = new World({ greeting: '' }, {});
    const lost = world.send('a').catch((error: unknown) => error);
    while (world.clock.pending === 0) await Promise.resolve();
    expect(world.clock.next).toBe(60_000);
    world.clock.advance(60_000);
    expect(await lost).toMatchObject({ kind: 'unreachable', code: 'timeout' });
    expect(world.phases).toEqual([]);
    expect((await world.send('a')).outcome).toBe('accepted');
    expect(world.taken).toEqual(['a']);
  });

  it('asks whether it is still there after a while without a word', async () => {
    const world = new World();
    await world.send('a');
    world.clock.advance(5_000);
    await world.send('b');
    expect(world.heard(0)).toEqual(['EHLO', 'AUTH', ...LETTER, 'NOOP', ...LETTER]);
  });

  it.each([
    [
      'hung up',
      (server: ScriptedServer) => {
        server.hangUp();
        // What is written to it goes nowhere.
        server.send = () => Promise.resolve();
      },
    ],
    [
      'said 421 and hung up',
      (server: ScriptedServer) => {
        server.write('421 4.4.2 idle\r\n');
        server.hangUp();
      },
    ],
  ])('a server that %s meanwhile costs the next letter nothing', async (_what, leave) => {
    for (const wait of [0, 5_000]) {
      const world = new World();
      await world.send('a');
      const [first] = world.servers;
      if (first) leave(first);
      world.clock.advance(wait);
      expect((await world.send('b')).outcome).toBe('accepted');
      expect(world.taken).toEqual(['a', 'b']);
      expect(world.servers).toHaveLength(2);
    }
  });

  it('a server that is silent now is not waited for longer than ten seconds', async () => {
    const world = new World({ replies: { NOOP: '' } }, {});
    await world.send('a');
    world.clock.advance(5_000);
    const sending = world.send('b');
    while (world.clock.next !== 10_000) await Promise.resolve();
    world.clock.advance(10_000);
    expect((await sending).outcome).toBe('accepted');
    expect(world.servers).toHaveLength(2);
  });

  it('a computer that slept does not use what it had before', async () => {
    const world = new World();
    await world.send('a');
    world.slept = 3_600_000;
    await world.send('b');
    expect(world.servers).toHaveLength(2);
    expect(world.heard(0)).not.toContain('NOOP');
    // A clock that was set back says nothing about how long it was, either.
    world.slept = 0;
    await world.send('c');
    expect(world.servers).toHaveLength(3);
  });

  it.each([
    ['421 4.7.0 too many messages', 'MAIL'],
    ['452 4.5.3 too many messages in this session', 'MAIL'],
    ['421 4.3.2 going down', 'RCPT'],
    ['451 4.3.0 later', 'DATA'],
  ])('%s to a later %s on one connection: the letter goes over another at once', async (reply, verb) => {
    let asked = 0;
    const usual = verb === 'DATA' ? '354 go on' : '250 ok';
    const world = new World({ replies: { [verb]: () => (++asked === 2 ? reply : usual) } }, {});
    expect((await world.send('a')).outcome).toBe('accepted');
    expect((await world.send('b')).outcome).toBe('accepted');
    expect(world.taken).toEqual(['a', 'b']);
    expect(world.servers).toHaveLength(2);
    expect(world.heard(0).at(-1) === 'QUIT' || reply.startsWith('421')).toBe(true);
  });

  it('the same from a new connection is the answer', async () => {
    const world = new World({ replies: { MAIL: '452 4.3.1 disk' } });
    expect(await world.send('a')).toMatchObject({ outcome: 'retry', server: '452 4.3.1 disk' });
    expect(world.servers).toHaveLength(1);
  });

  it('keeps to MAILMAX (RFC 9422)', async () => {
    const world = new World({ extensions: [...EXTENSIONS, 'LIMITS MAILMAX=2'] });
    for (const name of ['a', 'b', 'c']) expect((await world.send(name)).outcome).toBe('accepted');
    expect(world.servers).toHaveLength(2);
    expect(world.heard(0)).toEqual(['EHLO', 'AUTH', ...LETTER, ...LETTER]);
    expect(world.servers[0]?.closedByClient).toBe(true);
  });

  it.each([
    ['RSET clears what is left of a letter that nobody got', '250 ok', 1],
    ['a server that refuses RSET is left', '502 5.5.1 no', 2],
  ])('%s', async (_what, reset, connections) => {
    const refusing = (line: string): string => (line.includes('cy@') ? '550 5.1.1 no' : '250 ok');
    const world = new World({ replies: { RCPT: refusing, RSET: reset } }, {});
    expect((await world.send('a', SETTINGS, ['cy@x.example'])).outcome).toBe('refused');
    expect((await world.send('b')).outcome).toBe('accepted');
    expect(world.heard(0)).toContain('RSET');
    expect(world.servers).toHaveLength(connections);
  });

  it('other settings are another connection, and each account has its own', async () => {
    const world = new World();
    await world.send('a');
    await world.send('b', { ...SETTINGS, user: 'ada.b' });
    expect(world.servers).toHaveLength(2);
    await world.outgoing.close();
    expect(world.heard(0).at(-1)).toBe('QUIT');
  });

  it('keeps nothing once it is closed, nor for an account that rests', async () => {
    const world = new World();
    await world.send('a');
    world.outgoing.rest(ACCOUNT);
    expect(world.heard(0).at(-1)).toBe('QUIT');
    await world.send('b');
    await world.outgoing.close();
    expect(world.heard(1).at(-1)).toBe('QUIT');
    await world.send('c');
    await world.outgoing.close();
    expect(world.servers.map(({ closedByClient }) => closedByClient)).toEqual([true, true, true]);
    expect(world.clock.pending).toBe(0);
  });

  it('the second letter on a connection that is cut at every byte goes once, or nobody knows (E1)', async () => {
    const whole = new World();
    await whole.send('a');
    const first = whole.servers[0]?.transcript.length ?? 0;
    await whole.send('b');
    const end = whole.servers[0]?.transcript.length ?? 0;
    const outcomes = new Map<string, number>();
    for (const of of ['cutAfterInput', 'cutAfterOutput'] as const) {
      for (let at = of === 'cutAfterInput' ? first : 1; at < end; at++) {
        const world = new World({ [of]: at }, {});
        const a = await world.send('a').catch(() => null);
        if (a?.outcome !== 'accepted') continue;
        const b = await world.send('b');
        const copies = world.taken.filter((name) => name === 'b').length;
        expect(copies, `${of} ${at}`).toBeLessThanOrEqual(1);
        if (b.outcome === 'accepted') expect(copies).toBe(1);
        else if (copies === 1) expect(b.outcome).toBe('uncertain');
        // Nothing of its content was out: there was no reason to wait for the next attempt.
        if (b.outcome === 'retry') expect(world.phases).toContain('b data-started');
        if (world.servers.length === 2 && b.outcome === 'accepted')
          expect(world.phases.filter((phase) => phase === 'b dot-sent')).toHaveLength(1);
        outcomes.set(b.outcome, (outcomes.get(b.outcome) ?? 0) + 1);
      }
    }
    expect([...outcomes.keys()].sort()).toEqual(['accepted', 'uncertain']);
  });
});
