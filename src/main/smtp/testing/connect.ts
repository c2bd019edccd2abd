import type { ChooseMechanism, Credentials } from '@shared/ports/credentials';
import type { Crypto } from '@shared/ports/crypto';
import { Secret } from '@shared/ports/secret';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { Endpoint, TransportSecurity } from '@shared/ports/transport';
import { SmtpClient, type SmtpConnectOptions } from '../client';
import { FakeClock } from './fake-clock';
import { ScriptedServer, dialerTo } from './scripted-server';
import { smtpScript, type SmtpScriptOptions } from './smtp-script';

export const TLS: TransportSecurity = { kind: 'tls', loopback: false, protocol: 'TLSv1.3' };
export const PLAIN: TransportSecurity = { kind: 'plain', loopback: false };
/** Looked for in what went over the wire in clear. */
export const CANARY = 'c4n4ry-passw0rd';
export const canaryCredentials: Credentials = { kind: 'password', user: 'ada', password: new Secret(CANARY) };

/** One mechanism that shows the password at once: the strictest oracle for what goes out in clear. */
export const tellingMechanism: ChooseMechanism = ({ credentials }) => {
  const secret = credentials.kind === 'password' ? credentials.password.reveal() : '';
  const mechanism: SaslMechanism = {
    name: 'PLAIN',
    initial: () => new TextEncoder().encode(`\0${credentials.user}\0${secret}`),
    step: () => new Uint8Array(0),
  };
  return { mechanism };
};

const noCrypto: Crypto = {
  randomBytes: (length) => new Uint8Array(length),
  hash: (_algorithm, data) => data,
  sha256Hex: () => '',
  hmac: (_algorithm, _key, data) => data,
  pbkdf2: (_algorithm, password) => Promise.resolve(password),
};

export interface Connected {
  readonly client: SmtpClient;
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
  /** What the server has accepted. */
  readonly messages: string[];
}

export const endpoint = (tls: Endpoint['tls']): Endpoint => ({ host: 'mail.example', port: 465, tls });

/** A client on a scripted server, over implicit TLS unless the options say otherwise. */
export async function connectTo(
  script: SmtpScriptOptions = {},
  options: Partial<SmtpConnectOptions> = {},
): Promise<Connected> {
  const clock = new FakeClock();
  const messages: string[] = [];
  const server = new ScriptedServer(smtpScript({ security: TLS, ...script }, messages));
  const client = await SmtpClient.connect({
    dialer: dialerTo(server),
    endpoint: endpoint('tls'),
    clock,
    crypto: noCrypto,
    ...options,
  });
  return { client, server, clock, messages };
}
