/*
 * Byte work without Node's Buffer: mime is imported by layers that are compiled without Node's types.
 */

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Words of headers are short and ASCII; for them a loop is several times faster than the encoder. */
const SHORT = 128;

export function toUtf8(text: string): Uint8Array {
  if (text.length > SHORT) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return encoder.encode(text);
    bytes[i] = code;
  }
  return bytes;
}
export const fromUtf8 = (bytes: Uint8Array): string => utf8.decode(bytes);

/** One character a byte, U+0000 … U+00FF. */
export function toLatin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  if (end - start <= SHORT) {
    for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number);
    return text;
  }
  // The engine limits the number of arguments.
  for (let at = start; at < end; at += 8192) {
    text += String.fromCharCode.apply(
      null,
      bytes.subarray(at, Math.min(end, at + 8192)) as unknown as number[],
    );
  }
  return text;
}

const ALPHABET = toUtf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const JUNK = 0xff;
const PAD = 0xfe;
const SEXTETS = (() => {
  const table = new Uint8Array(256).fill(JUNK);
  ALPHABET.forEach((byte, value) => (table[byte] = value));
  table[0x3d] = PAD;
  // RFC 4648 §5, which some mailers use where it does not belong.
  table[0x2d] = 62;
  table[0x5f] = 63;
  return table;
})();

/** Base64 to bytes. Junk is skipped; padding in the middle (parts glued together) ends a run, not the data. */
export function fromBase64(encoded: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(encoded.length / 4) * 3);
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < encoded.length; at++) {
    const value = SEXTETS[encoded[at] as number] as number;
    if (value < 64) {
      bits = (bits << 6) | value;
      if (++count < 4) continue;
      out[length++] = bits >>> 16;
      out[length++] = bits >>> 8;
      out[length++] = bits;
      bits = count = 0;
    } else if (value === PAD && count > 0) {
      length = flush(out, length, bits, count);
      bits = count = 0;
    }
  }
  return out.subarray(0, flush(out, length, bits, count));
}

function flush(out: Uint8Array, length: number, bits: number, count: number): number {
  if (count === 2) out[length] = bits >>> 4;
  if (count === 3) {
    out[length] = bits >>> 10;
    out[length + 1] = bits >>> 2;
  }
  return length + Math.max(0, count - 1);
}

/** Bytes to base64; with `lineBytes` (a multiple of 3), CRLF after every so many input bytes and at the end. */
export function toBase64(bytes: Uint8Array, lineBytes = 0): Uint8Array {
  const lines = lineBytes > 0 ? Math.ceil(bytes.length / lineBytes) : 0;
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4 + lines * 2);
  let to = 0;
  let inLine = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    out[to++] = ALPHABET[bits >>> 18] as number;
    out[to++] = ALPHABET[(bits >>> 12) & 63] as number;
    out[to++] = left > 1 ? (ALPHABET[(bits >>> 6) & 63] as number) : 0x3d;
    out[to++] = left > 2 ? (ALPHABET[bits & 63] as number) : 0x3d;
    inLine += 3;
    if (lineBytes > 0 && (inLine >= lineBytes || left <= 3)) {
      out[to++] = 0x0d;
      out[to++] = 0x0a;
      inLine = 0;
    }
  }
  return out;
}
