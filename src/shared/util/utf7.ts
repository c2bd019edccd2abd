/** Modified UTF-7, the encoding of mailbox names in IMAP4rev1 (RFC 3501 §5.1.3). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,';
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

const isDirect = (code: number): boolean => code >= 0x20 && code <= 0x7e;

/** The wire form of a name: printable ASCII as itself, `&` as `&-`, runs of anything else as base64 of UTF-16BE. */
export function encodeUtf7(name: string): string {
  let out = '';
  for (let i = 0; i < name.length;) {
    const code = name.charCodeAt(i);
    if (isDirect(code)) {
      out += code === 0x26 ? '&-' : name.charAt(i);
      i++;
      continue;
    }
    let bits = 0;
    let held = 0;
    out += '&';
    for (; i < name.length && !isDirect(name.charCodeAt(i)); i++) {
      bits = (bits << 16) | name.charCodeAt(i);
      held += 16;
      while (held >= 6) {
        held -= 6;
        out += ALPHABET.charAt((bits >> held) & 63);
      }
      bits &= (1 << held) - 1;
    }
    if (held > 0) out += ALPHABET.charAt((bits << (6 - held)) & 63);
    out += '-';
  }
  return out;
}

/**
 * The name behind a wire form.
 * @returns null when the text is not valid modified UTF-7; the caller then shows the wire form itself and, as always,
 * sends back exactly what it received.
 */
export function decodeUtf7(wire: string): string | null {
  if (!wire.includes('&')) return wire;
  let out = '';
  for (let i = 0; i < wire.length; i++) {
    const char = wire.charAt(i);
    if (char !== '&') {
      out += char;
      continue;
    }
    const end = wire.indexOf('-', i + 1);
    if (end < 0) return null;
    if (end === i + 1) {
      out += '&';
    } else {
      const run = decodeRun(wire, i + 1, end);
      if (run === null) return null;
      out += run;
    }
    i = end;
  }
  return out;
}

function decodeRun(wire: string, from: number, to: number): string | null {
  let out = '';
  let bits = 0;
  let held = 0;
  for (let i = from; i < to; i++) {
    const value = VALUES[wire.charCodeAt(i)] ?? -1;
    if (value < 0) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 16) {
      held -= 16;
      out += String.fromCharCode((bits >> held) & 0xffff);
      bits &= (1 << held) - 1;
    }
  }
  return held >= 6 || bits !== 0 || out === '' ? null : out;
}
