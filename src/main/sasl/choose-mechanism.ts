import { MailError } from '@shared/errors/mail-error';
import type { Credentials, SaslOffer } from '@shared/ports/credentials';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { TransportSecurity } from '@shared/ports/transport';
import { CramMd5Mechanism } from './cram-md5';
import { ExternalMechanism } from './external';
import { LoginMechanism } from './login';
import { OAuthBearerMechanism } from './oauthbearer';
import { PlainMechanism } from './plain';
import { downgrade } from './strength';
import { ScramMechanism, type ChannelBinding, type ScramHash } from './scram';
import { XOAuth2Mechanism } from './xoauth2';

/**
 * Strongest first. A mechanism that is not here (NTLM, ANONYMOUS, DIGEST-MD5, GSSAPI …) is never used, and the next
 * one is taken only because the server does not offer this one: a login that fails is not tried again with less.
 */
export const MECHANISM_ORDER = {
  password: [
    'SCRAM-SHA-256-PLUS',
    'SCRAM-SHA-1-PLUS',
    'SCRAM-SHA-256',
    'SCRAM-SHA-1',
    'PLAIN',
    'LOGIN',
    'CRAM-MD5',
  ],
  oauth: ['OAUTHBEARER', 'XOAUTH2'],
  external: ['EXTERNAL'],
} as const satisfies Record<Credentials['kind'], readonly string[]>;

const EXPORTER_LABEL = 'EXPORTER-Channel-Binding';
const EXPORTER_LENGTH = 32;

/**
 * RFC 9266 material. Only on TLS 1.3: on 1.2 it is unique only with the extended master secret, which the port does
 * not report.
 */
function exporter(security: TransportSecurity): Uint8Array | null {
  if (security.kind !== 'tls' || security.protocol !== 'TLSv1.3') return null;
  return security.exportKeyingMaterial?.(EXPORTER_LENGTH, EXPORTER_LABEL) ?? null;
}

interface Situation {
  readonly offer: SaslOffer;
  readonly offered: ReadonlySet<string>;
  readonly material: Uint8Array | null;
  /** Reading what we send would take someone on this machine, or the person has said it does not matter. */
  readonly clearIsTolerable: boolean;
}

function make(name: string, { offer, offered, material }: Situation): SaslMechanism | null {
  const { credentials, crypto } = offer;
  if (credentials.kind === 'external') return new ExternalMechanism(credentials.user);
  if (credentials.kind === 'oauth') {
    const { user, token } = credentials;
    if (name === 'XOAUTH2') return new XOAuth2Mechanism(user, token);
    return new OAuthBearerMechanism(user, token, {
      ...(offer.host === undefined ? {} : { host: offer.host }),
      ...(offer.port === undefined ? {} : { port: offer.port }),
    });
  }
  const { user, password } = credentials;
  const scram = (hash: ScramHash, plus: boolean): SaslMechanism | null => {
    if (plus && material === null) return null;
    const plusOffered = offered.has(hash === 'sha1' ? 'SCRAM-SHA-1-PLUS' : 'SCRAM-SHA-256-PLUS');
    const binding: ChannelBinding =
      plus && material !== null
        ? { kind: 'bind', material }
        : { kind: material !== null && !plusOffered ? 'unoffered' : 'unable' };
    return new ScramMechanism(hash, user, password, crypto, binding);
  };
  switch (name) {
    case 'SCRAM-SHA-256-PLUS':
      return scram('sha256', true);
    case 'SCRAM-SHA-1-PLUS':
      return scram('sha1', true);
    case 'SCRAM-SHA-256':
      return scram('sha256', false);
    case 'SCRAM-SHA-1':
      return scram('sha1', false);
    case 'PLAIN':
      // Exchange takes the part behind the slash of "user/shared" for something else in PLAIN (quirk M15).
      return user.includes('/') && offered.has('LOGIN') ? null : new PlainMechanism(user, password);
    case 'LOGIN':
      return new LoginMechanism(user, password);
    case 'CRAM-MD5':
      return offer.policy?.allowMd5 === true ? new CramMd5Mechanism(user, password, crypto) : null;
    default:
      return null;
  }
}

/** SCRAM and CRAM-MD5 do not show the secret to who listens; EXTERNAL has none to show but means nothing without TLS. */
function needsPrivacy(name: string): boolean {
  return !name.startsWith('SCRAM-') && name !== 'CRAM-MD5';
}

/**
 * Picks the strongest mechanism that both sides have and that is safe on this connection.
 *
 * @returns the mechanism, ready for one exchange, or a `refused` error: `no-safe-mechanism` (details: what was
 *   offered), `oauth-not-offered` for a token that the server has no mechanism for, or `mechanism-downgrade` when it is
 *   weaker than `policy.atLeast`.
 */
export function chooseMechanism(offer: SaslOffer): { readonly mechanism: SaslMechanism } | MailError {
  const { security, policy, credentials } = offer;
  const offered = new Set(offer.offered.map((name) => name.toUpperCase()));
  const situation: Situation = {
    offer,
    offered,
    material: exporter(security),
    clearIsTolerable: security.kind === 'tls' || security.loopback || policy?.allowCleartext === true,
  };
  const order: readonly string[] = MECHANISM_ORDER[credentials.kind];
  for (const name of order) {
    if (!offered.has(name)) continue;
    if (needsPrivacy(name) && !situation.clearIsTolerable) continue;
    const mechanism = make(name, situation);
    if (mechanism === null) continue;
    return (
      downgrade({ mechanism: name, atLeast: policy?.atLeast, offered, host: offer.host }) ?? { mechanism }
    );
  }
  const offers = [...offered].slice(0, 40).join(' ');
  if (credentials.kind === 'oauth' && !order.some((name) => offered.has(name))) {
    return new MailError({
      kind: 'refused',
      code: 'oauth-not-offered',
      message: 'The server takes no access tokens.',
      details: { offered: offers },
    });
  }
  return new MailError({
    kind: 'refused',
    code: 'no-safe-mechanism',
    message: 'The server offers no way to log in that is safe on this connection.',
    details: { offered: offers, encrypted: security.kind === 'tls' },
  });
}
