import type { SessionPorts } from '../../sync/open-session';
import { chooseMechanism } from '../../sasl';
import { SmtpClient } from '../../smtp';
import { saslPolicy } from '../../sync/login-memory';
import type { DoctorTarget } from './patient';
import type { SmtpReport } from './report';
import { measureRoundTrip } from './round-trip';

/** Examines a submission server: logs in and says nothing but EHLO, AUTH, NOOP and QUIT. @throws MailError as SmtpClient. */
export async function examineSmtp(target: DoctorTarget, ports: SessionPorts): Promise<SmtpReport> {
  const { endpoint, credentials } = target;
  const { dialer, clock, crypto } = ports;
  const client = await SmtpClient.connect({
    dialer,
    endpoint,
    clock,
    crypto,
    credentials,
    sasl: chooseMechanism,
    policy: saslPolicy(endpoint, target.logins ?? null),
  });
  try {
    const { keywords, maxSize } = client.extensions;
    const { protocol = null, cipher = null, fingerprint = null } = client.security;
    const roundTripMs = await measureRoundTrip(clock, () => client.noop());
    return {
      format: 1,
      protocol: 'smtp',
      connection: {
        host: endpoint.host,
        port: endpoint.port,
        user: credentials.user,
        tls: endpoint.tls,
        protocol,
        cipher,
        fingerprint,
        login: client.mechanism ?? 'none asked for',
      },
      claimed: [...keywords].map(([name, parameters]) => `${name} ${parameters}`.trim()),
      maxSize,
      roundTripMs,
    };
  } finally {
    await client.quit();
  }
}
