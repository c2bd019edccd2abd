import { type RefObject, useEffect, useMemo } from 'react';
import { markedRanges, wordsToMark } from '@shared/search/mark';
import type { TextField } from '@shared/search/query';
import { useList } from '../../state/list';

/** As in `reader.css` and `frame-document.ts`. */
const NAME = 'tern-search';
/** More is neither seen nor worth the time. */
const MAX_MARKS = 2_000;
const MAX_CHARACTERS = 400_000;

const NONE: readonly string[] = [];
const BODY: ReadonlySet<TextField> = new Set(['any', 'body']);

/** The words of the search one comes from, as they are looked for in the text of a message. Folded. */
export function useSearchedWords(): readonly string[] {
  // As it is looked for, with what was typed in another spelling.
  const text = useList(({ window }) => window?.query.text ?? '');
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
  for (const run of runsOf(root)) {
    for (const [start, end] of markedRanges(run.text, words)) {
      if (ranges.length >= MAX_MARKS) return ranges;
      const [first, last] = [pieceAt(run, start), pieceAt(run, end - 1)];
      const range = document.createRange();
      range.setStart(first.node, start - first.at);
      range.setEnd(last.node, end - last.at);
      ranges.push(range);
    }
  }
  return ranges;
}

/** Text that is read in one go, however many pieces it is written in: `nou<b>gat</b>` is one word. */
interface Run {
  text: string;
  readonly pieces: { readonly node: Node; readonly at: number }[];
}

/** What stands within a word without parting it. */
const WITHIN = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

function* runsOf(root: HTMLElement): Generator<Run> {
  const nodes = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let run: Run = { text: '', pieces: [] };
  let within: Element | null = null;
  let isParted = false;
  let characters = 0;
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (!WITHIN.has((node as Element).localName)) isParted = true;
      continue;
    }
    const text = node.nodeValue ?? '';
    characters += text.length;
    if (characters > MAX_CHARACTERS) break;
    const block = blockOf(node, root);
    if (isParted || block !== within) {
      yield run;
      run = { text: '', pieces: [] };
    }
    isParted = false;
    within = block;
    run.pieces.push({ node, at: run.text.length });
    run.text += text;
  }
  yield run;
}

/** The element that a text is a line of. */
function blockOf(node: Node, root: Element): Element {
  let element = node.parentElement ?? root;
  while (element !== root && WITHIN.has(element.localName)) element = element.parentElement ?? root;
  return element;
}

/** The piece that has a character of a run. */
function pieceAt({ pieces }: Run, at: number): Run['pieces'][number] {
  let low = 0;
  for (let high = pieces.length - 1; low < high;) {
    const middle = (low + high + 1) >>> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low] as Run['pieces'][number];
}
