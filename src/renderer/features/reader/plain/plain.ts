import { readLink } from '../html/links';

/** A piece of one line: words, or something that can be followed. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  /** Somebody's earlier words, quote marks taken off; `folded`: shown as one line until asked for. */
  | { readonly kind: 'quote'; readonly text: string; readonly lines: number; readonly folded: boolean }
  | { readonly kind: 'signature'; readonly text: string };

interface Line {
  readonly depth: number;
  readonly text: string;
}

export interface PlainSource {
  readonly text: string;
  readonly flowed: boolean;
  readonly delsp: boolean;
}

/** Beyond these many characters more waits for a click: a page of megabytes would stop the window for seconds. */
const SHOWN_AT_ONCE = 200_000;
const SHOWN_MORE = 400_000;

/** So far back an end of a paragraph is looked for, which is the better place to stop. */
const PARAGRAPH = 20_000;

/**
 * Up to where a text is shown when more of it was asked for `more` times: to the end of a paragraph where one ends nearby, else
 * to the end of a line, where it has lines.
 */
export function shownEnd(text: string, more: number): number {
  const most = SHOWN_AT_ONCE + more * SHOWN_MORE;
  if (text.length <= most) return text.length;
  const near = text.slice(most - PARAGRAPH, most);
  const blank = Math.max(near.lastIndexOf('\n\n') + 2, near.lastIndexOf('\n\r\n') + 3);
  if (blank > 3) return most - PARAGRAPH + blank;
  const line = text.lastIndexOf('\n', most) + 1;
  return line > most - SHOWN_AT_ONCE ? line : most;
}

/** The pieces in which a text is shown when more of it was asked for `more` times. Each is read for itself. */
export function shownPieces(text: string, more: number): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let n = 0; n <= more && (n === 0 || from < text.length); n++) {
    const end = shownEnd(text, n);
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}

/** Quotes up to this long stay open when an answer stands below them. */
const SHORT_QUOTE = 4;

/** Splits a plain text part into what its sender wrote, what they quoted, and their signature. */
export function readPlain(source: PlainSource): Block[] {
  const lines = source.flowed ? unflow(source.text, source.delsp) : rawLines(source.text);
  const signatureAt = findSignature(lines);
  const words = lines.slice(0, signatureAt);
  const blocks = group(words);
  const signature = lines
    .slice(signatureAt)
    .map((line) => line.text)
    .join('\n')
    .trimEnd();
  if (signature !== '') blocks.push({ kind: 'signature', text: signature });
  return blocks;
}

function rawLines(text: string): Line[] {
  return text.split(/\r\n|\r|\n/).map((line) => {
    const marks = /^(?:> ?)+/.exec(line)?.[0] ?? '';
    return { depth: marks.replaceAll(' ', '').length, text: line.slice(marks.length) };
  });
}

/** Joins the lines of format=flowed text: RFC 3676 §4.1–4.5 (quote depth, space-stuffing, soft breaks, `-- ` fixed). */
function unflow(text: string, delsp: boolean): Line[] {
  const out: Line[] = [];
  let open: { depth: number; text: string } | null = null;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const depth = /^>*/.exec(raw)?.[0].length ?? 0;
    const rest = raw.slice(depth);
    const line = rest.startsWith(' ') ? rest.slice(1) : rest;
    const soft = line.endsWith(' ') && line !== '-- ';
    const content = soft && delsp ? line.slice(0, -1) : line;
    if (open !== null && open.depth === depth && line !== '-- ') open.text += content;
    else {
      if (open !== null) out.push(open);
      open = { depth, text: content };
    }
    if (!soft) {
      out.push(open);
      open = null;
    }
  }
  if (open !== null) out.push(open);
  return out;
}

/** Index of the last unquoted `-- ` line near the end; the number of lines when there is none. */
function findSignature(lines: readonly Line[]): number {
  const from = Math.max(0, lines.length - 30);
  for (let at = lines.length - 1; at >= from; at--) {
    const line = lines[at];
    if (line?.depth === 0 && (line.text === '-- ' || line.text === '--')) {
      return lines.slice(at).some((after) => after.depth > 0) ? lines.length : at;
    }
  }
  return lines.length;
}

function group(lines: readonly Line[]): Block[] {
  const runs: { quoted: boolean; lines: Line[] }[] = [];
  for (const line of lines) {
    const quoted = line.depth > 0;
    const last = runs.at(-1);
    const blank = line.text.trim() === '' && !quoted;
    if (last !== undefined && (last.quoted === quoted || (blank && last.quoted))) last.lines.push(line);
    else runs.push({ quoted, lines: [line] });
  }
  const lastWords = runs.findLastIndex(
    (run) => !run.quoted && run.lines.some((line) => line.text.trim() !== ''),
  );
  return runs.flatMap((run, index): Block[] => {
    if (!run.quoted) {
      const text = trimBlank(run.lines.map((line) => line.text).join('\n'));
      return text === '' ? [] : [{ kind: 'text', text }];
    }
    const outer = trimBlank(
      run.lines.map((line) => '> '.repeat(Math.max(0, line.depth - 1)) + line.text).join('\n'),
    );
    const count = outer.split('\n').length;
    const answered = index < lastWords;
    return outer === ''
      ? []
      : [{ kind: 'quote', text: outer, lines: count, folded: !answered || count > SHORT_QUOTE }];
  });
}

const trimBlank = (text: string): string => text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();

const LINK =
  /\bhttps?:\/\/[^\s<>"“”«»]+|\bmailto:[^\s<>"]+|\bwww\.[a-z0-9-]+\.[^\s<>"“”«»]+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}/giu;

/** Finds what can be followed in a text: http, https and mailto only, shown exactly as it leads (the text is the link). */
export function inlines(text: string): Inline[] {
  const out: Inline[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const words = trimLink(match[0]);
    const url = linkUrl(words);
    if (url === null) continue;
    if (match.index > done) out.push({ kind: 'text', text: text.slice(done, match.index) });
    out.push({ kind: 'link', text: words, url });
    done = match.index + words.length;
  }
  if (done < text.length) out.push({ kind: 'text', text: text.slice(done) });
  return out;
}

function linkUrl(words: string): string | null {
  if (/^https?:/i.test(words) || /^mailto:/i.test(words)) return readLink(words)?.url ?? null;
  if (/^www\./i.test(words)) return readLink(`https://${words}`)?.url ?? null;
  return readLink(`mailto:${words}`)?.url ?? null;
}

/**
 * Punctuation that ends the sentence, not the address; a closing bracket stays when its partner is inside. Counted once: an
 * address may end in a hundred thousand brackets.
 */
function trimLink(link: string): string {
  const count = (character: string): number => link.split(character).length - 1;
  const left = { ')': count('(') - count(')'), ']': count('[') - count(']') };
  let end = link.length;
  for (;;) {
    const last = link[end - 1] ?? '';
    if (/[.,;:!?'’"*_]/.test(last)) end--;
    else if ((last === ')' || last === ']') && left[last] < 0) {
      left[last]++;
      end--;
    } else return link.slice(0, end);
  }
}
