/** Octets and text. Wire text is ASCII almost always; the slow paths are for the rest. */

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

/** The octets of a string whose characters are all below U+0100; higher ones become `?`. */
export function encodeLatin1(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    out[i] = code < 256 ? code : 0x3f;
  }
  return out;
}

/** One character per octet, so that the octets can be had back with `encodeLatin1`. */
export function decodeLatin1(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let out = '';
  for (let i = from; i < to; i += 4096) {
    out += String.fromCharCode.apply(null, bytes.subarray(i, Math.min(to, i + 4096)) as unknown as number[]);
  }
  return out;
}

export function isAscii(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  for (let i = from; i < to; i++) if ((bytes[i] as number) > 0x7f) return false;
  return true;
}

/** Text as servers send it: UTF-8 where it is valid, else one character per octet (so it can be read again). */
export function decodeText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  if (isAscii(bytes, from, to)) {
    if (to - from <= 64) return decodeLatin1(bytes, from, to);
    return lossy.decode(bytes.subarray(from, to));
  }
  try {
    return utf8.decode(bytes.subarray(from, to));
  } catch {
    return decodeLatin1(bytes, from, to);
  }
}

/** A copy of [from, to), so that a few octets do not keep a whole chunk of the socket alive. */
export function copyBytes(bytes: Uint8Array, from: number, to: number): Uint8Array {
  // Not `slice`: a Node Buffer's would share memory.
  const out = new Uint8Array(to - from);
  out.set(bytes.subarray(from, to));
  return out;
}

/** Base64 (RFC 4648 §4) without line breaks. */
export const toBase64 = (bytes: Uint8Array): string => btoa(decodeLatin1(bytes));

/**
 * Octets of a base64 text; a trailing NUL or space is dropped (AUTH LOGIN prompts of several servers, X16).
 * @returns null when it is not base64.
 */
export function fromBase64(text: string): Uint8Array | null {
  try {
    let end = text.length;
    while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end--;
    return encodeLatin1(atob(text.slice(0, end)));
  } catch {
    return null;
  }
}
