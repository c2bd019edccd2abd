import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { Secret } from '@shared/ports/secret';
import { PlainMechanism } from '@main/sasl';
import { ImapClient, select, status, type ImapEvent } from './index';
import { ManualClock } from './testing/manual-clock';
import { ScriptedServer } from './testing/scripted-server';

/**
 * Everything that can stand between a greeting and TLS when STARTTLS is required (security.md §2.1). Whatever the
 * server does: no credential in clear, no state from before TLS, no word of the server shown, and the connection is
 * either encrypted or closed.
 */
interface Case {
  readonly name: string;
  readonly script: string;
  /** The code of the error, or 'secure'. */
  readonly outcome: string | readonly string[];
  /** The error comes behind TLS: the server itself is the attacker. */
  readonly behindTls?: true;
  /** What is done after login; the credentials have gone out then, encrypted. */
  readonly then?: (client: ImapClient) => Promise<unknown>;
}

const CAPS = 'IMAP4rev1 STARTTLS LOGINDISABLED';
const HELLO = `S: * OK [CAPABILITY ${CAPS}] ready`;
const OK = `C: s STARTTLS\nS: s OK begin`;
const SECURE = `TLS\nC: c CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR\nS: c OK done\nC: l LOGIN "ann" "secret"\nS: l OK in\nC: d CAPABILITY\nS: * CAPABILITY IMAP4rev1 IDLE\nS: d OK done`;
const lines = (...parts: string[]): string => parts.join('\n');

