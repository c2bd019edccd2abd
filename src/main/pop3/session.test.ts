import { describe, expect, it } from 'vitest';
import * as commands from './commands';
import type { Command, MessageNumber } from './commands';
import { Pop3Session, type Pop3Event } from './session';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const n = (value: number): MessageNumber => value as MessageNumber;
const LIMIT = 1_000_000;

interface Recording {
  readonly name: string;
  readonly turns: readonly { readonly say: readonly (Command | 'TLS')[]; readonly hear: string }[];
}

const RECORDINGS: readonly Recording[] = [
  {
    name: 'Dovecot with STLS and PIPELINING',
    turns: [
      { say: [], hear: '+OK Dovecot ready.\r\n' },
      { say: [commands.capa()], hear: '+OK\r\nCAPA\r\nTOP\r\nUIDL\r\nSTLS\r\n.\r\n' },
      { say: [commands.stls()], hear: '+OK Begin TLS negotiation now.\r\n' },
      { say: ['TLS', commands.capa()], hear: '+OK\r\nPIPELINING\r\nSASL PLAIN\r\n.\r\n' },
      { say: [commands.auth('PLAIN')], hear: '+ \r\n+OK Logged in.\r\n' },
      { say: [commands.uidl()], hear: '+OK\r\n1 0000000157d0a3c4\r\n2 0000000257d0a3c4\r\n.\r\n' },
      {
        say: [commands.retr(n(1), LIMIT), commands.retr(n(9), LIMIT), commands.retr(n(2), LIMIT)],
        hear:
          '+OK 20 octets\r\nSubject: x\r\n\r\n..dot\r\n.\r\n' +
          '-ERR There is no message 9.\r\n' +
          '+OK\r\na\n.\nb\r\n...\r\n.\r\n',
      },
      { say: [commands.quit()], hear: '+OK Logging out.\r\n' },
    ],
  },
  {
    name: 'an old server: no CAPA, LF only in its answers, response codes',
    turns: [
      { say: [], hear: '+OK <1896.697170952@dbc.mtview.ca.us>\n' },
      { say: [commands.capa()], hear: '-ERR [SYS/PERM] unknown\n' },
      { say: [commands.stat()], hear: '+OK 2 320\n' },
      { say: [commands.list()], hear: '+OK 2 messages\n1 120\n2 200\n.\n' },
      { say: [commands.top(n(1), 0, LIMIT)], hear: '+OK\r\nSubject: ž\r\n\r\n.\r\n' },
    ],
  },
  {
    name: 'a server that answers alike, and then not',
    turns: [
      { say: [], hear: '+OK\r\n' },
      {
        say: Array.from({ length: 7 }, (_, i) => commands.retr(n(i + 1), LIMIT)),
        hear:
          '+OK\r\n1\r\n.\r\n+OK\r\n+OK\r\n.\r\n+OK 3\r\n3\r\n.\r\n+OK 3\r\n.\r\n' +
          '-ERR [IN-USE] no\r\n-ERR [IN-USE] no\r\n+OK\n7\r\n.\r\n',
      },
      { say: [commands.auth('PLAIN')], hear: '+ +OK\r\n+OK\n' },
      { say: [commands.capa()], hear: '+OK\r\n+OK\r\n.\r\n' },
    ],
  },
];

/** Content comes in other pieces for other splits: compared as one. */
function merge(events: readonly Pop3Event[]): unknown[] {
  const merged: unknown[] = [];
  let text: string | null = null;
  for (const event of events) {
    if (event.type === 'content') {
      text = (text ?? '') + String.fromCharCode(...event.bytes);
      continue;
    }
    if (text !== null) merged.push(text);
    text = null;
    merged.push(event);
  }
  return merged;
}

function play({ turns }: Recording, cut: (part: Uint8Array, offset: number) => Uint8Array[]): unknown[] {
  const session = new Pop3Session({ secure: false, tlsRequired: false });
  const events: Pop3Event[] = [];
  let offset = 0;
  for (const { say, hear } of turns) {
    for (const what of say) {
      if (what === 'TLS') session.upgraded();
      else session.issue(what);
    }
    const part = bytes(hear);
    for (const piece of cut(part, offset)) events.push(...session.receive(piece));
    offset += part.length;
  }
  expect(session.idle).toBe(true);
  return merge(events);
}

