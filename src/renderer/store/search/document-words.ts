import type { MessageBody } from '@shared/model/message';
import { fold } from '@shared/search/fold';
import { eachToken } from '@shared/search/tokens';
import { textOfHtml } from '@shared/util/text-of-html';

/** What of one message is indexed: nobody looks for what stands behind a book's worth of text. */
const MAX_TEXT = 512 * 1024;
const MAX_WORDS = 60_000;
/** Phrases do not reach from one part into the next. */
const GAP = 100;

/** The texts of a body as people read them. */
export function textsOf(body: MessageBody): string[] {
  const texts: string[] = [];
  let left = MAX_TEXT;
  for (const { type, text } of body.parts) {
    const readable = type === 'text/html' ? textOfHtml(text.slice(0, 4 * left), true) : text;
    texts.push(readable.slice(0, left));
    left -= Math.min(left, readable.length);
    if (left === 0) break;
  }
  return texts;
}

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