// prettier-ignore
const UNTAGGED = [
  '* LIST () "/" "Click me! http://evil.example"', '* LSUB () "/" evil', '* STATUS INBOX (MESSAGES 5)', '* SEARCH 1 2 3', '* FLAGS (\\Evil)', '* 5 EXISTS', '* 2 RECENT',
  '* 1 EXPUNGE', '* 1 FETCH (UID 1 FLAGS (\\Deleted))', '* OK [REFERRAL imap://evil.example/] moved', '* OK [UIDVALIDITY 1] x', '* OK [PERMANENTFLAGS ()] x', '* VANISHED 1:5',
  '* ENABLED QRESYNC', '* NAMESPACE (("evil" "/")) NIL NIL', '* ID ("name" "evil")', '* QUOTA "" (STORAGE 1 1)', '* METADATA "" /private/x', '* ESEARCH UID ALL 1', '* OK [HIGHESTMODSEQ 9] x', '* OK [UIDNEXT 9] x',
  '* XLIST (\\Inbox) "/" evil', '* SORT 3 2 1', '* THREAD (1 2)', '* ACL INBOX evil lrs', '* MYRIGHTS INBOX lrs', '* LISTRIGHTS INBOX evil l r', '* QUOTAROOT INBOX evil',
  '* 1 FETCH (UID 1 BODY[] "evil")', '* OK [COPYUID 1 1 1] x', '* OK [APPENDUID 1 1] x', '* OK [UNSEEN 3] x', '* OK [MAILBOXID (evil)] x', '* OK [NOTIFICATIONOVERFLOW] x', '* OK [INPROGRESS] x', '* X-EVIL 1',
];
/** `S:` lines of a login that went well up to LOGIN's own answer. */
const UP_TO_LOGIN = [
  'TLS',
  'C: c CAPABILITY',
  'S: * CAPABILITY IMAP4rev1 SASL-IR',
  'S: c OK done',
  'C: l LOGIN "ann" "secret"',
];
const IN = [...UP_TO_LOGIN, 'S: l OK [CAPABILITY IMAP4rev1] in'];
const REFERRALS = [
  'REFERRAL imap://ann@evil.example/',
  'REFERRAL imap://evil.example/;AUTH=*',
  'REFERRAL imaps://evil.example/INBOX;UIDVALIDITY=1',
];
const ALERTS = [
  '* OK [ALERT] Your account is locked, call +1 555',
  '* NO [ALERT] http://evil.example',
  '* BAD [ALERT] x',
  '* OK [BADCHARSET (evil)] http://evil.example',
  '* OK [PARSE] http://evil.example',
  '* NO http://evil.example',
  '* OK [WEBALERT http://evil.example] x',
];
const INJECTIONS = [
  '* CAPABILITY IMAP4rev1 AUTH=PLAIN',
  '* OK [CAPABILITY IMAP4rev1] x',
  'T2 OK done',
  'c OK done',
  '* PREAUTH hi',
  '* BYE bye',
  '* OK [ALERT] evil',
  '* OK again',
  '+ go',
  '* 5 EXISTS',
  ' ',
  'x',
  '\0',
];
const GREETINGS_BAD: readonly (readonly [string, string | readonly string[]])[] = [
  ['* BYE go away http://evil.example', 'greeting-refused'],
  ['* NO not today http://evil.example', 'greeting'],
  ['* BAD no', 'greeting'],
  ['a OK tagged greeting', 'greeting'],
  ['+ go on', 'greeting'],
  ['* CAPABILITY IMAP4rev1', 'greeting'],
  ['* 5 EXISTS', 'greeting'],
  ['HTTP/1.1 400 Bad Request', 'greeting'],
  ['220 mail ESMTP', 'greeting'],
  ['+OK POP3', 'greeting'],
  ['', 'closed'],
];
const PREAUTH_CAPS = [
  'IMAP4rev1',
  'IMAP4rev1 STARTTLS',
  'IMAP4rev1 AUTH=PLAIN',
  'IMAP4rev1 STARTTLS AUTH=PLAIN LOGINDISABLED',
  'IMAP4rev1 LOGIN-REFERRALS',
  'IMAP4rev1 MAILBOX-REFERRALS',
];
const STRIPPED = [
  'IMAP4rev1',
  'IMAP4',
  'IMAP4rev1 AUTH=PLAIN',
  'IMAP4rev1 STARTTLSX',
  'IMAP4rev1 XSTARTTLS AUTH=LOGIN',
  'IMAP4rev1 LOGINDISABLED',
  `IMAP4rev1 ${Array.from({ length: 60 }, (_, i) => `AUTH=M${String(i)}`).join(' ')}`,
];
const REFUSALS: readonly (readonly [string, string | readonly string[]])[] = [
  ['S: s NO TLS not available http://evil.example', 'no'],
  ['S: s BAD unknown command', 'bad'],
  ['S: + continue', 'unexpected-continuation'],
  ['S: s NO [ALERT] call +1 555', 'no'],
  ['S: s NO [REFERRAL imap://evil.example/] x', 'referral'],
  ['S: s NO [UNAVAILABLE] later', 'unavailable'],
  ['S: s BAD [PRIVACYREQUIRED] x', 'privacy-required'],
  ['S: * BYE bye', 'bye'],
  ['S: other OK begin TLS', 'unknown-tag'],
  ['S: * OK begin TLS\nCLOSE', 'closed'],
  ['S: s PREAUTH begin', ['unreadable']],
  ['S: s', ['unreadable']],
  ['CLOSE', 'closed'],
  ['CUT', 'reset'],
];

const plainAuth = (client: ImapClient): Promise<void> =>
  client.authenticate(new PlainMechanism('ann', new Secret('secret')));

