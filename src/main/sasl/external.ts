import type { SaslMechanism } from '@shared/ports/sasl';
import { EMPTY, requireNone, utf8 } from './text';

const NUL = new RegExp(String.fromCharCode(0));

/** EXTERNAL (RFC 4422 appendix A): the TLS client certificate has already said who this is. */
export class ExternalMechanism implements SaslMechanism {
  readonly name = 'EXTERNAL';
  readonly #user: string;

  /** @param user the identity to act as; empty lets the server derive it from the certificate. */
  constructor(user: string) {
    this.#user = requireNone(user, NUL, 'user');
  }

  initial(): Uint8Array {
    return utf8(this.#user);
  }

  step(): Uint8Array {
    return EMPTY;
  }
}
