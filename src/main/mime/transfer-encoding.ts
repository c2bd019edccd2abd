import { fromBase64, toLatin1 } from './bytes';
import { hexPair } from './decode-header';

export interface DecodedBytes {
  readonly bytes: Uint8Array;
  /** Codes: `unknown-encoding` (bytes are as they came). */
  readonly notices: readonly string[];
}

/** Undoes a Content-Transfer-Encoding (RFC 2045 §6). Never throws: damaged input gives what can be read of it. */
export function decodeTransfer(bytes: Uint8Array, encoding: string): DecodedBytes {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return { bytes: fromBase64(bytes), notices: [] };
    case 'quoted-printable':
      return { bytes: fromQuotedPrintable(bytes), notices: [] };
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return { bytes: fromUuencode(bytes), notices: [] };
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return { bytes, notices: [] };
    default:
      return { bytes, notices: ['unknown-encoding'] };
  }
}

function fromQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  /** Length without the white space at the end of the line, which RFC 2045 §6.7 (3) wants removed. */
  let solid = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x3d) {
      const value = hexPair(bytes, at + 1);
      if (value >= 0) {
        out[length++] = value;
        solid = length;
        at += 2;
        continue;
      }
      const soft = softBreakLength(bytes, at + 1);
      if (soft > 0) {
        at += soft;
        solid = length;
        continue;
      }
    }
    if (byte === 0x0a || byte === 0x0d) length = solid;
    out[length++] = byte;
    if (byte !== 0x20 && byte !== 0x09) solid = length;
  }
  return out.subarray(0, length);
}

/** Octets of a soft line break behind the `=`, white space before the line end included; 0 when it is none. */
function softBreakLength(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + 80 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2 - from;
  if (bytes[at] === 0x0a || bytes[at] === 0x0d) return at + 1 - from;
  return at >= bytes.length ? at - from || 1 : 0;
}

function fromUuencode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let open = false;
  for (const line of toLatin1(bytes).split(/\r?\n/)) {
    if (!open) {
      open = /^begin(?:-base64)? [0-7]{3,4} /.test(line);
      continue;
    }
    if (line.startsWith('end')) break;
    const count = ((line.charCodeAt(0) || 32) - 32) & 63;
    for (let i = 0; i < count; i++) {
      const group = 1 + Math.floor(i / 3) * 4;
      const six = (k: number): number => ((line.charCodeAt(group + k) || 32) - 32) & 63;
      const part = i % 3;
      const value =
        part === 0
          ? (six(0) << 2) | (six(1) >> 4)
          : part === 1
            ? (six(1) << 4) | (six(2) >> 2)
            : (six(2) << 6) | six(3);
      if (length < out.length) out[length++] = value & 0xff;
    }
  }
  return out.subarray(0, length);
}
