import { describe, expect, it } from 'vitest';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import { Secret } from '@shared/ports/secret';
import { chooseMechanism } from '@main/sasl';
import { testCrypto } from '../../../tests/support/test-crypto';
import { PLAIN } from '../smtp/testing/connect';
import type { MessageNumber } from './commands';
import { parseCapabilities } from './capabilities';
import { parseList, parseStat, parseUidl } from './listing';
import type { MessageSink } from './retrieve';
import { apopTimestamp, parseStatus, statusText } from './status';
import { connectTo, endpoint } from './testing/connect';

const n = (value: number): MessageNumber => value as MessageNumber;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const MESSAGES = [
  'Subject: one\r\n\r\n.dot\r\n..\r\n',
  'Subject: two\r\n\r\nbody\r\n',
  'Subject: three\r\n\r\n\r\n',
];

class Collector implements MessageSink {
  readonly done = new Map<number, string>();
  readonly partial = new Map<number, string>();
  readonly errors = new Map<number, MailError>();
  content(message: MessageNumber, bytes: Uint8Array): void {
    this.partial.set(message, (this.partial.get(message) ?? '') + text(bytes));
  }
  end(message: MessageNumber, octets: number): void {
    const whole = this.partial.get(message) ?? '';
    expect(octets).toBe(whole.length);
    this.done.set(message, whole);
  }
  refused(message: MessageNumber, error: MailError): void {
    this.errors.set(message, error);
  }
}

