import { MailError, isMailError } from '@shared/errors/mail-error';
import type { Crypto } from '@shared/ports/crypto';
import type { ChooseMechanism, Credentials, SaslPolicy } from '@shared/ports/credentials';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { Endpoint } from '@shared/ports/transport';
import { decodeBase64, encodeBase64 } from '@shared/util/base64';
import { hex } from '@shared/util/hex';
import { downgrade } from '../sasl';
import type { Capabilities } from './capabilities';
import { apop, auth, authList, fitsOneLine, pass, user } from './commands';
import { apopTimestamp, type Status } from './status';
import type { Pop3Wire } from './wire';

export interface LoginOptions {
  readonly credentials: Credentials;
  readonly sasl: ChooseMechanism;
  readonly crypto: Crypto;
  readonly policy?: SaslPolicy;
  readonly endpoint: Endpoint;
  readonly capabilities: Capabilities;
  readonly greeting: Status;
}

const MAX_CHALLENGES = 8;

/**
 * Logs in: by SASL when the server lists a safe mechanism, else by USER and PASS on a private connection, else by APOP
 * when that is allowed. One attempt; a refusal is not followed by anything weaker.
 * @returns what was used: a mechanism's name, `USER` or `APOP`.
 */
export async function login(wire: Pop3Wire, options: LoginOptions): Promise<string> {
  const { credentials, sasl, crypto, policy, endpoint, capabilities } = options;
  const choice = sasl({
    offered: await mechanisms(wire, capabilities, credentials),
    credentials,
    security: wire.security,
    crypto,
    host: endpoint.host,
    port: endpoint.port,
    ...(policy === undefined ? {} : { policy }),
  });
  if (!isMailError(choice)) return converse(wire, choice.mechanism, capabilities);
  if (choice.code !== 'no-safe-mechanism' || credentials.kind !== 'password') throw choice;
  const { security } = wire;
  const asBefore = (command: string): void => {
    const weaker = downgrade({
      mechanism: command,
      atLeast: policy?.atLeast,
      offered: capabilities.mechanisms,
      host: endpoint.host,
    });
    if (weaker) throw weaker;
  };
  if (security.kind === 'tls' || security.loopback || policy?.allowCleartext === true) {
    asBefore('USER');
    return byPassword(wire, credentials.user, credentials.password.reveal(), capabilities);
  }
  const timestamp = apopTimestamp(options.greeting);
  if (timestamp !== null && policy?.allowMd5 === true) {
    asBefore('APOP');
    const digest = crypto.hash('md5', new TextEncoder().encode(timestamp + credentials.password.reveal()));
    accept(wire, await wire.ask(apop(credentials.user, hex(digest))), 'APOP', capabilities);
    return 'APOP';
  }
  throw choice;
}

/** Servers from before CAPA list their mechanisms as the answer to a bare AUTH; only tokens are worth asking for. */
async function mechanisms(
  wire: Pop3Wire,
  capabilities: Capabilities,
  credentials: Credentials,
): Promise<readonly string[]> {
  if (capabilities.known || credentials.kind === 'password') return capabilities.mechanisms;
  const { lines } = await wire.askLines(authList());
  return lines ?? [];
}

async function byPassword(
  wire: Pop3Wire,
  name: string,
  password: string,
  capabilities: Capabilities,
): Promise<string> {
  const secret = pass(password);
  accept(wire, await wire.ask(user(name)), 'USER', capabilities);
  accept(wire, await wire.ask(secret), 'USER', capabilities);
  return 'USER';
}

async function converse(
  wire: Pop3Wire,
  mechanism: SaslMechanism,
  capabilities: Capabilities,
): Promise<string> {
  const initial = mechanism.initial();
  const encoded = initial === null ? undefined : initial.length === 0 ? '=' : encodeBase64(initial);
  const whole = auth(mechanism.name, encoded);
  // A token does not fit into a command line (RFC 5034 §4): then it answers the server's empty challenge.
  let owed = initial !== null && !fitsOneLine(whole.line) ? initial : null;
  await wire.write(wire.session.issue(owed === null ? whole : auth(mechanism.name)));
  let failure: Error | null = null;
  for (let asked = 0; ; asked++) {
    const event = await wire.event(wire.timeouts.command);
    if (event.type === 'status') {
      if (failure !== null) throw failure;
      accept(wire, event.status, mechanism.name, capabilities);
      break;
    }
    if (event.type !== 'challenge' || failure !== null) throw sense();
    let answer: Uint8Array | null = null;
    try {
      const challenge = decodeBase64(event.text);
      if (challenge === null || asked >= MAX_CHALLENGES) throw sense();
      answer = owed ?? (await mechanism.step(challenge));
      owed = null;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    await wire.write(wire.session.respond(answer));
  }
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

const sense = (): MailError =>
  new MailError({ kind: 'broken', code: 'sasl-broken', message: 'The login made no sense.' });

/**
 * A server with AUTH-RESP-CODE (RFC 3206 §6) marks wrong credentials; without the mark it is something else, and
 * nobody should be asked for a password.
 */
function accept(wire: Pop3Wire, status: Status, mechanism: string, capabilities: Capabilities): void {
  if (status.ok) return;
  const marked = capabilities.keywords.has('AUTH-RESP-CODE');
  const delay = capabilities.loginDelay;
  throw wire.refusal({
    code: marked ? 'login-refused' : 'auth-failed',
    message: 'The server refused the login.',
    status,
    details: { mechanism },
    ...(delay === null ? {} : { afterMs: delay * 1000 }),
    ...(marked ? { retry: { kind: 'later' } } : {}),
  });
}
