import type { AccountConfig, ServerSettings } from '@shared/contract/account';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import type { Credentials } from '@shared/ports/credentials';
import type { Compression, Crypto } from '@shared/ports/crypto';
import type { FindOctets } from '@shared/ports/find-octets';
import type { Secret } from '@shared/ports/secret';
import type { Dialer, Endpoint } from '@shared/ports/transport';
import { enable, id, ImapClient, type ImapEvent, type TraceLine } from '../imap';
import { chooseMechanism, downgrade } from '../sasl';
import { type LoginMemory, saslPolicy } from './login-memory';

export interface SessionPorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly compression: Compression;
  /** A faster way to look through octets than a loop of one's own. */
  readonly find?: FindOctets;
}

export interface SessionHooks {
  /** Capabilities that this account has seen fail. */
  readonly learnt: readonly string[];
  /** Null where nothing is known of the server and nothing is to be kept. */
  readonly logins: LoginMemory | null;
  onEvent?(event: ImapEvent): void;
  /** The server has let us in: what is asked now goes out behind the introduction, while the disk is still being waited for. */
  onEntered?(client: ImapClient): void;
  readonly trace?: () => ((line: TraceLine) => void) | null;
  readonly signal?: AbortSignal;
}

export const endpointOf = (settings: ServerSettings): Endpoint => ({
  host: settings.host,
  port: settings.port,
  tls: settings.tls,
  ...(settings.pinnedFingerprint === undefined ? {} : { pinnedFingerprint: settings.pinnedFingerprint }),
});

export const credentialsOf = (settings: ServerSettings, secret: Secret): Credentials =>
  settings.auth === 'oauth'
    ? { kind: 'oauth', user: settings.user, token: secret }
    : { kind: 'password', user: settings.user, password: secret };

/**
 * What Tern tells servers that ask with ID (RFC 2971): the name, and nothing about the machine or the person. Coremail
 * wants three pairs (C1, C2); the version is the same for everybody.
 */
const OWN_ID = new Map([
  ['name', 'Tern'],
  ['version', '1'],
  ['vendor', 'Tern'],
]);

/**
 * Connects, encrypts, logs in and switches on what sync gains from: a session ready for LIST and SELECT.
 * @throws MailError of every kind; `refused` `auth-failed` when the password is wrong, `mechanism-downgrade` when the
 *   server wants a weaker login than before.
 */
export async function openSession(
  settings: AccountConfig['incoming'],
  secret: Secret,
  ports: SessionPorts,
  hooks: SessionHooks,
): Promise<ImapClient> {
  const transport = await ports.dialer.dial(endpointOf(settings), hooks.signal);
  const policy = saslPolicy(settings, hooks.logins);
  const client = await ImapClient.connect(transport, {
    clock: ports.clock,
    crypto: ports.crypto,
    compression: ports.compression,
    tls: settings.tls,
    allowPlaintext: settings.tls === 'none',
    learnt: hooks.learnt,
    ...(hooks.onEvent ? { onEvent: (event) => hooks.onEvent?.(event) } : {}),
    ...(hooks.trace ? { trace: hooks.trace } : {}),
  });
  try {
    if (client.phase === 'not-authenticated') {
      const offered = client.capabilities.values('AUTH');
      const choice = chooseMechanism({
        offered,
        credentials: credentialsOf(settings, secret),
        security: transport.security,
        crypto: ports.crypto,
        policy,
        host: settings.host,
        port: settings.port,
      });
      // A server may take LOGIN without naming any mechanism (RFC 3501 §6.2.3); that is not a weaker choice than PLAIN.
      if (choice instanceof MailError) {
        if (offered.length > 0 || settings.auth === 'oauth') throw choice;
        const weaker = downgrade({
          mechanism: 'LOGIN',
          atLeast: policy.atLeast,
          offered,
          host: settings.host,
        });
        if (weaker) throw weaker;
        await client.login(settings.user, secret);
      } else await client.authenticate(choice.mechanism);
      // The disk need not be waited for before the server is asked on.
      const name = choice instanceof MailError ? 'LOGIN' : choice.mechanism.name;
      await Promise.all([hooks.logins?.used(name), introduce(client, hooks)]);
    } else await introduce(client, hooks);
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

/**
 * What is said before a mailbox is opened, in one go: each of them is a journey to the server on every connection. A server
 * that would not hear one of them is used without.
 */
async function introduce(client: ImapClient, hooks: SessionHooks): Promise<void> {
  const said: Promise<unknown>[] = [];
  // NetEase and Coremail refuse SELECT until they were told (C1); never sent to those who didn't ask.
  if (client.capabilities.has('ID') || client.quirks.requiresId) said.push(client.run(id(OWN_ID)));
  const wanted = ['QRESYNC', 'CONDSTORE'].filter((name) => client.capabilities.has(name));
  if (client.capabilities.has('ENABLE') && wanted.length > 0) {
    said.push(client.run(enable(wanted.slice(0, 1))));
  }
  hooks.onEntered?.(client);
  for (const answer of await Promise.allSettled(said)) {
    if (answer.status === 'rejected' && !(isMailError(answer.reason) && answer.reason.kind === 'refused'))
      throw answer.reason;
  }
}