describe('logging in', () => {
  const password = { kind: 'password', user: 'mrose', password: new Secret('tanstaaf') } as const;
  const login = { credentials: password, sasl: chooseMechanism, crypto: testCrypto() };

  it('uses SASL where it is listed', async () => {
    const { client, server } = await connectTo({ capabilities: ['SASL PLAIN', 'USER'] }, login);
    expect(server.encrypted).toContain('AUTH PLAIN AG1yb3NlAHRhbnN0YWFm\r\n');
    expect(server.encrypted).not.toContain('PASS');
    expect(client.mechanism).toBe('PLAIN');
  });

  it('else USER and PASS; CAPA may be unknown', async () => {
    const { client, server } = await connectTo({ capabilities: null }, login);
    expect(server.encrypted).toBe('CAPA\r\nUSER mrose\r\nPASS tanstaaf\r\n');
    expect(client.mechanism).toBe('USER');
    expect(client.capabilities).toMatchObject({ known: false, uidl: true, top: true, pipelining: false });
  });

  const apopGreeting = '+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us> welcome\r\n';

  it('APOP follows RFC 1939 §7, only when allowed and nothing private is there', async () => {
    const where = { ...login, endpoint: endpoint('none'), policy: { allowMd5: true } };
    const { server } = await connectTo({ security: PLAIN, greeting: apopGreeting }, where);
    expect(server.clear).toContain('APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n');
    const refused = connectTo(
      { security: PLAIN, greeting: apopGreeting },
      { ...login, endpoint: endpoint('none') },
    );
    await expect(refused).rejects.toMatchObject({ code: 'no-safe-mechanism' });
  });

  it('tells the password to this machine without TLS, to no other', async () => {
    const where = { ...login, endpoint: endpoint('none') };
    await expect(connectTo({ security: PLAIN }, where)).rejects.toMatchObject({ code: 'no-safe-mechanism' });
    const local = await connectTo({ security: { kind: 'plain', loopback: true } }, where);
    expect(local.client.mechanism).toBe('USER');
  });

  it('does not fall below what worked before', async () => {
    const policy = { atLeast: 'SCRAM-SHA-256' };
    await expect(connectTo({}, { ...login, policy })).rejects.toMatchObject({ code: 'mechanism-downgrade' });
    const same = await connectTo({}, { ...login, policy: { atLeast: 'PLAIN' } });
    expect(same.client.mechanism).toBe('USER');
  });

  it('does not try USER when SASL was refused', async () => {
    const replies = { AUTH: '-ERR [AUTH] no' };
    const commands: string[] = [];
    const connecting = connectTo(
      {
        capabilities: ['SASL PLAIN', 'USER', 'AUTH-RESP-CODE'],
        replies: {
          ...replies,
          USER: (line) => {
            commands.push(line);
            return '+OK';
          },
        },
      },
      login,
    );
    await expect(connecting).rejects.toMatchObject({ code: 'auth-failed' });
    expect(commands).toEqual([]);
  });

  it('sends a long token as the answer to a challenge (RFC 5034 §4)', async () => {
    const token = 'x'.repeat(1500);
    const lines: string[] = [];
    const record = (answer: string) => (line: string) => {
      lines.push(line);
      return answer;
    };
    await connectTo(
      { capabilities: ['SASL XOAUTH2'], replies: { AUTH: record('+ '), '*': record('+OK in') } },
      { ...login, credentials: { kind: 'oauth', user: 'ada', token: new Secret(token) } },
    );
    expect(lines[0]).toBe('AUTH XOAUTH2');
    expect(atob(lines[1] ?? '')).toBe(`user=ada\x01auth=Bearer ${token}\x01\x01`);
  });

  it.each([
    ['-ERR [IN-USE] locked', ['USER'], 'mailbox-locked', { kind: 'later' }],
    ['-ERR [LOGIN-DELAY] wait', ['LOGIN-DELAY 900'], 'login-delay', { kind: 'later', afterMs: 900_000 }],
    ['-ERR [SYS/TEMP] later', ['USER'], 'server-temporary', { kind: 'later' }],
    ['-ERR [SYS/PERM] never', ['USER'], 'server-permanent', { kind: 'never' }],
    ['-ERR [AUTH] wrong', ['AUTH-RESP-CODE'], 'auth-failed', { kind: 'never' }],
    ['-ERR disk', ['AUTH-RESP-CODE'], 'login-refused', { kind: 'later' }],
    ['-ERR wrong', ['USER'], 'auth-failed', { kind: 'never' }],
  ])('%s', async (answer, capabilities, code, retry) => {
    const connecting = connectTo({ capabilities, replies: { PASS: answer } }, login);
    await expect(connecting).rejects.toMatchObject({ kind: 'refused', code, retry });
  });

  it('refuses a greeting of -ERR, and asks for UTF8 when wanted and offered', async () => {
    await expect(connectTo({ greeting: '-ERR [SYS/TEMP] busy\r\n' })).rejects.toMatchObject({
      code: 'server-temporary',
    });
    const { client, server } = await connectTo({ capabilities: ['UTF8 USER'] }, { ...login, utf8: true });
    expect(client.utf8).toBe(true);
    expect(server.encrypted).toMatch(/UTF8\r\nUSER/);
  });

  it('asks for capabilities again after the login: UIDL may be listed only then', async () => {
    let asked = 0;
    const { client } = await connectTo({
      replies: { CAPA: () => (++asked === 1 ? '+OK\r\nUSER\r\n.' : '+OK\r\nUIDL\r\nPIPELINING\r\n.') },
    });
    expect(client.capabilities).toMatchObject({ uidl: true, pipelining: true });
  });
});

