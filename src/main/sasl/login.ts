import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import { brokenChallenge, utf8 } from './text';

/**
 * LOGIN (draft-murchison-sasl-login). Answers by position, never by the wording of the prompt: servers ask for
 * "User Name\0", "VXNlciBOYW1lAA==" decoded, or in their own language (quirk X16).
 */
export class LoginMechanism implements SaslMechanism {
  readonly name = 'LOGIN';
  #asked = 0;
  readonly #user: string;
  readonly #password: Secret;

  constructor(user: string, password: Secret) {
    this.#user = user;
    this.#password = password;
  }

  initial(): null {
    return null;
  }

  step(): Uint8Array {
    this.#asked += 1;
    if (this.#asked === 1) return utf8(this.#user);
    if (this.#asked === 2) return utf8(this.#password.reveal());
    throw brokenChallenge(this.name, 'The server asked a third question in LOGIN.');
  }
}
