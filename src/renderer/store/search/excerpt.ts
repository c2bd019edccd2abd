import { fold } from '@shared/search/fold';

/** Characters looked at in one piece, and how far the pieces overlap: longer than any word. */
const PIECE = 400;
const OVERLAP = 60;
/** Characters shown, and of them before the word. */
const LENGTH = 200;
const BEFORE = 36;

/**
 * The words around the first place where one of the needles begins a word, on one line. Null when none does.
 * @param needles folded.
 */
export function excerptOf(texts: readonly string[], needles: readonly string[]): string | null {
  for (const text of texts) {
    for (let at = 0; at < text.length; at += PIECE - OVERLAP) {
      const piece = fold(text.slice(at, at + PIECE));
      const found = firstOf(piece, needles);
      // Folding hardly ever changes the length: near enough to cut a line.
      if (found >= 0) return cut(text, at + found);
    }
  }
  return null;
}

function firstOf(piece: string, needles: readonly string[]): number {
  let first = -1;
  for (const needle of needles) {
    for (let at = piece.indexOf(needle); at >= 0; at = piece.indexOf(needle, at + 1)) {
      if (at > 0 && /[a-z0-9]/.test(piece[at - 1] as string) && /[a-z0-9]/.test(piece[at] as string))
        continue;
      if (first < 0 || at < first) first = at;
      break;
    }
  }
  return first;
}

function cut(text: string, at: number): string {
  let start = Math.max(0, at - BEFORE);
  if (start > 0) {
    const blank = text.slice(start, at).search(/\s/u);
    start = blank < 0 ? start : start + blank + 1;
  }
  const words = text
    .slice(start, start + LENGTH)
    .replace(/\s+/gu, ' ')
    .trim();
  return start > 0 ? `…${words}` : words;
}
