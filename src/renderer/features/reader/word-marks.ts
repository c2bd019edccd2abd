import { type RefObject, useEffect, useMemo } from 'react';
import { markedRanges, wordsToMark } from '@shared/search/mark';
import type { TextField } from '@shared/search/query';
import { useSearchedText } from '../../state/saved-searches';

/** As in `reader.css` and `frame-document.ts`. */
const NAME = 'tern-search';
/** More is neither seen nor worth the time. */
const MAX_MARKS = 2_000;
const MAX_CHARACTERS = 400_000;

const NONE: readonly string[] = [];
const BODY: ReadonlySet<TextField> = new Set(['any', 'body']);

/** The words of the search one comes from, as they are looked for in the text of a message. Folded. */
export function useSearchedWords(): readonly string[] {
  const text = useSearchedText();
  return useMemo(() => (text === '' ? NONE : wordsToMark(text, BODY)), [text]);
}

/** Marks the words of a search in an element of the page while it is shown. */
export function useWordMarks(root: RefObject<HTMLElement | null>): void {
  const words = useSearchedWords();
  useEffect(() => (root.current ? markWords(root.current, words) : undefined), [root, words]);
}

/**
 * Marks words below `root` wherever they stand, now and when something is unfolded there. By the CSS Custom Highlight API:
 * nothing of the document is changed. @param words folded. @returns takes the marks off
 */
export function markWords(root: HTMLElement, words: readonly string[]): () => void {
  const realm = root.ownerDocument.defaultView;
  if (!realm || words.length === 0) return () => undefined;
  const { highlights } = realm.CSS;
  let shared = highlights.get(NAME);
  if (!shared) {
    shared = new realm.Highlight();
    highlights.set(NAME, shared);
  }
  const highlight = shared;
  let marks: Range[] = [];
  const takeOff = (): void => {
    for (const mark of marks) highlight.delete(mark);
  };
  const mark = (): void => {
    takeOff();
    marks = rangesOf(root, words);
    for (const range of marks) highlight.add(range);
  };
  mark();
  const observer = new realm.MutationObserver(mark);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    takeOff();
  };
}

function rangesOf(root: HTMLElement, words: readonly string[]): Range[] {
  const { ownerDocument: document } = root;
  const ranges: Range[] = [];
  let characters = 0;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.nodeValue ?? '';
    characters += text.length;
    if (characters > MAX_CHARACTERS) break;
    for (const [start, end] of markedRanges(text, words)) {
      if (ranges.length >= MAX_MARKS) return ranges;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.push(range);
    }
  }
  return ranges;
}
