import { markedPieces } from '@shared/search/mark';

/** A text with the words that were searched for marked. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const pieces = markedPieces(text, words);
  if (pieces.length === 1 && pieces[0]?.marked === false) return text;
  return pieces.map((piece, i) =>
    piece.marked ? (
      <mark key={i} className="search-mark">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
