import type { AccountConfig, NewAccount, ProbeResult, ServerSettings } from '@shared/contract/account';
import { isMailError } from '@shared/errors/mail-error';
import { Secret } from '@shared/ports/secret';
import { openSession, credentialsOf, endpointOf, type SessionPorts } from '../sync/open-session';
import { saslPolicy } from '../sync/login-memory';
import { chooseMechanism } from '../sasl';
import { SmtpClient } from '../smtp';
import { Pop3Client } from '../pop3';
import type { SignIn } from './sign-in';

/**
 * Tries both directions as an account would use them, side by side, and keeps nothing.
 * @throws MailError `oauth-sign-in` when the account's `grant` is not known (any more).
 */
export async function probe(
  account: NewAccount,
  ports: SessionPorts,
  signIn: Pick<SignIn, 'secretOf'>,
): Promise<{ incoming: ProbeResult; outgoing: ProbeResult }> {
  const { grant, password, outgoingPassword } = account;
  const token = grant === undefined ? null : signIn.secretOf(grant);
  const secretFor = ({ auth }: ServerSettings, own: string): Secret =>
    auth === 'oauth' && token !== null ? token : new Secret(own);
  const [incoming, outgoing] = await Promise.all([
    attempt(account.incoming, () =>
      tryIncoming(account.incoming, secretFor(account.incoming, password), ports),
    ),
    attempt(account.outgoing, () =>
      tryOutgoing(account.outgoing, secretFor(account.outgoing, outgoingPassword ?? password), ports),
    ),
  ]);
  return { incoming, outgoing };
}

async function attempt(
  settings: ServerSettings,
  work: () => Promise<Record<string, string>>,
): Promise<ProbeResult> {
  try {
    return { ok: true, code: '', server: '', details: {}, facts: await work() };
  } catch (error) {
    if (!isMailError(error)) throw error;
    return {
      ok: false,
      code: settings.auth === 'oauth' && error.code === 'auth-failed' ? 'oauth-not-accepted' : error.code,
      server: error.server ?? '',
      details: { host: settings.host, port: settings.port, user: settings.user, ...error.details },
      facts: {},
    };
  }
}

async function tryIncoming(
  settings: AccountConfig['incoming'],
  secret: Secret,
  ports: SessionPorts,
): Promise<Record<string, string>> {
  if (settings.protocol === 'pop3') {
    const client = await Pop3Client.connect({
      dialer: ports.dialer,
      endpoint: endpointOf(settings),
      clock: ports.clock,
      crypto: ports.crypto,
      credentials: credentialsOf(settings, secret),
      sasl: chooseMechanism,
      policy: saslPolicy(settings, null),
    });
    await client.quit();
    return { protocol: 'pop3' };
  }
  const client = await openSession(settings, secret, ports, { learnt: [], logins: null });
  const facts = { protocol: 'imap', capabilities: client.capabilities.all.join(' ') };
  await client.logout();
  return facts;
}

async function tryOutgoing(
  settings: ServerSettings,
  secret: Secret,
  ports: SessionPorts,
): Promise<Record<string, string>> {
  const client = await SmtpClient.connect({
    dialer: ports.dialer,
    endpoint: endpointOf(settings),
    clock: ports.clock,
    crypto: ports.crypto,
    ...(settings.auth === 'none' ? {} : { credentials: credentialsOf(settings, secret) }),
    sasl: chooseMechanism,
    policy: saslPolicy(settings, null),
  });
  const facts = { mechanism: client.mechanism ?? '' };
  await client.quit();
  return facts;
}
