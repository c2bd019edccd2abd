import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import type { Crypto } from '../../src/shared/ports/crypto';

/** The real primitives on node:crypto; `random` replaces the random bytes to reproduce published vectors. */
export const testCrypto = (random?: Uint8Array): Crypto => ({
  randomBytes: (length) => random ?? new Uint8Array(randomBytes(length)),
  hash: (algorithm, data) => new Uint8Array(createHash(algorithm).update(data).digest()),
  sha256Hex: (data) => createHash('sha256').update(data).digest('hex'),
  hmac: (algorithm, key, data) => new Uint8Array(createHmac(algorithm, key).update(data).digest()),
  pbkdf2: (algorithm, password, salt, iterations, length) =>
    new Promise((resolve, reject) => {
      pbkdf2(password, salt, iterations, length, algorithm, (error, key) => {
        if (error) reject(error);
        else resolve(new Uint8Array(key));
      });
    }),
});