describe('Pop3Session', () => {
  it('hears the same in the same words, as often as they are said', () => {
    const alike = RECORDINGS[2] as Recording;
    const heard = play(alike, (part) => [part]).map((event) =>
      typeof event === 'string'
        ? event
        : (({ type, status, text }) => [type, status?.ok, status?.text ?? text, status?.code])(
            event as {
              type: string;
              status?: { ok: boolean; text: string; code: string | null };
              text?: string;
            },
          ),
    );
    const yes = (text = ''): unknown[] => ['status', true, text, null];
    const end = ['end', undefined, undefined, undefined];
    const no = ['status', false, 'no', 'IN-USE'];
    const line = (type: string, text: string): unknown[] => [type, undefined, text, undefined];
    expect(heard).toEqual([
      ['greeting', true, '', null],
      ...[yes(), '1\r\n', end, yes(), '+OK\r\n', end, yes('3'), '3\r\n', end, yes('3'), end],
      ...[no, no, yes(), '7\r\n', end],
      ...[line('challenge', '+OK'), yes()],
      ...[yes(), line('line', '+OK'), end],
    ]);
  });

  it.each(RECORDINGS)('$name: every split gives the same events', (recording) => {
    const whole = play(recording, (part) => [part]);
    expect(play(recording, (part) => [...part].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    const length = recording.turns.reduce((sum, { hear }) => sum + bytes(hear).length, 0);
    for (let at = 0; at < length; at++) {
      const split = play(recording, (part, offset) =>
        at > offset && at < offset + part.length
          ? [part.subarray(0, at - offset), part.subarray(at - offset)]
          : [part],
      );
      expect(split).toEqual(whole);
    }
  });

  it('gives the content without its dots', () => {
    const texts = RECORDINGS.slice(0, 2)
      .flatMap((recording) => play(recording, (part) => [part]))
      .filter((event) => typeof event === 'string');
    expect(texts).toEqual(['Subject: x\r\n\r\n.dot\r\n', 'a\n.\nb\r\n..\r\n', 'Subject: Å¾\r\n\r\n']);
  });

  const ready = (tlsRequired = false): Pop3Session => {
    const session = new Pop3Session({ secure: false, tlsRequired });
    session.receive(bytes('+OK\r\n'));
    return session;
  };
  const repeat = (session: Pop3Session, text: string, times: number): void => {
    for (let i = 0; i < times; i++) session.receive(bytes(text));
  };

  it('reads a long list alike in one chunk, in two cut anywhere, and octet by octet, whatever is in its lines', () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${i + 1} uid-${i}`);
    const odd = ['..dot', '', '7 a\rb', '8 caf\u00e9', ' 9  x ', '.10'];
    const utf8 = new TextEncoder().encode(`${[...lines, ...odd, ...lines].join('\r\n')}\n\r\n`);
    // One line that is no UTF-8: it is read otherwise, and no other line is.
    const latin = Uint8Array.of(0x36, 0x20, 0xe9, 0x0d, 0x0a);
    const answer = new Uint8Array([...bytes('+OK\r\n'), ...utf8, ...latin, ...bytes('.\r\n+OK 3\r\n')]);
    const read = (...cuts: number[]): unknown[] => {
      const session = ready();
      session.issue(commands.uidl());
      session.issue(commands.noop());
      let from = 0;
      return [...cuts, answer.length].flatMap((to) => {
        const events = session.receive(answer.slice(from, to));
        from = to;
        return events;
      });
    };
    const whole = read();
    expect(whole).toHaveLength(2 * lines.length + odd.length + 5);
    expect(whole).toEqual(read(...answer.keys()));
    for (let cut = 1; cut < answer.length; cut += 7) expect(read(cut)).toEqual(whole);
  });

  it('closes at an endless line', () => {
    const tooLong = expect.objectContaining({ kind: 'broken', code: 'line-too-long' });
    expect(() => repeat(ready(), 'x'.repeat(1000), 100)).toThrow(tooLong);
    const session = ready();
    session.issue(commands.uidl());
    session.receive(bytes('+OK\r\n'));
    expect(() => repeat(session, 'x'.repeat(1000), 100)).toThrow(tooLong);
  });

  it('closes at an endless list and at an endless message, not at a message of one long line (G5)', () => {
    const endless = expect.objectContaining({ kind: 'broken', code: 'answer-too-long' });
    const list = ready();
    list.issue(commands.capa());
    list.receive(bytes('+OK\r\n'));
    expect(() => repeat(list, 'X\r\n', 1000)).toThrow(endless);
    const wide = ready();
    wide.issue(commands.capa());
    wide.receive(bytes('+OK\r\n'));
    // Of the 512 lines that it may have. In octets it may have 80 for each.
    expect(() => repeat(wide, `${'X'.repeat(1000)}\r\n`, 50)).toThrow(endless);
    const message = ready();
    message.issue(commands.retr(n(1), 5000));
    message.receive(bytes('+OK\r\n'));
    expect(() => repeat(message, 'x'.repeat(1000), 6)).toThrow(endless);
    const long = ready();
    long.issue(commands.retr(n(1), 100_000_000));
    long.receive(bytes('+OK\r\n'));
    repeat(long, 'x'.repeat(1_000_000), 50);
    expect(long.receive(bytes('\r\n.\r\n')).at(-1)?.type).toBe('end');
  });

  it.each(['hello', '* OK IMAP', '220 smtp', '+', 'OK', ''])('refuses the answer %j', (line) => {
    const session = ready();
    session.issue(commands.noop());
    expect(() => session.receive(bytes(`${line}\r\n`))).toThrow(
      expect.objectContaining({ kind: 'broken', code: 'bad-response' }),
    );
  });

  it('refuses an answer nobody asked for', () => {
    expect(() => ready().receive(bytes('+OK\r\n'))).toThrow(
      expect.objectContaining({ code: 'unexpected-response' }),
    );
  });

  it.each([
    commands.user('ada'),
    commands.pass('x'),
    commands.apop('ada', 'x'),
    commands.auth('PLAIN', 'x'),
    commands.uidl(),
    commands.utf8(),
  ])('will not say $verb in clear when TLS is required', (command) => {
    const refused = expect.objectContaining({ code: 'cleartext-refused' });
    expect(() => ready(true).issue(command)).toThrow(refused);
    expect(() => ready(true).respond(bytes('x'))).toThrow(refused);
  });

  it.each(['a\r\nDELE 1', 'a\nb', 'a\0', 'a\rb', '\uD800'])('lets no %j into a command (O-01)', (text) => {
    const unsafe = expect.objectContaining({ kind: 'refused', code: 'unsafe-credentials' });
    expect(() => commands.user(text)).toThrow(unsafe);
    expect(() => commands.pass(text)).toThrow(unsafe);
    expect(() => commands.apop(text, 'x')).toThrow(unsafe);
  });

  it('keeps blanks in a password', () => {
    expect(commands.pass(' a b ').line).toBe('PASS  a b ');
  });
});
