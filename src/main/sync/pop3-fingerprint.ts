import type { Envelope } from '@shared/model/message';
import type { Crypto } from '@shared/ports/crypto';
import { fingerprint } from '../mime/fingerprint';
import { parseEnvelope } from '../mime/parse-envelope';

/**
 * Says which message a header belongs to, alike for TOP and for the stored message. Only fields that no server rewrites
 * count (they add `Status` and `X-UIDL`); the size is compared beside it, since LIST may count otherwise.
 */
export const headerFingerprint = (envelope: Envelope, crypto: Pick<Crypto, 'hash'>): string =>
  fingerprint({ envelope, size: 0, internalDate: 0 }, crypto);

/** The same of the bytes that TOP gives. */
export const fingerprintOf = (header: Uint8Array, crypto: Pick<Crypto, 'hash'>): string =>
  headerFingerprint(parseEnvelope(header), crypto);
