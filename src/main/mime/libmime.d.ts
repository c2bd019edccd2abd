/** The part of libmime that Tern uses; the package ships no types. It is CommonJS: only its default can be imported. */
declare module 'libmime' {
  const libmime: {
    /** The canonical name of a charset, upper-cased input when unknown. */
    normalizeCharset(charset: string): string;
    /** A header's text with its encoded words (RFC 2047) decoded. */
    decodeWords(text: string): string;
    /** The media type for a file name, `application/octet-stream` when unknown. */
    detectMimeType(filename: string): string;
  };
  export default libmime;
}
