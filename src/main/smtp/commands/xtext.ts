import { MailError } from '@shared/errors/mail-error';

/**
 * RFC 3461 §4: printable ASCII, with everything else, `+` and `=` as `+XX`.
 * @param max octets of the encoded form.
 */
export function xtext(text: string, max: number): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(text)) {
    const plain = byte >= 33 && byte <= 126 && byte !== 43 && byte !== 61;
    encoded += plain ? String.fromCharCode(byte) : `+${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  if (encoded.length <= max) return encoded;
  throw new MailError({
    kind: 'refused',
    code: 'unsafe-argument',
    message: 'A delivery-report id is too long.',
  });
}
