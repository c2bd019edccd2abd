/** The part of libmime that Tern uses; the package ships no types. */
declare module 'libmime' {
  /** The canonical name of a charset, upper-cased input when unknown. */
  export function normalizeCharset(charset: string): string;
  /** The media type for a file name, `application/octet-stream` when unknown. */
  export function detectMimeType(filename: string): string;
}
