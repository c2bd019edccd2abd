import { concatOctets } from '@shared/util/octets';
import { toBase64, toLatin1, toUtf8 } from '../bytes';
import { flow } from '../flowed';

/** Octets in a line of 76 characters of base64. */
const LINE_BYTES = 57;
const CHUNK_BYTES = LINE_BYTES * 1024;

export interface EncodedText {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64';
  /** ASCII with CRLF. */
  readonly body: string;
}

/** What relays have been seen to change: blanks at the end of a line, and "From " at its beginning. */
const CHANGED_ON_THE_WAY = /[ \t](?:\r\n|$)|(?:^|\r\n)From /;

/**
 * Text with any line ends to the encoding that suits it: as it is, QP when it stays readable, else base64.
 * @param unchanging it is signed, and must arrive octet by octet (RFC 3156 §5).
 */
export function encodeText(text: string, unchanging = false): EncodedText {
  const canonical = text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/\r\n|\r|\n/g, '\r\n');
  const bytes = toUtf8(canonical);
  let special = 0;
  for (const byte of bytes)
    if (byte > 0x7e || (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) special++;
  const longest = canonical.split('\r\n').reduce((max, line) => Math.max(max, line.length), 0);
  const risky = unchanging && CHANGED_ON_THE_WAY.test(canonical);
  if (special === 0 && longest <= 200 && !risky) return { encoding: '7bit', body: canonical };
  if (special * 3 <= bytes.length) return { encoding: 'quoted-printable', body: quotedPrintable(bytes) };
  return { encoding: 'base64', body: toLatin1(toBase64(bytes, LINE_BYTES)) };
}

/** Plain text as people typed it to `format=flowed` (RFC 3676) in its transfer encoding. */
export const encodeFlowed = (text: string, unchanging = false): EncodedText =>
  encodeText(flow(text), unchanging);

/** RFC 2045 §6.7, lines of at most 76 characters. */
function quotedPrintable(bytes: Uint8Array): string {
  const lines: string[] = [];
  let line = '';
  const add = (piece: string): void => {
    if (line.length + piece.length > 75) {
      lines.push(`${line}=`);
      line = '';
    }
    line += piece;
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x0d && bytes[at + 1] === 0x0a) {
      lines.push(line);
      line = '';
      at++;
      continue;
    }
    const atEnd = at + 1 === bytes.length || bytes[at + 1] === 0x0d;
    const bare =
      (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || ((byte === 0x20 || byte === 0x09) && !atEnd);
    // "From " and a lone dot at the start of a line are mangled by careless relays.
    const risky = line === '' && (byte === 0x46 || byte === 0x2e);
    add(bare && !risky ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  }
  lines.push(line);
  return lines.join('\r\n');
}

/** Bytes of any length and chunking to base64 lines, each with its CRLF; memory stays at one chunk. */
export async function* base64Stream(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    waiting.push(piece.slice());
    size += piece.length;
    if (size < CHUNK_BYTES) continue;
    const joined = concatOctets(waiting);
    const whole = size - (size % LINE_BYTES);
    yield toBase64(joined.subarray(0, whole), LINE_BYTES);
    waiting = whole < size ? [joined.subarray(whole)] : [];
    size -= whole;
  }
  if (size > 0) yield toBase64(concatOctets(waiting), LINE_BYTES);
}