// prettier-ignore
const CASES: readonly Case[] = [
  { name: 'the way it should be', script: lines(HELLO, OK, SECURE), outcome: 'secure' },
  { name: 'capabilities asked for', script: lines('S: * OK hi', 'C: q CAPABILITY', `S: * CAPABILITY ${CAPS}`, 'S: q OK', OK, SECURE), outcome: 'secure' },
  { name: 'a capability line of its own', script: lines('S: * OK hi', 'C: q CAPABILITY', `S: q OK [CAPABILITY ${CAPS}] x`, OK, SECURE), outcome: 'secure' },
  { name: 'CAPABILITY refused', script: lines('S: * OK hi', 'C: q CAPABILITY', 'S: q BAD what'), outcome: 'bad' },
  { name: 'CAPABILITY without an answer', script: lines('S: * OK hi', 'C: q CAPABILITY', 'S: q OK'), outcome: 'starttls-missing' },
  ...STRIPPED.map((caps) => ({ name: `stripped: ${caps.slice(0, 50)}`, script: `S: * OK [CAPABILITY ${caps}] hi`, outcome: 'starttls-missing' })),
  ...PREAUTH_CAPS.map((caps) => ({ name: `PREAUTH with ${caps}`, script: `S: * PREAUTH [CAPABILITY ${caps}] hi`, outcome: 'preauth-without-tls' })),
  { name: 'PREAUTH alone', script: 'S: * PREAUTH hi', outcome: 'preauth-without-tls' },
  { name: 'PREAUTH with data', script: 'S- * PREAUTH hi\\r\\n* 5 EXISTS\\r\\n* LIST () "/" evil\\r\\n', outcome: 'preauth-without-tls' },
  ...GREETINGS_BAD.map(([greeting, outcome]) => ({ name: `greeting ${greeting}`, script: lines(`S: ${greeting}`, 'CLOSE'), outcome })),
  ...REFUSALS.map(([answer, outcome]) => ({ name: `STARTTLS: ${answer}`, script: lines(HELLO, 'C: s STARTTLS', answer), outcome })),
  ...INJECTIONS.map((evil) => ({ name: `behind the OK in one packet: ${JSON.stringify(evil)}`, script: lines(HELLO, 'C: s STARTTLS', `S- s OK begin\\r\\n${evil}\\r\\n`), outcome: 'starttls-injection' })),
  { name: 'half a line behind the OK', script: lines(HELLO, 'C: s STARTTLS', 'S- s OK begin\\r\\n*'), outcome: 'starttls-injection' },
  ...UNTAGGED.map((evil) => ({ name: `before STARTTLS: ${evil}`, script: lines(HELLO, `S: ${evil}`, 'C: s STARTTLS', `S: ${evil}`, 'S: s OK begin', SECURE), outcome: 'secure' })),
  ...ALERTS.map((evil) => ({ name: `spoofed: ${evil}`, script: lines(HELLO, `S: ${evil}`, 'C: s STARTTLS', `S: ${evil}`, 'S: s OK [ALERT] http://evil.example', SECURE), outcome: 'secure' })),
  ...ALERTS.slice(0, 2).map((evil) => ({ name: `spoofed greeting: ${evil}`, script: lines(evil.startsWith('* OK') ? `S: ${evil}` : `S: * OK [ALERT] evil`, 'C: q CAPABILITY', `S: * CAPABILITY ${CAPS}`, 'S: q OK', OK, SECURE), outcome: 'secure' })),
  { name: 'two greetings', script: lines(HELLO, HELLO, OK, SECURE), outcome: 'secure' },
  { name: 'BYE before STARTTLS', script: lines(HELLO, 'S: * BYE http://evil.example'), outcome: 'bye' },
  // In one packet with the greeting: capabilities that nobody asked for, without STARTTLS.
  { name: 'stripped: pushed behind the greeting', script: 'S- * OK hi\\r\\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n', outcome: 'starttls-missing' },
  { name: 'stripped: taken back before STARTTLS', script: lines('S: * OK hi', 'C: q CAPABILITY', `S: * CAPABILITY ${CAPS}`, 'S: * CAPABILITY IMAP4rev1 AUTH=PLAIN', 'S: q OK'), outcome: 'starttls-missing' },
  { name: 'stripped: another capability in the code', script: lines('S: * OK hi', 'C: q CAPABILITY', `S: * CAPABILITY ${CAPS}`, 'S: q OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x'), outcome: 'starttls-missing' },
  { name: 'starttls in small letters', script: lines('S: * OK [CAPABILITY imap4rev1 starttls] hi', OK, SECURE), outcome: 'secure' },
  { name: 'an answer before the question', script: lines(HELLO, 'C: s STARTTLS', 'S: T9 OK begin TLS', 'S: s OK begin'), outcome: 'unknown-tag' },
  { name: 'an answer in the greeting', script: lines('S- * OK hi\\r\\nT1 OK begin TLS\\r\\n'), outcome: 'unknown-tag' },
  { name: 'a second answer', script: lines(HELLO, 'C: s STARTTLS', 'S- {tag:s} NO not now\\r\\n{tag:s} OK begin\\r\\n'), outcome: ['no', 'unknown-tag'] },
  { name: 'plain octets in a packet of their own where TLS begins', script: lines(HELLO, 'C: s STARTTLS', 'S: s OK begin', 'S: * OK [ALERT] evil', 'TLS'), outcome: 'tls-handshake' },
  { name: 'a capability of before is not one of after', script: lines(`S: * OK [CAPABILITY ${CAPS} AUTH=EVIL X-EVIL SASL-IR] hi`, OK, SECURE), outcome: 'secure' },
  { name: 'PREAUTH told behind TLS', script: lines(HELLO, OK, 'TLS', 'C: c CAPABILITY', 'S: * PREAUTH welcome', 'S: * CAPABILITY IMAP4rev1', 'S: c OK', 'C: l LOGIN "ann" "secret"', 'S: l OK in', 'C: d CAPABILITY', 'S: * CAPABILITY IMAP4rev1 IDLE', 'S: d OK'), outcome: 'secure' },
  { name: 'STARTTLS offered again behind TLS', script: lines(HELLO, OK, 'TLS', 'C: c CAPABILITY', 'S: * CAPABILITY IMAP4rev1 STARTTLS', 'S: c OK', 'C: l LOGIN "ann" "secret"', 'S: l OK in', 'C: d CAPABILITY', 'S: * CAPABILITY IMAP4rev1 IDLE', 'S: d OK'), outcome: 'secure' },
  { name: 'LOGINDISABLED behind TLS', script: lines(HELLO, OK, 'TLS', 'C: c CAPABILITY', 'S: * CAPABILITY IMAP4rev1 LOGINDISABLED', 'S: c OK'), outcome: 'login-disabled', behindTls: true },
  { name: 'BYE behind TLS', script: lines(HELLO, OK, 'TLS', 'C: c CAPABILITY', 'S: * BYE go away'), outcome: 'bye', behindTls: true },
  ...REFERRALS.map((code): Case => ({ name: `LOGIN: ${code}`, script: lines(HELLO, OK, ...UP_TO_LOGIN, `S: l NO [${code}] go there`), outcome: 'referral', behindTls: true })),
  ...REFERRALS.map((code): Case => ({ name: `AUTHENTICATE: ${code}`, script: lines(HELLO, OK, ...UP_TO_LOGIN.slice(0, -1), 'C: l AUTHENTICATE PLAIN …', `S: l NO [${code}] go there`), outcome: 'referral', behindTls: true, then: plainAuth })),
  ...['SELECT INBOX', 'STATUS x (MESSAGES)'].map((command): Case => ({ name: `${command}: a mailbox elsewhere`, script: lines(HELLO, OK, ...IN, `C: x ${command}`, 'S: x NO [REFERRAL imap://ann@evil.example/INBOX] elsewhere'), outcome: 'referral', behindTls: true, then: (client) => client.run<unknown>(command.startsWith('SELECT') ? select('INBOX') : status('x', ['MESSAGES'])) })),
  { name: 'an endless line', script: lines(`S- * OK ${'x'.repeat(70_000)}`), outcome: 'line-too-long' },
  { name: 'an endless literal', script: lines(HELLO, 'S: * LIST () "/" {99999999999}'), outcome: 'literal-too-large' },
];

