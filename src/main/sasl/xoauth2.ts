import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import { parseOAuthFailure, type OAuthFailure } from './oauth-failure';
import { EMPTY, requireNone, utf8 } from './text';

export const OAUTH_CONTROLS = new RegExp('[\\u0000-\\u001f\\u007f]');

/** XOAUTH2 (Google's "OAuth 2.0 Mechanism"; also Microsoft and Yahoo). */
export class XOAuth2Mechanism implements SaslMechanism {
  readonly name = 'XOAUTH2';
  /** Set when the server refused the token and said why. */
  failure: OAuthFailure | undefined;
  readonly #user: string;
  readonly #token: Secret;

  constructor(user: string, token: Secret) {
    this.#user = requireNone(user, OAUTH_CONTROLS, 'user');
    this.#token = token;
  }

  initial(): Uint8Array {
    const token = requireNone(this.#token.reveal(), OAUTH_CONTROLS, 'secret');
    return utf8(`user=${this.#user}\x01auth=Bearer ${token}\x01\x01`);
  }

  /** The only challenge is an error; it is answered with an empty line, after which the server refuses. */
  step(challenge: Uint8Array): Uint8Array {
    this.failure = parseOAuthFailure(challenge);
    return EMPTY;
  }
}
