import type { BodyPart, BodyText } from '@shared/model/message';
import { toLatin1 } from './bytes';
import { decodeCharset, decodeUndeclared } from './charset';
import { decodeTransfer } from './transfer-encoding';

/** Longer texts are cut: no reader scrolls through them, and the whole part can still be saved as a file. */
export const MAX_TEXT_BYTES = 16 * 1024 * 1024;

export interface DecodedPart {
  readonly text: BodyText;
  /** Codes: `unknown-encoding`, `unknown-charset`, `text-cut`, `truncated`. */
  readonly notices: readonly string[];
}

/**
 * The bytes of one text part, as fetched with BODY[section], to Unicode.
 * @param truncated true when the server sent fewer octets than the structure announces.
 */
export function decodePart(part: BodyPart, encoded: Uint8Array, truncated = false): DecodedPart {
  const notices: string[] = truncated ? ['truncated'] : [];
  const { bytes: all, notices: transfer } = decodeTransfer(encoded, part.encoding);
  notices.push(...transfer);
  const bytes = all.length > MAX_TEXT_BYTES ? all.subarray(0, MAX_TEXT_BYTES) : all;
  if (bytes !== all) notices.push('text-cut');
  const html = part.type === 'text/html' || part.type === 'application/xhtml+xml';
  const declared = part.params['charset'] || (html ? charsetInHtml(bytes) : '');
  const { text, known } = declared
    ? decodeCharset(bytes, declared)
    : { text: decodeUndeclared(bytes), known: true };
  if (!known) notices.push('unknown-charset');
  const flowed = !html && part.params['format']?.toLowerCase() === 'flowed';
  return {
    text: {
      section: part.section,
      type: html ? 'text/html' : 'text/plain',
      text: text.replace(/\r\n?/g, '\n').replaceAll('\0', ''),
      flowed,
      delsp: flowed && part.params['delsp']?.toLowerCase() === 'yes',
    },
    notices,
  };
}

/** What `<meta charset>` says in the first kilobyte; HTML (§4.2.5.4) allows it no later. */
function charsetInHtml(bytes: Uint8Array): string {
  const start = toLatin1(bytes, 0, Math.min(1024, bytes.length));
  return /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w:.-]{1,40})/i.exec(start)?.[1] ?? '';
}