async function attempt({ script, then }: Pick<Case, 'script' | 'then'>) {
  const server = new ScriptedServer(script, { security: { kind: 'plain', loopback: false } });
  const events: ImapEvent[] = [];
  let outcome = 'secure';
  let client: ImapClient | null = null;
  let words = '';
  try {
    client = await ImapClient.connect(server, {
      clock: new ManualClock(),
      tls: 'starttls',
      onEvent: (event) => events.push(event),
    });
    if (then !== plainAuth) await client.login('ann', new Secret('secret'));
    await then?.(client);
    await server.finished;
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    outcome = error.code;
    words = JSON.stringify([error.server, error.message, error.details]);
  }
  return { server, events, outcome, client, words };
}

describe('STARTTLS required', () => {
  it('has the cases of security.md §2.1', () => {
    // Some 69 scripts for IMAP in that collection, and what they suggest.
    expect(CASES.length).toBeGreaterThanOrEqual(110);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });

  it.each(CASES.map((c) => [c.name, c] as const))('%s', async (_name, { outcome, behindTls, ...rest }) => {
    const got = await attempt(rest);
    expect(outcome).toContain(got.outcome);
    expect(got.server.clear).not.toMatch(/LOGIN|AUTH|secret|ann|APPEND|SELECT|IDLE/i);
    if (got.outcome === 'secure') {
      expect(got.server.security.kind).toBe('tls');
      expect(got.client?.capabilities.all).toEqual(['IMAP4REV1', 'IDLE']);
      expect(got.client?.enabled.size).toBe(0);
      expect(got.client?.serverId).toBeNull();
      expect(got.client?.view).toBeNull();
      expect(got.events.map((e) => e.type).filter((type) => type !== 'capability')).toEqual([]);
    } else if (behindTls) {
      expect(got.server.security.kind).toBe('tls');
      // A referral is told as what it is, and nobody is dialled: the client has no way to.
      expect(got.server.clear).toMatch(/^\S+ STARTTLS\r\n$/);
    } else {
      expect(got.server.closed).toBe(true);
      expect(got.server.security.kind).toBe('plain');
      expect(got.words).not.toMatch(/evil|555/);
      expect(got.events.map((e) => e.type)).toEqual(got.events.length > 0 ? ['closed'] : []);
    }
  });
});

