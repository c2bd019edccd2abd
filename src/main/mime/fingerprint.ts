import type { Envelope } from '@shared/model/message';
import type { Crypto } from '@shared/ports/crypto';
import { hex } from '@shared/util/hex';

export interface FingerprintInput {
  readonly envelope: Pick<Envelope, 'messageId' | 'date' | 'from' | 'subject'>;
  /** RFC822.SIZE, octets. */
  readonly size: number;
  /** INTERNALDATE in ms; only used when the message has neither Message-ID nor Date, since copies may differ in it. */
  readonly internalDate: number;
}

/**
 * The identity under which bodies are shared by copies of one message, where the server has no EMAILID: 32 hex digits
 * of SHA-256. The size is part of it, because a list's copy and one's own differ under one Message-ID (scenario H8).
 */
export function fingerprint(
  { envelope, size, internalDate }: FingerprintInput,
  crypto: Pick<Crypto, 'hash'>,
): string {
  const { messageId, date, from, subject } = envelope;
  const when = messageId === '' && date === null ? `i${internalDate}` : `d${date ?? ''}`;
  const sender = from.map(({ address }) => address.toLowerCase()).join(',');
  const text = JSON.stringify(['tern-1', messageId, when, sender, subject, size]);
  const hash = crypto.hash('sha256', new TextEncoder().encode(text));
  return hex(hash.subarray(0, 16));
}
