import { fromBase64, isAscii, toBase64 } from './bytes';

/** Mailbox names on the wire of IMAP4rev1: modified UTF-7 (RFC 3501 §5.1.3). */
export function encodeUtf7(name: string): string {
  if (isAscii(name) && !name.includes('&')) return name;
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    let utf16 = '';
    for (let i = 0; i < run.length; i += 1) {
      const unit = run.charCodeAt(i);
      utf16 += String.fromCharCode(unit >> 8, unit & 0xff);
    }
    return `&${toBase64(utf16).replace(/=+$/, '').replace(/\//g, ',')}-`;
  });
}

/** The name of a modified UTF-7 string, or null when it is not one. */
export function decodeUtf7(wire: string): string | null {
  let broken = false;
  const name = wire.replace(/&([^-]*)-/g, (_, run: string) => {
    if (run === '') return '&';
    const utf16 = fromBase64(run.replace(/,/g, '/'));
    if (utf16 === null || utf16.length % 2 !== 0) {
      broken = true;
      return '';
    }
    let text = '';
    for (let i = 0; i < utf16.length; i += 2) {
      text += String.fromCharCode((utf16.charCodeAt(i) << 8) | utf16.charCodeAt(i + 1));
    }
    return text;
  });
  return broken ? null : name;
}
