import type { BodyText } from '@shared/model/message';
import { textOfHtml } from '@shared/util/text-of-html';
import { cleanLine } from './clean-text';
import { unflow } from './flowed';

/** Enough for any preview; keeps huge bodies cheap. */
const LOOK_AT = 64 * 1024;

/** The first words of a message for the list: no quotes, no hidden text, one line. */
export function preview(text: Pick<BodyText, 'type' | 'text' | 'flowed' | 'delsp'>, length = 200): string {
  const start = text.text.slice(0, LOOK_AT);
  const readable =
    text.type === 'text/html'
      ? textOfHtml(start)
      : withoutQuotes(text.flowed ? unflow(start, text.delsp) : start);
  const line = cleanLine(readable);
  // Cut between code points.
  return line.length <= length
    ? line
    : Array.from(line.slice(0, length + 1))
        .slice(0, -1)
        .join('')
        .trimEnd();
}

/** Whatever the language: a line that ends with a colon and stands right before a quotation says whose it is. */
const ATTRIBUTION = /^.{1,200}:$/;

function withoutQuotes(text: string): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('>')) continue;
    if (/^-- ?$/.test(line)) break;
    if (/^-{3,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht)/i.test(line)) break;
    if (lines[i + 1]?.startsWith('>') && ATTRIBUTION.test(line.trim())) continue;
    kept.push(line.replace(/^[-=_*#~]{3,}$/, ''));
  }
  return kept.join(' ');
}
