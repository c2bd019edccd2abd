/** One way in which a message could tell somebody that it was read. `HOST` stands for a host name of the vector's own. */
export interface LeakVector {
  /** Unique, words of the catalogue (security.md §1.3). */
  readonly name: string;
  readonly html: string;
}

export const vector = (name: string, html: string): LeakVector => ({ name, html });

/** The vector with its own host name put in, e.g. `v17.leak.test`; `BASE64[…]` is encoded after that. */
export const withHost = (html: string, host: string): string =>
  html
    .replaceAll('HOST', host)
    .replace(/BASE64\[(.*?)\]/g, (_, text: string) => Buffer.from(decodeURIComponent(text)).toString('base64'));

/** Escapes for a double-quoted attribute. */
export const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
