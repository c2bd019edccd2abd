import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import { parseOAuthFailure, type OAuthFailure } from './oauth-failure';
import { requireNone, utf8 } from './text';
import { OAUTH_CONTROLS } from './xoauth2';

const saslName = (user: string): string => user.replaceAll('=', '=3D').replaceAll(',', '=2C');

/** OAUTHBEARER (RFC 7628). */
export class OAuthBearerMechanism implements SaslMechanism {
  readonly name = 'OAUTHBEARER';
  /** Set when the server refused the token and said why. */
  failure: OAuthFailure | undefined;
  readonly #user: string;
  readonly #token: Secret;
  readonly #where: { readonly host?: string; readonly port?: number };

  constructor(user: string, token: Secret, where: { readonly host?: string; readonly port?: number } = {}) {
    this.#user = requireNone(user, OAUTH_CONTROLS, 'user');
    this.#token = token;
    this.#where = where;
  }

  initial(): Uint8Array {
    const token = requireNone(this.#token.reveal(), OAUTH_CONTROLS, 'secret');
    const { host, port } = this.#where;
    const hostField = host === undefined ? '' : `host=${requireNone(host, OAUTH_CONTROLS, 'user')}\x01`;
    const portField = port === undefined ? '' : `port=${port}\x01`;
    return utf8(`n,a=${saslName(this.#user)},\x01${hostField}${portField}auth=Bearer ${token}\x01\x01`);
  }

  /** The only challenge is an error; RFC 7628 §3.2.3 wants a lone %x01 so that the server can end the exchange. */
  step(challenge: Uint8Array): Uint8Array {
    this.failure = parseOAuthFailure(challenge);
    return Uint8Array.of(1);
  }
}
