/** Characters of HTML, its pictures included, that go into a letter at once. Measured: five times as many stop the window for seconds. */
const HTML_AT_ONCE = 500_000;
/** Tags, opening and closing. */
const TAGS_AT_ONCE = 8_000;
/** Characters and lines of plain text: each key that is typed afterwards reads all of them. */
const TEXT_AT_ONCE = 300_000;
const LINES_AT_ONCE = 10_000;

/** What somebody wants to paste or drop into a letter, and is asked about first. */
export interface LargePaste {
  readonly text: string;
  /** Puts the words without their look where they were to go; null when even those are too many. */
  readonly asText: (() => void) | null;
}

/** Whether HTML is more than goes into a letter without being asked about. */
export function isLargeHtml(html: string): boolean {
  if (html.length > HTML_AT_ONCE) return true;
  return countUpTo(html, '<', TAGS_AT_ONCE) > TAGS_AT_ONCE;
}

/** Whether plain words are more than go into a letter at all. */
export const isLargeText = (text: string): boolean =>
  text.length > TEXT_AT_ONCE || countUpTo(text, '\n', LINES_AT_ONCE) > LINES_AT_ONCE;

function countUpTo(text: string, what: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(what); at >= 0 && count <= most; at = text.indexOf(what, at + 1)) count++;
  return count;
}
