import type { Crypto } from '@shared/ports/crypto';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import { hex } from '@shared/util/hex';
import { brokenChallenge, utf8 } from './text';

/** CRAM-MD5 (RFC 2195). Offline guessing from one eavesdropped login is easy; chosen only when explicitly allowed. */
export class CramMd5Mechanism implements SaslMechanism {
  readonly name = 'CRAM-MD5';
  #answered = false;
  readonly #user: string;
  readonly #password: Secret;
  readonly #crypto: Crypto;

  constructor(user: string, password: Secret, crypto: Crypto) {
    this.#user = user;
    this.#password = password;
    this.#crypto = crypto;
  }

  initial(): null {
    return null;
  }

  step(challenge: Uint8Array): Uint8Array {
    if (this.#answered) throw brokenChallenge(this.name, 'The server sent a second CRAM-MD5 challenge.');
    this.#answered = true;
    const digest = this.#crypto.hmac('md5', utf8(this.#password.reveal()), challenge);
    return utf8(`${this.#user} ${hex(digest)}`);
  }
}
