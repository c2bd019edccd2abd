import { Secret } from '@shared/ports/secret';
import { ImapClient, type ImapClientOptions, type ImapEvent } from '../index';
import { ManualClock } from './manual-clock';
import { ScriptedServer } from './scripted-server';

export const CAPS = 'IMAP4rev1 SASL-IR UIDPLUS MOVE IDLE LITERAL+ ENABLE QRESYNC ESEARCH COMPRESS=DEFLATE';
/** A SELECT and its answer. */
export const SEL =
  'C: s SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 1] x\nS: * OK [UIDNEXT 100] x\nS: s OK [READ-WRITE] x\n';

/** A client that has logged in, and the server that goes on with the script. */
export async function open(
  script: string,
  options: Partial<ImapClientOptions> & { caps?: string; chunk?: number } = {},
) {
  const caps = options.caps ?? CAPS;
  const server = new ScriptedServer(
    `S: * OK [CAPABILITY ${caps}] ready\nC: l LOGIN "ann" "hunter2"\nS: l OK [CAPABILITY ${caps}] in\n${script}`,
    { chunk: options.chunk ?? 0 },
  );
  const clock = new ManualClock();
  const events: ImapEvent[] = [];
  const client = await ImapClient.connect(server, {
    clock,
    tls: 'tls',
    onEvent: (event) => events.push(event),
    ...options,
  });
  await client.login('ann', new Secret('hunter2'));
  return { client, server, clock, events };
}
/** `ok`, or kind and code of the error. */
export const outcome = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: { kind: string; code: string }) => `${error.kind} ${error.code}`,
  );
/** Lets everything that is ready happen. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};
