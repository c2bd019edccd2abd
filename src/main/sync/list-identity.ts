import type { Envelope } from '@shared/model/message';
import { hash53 } from '@shared/util/hash';

/**
 * The identity of a message where the server has no EMAILID: copies that the server itself made have the same, and
 * share a body. INTERNALDATE and size stand in it in clear, because senders choose neither of both together: a letter
 * with another's header can't pass for it, whatever it does to the hashes (H8). A server whose COPY sets a new
 * INTERNALDATE (RFC 9051 §6.4.7 says SHOULD keep) costs a body fetched twice, no more.
 * @param idHash hash53 of the Message-ID, 0 for none.
 * @param internalDate ms since 1970, 0 when the server told none.
 * @param size RFC822.SIZE, octets.
 */
export function listIdentity(
  { date, from, subject }: Pick<Envelope, 'date' | 'from' | 'subject'>,
  idHash: number,
  internalDate: number,
  size: number,
): string {
  const rest = hash53(`${date ?? ''}\n${from[0]?.address ?? ''}\n${subject}`);
  // Decimal digits: other bases of numbers beyond 32 bits cost twenty times as much.
  return `f:${internalDate}.${size}.${idHash}.${rest}`;
}
