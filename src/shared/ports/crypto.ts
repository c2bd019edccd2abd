/** The cryptographic primitives that pure layers need (SASL, Message-ID, hashes). Implemented on node:crypto. */
export interface Crypto {
  randomBytes(length: number): Uint8Array;
  hash(algorithm: 'md5' | 'sha1' | 'sha256', data: Uint8Array): Uint8Array;
  /** SHA-256 as lower-case hexadecimal digits: for names of many small things, at half the price of the octets. */
  sha256Hex(data: Uint8Array): string;
  hmac(algorithm: 'md5' | 'sha1' | 'sha256', key: Uint8Array, data: Uint8Array): Uint8Array;
  pbkdf2(
    algorithm: 'sha1' | 'sha256',
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    length: number,
  ): Promise<Uint8Array>;
}

/** One direction of a DEFLATE stream with sync flushes (RFC 4978). Implemented on node:zlib. */
export interface DeflateStream {
  /** Feeds bytes, returns what can be put out now (compressors flush to a byte boundary). */
  push(bytes: Uint8Array): Uint8Array;
}

/** DEFLATE, both ways. */
export interface Compression {
  deflate(): DeflateStream;
  /** @param maxRatio refuses input that inflates to more than this many times its size (a bomb). */
  inflate(maxRatio: number): DeflateStream;
  /** All of it at once as raw DEFLATE (RFC 1951), quick rather than small. */
  pack(octets: Uint8Array): Uint8Array;
}
