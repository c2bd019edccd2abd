import { describe, expect, it } from 'vitest';
import { command, type Command } from './commands/line';
import { SmtpSession, type SmtpEvent } from './session';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Recording {
  readonly name: string;
  /** Commands issued before each part of the server's output. `TLS` performs the handshake. */
  readonly turns: readonly {
    readonly say: readonly (Command | 'TLS' | 'CONTENT')[];
    readonly hear: string;
  }[];
}

const ehlo = command('EHLO', '[127.0.0.1]');
const RECORDINGS: readonly Recording[] = [
  {
    name: 'Postfix, submission with STARTTLS',
    turns: [
      { say: [], hear: '220 mail.example ESMTP Postfix\r\n' },
      {
        say: [ehlo],
        hear: '250-mail.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 DSN\r\n',
      },
      { say: [command('STARTTLS')], hear: '220 2.0.0 Ready to start TLS\r\n' },
      {
        say: ['TLS', ehlo],
        hear: '250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250 CHUNKING\r\n',
      },
      { say: [command('AUTH', 'PLAIN', 'AGEAYg==')], hear: '235 2.7.0 Authentication successful\r\n' },
      {
        say: [command('MAIL', 'FROM:<a@x>'), command('RCPT', 'TO:<b@x>'), command('RCPT', 'TO:<c@x>')],
        hear: '250 2.1.0 Ok\r\n550 5.1.1 <b@x>: Recipient address rejected\r\n250 2.1.5 Ok\r\n',
      },
      { say: [command('DATA')], hear: '354 End data with <CR><LF>.<CR><LF>\r\n' },
      { say: ['CONTENT'], hear: '250 2.0.0 Ok: queued as 4Yx\r\n' },
      { say: [command('QUIT')], hear: '221 2.0.0 Bye\r\n' },
    ],
  },
  {
    name: 'Exchange, upper and lower case, X-EXPS',
    turns: [
      { say: [], hear: '220-AM0PR0.outlook.example Microsoft ESMTP MAIL Service ready\r\n220 at Thu\r\n' },
      {
        say: [ehlo],
        hear: '250-hello [1.2.3.4]\r\n250-size 37748736\r\n250-X-EXPS GSSAPI NTLM\r\n250 BinaryMime\r\n',
      },
      { say: [command('MAIL', 'FROM:<a@x>')], hear: '250 2.1.0 Sender OK\r\n' },
      { say: [command('RCPT', 'TO:<b@x>')], hear: '421 4.7.0 Temporarily deferred\r\n' },
    ],
  },
  {
    name: 'a hurt server: LF only, 8-bit text, 421 out of the blue',
    turns: [
      { say: [], hear: '220 hi\n' },
      { say: [ehlo], hear: '250 žluť\n' },
      { say: [], hear: '421 4.4.2 timeout\n' },
    ],
  },
];

function play({ turns }: Recording, cut: (part: Uint8Array, offset: number) => Uint8Array[]): unknown {
  const session = new SmtpSession({ secure: false, tlsRequired: false });
  const events: SmtpEvent[] = [];
  let offset = 0;
  for (const { say, hear } of turns) {
    for (const what of say) {
      if (what === 'TLS') session.upgraded();
      else if (what === 'CONTENT') session.awaitVerdict();
      else session.issue(what);
    }
    const part = bytes(hear);
    for (const piece of cut(part, offset)) events.push(...session.receive(piece));
    offset += part.length;
  }
  return {
    events,
    extensions: [...session.extensions.keywords],
    phase: session.phase,
    secure: session.secure,
  };
}

describe('SmtpSession', () => {
  it.each(RECORDINGS)('$name: every split gives the same events', (recording) => {
    const whole = play(recording, (part) => [part]);
    const length = recording.turns.reduce((sum, { hear }) => sum + bytes(hear).length, 0);
    expect(play(recording, (part) => [...part].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    for (let at = 0; at < length; at++) {
      const split = play(recording, (part, offset) =>
        at > offset && at < offset + part.length
          ? [part.subarray(0, at - offset), part.subarray(at - offset)]
          : [part],
      );
      expect(split).toEqual(whole);
    }
  });

  it('knows every reply by its command', () => {
    const played = play(RECORDINGS[0] ?? { name: '', turns: [] }, (part) => [part]) as {
      events: SmtpEvent[];
    };
    expect(played.events.map((e) => (e.type === 'reply' ? `${e.step} ${e.reply.code}` : e.type))).toEqual([
      'greeting',
      'EHLO 250',
      'STARTTLS 220',
      'EHLO 250',
      'AUTH 235',
      'MAIL 250',
      'RCPT 550',
      'RCPT 250',
      'DATA 354',
      'CONTENT 250',
      'QUIT 221',
    ]);
  });

  it.each(['AUTH', 'MAIL', 'RCPT', 'DATA', 'BDAT', 'RSET', 'NOOP', 'HELO'] as const)(
    'will not say %s in clear when TLS is required',
    (verb) => {
      const session = new SmtpSession({ secure: false, tlsRequired: true });
      session.receive(bytes('220 hi\r\n'));
      expect(() => session.issue(command(verb))).toThrow(
        expect.objectContaining({ code: 'cleartext-refused' }),
      );
      expect(() => session.respond(bytes('secret'))).toThrow(
        expect.objectContaining({ code: 'cleartext-refused' }),
      );
    },
  );

  it('speaks only in turn: after the greeting, alone before TLS, not in the handover', () => {
    const outOfTurn = expect.objectContaining({ code: 'out-of-turn' });
    const session = new SmtpSession({ secure: false, tlsRequired: true });
    expect(() => session.issue(ehlo)).toThrow(outOfTurn);
    session.receive(bytes('220 hi\r\n'));
    session.issue(ehlo);
    expect(() => session.issue(command('STARTTLS'))).toThrow(outOfTurn);
    session.receive(bytes('250 STARTTLS\r\n'));
    session.issue(command('STARTTLS'));
    expect(() => session.issue(ehlo)).toThrow(outOfTurn);
    expect(() => session.upgraded()).toThrow(outOfTurn);
    session.receive(bytes('220 go\r\n'));
    expect(() => session.issue(ehlo)).toThrow(outOfTurn);
  });

  it('refuses a byte behind the go-ahead, in its chunk or in the next', () => {
    for (const pieces of [['220 go\r\nx'], ['220 go\r\n', 'x'], ['220 go\r', '\n', '2']]) {
      const session = new SmtpSession({ secure: false, tlsRequired: true });
      session.receive(bytes('220 hi\r\n'));
      session.issue(command('STARTTLS'));
      const feed = (): void => {
        for (const piece of pieces) session.receive(bytes(piece));
      };
      expect(feed).toThrow(expect.objectContaining({ kind: 'broken', code: 'starttls-injection' }));
    }
  });

  it('gives 421 to everything that was still open', () => {
    const session = new SmtpSession({ secure: true, tlsRequired: true });
    session.receive(bytes('220 hi\r\n'));
    for (const verb of ['MAIL', 'RCPT', 'RCPT'] as const) session.issue(command(verb));
    const events = session.receive(bytes('250 ok\r\n421 bye\r\n'));
    expect(events.map((e) => e.reply.code)).toEqual([250, 421, 421]);
    expect(session.phase).toBe('closed');
    expect(session.idle).toBe(true);
  });
});
