import { hash53 } from '@shared/util/hash';
import type { OctetWriter } from '@shared/util/octet-writer';
import type { ListedEnvelope } from './listed-envelope';

/**
 * Writes the identity of a message, quoted, where the server has no EMAILID: copies that the server itself made have the same, and
 * share a body. INTERNALDATE and size stand in it in clear, because senders choose neither of both together: a letter
 * with another's header can't pass for it, whatever it does to the hashes (H8). A server whose COPY sets a new
 * INTERNALDATE (RFC 9051 §6.4.7 says SHOULD keep) costs a body fetched twice, no more.
 * @param idHash hash53 of the Message-ID, 0 for none.
 * @param internalDate ms since 1970, 0 when the server told none.
 * @param size RFC822.SIZE, octets.
 * @param rest `identityHash`.
 */
export function writeIdentity(
  row: OctetWriter,
  internalDate: number,
  size: number,
  idHash: number,
  rest: number,
): void {
  row.text('"f:');
  row.decimal(internalDate);
  row.octet(DOT);
  row.decimal(size);
  row.octet(DOT);
  letters(row, idHash);
  letters(row, rest);
  row.octet(QUOTE);
}
const QUOTE = 0x22;
const DOT = 0x2e;

/** Of what an envelope says beside its Message-ID. */
export const identityHash = ({
  date,
  sender,
  subject,
}: Pick<ListedEnvelope, 'date' | 'sender' | 'subject'>): number =>
  hash53(`${date ?? ''}\n${sender}\n${subject}`);

const ALPHABET = Uint8Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  (letter) => letter.charCodeAt(0),
);

/** A hash of 53 bits as ten letters: writing numbers of this size in digits took a tenth of a first synchronisation. */
function letters(row: OctetWriter, hash: number): void {
  const high = Math.floor(hash / 0x8000000);
  const low = hash % 0x8000000;
  for (let shift = 24; shift >= 0; shift -= 6) row.octet(ALPHABET[(high >>> shift) & 63] as number);
  for (let shift = 24; shift >= 0; shift -= 6) row.octet(ALPHABET[(low >>> shift) & 63] as number);
}
