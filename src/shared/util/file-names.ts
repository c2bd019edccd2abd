/** A file name for one message that every system takes: no separators, no reserved names, not too long. */
export const emlName = (subject: string): string => `${plainName(subject, 'message')}.eml`;

/** A name that every system takes for a file or folder. @param otherwise when nothing is left of the text. */
export function plainName(text: string, otherwise: string): string {
  const plain = text
    .replace(/[\p{Cc}\p{Bidi_Control}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, 80)
    .replace(/[. ]+$/, '');
  const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(plain);
  return plain === '' || reserved ? `${otherwise} ${plain}`.trim() : plain;
}
