import type { Crypto } from '@shared/ports/crypto';

type Random = Pick<Crypto, 'randomBytes' | 'hash'>;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** 256 bits that nobody can guess, as 43 characters. */
export const unguessable = (crypto: Pick<Crypto, 'randomBytes'>): string => base64url(crypto.randomBytes(32));

/** The challenge that shows knowledge of the verifier without telling it (RFC 7636 §4.2, S256). */
export const challengeOf = (crypto: Pick<Crypto, 'hash'>, verifier: string): string =>
  base64url(crypto.hash('sha256', new TextEncoder().encode(verifier)));

/** What one sign-in is recognised by. */
export function makePkce(crypto: Random): { verifier: string; challenge: string; state: string } {
  const verifier = unguessable(crypto);
  return { verifier, challenge: challengeOf(crypto, verifier), state: unguessable(crypto) };
}
