/**
 * The embedded servers work on *binary strings*: one character a byte (0 … 255), which V8 keeps at one byte each and
 * which every string method works on. These convert at the edges.
 */
export const toBytes = (binary: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(binary, 'latin1'));
export const fromBytes = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Unicode text as the binary string of its UTF-8 bytes. */
export const utf8 = (text: string): string => (isAscii(text) ? text : fromBytes(encoder.encode(text)));
/** The Unicode text of a binary string that holds UTF-8; wrong bytes become U+FFFD. */
export const fromUtf8 = (binary: string): string =>
  isAscii(binary) ? binary : decoder.decode(toBytes(binary));

export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

export const toBase64 = (binary: string): string => btoa(binary);
/** The bytes of a base64 text as a binary string; null when it is not base64. */
export function fromBase64(text: string): string | null {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return null;
  const compact = text.replace(/[\s=]/g, '');
  return compact.length % 4 === 1 ? null : atob(compact);
}

/** Quoted-printable (RFC 2045 §6.7) to bytes; what is not valid stays as it is. */
export const fromQuotedPrintable = (text: string): string =>
  text
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
