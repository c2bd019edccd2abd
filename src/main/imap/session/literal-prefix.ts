import { decodeLatin1 } from '../codec/bytes';
import type { LiteralInfo } from './command';

const FETCH = /^\0*\*\s+(\d{1,10})\s+(UID)?FETCH\s+\(/i;
const ITEM = /(?:^|[ (])(BODY|BINARY)\[([^\r\n]*)\](?:<(\d{1,15})[^>]*>)? +~?\{\d+[+-]?\}\s*$/i;
const UID = /[ (]UID (\d{1,10})[ )]/i;
/** Only this much of both ends is looked at; between them may be megabytes of other literals. */
const LOOK = 2_048;

/**
 * Which literal begins, from the response up to its marker.
 * @returns null when it is no FETCH of a body.
 */
export function literalInfo(prefix: Uint8Array, size: number): LiteralInfo | null {
  const head = decodeLatin1(prefix, 0, Math.min(prefix.length, LOOK));
  const fetch = FETCH.exec(head);
  if (!fetch) return null;
  const tail = prefix.length > LOOK ? decodeLatin1(prefix, prefix.length - LOOK) : head;
  const item = ITEM.exec(tail);
  if (!item) return null;
  const number = Number(fetch[1]);
  // Only what stands before the first string: text of a message must not be taken for its UID.
  const plain = /^[^"{]*/.exec(head)?.[0] ?? '';
  const uid = UID.exec(plain.slice(fetch[0].length - 1));
  const inHead = uid ? Number(uid[1]) : null;
  const section = item[2] ?? '';
  return {
    seq: fetch[2] ? 0 : number,
    uid: fetch[2] ? number : inHead,
    item: (item[1] as string).toUpperCase() === 'BINARY' ? 'BINARY' : 'BODY',
    section: section.slice(section.lastIndexOf('[') + 1),
    origin: item[3] === undefined ? null : Number(item[3]),
    size,
  };
}