describe('a mailbox', () => {
  it('is listed', async () => {
    const { client } = await connectTo({ messages: MESSAGES });
    expect(await client.stat()).toEqual({ messages: 3, octets: MESSAGES.join('').length });
    expect((await client.list()).entries[1]).toEqual({ number: 2, size: MESSAGES[1]?.length });
    expect((await client.uidl()).entries.map(({ uid }) => uid)).toEqual(['uid-1', 'uid-2', 'uid-3']);
    expect(await client.uidlOf(n(2))).toBe('uid-2');
    expect(text(await client.top(n(1), 1))).toBe('Subject: one\r\n\r\n.dot\r\n');
  });

  it.each([1, 3, undefined])('is fetched whole, octets in pieces of %s', async (split) => {
    const { client } = await connectTo({ messages: MESSAGES, ...(split === undefined ? {} : { split }) });
    const sink = new Collector();
    await client.retrieve([n(1), n(9), n(2), n(3)], sink);
    expect([...sink.done]).toEqual([
      [1, MESSAGES[0]],
      [2, MESSAGES[1]],
      [3, MESSAGES[2]],
    ]);
    expect([...sink.errors.keys()]).toEqual([9]);
    expect(sink.errors.get(9)).toMatchObject({ kind: 'refused', code: 'retr-refused' });
    expect((await client.stat()).messages).toBe(3);
  });

  it('is fetched one by one without PIPELINING, 256 at a time with it', async () => {
    const many = Array.from({ length: 300 }, (_x, i) => `Subject: ${i}\r\n\r\n`);
    const numbers = many.map((_x, i) => n(i + 1));
    for (const [capabilities, most] of [
      [['USER'], 1],
      [['USER', 'PIPELINING'], 256],
    ] as const) {
      let longest = 0;
      const { client, server } = await connectTo({ messages: many, capabilities });
      const send = server.send.bind(server);
      server.send = (bytes) => {
        longest = Math.max(longest, text(bytes).split('\r\n').length - 1);
        return send(bytes);
      };
      const sink = new Collector();
      await client.retrieve(numbers, sink);
      expect(sink.done.size).toBe(300);
      expect(longest).toBe(most);
    }
  });

  it('is not read further while the sink is busy', async () => {
    const { client, server } = await connectTo({ messages: MESSAGES });
    let receiving = 0;
    let open = 0;
    const receive = server.receive.bind(server);
    server.receive = () => {
      expect(open).toBe(0);
      receiving += 1;
      return receive();
    };
    const sink = new Collector();
    const slow: MessageSink = {
      content: async (message, bytes) => {
        open += 1;
        for (let i = 0; i < 20; i++) await Promise.resolve();
        sink.content(message, bytes);
        open -= 1;
      },
      end: (message, octets) => sink.end(message, octets),
      refused: (message, error) => sink.refused(message, error),
    };
    await client.retrieve([n(1), n(2), n(3)], slow);
    expect(receiving).toBeGreaterThan(0);
    expect(sink.done.size).toBe(3);
  });

  it('a sink that fails (disk full, G6) ends the session; nothing is deleted', async () => {
    const { client, drop, server } = await connectTo({ messages: MESSAGES });
    const failure = new Error('disk full');
    const sink: MessageSink = {
      content: () => Promise.reject(failure),
      end: () => undefined,
      refused: () => undefined,
    };
    await expect(client.retrieve([n(1)], sink)).rejects.toBe(failure);
    expect(client.usable).toBe(false);
    expect(server.encrypted).not.toContain('DELE');
    expect(drop.present).toEqual([true, true, true]);
  });

  it('deletes at QUIT only, and says so', async () => {
    const { client, drop } = await connectTo({ messages: MESSAGES });
    const refused = await client.delete([n(1), n(9), n(3)]);
    expect(refused).toMatchObject([{ message: 9, error: { code: 'delete-refused' } }]);
    expect(drop.present).toEqual([true, true, true]);
    expect(await client.quit()).toEqual({ deletions: 'confirmed', messages: [1, 3] });
    expect(drop.present).toEqual([false, true, false]);
  });

  it('takes marks back with RSET', async () => {
    const { client, drop } = await connectTo({ messages: MESSAGES });
    await client.delete([n(1)]);
    await client.reset();
    expect(await client.quit()).toEqual({ deletions: 'none', messages: [] });
    expect(drop.present).toEqual([true, true, true]);
  });

  it.each([
    ['-ERR some messages not removed', 'refused'],
    ['nonsense', 'unknown'],
  ])('QUIT answered %s', async (answer, deletions) => {
    const { client } = await connectTo({ messages: MESSAGES, replies: { QUIT: answer } });
    await client.delete([n(2)]);
    expect(await client.quit()).toEqual({ deletions, messages: [2] });
  });

  it('a connection lost before QUIT leaves deletions unknown (G2)', async () => {
    const { client } = await connectTo({ messages: MESSAGES });
    await client.delete([n(2)]);
    client.close();
    expect(await client.quit()).toEqual({ deletions: 'unknown', messages: [2] });
  });

  it.each(['UIDL', 'LIST', 'TOP', 'STAT'])('%s refused is an error that names it', async (verb) => {
    const { client } = await connectTo({ messages: MESSAGES, replies: { [verb]: '-ERR no' } });
    const calls: Record<string, () => Promise<unknown>> = {
      UIDL: () => client.uidl(),
      LIST: () => client.list(),
      TOP: () => client.top(n(1), 0),
      STAT: () => client.stat(),
    };
    await expect(calls[verb]?.()).rejects.toMatchObject({ kind: 'refused', server: 'no' });
    expect(client.usable).toBe(true);
  });

  it('times out when the server falls silent', async () => {
    const { client, clock } = await connectTo({ replies: { NOOP: '' } });
    const waiting = client.noop().catch((error: unknown) => error);
    while (clock.pending === 0) await Promise.resolve();
    clock.advance(180_000);
    expect(await waiting).toMatchObject({ kind: 'unreachable', code: 'timeout' });
  });

  it('refuses two calls at once', async () => {
    const { client } = await connectTo();
    const first = client.noop();
    await expect(client.noop()).rejects.toMatchObject({ code: 'busy' });
    await first;
  });
});

