/// <reference types="./libmime" />
import iconv from 'iconv-lite';
import libmime from 'libmime';
import { toLatin1 } from './bytes';

export interface DecodedText {
  readonly text: string;
  /** False when the charset is not known and the text is a guess. */
  readonly known: boolean;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: false });
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Labels that in mail only ever mean "whatever the writer's machine had". */
const VAGUE = new Set([
  '',
  'us-ascii',
  'ascii',
  'unknown-8bit',
  'x-unknown',
  'default',
  'binary',
  '8bit',
  'ansi',
]);
/** iconv-lite knows these as encodings of bytes, the other way round. */
const NO_CHARSETS = new Set(['base64', 'hex']);
/** WHATWG: nobody means the C1 controls when they say Latin-1. */
const WIDENED: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
};

const SHORT = 2048;

/** UTF-8 when it is valid UTF-8, else Windows-1252: what undeclared 8-bit text in mail is. Never throws. */
export function decodeUndeclared(bytes: Uint8Array): string {
  if (bytes.length < SHORT) {
    // Nearly all header values are ASCII, and a decoder costs more than looking.
    if (isAscii(bytes)) return toLatin1(bytes);
  }
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return iconv.decode(bytes, 'windows-1252');
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] as number) > 0x7f) return false;
  return true;
}

/** Bytes in a charset named by a message, to Unicode. Never throws; what cannot be decoded becomes U+FFFD. */
export function decodeCharset(bytes: Uint8Array, charset: string): DecodedText {
  // RFC 2231 §5: a language may follow a star.
  const label = (charset.split('*')[0] ?? '').trim().toLowerCase();
  if (VAGUE.has(label)) return { text: decodeUndeclared(bytes), known: true };
  if (label === 'utf-8' || label === 'utf8') return { text: utf8.decode(bytes), known: true };
  const name = libmime.normalizeCharset(label.slice(0, 64)).toLowerCase();
  const wide = WIDENED[name] ?? name;
  try {
    if (!NO_CHARSETS.has(wide) && iconv.encodingExists(wide))
      return { text: iconv.decode(bytes, wide), known: true };
    // ISO-2022-JP and -KR are not in iconv-lite but in the platform.
    return { text: new TextDecoder(wide).decode(bytes), known: true };
  } catch {
    return { text: decodeUndeclared(bytes), known: false };
  }
}
