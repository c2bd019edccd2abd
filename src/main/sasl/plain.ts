import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import { EMPTY, requireNone, utf8 } from './text';

const NUL = new RegExp(String.fromCharCode(0));

/** PLAIN (RFC 4616). No authorization identity: an equal one confuses some servers (protocols.md §3.1). */
export class PlainMechanism implements SaslMechanism {
  readonly name = 'PLAIN';
  readonly #user: string;
  readonly #password: Secret;

  constructor(user: string, password: Secret) {
    this.#user = requireNone(user, NUL, 'user');
    this.#password = password;
  }

  initial(): Uint8Array {
    return utf8(`\0${this.#user}\0${requireNone(this.#password.reveal(), NUL, 'secret')}`);
  }

  step(): Uint8Array {
    return EMPTY;
  }
}