describe('a connection cut at every byte (G1)', () => {
  it('is an error, never a short list and never a whole message', async () => {
    const complete = new Set<string>();
    let finished = false;
    for (let at = 1; !finished; at++) {
      expect(at).toBeLessThan(2_000);
      let failed = false;
      const sink = new Collector();
      try {
        const { client } = await connectTo({ messages: MESSAGES, cutAfterOutput: at });
        expect((await client.uidl()).entries).toHaveLength(3);
        expect((await client.list()).entries).toHaveLength(3);
        await client.retrieve([n(1), n(2), n(3)], sink);
        const { deletions } = (await client.delete([n(1)]), await client.quit());
        finished = deletions === 'confirmed';
        if (!finished) expect(deletions).toBe('unknown');
      } catch (error) {
        failed = true;
        expect(isMailError(error)).toBe(true);
        expect(error).toMatchObject({ kind: 'unreachable' });
      }
      for (const [number, whole] of sink.done) {
        expect(whole).toBe(MESSAGES[number - 1]);
        complete.add(`${number}`);
      }
      expect(failed && finished).toBe(false);
    }
    expect(complete.size).toBe(3);
  });
});

describe('listings of real servers', () => {
  it.each([
    ['extra blanks (K-9 3546)', '  1   abc  ', { number: 1, uid: 'abc' }],
    ['+OK on each line (K-9 #1237)', '+OK 2 def', { number: 2, uid: 'def' }],
    ['long ids', `3 ${'x'.repeat(200)}`, { number: 3, uid: 'x'.repeat(200) }],
    ['a blank in the id', '4 a b', { number: 4, uid: 'a b' }],
  ])('UIDL with %s', (_what, line, entry) => {
    expect(parseUidl([line])).toEqual({ entries: [entry], malformed: 0 });
  });

  it('keeps gaps and duplicates, and counts what makes no sense', () => {
    const found = parseUidl(['1 a', '7 a', '', 'x y', '0 z', '9']);
    expect(found.entries.map(({ number, uid }) => [number, uid])).toEqual([
      [1, 'a'],
      [7, 'a'],
    ]);
    expect(found.malformed).toBe(4);
  });

  it('reads LIST and STAT with words behind the numbers', () => {
    expect(parseList(['1 120 octets', '2 -5', '3 x'])).toEqual({
      entries: [{ number: 1, size: 120 }],
      malformed: 2,
    });
    const status = parseStatus('+OK 2 320 (2 messages)');
    expect(status && parseStat(status)).toEqual({ messages: 2, octets: 320 });
  });

  it('reads capabilities', () => {
    const found = parseCapabilities(['sasl plain Login', 'EXPIRE 60 USER', 'LOGIN-DELAY 900', 'uidl', '']);
    expect(found).toMatchObject({
      mechanisms: ['PLAIN', 'LOGIN'],
      expire: 60,
      loginDelay: 900,
      uidl: true,
      top: false,
    });
    expect(parseCapabilities(['EXPIRE NEVER']).expire).toBe('never');
    expect(parseCapabilities(['EXPIRE 0']).expire).toBe(0);
  });

  it('finds the APOP timestamp anywhere in the greeting (MailKit #529)', () => {
    const found = parseStatus('+OK hello <1.2@x.example> world');
    expect(found && apopTimestamp(found)).toBe('<1.2@x.example>');
    const none = parseStatus('+OK <no timestamp>');
    expect(none && apopTimestamp(none)).toBeNull();
  });

  it('shows words without controls', () => {
    const status = parseStatus('-ERR [in-use] a\u0007b\u202Ec');
    expect(status?.code).toBe('IN-USE');
    expect(status && statusText(status)).toBe('[IN-USE] a b c');
  });
});
