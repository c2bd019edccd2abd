/** Device names of Windows, with or without an extension, and their superscript spellings (security.md §2.4). */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Control, bidirectional, zero-width: they show another name than the one that is stored. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const FORBIDDEN = /[/\\:*?"<>|]/g;
/** Most file systems take 255 bytes; some room is left for ` (2)`. */
const MAX_BYTES = 240;

/** A file name that is safe on every system, from one that a stranger chose. Keeps the real extension visible. */
export function safeFileName(name: string): string {
  const visible = Buffer.from(name, 'utf8').toString('utf8').replace(INVISIBLE, '').replace(FORBIDDEN, '_');
  const trimmed = visible
    .replace(/\s+/g, ' ')
    .replace(/^[\s.~-]+/, '')
    .replace(/[\s.]+$/, '');
  const named = RESERVED.test(trimmed) ? `_${trimmed}` : trimmed;
  return shorten(named) || 'attachment';
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  let stem = [...name.slice(0, name.length - extension.length)];
  while (Buffer.byteLength(stem.join('') + extension) > MAX_BYTES) stem = stem.slice(0, -1);
  return stem.join('').trimEnd() + extension;
}
