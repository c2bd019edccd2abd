import { fold } from './fold';
import { type SearchNode, type TextField } from './query';
import { joins } from './tokens';

/** A word to be marked where it is seen, folded. */
export interface MarkedWord {
  readonly text: string;
  readonly field: TextField;
}

/** The words that a query asks for (not those that must not be there). */
export function markedWords(node: SearchNode): MarkedWord[] {
  switch (node.kind) {
    case 'text':
      return [{ text: fold(node.text), field: node.field }];
    case 'and':
      return node.all.flatMap(markedWords);
    case 'or':
      return node.any.flatMap(markedWords);
    default:
      return [];
  }
}

/** Longer texts are not what a row shows. */
const MAX_TEXT = 500;

/**
 * Where the words stand in a text as it is written: pieces in order, each marked or not. A word is marked where it
 * begins one, else anywhere.
 */
export function markedPieces(
  text: string,
  words: readonly string[],
): { readonly text: string; readonly marked: boolean }[] {
  const wanted = words.filter((word) => word !== '');
  if (wanted.length === 0 || text.length > MAX_TEXT) return [{ text, marked: false }];
  // Folding may make more or fewer characters of one: each remembers where it came from.
  let folded = '';
  const from: number[] = [];
  let at = 0;
  for (const character of text) {
    const own = fold(character);
    folded += own;
    for (let i = 0; i < own.length; i++) from.push(at);
    at += character.length;
  }
  from.push(text.length);
  const ranges: [number, number][] = [];
  for (const word of wanted) {
    const places = placesOf(folded, word);
    const begins = places.filter(
      (place) => place === 0 || !joins(folded[place - 1] as string, word[0] as string),
    );
    for (const place of begins.length > 0 ? begins : places)
      ranges.push([from[place] as number, from[place + word.length] as number]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const pieces: { text: string; marked: boolean }[] = [];
  let done = 0;
  for (const [start, end] of ranges) {
    if (end <= done) continue;
    if (start > done) pieces.push({ text: text.slice(done, start), marked: false });
    pieces.push({ text: text.slice(Math.max(done, start), end), marked: true });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), marked: false });
  return pieces;
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}
