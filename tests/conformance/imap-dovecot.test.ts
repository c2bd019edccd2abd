import { Secret } from '@shared/ports/secret';
import { ImapClient, type ImapEvent } from '@main/imap';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { startDovecot } from '../servers/dovecot';
import { imapConformance } from './imap.conformance';
import type { Opened } from './imap-subject';

const USER = 'ada@tern.test';
const PASSWORD = 'with "quotes" and blanks';

/** What Debian's Dovecot 2.3 claims after login and this suite has a promise for. */
const DOVECOT =
  `IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS LIST-EXTENDED CHILDREN UNSELECT CONDSTORE QRESYNC
  ESEARCH ESORT SEARCHRES WITHIN MULTIAPPEND BINARY MOVE PREVIEW STATUS=SIZE SAVEDATE LIST-STATUS SPECIAL-USE NOTIFY
  SORT THREAD=REFERENCES`
    .split(/\s+/)
    .filter((word) => word !== '');

const CASES = [
  { name: 'everything, over TLS', tls: 'tls', claims: DOVECOT, bare: false },
  { name: 'a bare capability list, over STARTTLS', tls: 'starttls', claims: ['IMAP4rev1'], bare: true },
] as const;

for (const { name, tls, claims, bare } of CASES) {
  imapConformance({
    name: `Dovecot, ${name}`,
    claims,
    claimsNothingElse: false,
    start: async () => {
      const dovecot = await startDovecot({
        users: [{ user: USER, password: PASSWORD }],
        ...(bare ? { capabilities: 'IMAP4rev1' } : {}),
      });
      const dialer = new NodeDialer({ extraRoots: [dovecot.tls.ca] });
      const connect = async (password: string): Promise<Opened> => {
        const events: ImapEvent[] = [];
        const port = tls === 'tls' ? dovecot.ports.imaps : dovecot.ports.imap;
        const transport = await dialer.dial({ host: 'localhost', port, tls });
        const client = await ImapClient.connect(transport, {
          clock: new NodeClock(),
          crypto: new NodeCrypto(),
          compression: new NodeCompression(),
          tls,
          onEvent: (event) => events.push(event),
        });
        try {
          await client.login(USER, new Secret(password));
        } catch (error) {
          client.close();
          throw error;
        }
        return { client, events };
      };
      return {
        open: () => connect(PASSWORD),
        openWrongly: () => connect('wrong'),
        stop: () => dovecot.stop(),
      };
    },
  });
}
