import { hash53, seededHash53 } from '@shared/util/hash';
import type { Envelope } from '@shared/model/message';

/**
 * The identity of a message where the server has no EMAILID: copies that the server itself made have the same, and
 * share a body. INTERNALDATE and size stand in it in clear, because senders choose neither of both together: a letter
 * with another's header can't pass for it, whatever it does to the hashes (H8). A server whose COPY sets a new
 * INTERNALDATE (RFC 9051 §6.4.7 says SHOULD keep) costs a body fetched twice, no more.
 * @param internalDate ms since 1970, 0 when the server told none.
 * @param size RFC822.SIZE, octets.
 */
export function listIdentity(envelope: Envelope, internalDate: number, size: number): string {
  const from = envelope.from[0]?.address ?? '';
  const text = `${envelope.messageId}\n${envelope.date ?? ''}\n${from}\n${envelope.subject}`;
  // Decimal digits: other bases of numbers beyond 32 bits cost twenty times as much.
  return `f:${internalDate}.${size}.${hash53(text)}.${seededHash53(SECOND, text)}`;
}

/** Seed of the second hash: 106 bits together. */
const SECOND = 0x51ed270b;
