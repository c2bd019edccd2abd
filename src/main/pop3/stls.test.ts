import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { PLAIN } from '../smtp/testing/connect';
import { ScriptedServer, dialerTo } from '../smtp/testing/scripted-server';
import type { Pop3ConnectOptions } from './client';
import { CANARY, connectTo, endpoint, type Connected } from './testing/connect';
import { pop3Script, type Pop3ScriptOptions } from './testing/pop3-script';

/** The POP3 attacks of security.md §2.1 as data: negotiation, buffering, and odd answers to every command. */
interface Case {
  readonly id: string;
  readonly script: Pop3ScriptOptions;
  /** The error's code; `null` when the connection must come about, encrypted. */
  readonly code: string | null;
  /** Octet by octet the injected text is caught elsewhere: by the next answer or by the handshake. */
  readonly racy?: boolean;
}

const CLEAR = ['TOP', 'UIDL', 'USER', 'STLS', 'SASL PLAIN'];
const SECURE = ['TOP', 'UIDL', 'USER'];
const PHISH = 'Your account is closed. Visit http://evil.example';

const negotiation: Case[] = [
  { id: 'O_1 STLS stripped', script: { capabilities: ['USER', 'SASL PLAIN'] }, code: 'starttls-missing' },
  { id: 'O_2 STLS -ERR', script: { replies: { STLS: `-ERR ${PHISH}` } }, code: 'starttls-refused' },
  {
    id: 'O_3 no CAPA, STLS -ERR',
    script: { capabilities: null, replies: { STLS: '-ERR' } },
    code: 'starttls-refused',
  },
  { id: 'O_4 STLS answered +', script: { replies: { STLS: '+ go on' } }, code: 'bad-response' },
  { id: 'no CAPA, but STLS works', script: { capabilities: null, capabilitiesAfterTls: SECURE }, code: null },
];

const buffering: Case[] = [
  '+OK\r\n',
  '+OK\r\nUSER\r\n.\r\n',
  '-ERR no\r\n',
  '+',
  '\r\n',
  '+OK welcome\r\n+OK\r\n',
].map((extra, i) => ({
  id: `B_${i + 1} ${JSON.stringify(extra)} behind the go-ahead`,
  script: { replies: { STLS: `+OK go ahead\r\n${extra}` } },
  code: 'starttls-injection',
  racy: true,
}));

const tampering: Case[] = [
  {
    id: 'an answer nobody asked for behind the greeting',
    script: { greeting: '+OK hi\r\n+OK\r\nSTLS\r\n.\r\n' },
    code: 'unexpected-response',
    racy: true,
  },
  {
    id: 'an answer nobody asked for behind CAPA',
    script: { replies: { CAPA: '+OK\r\nSTLS\r\n.\r\n+OK\r\n' } },
    code: 'unexpected-response',
    racy: true,
  },
];

const ANSWERS: readonly (readonly [string, string])[] = [
  ['-ERR', `-ERR ${PHISH}`],
  ['[SYS/PERM]', `-ERR [SYS/PERM] ${PHISH}`],
  ['[SYS/TEMP]', `-ERR [SYS/TEMP] ${PHISH}`],
  ['[AUTH]', `-ERR [AUTH] ${PHISH}`],
  ['[IN-USE]', `-ERR [IN-USE] ${PHISH}`],
  ['a timestamp', '+OK <1.2@evil.example>'],
  ['another protocol', `220 ${PHISH}`],
  ['nothing but a line end', ''],
];
const greetingCode: Record<string, string | null> = {
  '-ERR': 'greeting-refused',
  '[SYS/PERM]': 'server-permanent',
  '[SYS/TEMP]': 'server-temporary',
  '[AUTH]': 'greeting-refused',
  '[IN-USE]': 'mailbox-locked',
  'a timestamp': null,
};
const matrix: Case[] = ANSWERS.flatMap(([what, answer]): Case[] => {
  const line = `${answer}\r\n`;
  const nonsense = !/^(\+OK|-ERR)/.test(answer);
  const refusal = answer.startsWith('-ERR');
  return [
    {
      id: `greeting ${what}`,
      script: { greeting: line },
      code: greetingCode[what] ?? (nonsense ? 'bad-response' : null),
    },
    {
      id: `stls ${what}`,
      script: { replies: { STLS: line } },
      code: nonsense ? 'bad-response' : refusal ? 'starttls-refused' : null,
    },
    ...(what === 'a timestamp'
      ? []
      : [
          {
            // CAPA refused: STLS is tried all the same, the second CAPA is refused too.
            id: `capa ${what}`,
            script: { replies: { CAPA: line } },
            code: nonsense ? 'bad-response' : null,
          },
        ]),
    { id: `noop ${what}`, script: { replies: { NOOP: line } }, code: null },
    { id: `quit ${what}`, script: { replies: { QUIT: line } }, code: null },
  ];
});

const CASES = [...negotiation, ...buffering, ...tampering, ...matrix];

const connect = (script: Pop3ScriptOptions, options: Partial<Pop3ConnectOptions> = {}): Promise<Connected> =>
  connectTo(
    { capabilities: CLEAR, capabilitiesAfterTls: SECURE, ...script, security: PLAIN },
    { endpoint: endpoint('starttls'), ...options },
  );

/** Nothing but CAPA and STLS, in clear, ever. */
const HARMLESS = /^(?:CAPA\r\n)?(?:STLS\r\n)?$/;

describe('STLS required (T-08)', () => {
  it('has at least the 41 cases of the corpus', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(41);
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  });

  it.each(CASES)('$id', async ({ script, code, racy }) => {
    for (const split of [undefined, 1]) {
      const server = new ScriptedServer(
        pop3Script({
          capabilities: CLEAR,
          capabilitiesAfterTls: SECURE,
          ...script,
          ...(split === undefined ? {} : { split }),
          security: PLAIN,
        }),
      );
      const outcome = await connect({}, { dialer: dialerTo(server) }).catch((error: unknown) => error);
      expect(server.clear).toMatch(HARMLESS);
      expect(server.clear).not.toContain(CANARY);
      if (code === null) {
        expect(outcome).not.toBeInstanceOf(Error);
        expect(server.security.kind).toBe('tls');
        await exercise(outcome as Connected);
      } else {
        expect(outcome).toBeInstanceOf(MailError);
        if (split === undefined || racy !== true) expect(outcome).toMatchObject({ code });
        const { message, server: words, details } = outcome as MailError;
        expect(JSON.stringify([message, words, details])).not.toContain('evil');
        expect(server.closedByClient).toBe(true);
        expect(server.encrypted).toBe('');
      }
      expect(server.clear).toMatch(HARMLESS);
    }
  });

  it('forgets what was said in clear and asks again', async () => {
    const { client, server } = await connect({});
    expect(client.capabilities.keywords.has('STLS')).toBe(false);
    expect(server.clear).toBe('CAPA\r\nSTLS\r\n');
    const login = btoa('\0ada\0' + CANARY);
    expect(server.encrypted).toBe(`CAPA\r\nAUTH PLAIN ${login}\r\nCAPA\r\n`);
  });
});

async function exercise({ client }: Connected): Promise<void> {
  await client.noop().catch((error: unknown) => {
    expect(error).toBeInstanceOf(MailError);
  });
  expect((await client.quit()).deletions).toBe('none');
}
