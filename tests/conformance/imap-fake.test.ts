import { Secret } from '@shared/ports/secret';
import { connectInMemory } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { IMAP_PROFILES } from '@main/demo/imap/profiles';
import { ImapClient, type ImapEvent } from '@main/imap';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { addTypicalAccount } from '../fakes/accounts';
import { imapConformance } from './imap.conformance';
import type { Opened } from './imap-subject';

/** The embedded server, as the five kinds of server that there are. */
for (const profile of ['bare', 'gmail', 'exchange', 'cyrus', 'everything'] as const) {
  imapConformance({
    name: `embedded server, ${profile}`,
    claims: IMAP_PROFILES[profile].after,
    claimsNothingElse: true,
    start: async () => {
      const clock = new NodeClock();
      const compression = new NodeCompression();
      const world = new MailWorld(clock);
      const account = addTypicalAccount(world, profile === 'gmail' ? 'gmail' : 'plain');
      const connect = async (password: string): Promise<Opened> => {
        const events: ImapEvent[] = [];
        const transport = connectInMemory(world, 'imap', { imap: { profile }, compression });
        const client = await ImapClient.connect(transport, {
          clock,
          crypto: new NodeCrypto(),
          compression,
          tls: 'none',
          onEvent: (event) => events.push(event),
        });
        await client.login(account.user, new Secret(password));
        return { client, events };
      };
      return {
        open: () => connect('tern'),
        openWrongly: () => connect('wrong'),
        stop: () => Promise.resolve(),
      };
    },
  });
}
