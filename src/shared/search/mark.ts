import { fold, isAscii } from './fold';
import { parseSearch } from './parse';
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

/** The words of a query as it is typed that are looked for in these fields. Folded. */
export const wordsToMark = (query: string, fields: ReadonlySet<TextField>): readonly string[] =>
  markedWords(parseSearch(query).node).flatMap(({ field, text }) => (fields.has(field) ? [text] : []));

/** Longer texts are not what a row shows. */
const MAX_TEXT = 500;

/** A text in pieces, in order, each marked or not, see `markedRanges`. */
export function markedPieces(
  text: string,
  words: readonly string[],
): { readonly text: string; readonly marked: boolean }[] {
  const ranges = text.length > MAX_TEXT ? [] : markedRanges(text, words);
  const pieces: { text: string; marked: boolean }[] = [];
  let done = 0;
  for (const [start, end] of ranges) {
    if (start > done) pieces.push({ text: text.slice(done, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    done = end;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), marked: false });
  return pieces;
}

/**
 * Where words stand in a text as it is written: begin and end, ascending, none over another. A word is marked where it
 * begins one, else anywhere.
 * @param words folded.
 */
export function markedRanges(text: string, words: readonly string[]): readonly (readonly [number, number])[] {
  const wanted = words.filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const { folded, from } = foldedWithPlaces(text);
  const found: [number, number][] = [];
  for (const word of wanted) {
    const places = placesOf(folded, word);
    const begins = places.filter(
      (place) => place === 0 || !joins(folded[place - 1] as string, word[0] as string),
    );
    for (const place of begins.length > 0 ? begins : places)
      found.push([from(place), from(place + word.length)]);
  }
  found.sort((a, b) => a[0] - b[0]);
  const ranges: [number, number][] = [];
  let done = 0;
  for (const [start, end] of found) {
    if (end <= Math.max(done, start)) continue;
    ranges.push([Math.max(done, start), end]);
    done = end;
  }
  return ranges;
}

/** Folding may make more or fewer characters of one: each remembers where it came from. */
function foldedWithPlaces(text: string): { readonly folded: string; readonly from: (at: number) => number } {
  if (isAscii(text)) return { folded: fold(text), from: (at) => at };
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const own = fold(character);
    folded += own;
    for (let i = 0; i < own.length; i++) places.push(at);
    at += character.length;
  }
  places.push(text.length);
  return { folded, from: (place) => places[place] as number };
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}
