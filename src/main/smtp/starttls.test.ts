import { describe, expect, it } from 'vitest';
import { MailError, isMailError } from '@shared/errors/mail-error';
import { parseSmtpAddress } from './address';
import { CANARY, PLAIN, canaryCredentials, connectTo, endpoint, tellingMechanism } from './testing/connect';
import type { SmtpConnectOptions } from './client';
import type { Connected } from './testing/connect';
import { ScriptedServer, dialerTo } from './testing/scripted-server';
import { smtpScript, type SmtpScriptOptions } from './testing/smtp-script';

/**
 * The attacks of "Why TLS Is Better Without STARTTLS" (USENIX Security 2021), security.md §2.1, as data: negotiation,
 * buffering, and the matrix of odd answers to every command. Each runs against a client told that STARTTLS is required.
 */
interface Case {
  readonly id: string;
  readonly script: SmtpScriptOptions;
  /** The error's code; `null` when the connection must come about, encrypted. */
  readonly code: string | null;
  /** Octet by octet the injected text comes later and is caught elsewhere: by the next reply or by the handshake. */
  readonly racy?: boolean;
}

const CLEAR = ['PIPELINING', 'STARTTLS', 'AUTH PLAIN LOGIN'];
const SECURE = ['PIPELINING', 'AUTH PLAIN LOGIN'];
const PHISH = 'Your account is closed. Visit http://evil.example';

const negotiation: Case[] = [
  { id: 'O_1 STARTTLS stripped', script: { extensions: ['AUTH PLAIN'] }, code: 'starttls-missing' },
  {
    id: 'O_2 STARTTLS 454',
    script: { replies: { STARTTLS: `454 4.7.0 ${PHISH}` } },
    code: 'starttls-refused',
  },
  {
    id: 'O_3 STARTTLS 502',
    script: { replies: { STARTTLS: `502 5.5.1 ${PHISH}` } },
    code: 'starttls-refused',
  },
  { id: 'O_4 STARTTLS 334', script: { replies: { STARTTLS: '334 go on' } }, code: 'starttls-refused' },
  {
    id: 'D_1 EHLO unknown, only HELO',
    script: { replies: { EHLO: `502 5.5.2 ${PHISH}` } },
    code: 'hello-refused',
  },
];

const goAhead = '220 2.0.0 go ahead\r\n';
const injected = [
  '250 mail.example\r\n',
  '250-mail.example\r\n250 AUTH PLAIN\r\n',
  '235 2.7.0 welcome\r\n',
  '2',
  '\r\n',
  '220 again\r\n',
  '421 bye\r\n',
];
const buffering: Case[] = injected.map((extra, i) => ({
  id: `B_1.${i + 1} ${JSON.stringify(extra)} behind the go-ahead`,
  script: { replies: { STARTTLS: goAhead + extra } },
  code: 'starttls-injection',
  racy: true,
}));

const tampering: Case[] = [
  {
    id: 'a reply nobody asked for behind the greeting',
    script: { greeting: '220 hi\r\n250 AUTH PLAIN\r\n' },
    code: 'unexpected-reply',
    racy: true,
  },
  {
    id: 'a reply nobody asked for behind EHLO',
    script: { replies: { EHLO: '250-hi\r\n250 STARTTLS\r\n220 go ahead\r\n' } },
    code: 'unexpected-reply',
    racy: true,
  },
  { id: 'a greeting that is not SMTP', script: { greeting: '* OK IMAP4rev1\r\n' }, code: 'bad-reply' },
  {
    id: 'a TLS alert as greeting',
    script: { greeting: '\x15\x03\x01\x00\x02\x02\x28\n' },
    code: 'bad-reply',
  },
];

const CODES = [220, 221, 354, 421, 450, 451, 454, 500, 502, 503, 530, 535, 550, 554];
const matrix: Case[] = [];
for (const code of CODES) {
  const line = `${code} ${PHISH}`;
  const busy = code < 500 && code >= 400;
  if (code !== 220) {
    matrix.push({
      id: `greeting ${code}`,
      script: { greeting: `${line}\r\n` },
      code: busy ? 'service-unavailable' : 'greeting-refused',
    });
    matrix.push({
      id: `starttls ${code}`,
      script: { replies: { STARTTLS: line } },
      code: 'starttls-refused',
    });
  }
  matrix.push({
    id: `ehlo ${code}`,
    script: { replies: { EHLO: line } },
    code: busy ? 'service-unavailable' : 'hello-refused',
  });
  matrix.push({
    id: `helo ${code}`,
    script: { replies: { EHLO: '500 what', HELO: line } },
    code: 'hello-refused',
  });
  matrix.push({ id: `rset ${code}`, script: { replies: { RSET: line } }, code: null });
  matrix.push({ id: `quit ${code}`, script: { replies: { QUIT: `${line}\r\n` } }, code: null });
}

