import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { fetch, ImapClient, select, UidSet } from '@main/imap';
import { Secret } from '@shared/ports/secret';
import { against, type BenchLine } from './support/line';
import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { RawImap } from './support/raw-imap';

const BUDGET = 3;
const ROUNDS = 5;

/** `UID FETCH 1:* (FLAGS)` of a whole mailbox through the client, against a socket that only reads. Best of five each. */
export async function run(): Promise<BenchLine[]> {
  const n = messageCount();
  const { dovecot } = await benchMailbox(n);
  try {
    const raw = await RawImap.open(dovecot.ports.imap, USER, PASSWORD);
    await raw.run('SELECT INBOX');
    const client = await connect(dovecot.ports.imap);
    await client.run(select('INBOX', {}));
    let floor = Infinity;
    let best = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      floor = Math.min(floor, (await raw.run('UID FETCH 1:* (FLAGS)')).ms);
      let seen = 0;
      const start = performance.now();
      await client.run(
        fetch(UidSet.startingAt(1), ['FLAGS'], { flags: () => seen++ }, (message) => {
          if (message.flags?.ok) seen++;
        }),
      );
      best = Math.min(best, performance.now() - start);
      if (seen !== n) throw new Error(`${seen} of ${n} flags`);
    }
    raw.close();
    client.close();
    return [against('flags', n, best, 'ms', floor, BUDGET)];
  } finally {
    await dovecot.stop();
  }
}

async function connect(port: number): Promise<ImapClient> {
  const transport = await new NodeDialer().dial({ host: '127.0.0.1', port, tls: 'none' });
  const client = await ImapClient.connect(transport, {
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
    compression: new NodeCompression(),
    tls: 'none',
    allowPlaintext: true,
  });
  await client.login(USER, new Secret(PASSWORD));
  return client;
}
