import { isMailError } from '@shared/errors/mail-error';
import type { SessionPorts } from '../../sync/open-session';
import { Pop3Client } from '../../pop3';
import { chooseMechanism } from '../../sasl';
import { saslPolicy } from '../../sync/login-memory';
import type { DoctorTarget } from './patient';
import { failed, held, unclear, type CheckedCapability, type Finding, type Pop3Report } from './report';
import { measureRoundTrip } from './round-trip';

/** Examines a POP3 server by STAT, LIST, UIDL, TOP and NOOP; no DELE is sent. @throws MailError as Pop3Client. */
export async function examinePop3(target: DoctorTarget, ports: SessionPorts): Promise<Pop3Report> {
  const { endpoint, credentials } = target;
  const { dialer, clock, crypto } = ports;
  const client = await Pop3Client.connect({
    dialer,
    endpoint,
    clock,
    crypto,
    credentials,
    sasl: chooseMechanism,
    policy: saslPolicy(endpoint, target.logins ?? null),
  });
  try {
    const { protocol = null, cipher = null, fingerprint = null } = client.security;
    const { messages, octets } = await client.stat();
    const checks: CheckedCapability[] = [
      await attempt('LIST', async () => {
        const { entries } = await client.list();
        return entries.length === messages
          ? held(`It lists the ${messages} messages that STAT counts.`)
          : failed(`STAT counts ${messages} messages, LIST has ${entries.length}.`);
      }),
      await attempt('UIDL', async () => {
        const { entries } = await client.uidl();
        const distinct = new Set(entries.map(({ uid }) => uid)).size;
        if (entries.length !== messages) return failed(`${messages} messages, but ${entries.length} ids.`);
        return distinct === entries.length
          ? held('Every message has an id of its own.')
          : failed(`${entries.length - distinct} messages share the id of another.`);
      }),
      await attempt('TOP', async () => {
        const first = (await client.list()).entries[0];
        if (first === undefined) return unclear('There is no message to look at.');
        await client.top(first.number, 0);
        return held('Headers can be read alone.');
      }),
    ];
    const roundTripMs = await measureRoundTrip(clock, () => client.noop());
    return {
      format: 1,
      protocol: 'pop3',
      connection: {
        host: endpoint.host,
        port: endpoint.port,
        user: credentials.user,
        tls: endpoint.tls,
        protocol,
        cipher,
        fingerprint,
      },
      messages,
      octets,
      checks,
      roundTripMs,
    };
  } finally {
    await client.quit();
  }
}

async function attempt(capability: string, run: () => Promise<Finding>): Promise<CheckedCapability> {
  try {
    return { capability, ...(await run()) };
  } catch (error) {
    if (!isMailError(error) || error.kind !== 'refused') throw error;
    return { capability, ...failed(error.server ?? error.message) };
  }
}
