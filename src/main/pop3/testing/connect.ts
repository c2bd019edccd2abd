import type { Crypto } from '@shared/ports/crypto';
import type { Endpoint } from '@shared/ports/transport';
import { CANARY, TLS, canaryCredentials, tellingMechanism } from '../../smtp/testing/connect';
import { FakeClock } from '../../smtp/testing/fake-clock';
import { ScriptedServer, dialerTo } from '../../smtp/testing/scripted-server';
import { Pop3Client, type Pop3ConnectOptions } from '../client';
import { pop3Script, type Maildrop, type Pop3ScriptOptions } from './pop3-script';

export { CANARY, tellingMechanism };

const noCrypto: Crypto = {
  randomBytes: (length) => new Uint8Array(length),
  hash: (_algorithm, data) => data,
  sha256Hex: () => '',
  hmac: (_algorithm, _key, data) => data,
  pbkdf2: (_algorithm, password) => Promise.resolve(password),
};

export interface Connected {
  readonly client: Pop3Client;
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
  readonly drop: Maildrop;
}

export const endpoint = (tls: Endpoint['tls']): Endpoint => ({ host: 'pop.example', port: 995, tls });

/** A client on a scripted server, over implicit TLS unless the options say otherwise. */
export async function connectTo(
  script: Pop3ScriptOptions = {},
  options: Partial<Pop3ConnectOptions> = {},
): Promise<Connected> {
  const clock = new FakeClock();
  const drop: Maildrop = { present: [] };
  const server = new ScriptedServer(pop3Script({ security: TLS, ...script }, drop));
  const client = await Pop3Client.connect({
    dialer: dialerTo(server),
    endpoint: endpoint('tls'),
    clock,
    crypto: noCrypto,
    credentials: canaryCredentials,
    sasl: tellingMechanism,
    ...options,
  });
  return { client, server, clock, drop };
}
