import { toLatin1 } from '../../mime/bytes';

/** So many blocks are looked at in one file. */
const MAX_BLOCKS = 100;

/** Blocks of armoured keys (RFC 9580 §6.2) in a text that may hold other words as well, in order. */
export function keyBlocks(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; found.length < MAX_BLOCKS;) {
    const begin = text.indexOf('-----BEGIN PGP P', at);
    if (begin < 0) break;
    const kind = /^-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK-----/.exec(text.slice(begin, begin + 50))?.[1];
    if (kind === undefined) {
      at = begin + 1;
      continue;
    }
    const last = `-----END PGP ${kind} KEY BLOCK-----`;
    const end = text.indexOf(last, begin);
    // Without an end nothing behind it has one either, or it is of another kind; both are no file of keys.
    if (end < 0) break;
    found.push(text.slice(begin, end + last.length));
    at = end + last.length;
  }
  return found;
}

/** Octets of a file as armour; null when they are packets themselves (RFC 9580 §4.2: the first bit is set). */
export const armourIn = (bytes: Uint8Array): string | null =>
  ((bytes[0] ?? 0) & 0x80) !== 0 && bytes[0] !== 0xef ? null : toLatin1(bytes);
