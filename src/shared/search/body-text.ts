import type { MessageBody } from '../model/message';
import { textOfHtml } from '../util/text-of-html';

/** What of one message is searched: nobody looks for what stands behind a book's worth of text. */
const MAX_TEXT = 512 * 1024;

/** The texts of a body as people read them, what is quoted included. */
export function textsOf({ parts }: Pick<MessageBody, 'parts'>): string[] {
  const texts: string[] = [];
  let left = MAX_TEXT;
  for (const { type, text } of parts) {
    const readable = type === 'text/html' ? textOfHtml(text.slice(0, 4 * left), true) : text;
    texts.push(readable.slice(0, left));
    left -= Math.min(left, readable.length);
    if (left === 0) break;
  }
  return texts;
}