describe('other agreements about TLS', () => {
  const plainLogin = `S: * OK [CAPABILITY IMAP4rev1] hi\nC: l LOGIN "ann" "secret"\nS: l OK [CAPABILITY IMAP4rev1] in`;
  const run = async (
    loopback: boolean,
    allowPlaintext: boolean,
    tls: 'none' | 'tls',
    script = plainLogin,
  ): Promise<string> => {
    const server = new ScriptedServer(script, { security: { kind: 'plain', loopback } });
    try {
      const client = await ImapClient.connect(server, { clock: new ManualClock(), tls, allowPlaintext });
      await client.login('ann', new Secret('secret'));
      return 'in';
    } catch (error) {
      expect(server.clear).toBe('');
      return error instanceof MailError ? error.code : 'threw';
    }
  };
  it.each([
    [false, false, 'none', 'plaintext-login'],
    [true, false, 'none', 'in'],
    [false, true, 'none', 'in'],
    [true, true, 'tls', 'not-tls'],
  ] as const)(
    'plain login: loopback %s, allowed %s, agreed %s: %s',
    async (loopback, allowed, tls, expected) => {
      expect(await run(loopback, allowed, tls)).toBe(expected);
    },
  );
  it('refuses PREAUTH in clear even when no TLS was agreed, except on loopback', async () => {
    const script = 'S: * PREAUTH [CAPABILITY IMAP4rev1] hi';
    expect(await run(false, false, 'none', script)).toBe('preauth-without-tls');
    expect(await run(true, false, 'none', script)).toBe('state');
  });
});
