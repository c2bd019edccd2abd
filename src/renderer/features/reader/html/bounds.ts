/** 4 Mi characters: some forty times the longest newsletter of the corpora, parsed in well under a second. */
const LONGEST_HTML = 4 * 1024 * 1024;
/** Tags, opening and closing. A mail with more is a test of the renderer, not a letter (security.md H-06). */
const MOST_TAGS = 40_000;
/** One tag with its attributes; a data: image is the only honest reason for a long one. */
const LONGEST_TAG = 64 * 1024;
/** From here on a tag is looked at: a picture in it is no text. */
const LONG_TAG = 1024;
const DATA_IMAGE = /^<img\b[^<]{0,2000}?\bsrc\s*=\s*["']?data:image\//i;

export interface Limits {
  /** Pictures within the text are not counted. */
  readonly characters: number;
  readonly tags: number;
}
const AT_MOST: Limits = { characters: LONGEST_HTML, tags: MOST_TAGS };
/** The rest waits until somebody asks for it, and comes in pieces: five times as much stops the window for seconds (measured), and few read so far. */
export const AT_ONCE: Limits = { characters: 500_000, tags: 8_000 };

/**
 * Cuts hostile amounts of HTML before anything parses it. One pass over the tags; what is kept is a prefix.
 * @returns `cut` when something was left out: the reader is told, and the source has everything.
 */
export function bounded(
  html: string,
  { characters, tags: most }: Limits = AT_MOST,
): { readonly html: string; readonly cut: boolean } {
  const longest = Math.min(html.length, LONGEST_HTML);
  let tags = 0;
  let pictures = 0;
  for (
    let at = html.indexOf('<');
    at >= 0 && at < Math.min(longest, characters + pictures);
    at = html.indexOf('<', at + 1)
  ) {
    tags++;
    const end = html.indexOf('>', at);
    const length = (end < 0 ? html.length : end) - at;
    const isPicture = length > LONG_TAG && DATA_IMAGE.test(html.slice(at, at + 2100));
    if (tags > most || (length > LONGEST_TAG && !isPicture)) return { html: html.slice(0, at), cut: true };
    if (isPicture) pictures += length;
  }
  const limit = Math.min(longest, characters + pictures);
  return { html: html.slice(0, limit), cut: html.length > limit };
}

/** Whether a mail goes on after about what is shown at once, and more of it can be shown at all. */
export function hasMore(html: string): boolean {
  const first = bounded(html, AT_ONCE);
  return first.cut && first.html.length < bounded(html).html.length;
}
