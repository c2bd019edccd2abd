import { isMailError } from '@shared/errors/mail-error';
import { Pop3Client, type MessageNumber } from '@main/pop3';
import * as commands from '@main/pop3/commands';
import { Pop3Session, type Pop3Event } from '@main/pop3/session';
import { CANARY, endpoint, tellingMechanism } from '@main/pop3/testing/connect';
import { pop3Script } from '@main/pop3/testing/pop3-script';
import { PLAIN, canaryCredentials } from '@main/smtp/testing/connect';
import { FakeClock } from '@main/smtp/testing/fake-clock';
import { ScriptedServer, dialerTo } from '@main/smtp/testing/scripted-server';
import { generator, type Random } from '../labs/random';
import type { LabResult } from '../labs/vault-torn';
import { testCrypto } from '../support/test-crypto';
import { mutate, settle } from './mutate';

const BITS = [
  '+OK', '+OK hi', '-ERR', '-ERR [IN-USE] x', '-ERR [AUTH] y', '+ ', '+ dGVzdA==', '.', '..', '\r\n.\r\n', '\r\n', '\r\n', '\r\n',
  '\r', '\n', '1 120', '2 abc', 'UIDL', 'SASL PLAIN', 'STLS', 'PIPELINING', 'Subject: x', '\0', '\xff', 'x'.repeat(600), '1', ' ',
]; // prettier-ignore

const STEPS = [
  'CAPA',
  'STLS',
  'AUTH',
  'USER',
  'PASS',
  '*',
  'STAT',
  'LIST',
  'UIDL',
  'RETR',
  'DELE',
  'NOOP',
  'QUIT',
];
const MESSAGES = ['Subject: one\r\n\r\n.dot\r\n', 'Subject: two\r\n\r\n\r\n'];
const number = (n: number): MessageNumber => n as MessageNumber;
const LIMIT = 100_000;

/**
 * Random servers. Of the session: the same bytes in other pieces give the same events or the same error. Of the client:
 * it settles, tells nothing in clear, and calls no deletion done that was not confirmed.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const random = generator(seed + n);
    const problem = n % 2 === 0 ? sessionProblem(random) : await clientProblem(random);
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: 'fuzz-pop3', runs, seed, failed, ok: failed.length === 0 };
}

const noise = (random: Random): string => {
  let text = '';
  for (let i = 1 + random.int(24); i > 0; i--) text += BITS[random.int(BITS.length)] ?? '';
  return text;
};

function sessionProblem(random: Random): string | null {
  const bytes = mutate(new TextEncoder().encode(noise(random)), random);
  const cut = random.int(bytes.length);
  const seed = random.int(1_000_000);
  const whole = play([bytes], seed);
  const halves = play([bytes.subarray(0, cut), bytes.subarray(cut)], seed);
  const single = play([...bytes].map((byte) => Uint8Array.of(byte)), seed); // prettier-ignore
  if (whole.startsWith('threw')) return whole;
  return whole === halves && whole === single ? null : 'another split, another result';
}

function play(pieces: readonly Uint8Array[], seed: number): string {
  const random = generator(seed);
  const session = new Pop3Session({ secure: true, tlsRequired: true });
  session.receive(new TextEncoder().encode('+OK ready\r\n'));
  const wanted = [
    commands.capa(),
    commands.retr(number(1), LIMIT),
    commands.uidl(),
    commands.stat(),
    commands.auth('PLAIN'),
  ];
  for (let i = random.int(6); i > 0; i--) session.issue(wanted[random.int(wanted.length)] ?? commands.noop());
  const events: Pop3Event[] = [];
  try {
    for (const piece of pieces) events.push(...session.receive(piece));
  } catch (error) {
    if (!isMailError(error)) return `threw ${String(error)}`;
    return `${error.code} ${error.kind}`;
  }
  return JSON.stringify(merged(events));
}

/** Content comes in other pieces for other splits. A trailing dot or CR may still be held back: compared up to the last event that is not content. */
function merged(events: readonly Pop3Event[]): unknown[] {
  const out: unknown[] = [];
  let text = '';
  for (const event of events) {
    if (event.type === 'content') text += String.fromCharCode(...event.bytes);
    else {
      out.push(text, event);
      text = '';
    }
  }
  return out;
}

async function clientProblem(random: Random): Promise<string | null> {
  const replies: Record<string, string | ((line: string, server: ScriptedServer) => string | null)> = {};
  for (const step of STEPS) {
    if (random.chance(0.8)) continue;
    const text = noise(random);
    const hangsUp = random.chance(0.3);
    replies[step] = (_line, server) => {
      server.write(text);
      if (hangsUp) server.hangUp();
      return '';
    };
  }
  const drop = { present: [] as boolean[] };
  const server = new ScriptedServer(
    pop3Script(
      {
        capabilities: ['STLS', 'UIDL', 'TOP', 'PIPELINING', 'SASL PLAIN'],
        messages: MESSAGES,
        security: PLAIN,
        replies,
        ...(random.chance(0.3) ? { split: 1 + random.int(4) } : {}),
        ...(random.chance(0.2) ? { cutAfterOutput: random.int(600) } : {}),
      },
      drop,
    ),
  );
  const clock = new FakeClock();
  const outcome = await settle(clock, () => session(server, clock));
  if (outcome === 'hung') return 'the client hangs';
  if (outcome instanceof Error && !isMailError(outcome)) return `threw ${outcome.message}`;
  if (server.clear.includes(CANARY) || server.clear.includes(btoa(`\0ada\0${CANARY}`)))
    return 'secret in clear';
  // A server that answers what was not asked can pass a refusal off as DELE's: then nothing can be known.
  const honest = STEPS.every((step) => step === 'QUIT' || replies[step] === undefined);
  if (honest && !(outcome instanceof Error) && outcome === 'none' && drop.present.includes(false))
    return 'deleted unsaid';
  return null;
}

async function session(server: ScriptedServer, clock: FakeClock): Promise<string> {
  const client = await Pop3Client.connect({
    dialer: dialerTo(server),
    endpoint: endpoint('starttls'),
    clock,
    crypto: testCrypto(),
    credentials: canaryCredentials,
    sasl: tellingMechanism,
  });
  await client.stat();
  await client.list();
  await client.uidl();
  const whole: MessageNumber[] = [];
  await client.retrieve([number(1), number(2)], {
    content: () => undefined,
    end: (message) => {
      whole.push(message);
    },
    refused: () => undefined,
  });
  await client.delete(whole);
  return (await client.quit()).deletions;
}
