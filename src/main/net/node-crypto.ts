import { createHmac, hash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Crypto } from '@shared/ports/crypto';

const derive = promisify(pbkdf2);

/** `Crypto` on node:crypto (OpenSSL). */
export class NodeCrypto implements Crypto {
  randomBytes(length: number): Uint8Array {
    return plain(randomBytes(length));
  }

  hash(algorithm: 'md5' | 'sha1' | 'sha256', data: Uint8Array): Uint8Array {
    return plain(hash(algorithm, data, 'buffer'));
  }

  sha256Hex(data: Uint8Array): string {
    return hash('sha256', data, 'hex');
  }

  hmac(algorithm: 'md5' | 'sha1' | 'sha256', key: Uint8Array, data: Uint8Array): Uint8Array {
    return plain(createHmac(algorithm, key).update(data).digest());
  }

  async pbkdf2(
    algorithm: 'sha1' | 'sha256',
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    length: number,
  ): Promise<Uint8Array> {
    return plain(await derive(password, salt, iterations, length, algorithm));
  }
}

/** A Buffer is a Uint8Array with other methods behind the same names (`slice`, `toString`); pure layers get the plain one. */
const plain = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