const CASES = [...negotiation, ...buffering, ...tampering, ...matrix];

const connect = (script: SmtpScriptOptions, options: Partial<SmtpConnectOptions> = {}): Promise<Connected> =>
  connectTo(
    { extensions: CLEAR, extensionsAfterTls: SECURE, ...script, security: PLAIN },
    { endpoint: endpoint('starttls'), credentials: canaryCredentials, sasl: tellingMechanism, ...options },
  );

/** Nothing but hello and STARTTLS, in clear, ever. */
const HARMLESS = /^(?:EHLO \[127\.0\.0\.1\]\r\n)?(?:STARTTLS\r\n)?$/;

describe('STARTTLS required (T-09)', () => {
  it('has at least the 57 cases of the corpus', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(57);
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  });

  it.each(CASES)('$id', async ({ script, code, racy }) => {
    for (const split of [undefined, 1]) {
      const spy: SmtpScriptOptions = { ...script, ...(split === undefined ? {} : { split }) };
      let error: unknown = null;
      let connected: Connected | null = null;
      try {
        connected = await connect(spy);
      } catch (failure) {
        error = failure;
      }
      if (code === null) {
        expect(error).toBeNull();
        await exercise(connected);
        expect(connected?.server.clear).toMatch(HARMLESS);
        expect(connected?.server.clear).not.toContain(CANARY);
        expect(connected?.server.security.kind).toBe('tls');
      } else {
        expect(error).toBeInstanceOf(MailError);
        if (split === undefined || racy !== true) expect(error).toMatchObject({ code });
        expect(words(error)).not.toContain('evil');
      }
    }
  });

  it.each(CASES.filter(({ code }) => code !== null))('$id: no secret in clear', async ({ script }) => {
    const server = new ScriptedServer(
      smtpScript({ extensions: CLEAR, extensionsAfterTls: SECURE, ...script, security: PLAIN }),
    );
    await expect(connect({}, { dialer: dialerTo(server) })).rejects.toBeInstanceOf(MailError);
    expect(server.clear).toMatch(HARMLESS);
    expect(server.encrypted).toBe('');
    expect(server.closedByClient).toBe(true);
  });

  it('forgets what was said in clear and asks again', async () => {
    const { client, server } = await connectTo(
      {
        extensions: [...CLEAR, 'SIZE 1', 'AUTH CRAM-MD5'],
        extensionsAfterTls: ['AUTH PLAIN', 'SIZE 2000'],
        security: PLAIN,
      },
      { endpoint: endpoint('starttls'), credentials: canaryCredentials, sasl: tellingMechanism },
    );
    expect(client.extensions.maxSize).toBe(2000);
    expect(client.extensions.mechanisms).toEqual(['PLAIN']);
    expect(server.clear).toBe('EHLO [127.0.0.1]\r\nSTARTTLS\r\n');
    expect(server.encrypted).toMatch(/^EHLO \[127\.0\.0\.1\]\r\nAUTH PLAIN /);
  });

  it('a server that loses its login after TLS gets no password', async () => {
    await expect(connect({ extensionsAfterTls: ['PIPELINING'] })).rejects.toMatchObject({
      code: 'auth-missing',
    });
  });
});

function words(error: unknown): string {
  if (!(error instanceof MailError)) return String(error);
  return JSON.stringify([error.message, error.server, error.details]);
}

/** RSET and QUIT with odd answers must neither throw anything but a MailError nor hang. */
async function exercise(connected: Connected | null): Promise<void> {
  if (connected === null) return;
  const { client } = connected;
  const from = parseSmtpAddress('ada@tern.example');
  await client.reset().catch((error: unknown) => {
    expect(isMailError(error)).toBe(true);
  });
  if (client.usable) {
    const message = new TextEncoder().encode('x');
    const result = await client.send({ envelope: { from, to: [from] }, message, size: 1 });
    expect(result.outcome).toBe('accepted');
  }
  await client.quit();
}
