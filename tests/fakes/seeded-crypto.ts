import { pbkdf2Sync } from 'node:crypto';
import type { Crypto } from '@shared/ports/crypto';
import { NodeCrypto } from '@main/net/node-crypto';
import { generator, type Random } from '../labs/random';

/** Derived keys by their arguments: thousands of logins with one password should not cost a second each. */
const derived = new Map<string, Uint8Array>();

/** Node's primitives with bytes out of a seed, and without the thread pool: what happens is the same each time. */
export class SeededCrypto implements Crypto {
  readonly #random: Random;
  readonly #node = new NodeCrypto();
  readonly hash = this.#node.hash.bind(this.#node);
  readonly sha256Hex = this.#node.sha256Hex.bind(this.#node);
  readonly hmac = this.#node.hmac.bind(this.#node);

  constructor(seed: number) {
    this.#random = generator(seed ^ 0x5eed);
  }
  randomBytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#random.int(256));
  }
  pbkdf2(
    algorithm: 'sha1' | 'sha256',
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    length: number,
  ): Promise<Uint8Array> {
    const name = [algorithm, password.join(), salt.join(), iterations, length].join('/');
    const known =
      derived.get(name) ?? new Uint8Array(pbkdf2Sync(password, salt, iterations, length, algorithm));
    derived.set(name, known);
    return Promise.resolve(known);
  }
}
