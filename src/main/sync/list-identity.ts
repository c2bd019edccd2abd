import { hash53 } from '@shared/util/hash';
import type { ListedEnvelope } from './listed-envelope';

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
  { date, sender, subject }: Pick<ListedEnvelope, 'date' | 'sender' | 'subject'>,
  idHash: number,
  internalDate: number,
  size: number,
): string {
  const rest = hash53(`${date ?? ''}\n${sender}\n${subject}`);
  return `f:${internalDate}.${size}.${letters(idHash)}${letters(rest)}`;
}

const ALPHABET = Uint8Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  (letter) => letter.charCodeAt(0),
);
const letter = (bits: number): number => ALPHABET[bits & 63] as number;

/** A hash of 53 bits as ten letters: writing numbers of this size in digits took a tenth of a first synchronisation. */
function letters(hash: number): string {
  const high = Math.floor(hash / 0x8000000);
  const low = hash % 0x8000000;
  return String.fromCharCode(
    letter(high >>> 24),
    letter(high >>> 18),
    letter(high >>> 12),
    letter(high >>> 6),
    letter(high),
    letter(low >>> 24),
    letter(low >>> 18),
    letter(low >>> 12),
    letter(low >>> 6),
    letter(low),
  );
}
