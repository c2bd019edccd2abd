import { MailError, isMailError } from '@shared/errors/mail-error';
import type { Credentials, SaslPolicy, ChooseMechanism } from '@shared/ports/credentials';
import type { Crypto } from '@shared/ports/crypto';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { Endpoint } from '@shared/ports/transport';
import { decodeBase64 } from '@shared/util/base64';
import { auth } from './commands/auth';
import { ehlo, helo, type EhloName } from './commands/ehlo';
import { starttls } from './commands/simple';
import { meaningOf } from './meaning';
import { isPermanent, isPositive, isTransient, type Reply } from './reply';
import type { SmtpWire } from './wire';

/** More questions than any mechanism has. */
const MAX_CHALLENGES = 8;

/** Waits for 220 (RFC 5321 §3.1). */
export async function greet(wire: SmtpWire): Promise<void> {
  const reply = await wire.greeting();
  if (reply.code === 220) return;
  const later = isTransient(reply);
  throw wire.refusal({
    code: later ? 'service-unavailable' : 'greeting-refused',
    message: `The server greeted with ${reply.code} instead of 220.`,
    reply,
    ...(later ? { retry: { kind: 'later' } } : {}),
  });
}

/**
 * EHLO, or HELO for a server that does not know it (RFC 5321 §3.2) — but never when TLS is required and not yet on:
 * HELO has no STARTTLS, so falling back would be the downgrade.
 */
export async function hello(wire: SmtpWire, name: EhloName, mayFallBack: boolean): Promise<void> {
  const reply = await wire.ask(ehlo(name));
  if (reply.code === 250) return;
  if (isPermanent(reply) && mayFallBack) {
    const second = await wire.ask(helo(name));
    if (second.code === 250) return;
    throw helloRefused(wire, second);
  }
  throw helloRefused(wire, reply);
}

function helloRefused(wire: SmtpWire, reply: Reply): MailError {
  const later = isTransient(reply);
  return wire.refusal({
    code: later ? 'service-unavailable' : 'hello-refused',
    message: `The server answered ${reply.code} to our greeting.`,
    reply,
    ...(later ? { retry: { kind: 'later' } } : {}),
  });
}

/** RFC 3207. Whatever is not exactly 220 ends the connection: there is no going on without encryption. */
export async function upgrade(wire: SmtpWire): Promise<void> {
  if (!wire.session.extensions.keywords.has('STARTTLS')) {
    throw wire.refusal({ code: 'starttls-missing', message: 'The server does not offer encryption.' });
  }
  const reply = await wire.ask(starttls());
  if (reply.code !== 220) {
    throw wire.refusal({
      code: 'starttls-refused',
      message: 'The server refused to start encryption.',
      reply,
    });
  }
  await wire.startTls();
}

export interface AuthenticationOptions {
  readonly credentials: Credentials;
  readonly sasl: ChooseMechanism;
  readonly crypto: Crypto;
  readonly policy?: SaslPolicy;
  readonly endpoint: Endpoint;
}

/** RFC 4954. One mechanism, one attempt. @returns the mechanism's name. */
export async function authenticate(wire: SmtpWire, options: AuthenticationOptions): Promise<string> {
  const { credentials, sasl, crypto, policy, endpoint } = options;
  const choice = sasl({
    offered: wire.session.extensions.mechanisms,
    credentials,
    security: wire.security,
    crypto,
    host: endpoint.host,
    port: endpoint.port,
    ...(policy === undefined ? {} : { policy }),
  });
  if (isMailError(choice)) throw choice;
  const { mechanism } = choice;
  const reply = await converse(wire, mechanism);
  if (!isPositive(reply)) throw authRefused(wire, mechanism, reply);
  if (mechanism.done === false) {
    throw new MailError({
      kind: 'broken',
      code: 'server-not-verified',
      message: 'The server said yes without proving that it knows the password.',
      details: { mechanism: mechanism.name },
    });
  }
  return mechanism.name;
}

async function converse(wire: SmtpWire, mechanism: SaslMechanism): Promise<Reply> {
  let reply = await wire.ask(auth(mechanism.name, mechanism.initial()));
  for (let asked = 0; reply.code === 334; asked++) {
    const challenge = decodeBase64(reply.lines.join('').trim());
    let answer: Uint8Array | null = null;
    let failure: Error | null = null;
    try {
      if (challenge === null || asked >= MAX_CHALLENGES) {
        throw new MailError({ kind: 'broken', code: 'sasl-broken', message: 'The login made no sense.' });
      }
      answer = await mechanism.step(challenge);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    await wire.write(wire.session.respond(answer));
    reply = await wire.reply(wire.timeouts.command);
    if (failure !== null) throw failure;
  }
  return reply;
}

/** A login refused with 4yz has consumed nothing: the password may be right. */
function authRefused(wire: SmtpWire, mechanism: SaslMechanism, reply: Reply): MailError {
  const later = isTransient(reply);
  const encryption = meaningOf(reply) === 'encryption-required';
  return wire.refusal({
    code: later ? 'auth-unavailable' : encryption ? 'encryption-required' : 'auth-failed',
    message: `The server answered ${reply.code} to the login.`,
    reply,
    details: { mechanism: mechanism.name },
    ...(later ? { retry: { kind: 'later' } } : {}),
  });
}
