import { isMailError } from '@shared/errors/mail-error';
import { SmtpClient, parseSmtpAddress, type SendResult } from '@main/smtp';
import { command } from '@main/smtp/commands/line';
import { SmtpSession, type SmtpEvent } from '@main/smtp/session';
import { CANARY, PLAIN, canaryCredentials, endpoint, tellingMechanism } from '@main/smtp/testing/connect';
import { FakeClock } from '@main/smtp/testing/fake-clock';
import { ScriptedServer, dialerTo } from '@main/smtp/testing/scripted-server';
import { smtpScript } from '@main/smtp/testing/smtp-script';
import { generator, type Random } from '../labs/random';
import type { LabResult } from '../labs/vault-torn';
import { testCrypto } from '../support/test-crypto';
import { mutate, settle } from './mutate';

const BITS = [
  '220 hi', '250 ok', '250-x', '250-AUTH PLAIN', '250-STARTTLS', '250 PIPELINING', '354 go', '334 ', '334 dGVzdA==', '235 in',
  '421 bye', '450 later', '500 what', '535 5.7.8 no', '550 5.1.1 no', '221 bye', '25', '2', '250', '-', ' ', '\r', '\n', '\r\n',
  '\r\n', '\r\n', '\0', '\xff', '\x16\x03\x01', 'x'.repeat(600), '999 ', '199 ', '5.7.8', '250-SIZE 1', '250-LIMITS RCPTMAX=1',
]; // prettier-ignore

const VERBS = ['EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'RSET', 'QUIT'] as const;
const STEPS = [
  'EHLO',
  'HELO',
  'STARTTLS',
  'AUTH',
  'OTHER',
  'MAIL',
  'RCPT',
  'DATA',
  'CONTENT',
  'RSET',
  'QUIT',
];

/**
 * Random servers. Of the session: the same bytes in other pieces give the same events or the same error, and nothing
 * but a MailError is thrown. Of the client: it settles, tells nothing in clear, and never calls unsent what was taken.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const random = generator(seed + n);
    const problem = n % 2 === 0 ? sessionProblem(random) : await clientProblem(random);
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: 'fuzz-smtp', runs, seed, failed, ok: failed.length === 0 };
}

const noise = (random: Random): string => {
  let text = '';
  for (let i = 1 + random.int(20); i > 0; i--) text += BITS[random.int(BITS.length)] ?? '';
  return text;
};

function sessionProblem(random: Random): string | null {
  const bytes = mutate(new TextEncoder().encode(`220 hi\r\n${noise(random)}`), random);
  const verbs = Array.from({ length: random.int(5) }, () => VERBS[random.int(VERBS.length)] ?? 'RSET');
  const cut = 1 + random.int(bytes.length);
  const whole = play([bytes], verbs);
  const halves = play([bytes.subarray(0, cut), bytes.subarray(cut)], verbs);
  const single = play([...bytes].map((byte) => Uint8Array.of(byte)), verbs); // prettier-ignore
  if (whole.startsWith('threw')) return whole;
  return whole === halves && whole === single ? null : 'another split, another result';
}

/** All commands are issued as soon as the greeting allows; the outcome as text. */
function play(pieces: readonly Uint8Array[], verbs: readonly (typeof VERBS)[number][]): string {
  const session = new SmtpSession({ secure: true, tlsRequired: true });
  const events: SmtpEvent[] = [];
  let issued = false;
  try {
    // The greeting's own octets come first in every split, so that commands are issued at the same place.
    for (const piece of regroup(pieces)) {
      events.push(...session.receive(piece));
      if (issued || session.phase !== 'ready') continue;
      issued = true;
      for (const verb of verbs) if (verb !== 'STARTTLS' || session.idle) issue(session, verb);
    }
  } catch (error) {
    if (!isMailError(error)) return `threw ${String(error)}`;
    return `${error.code} ${error.kind}`;
  }
  return JSON.stringify([events, session.phase, session.idle]);
}

function issue(session: SmtpSession, verb: (typeof VERBS)[number]): void {
  try {
    session.issue(command(verb));
  } catch (error) {
    if (!isMailError(error) || error.code !== 'out-of-turn') throw error;
  }
}

const GREETING = '220 hi\r\n'.length;

function regroup(pieces: readonly Uint8Array[]): Uint8Array[] {
  const out: Uint8Array[] = [];
  let at = 0;
  for (const piece of pieces) {
    const cut = Math.min(Math.max(GREETING - at, 0), piece.length);
    if (cut > 0) out.push(piece.subarray(0, cut));
    if (cut < piece.length) out.push(piece.subarray(cut));
    at += piece.length;
  }
  return out;
}

async function clientProblem(random: Random): Promise<string | null> {
  const replies: Record<string, string | ((line: string, server: ScriptedServer) => string)> = {};
  for (const step of STEPS) {
    if (random.chance(0.75)) continue;
    const text = noise(random);
    const hangsUp = random.chance(0.3);
    replies[step] = (_line, server) => {
      server.write(text);
      if (hangsUp) server.hangUp();
      return '';
    };
  }
  const taken: string[] = [];
  const server = new ScriptedServer(
    smtpScript(
      {
        extensions: ['STARTTLS', 'PIPELINING', 'AUTH PLAIN', '8BITMIME', 'SIZE'],
        security: PLAIN,
        replies,
        ...(random.chance(0.3) ? { split: 1 + random.int(4) } : {}),
        ...(random.chance(0.2) ? { cutAfterOutput: random.int(400) } : {}),
      },
      taken,
    ),
  );
  const clock = new FakeClock();
  const outcome = await settle(clock, () => session(server, clock));
  if (outcome === 'hung') return 'the client hangs';
  if (outcome instanceof Error && !isMailError(outcome)) return `threw ${outcome.message}`;
  if (server.clear.includes(CANARY) || server.clear.includes(btoa(`\0ada\0${CANARY}`)))
    return 'secret in clear';
  if (/MAIL|RCPT|DATA|Subject/.test(server.clear)) return 'mail in clear';
  const verdict = outcome instanceof Error ? 'retry' : outcome.outcome;
  if (
    taken.length > 0 &&
    verdict !== 'accepted' &&
    verdict !== 'uncertain' &&
    replies['CONTENT'] === undefined
  ) {
    return `taken, and called ${verdict}`;
  }
  return null;
}

async function session(server: ScriptedServer, clock: FakeClock): Promise<SendResult> {
  const client = await SmtpClient.connect({
    dialer: dialerTo(server),
    endpoint: endpoint('starttls'),
    clock,
    crypto: testCrypto(),
    credentials: canaryCredentials,
    sasl: tellingMechanism,
  });
  const from = parseSmtpAddress('ada@tern.example');
  const message = new TextEncoder().encode('Subject: x\r\n\r\n.\r\n');
  const result = await client.send({ envelope: { from, to: [from] }, message, size: message.length });
  await client.quit();
  return result;
}
