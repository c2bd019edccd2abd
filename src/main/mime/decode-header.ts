import { concatOctets } from '@shared/util/octets';
import { fromBase64, toUtf8 } from './bytes';
import { decodeCharset, decodeUndeclared } from './charset';
import { cleanLine } from './clean-text';

/** Longer values are cut: nobody reads them, and every consumer stays fast. */
export const MAX_VALUE = 256 * 1024;

/** RFC 2047 §2, more lenient: spaces inside, any length. No part can run over a `?`, so the search is linear. */
const ENCODED_WORD = /=\?([^?\s]{1,100})\?([bBqQ])\?([^?]*)\?=/g;

/** Header bytes as text, before any decoding of encoded words. */
export const headerText = (raw: Uint8Array | string): string =>
  typeof raw === 'string'
    ? raw.slice(0, MAX_VALUE)
    : decodeUndeclared(raw.length > MAX_VALUE ? raw.subarray(0, MAX_VALUE) : raw);

/**
 * An unstructured header value as people read it: encoded words (RFC 2047, with RFC 2231 languages) and raw UTF-8
 * decoded, forging characters removed. For structured values decode only after taking them apart (`parseAddresses`).
 */
export const decodeHeader = (raw: Uint8Array | string): string => cleanLine(decodeWords(headerText(raw)));

/** Replaces encoded words; characters split between neighbouring words of one charset come together again. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let end = 0;
  let charset = '';
  let bytes: Uint8Array[] = [];
  const flush = (): void => {
    if (bytes.length > 0) out += decodeCharset(concatOctets(bytes), charset).text;
    bytes = [];
  };
  for (const match of text.matchAll(ENCODED_WORD)) {
    const between = text.slice(end, match.index);
    const neighbour = bytes.length > 0 && /^\s*$/.test(between);
    const label = (match[1] ?? '').toLowerCase();
    if (!neighbour || label !== charset) flush();
    if (!neighbour) out += between;
    charset = label;
    bytes.push(
      match[2] === 'b' || match[2] === 'B' ? fromBase64(toUtf8(match[3] ?? '')) : fromQ(match[3] ?? ''),
    );
    end = match.index + match[0].length;
  }
  flush();
  return out + text.slice(end);
}

function fromQ(text: string): Uint8Array {
  const raw = toUtf8(text);
  const out = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] as number;
    const value = byte === 0x3d ? hexPair(raw, at + 1) : -1;
    if (value >= 0) at += 2;
    out[length++] = value >= 0 ? value : byte === 0x5f ? 0x20 : byte;
  }
  return out.subarray(0, length);
}

/** The value of two hexadecimal digits, or −1. */
export function hexPair(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at]);
  const low = hexDigit(bytes[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
