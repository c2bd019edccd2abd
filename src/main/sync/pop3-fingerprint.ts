import type { Crypto } from '@shared/ports/crypto';
import { type LetterHead, letterHead } from '../mime/letter-head';

/**
 * Says which message a header belongs to, alike for TOP and for the stored message: 32 hex digits of SHA-256. Only
 * fields that no server rewrites count (they add `Status` and `X-UIDL`); the size is compared beside it, since LIST may
 * count otherwise.
 */
export const headFingerprint = ({ identity }: LetterHead, crypto: Pick<Crypto, 'sha256Hex'>): string =>
  crypto.sha256Hex(identity).slice(0, 32);

/** The same of the bytes that TOP gives. */
export const fingerprintOf = (header: Uint8Array, crypto: Pick<Crypto, 'sha256Hex'>): string =>
  headFingerprint(letterHead(header), crypto);
