import { fold } from '@shared/search/fold';
import { eachToken } from '@shared/search/tokens';

/** What of one message is indexed. */
const MAX_WORDS = 60_000;
/** Phrases do not reach from one part into the next. */
const GAP = 100;

/** Positions of each word. */
export function wordsOf(texts: readonly string[]): Map<string, number[]> {
  const words = new Map<string, number[]>();
  let position = 0;
  for (const text of texts) {
    eachToken(fold(text), (token) => {
      const positions = words.get(token);
      if (positions) positions.push(position);
      else words.set(token, [position]);
      return ++position < MAX_WORDS;
    });
    position += GAP;
  }
  return words;
}
