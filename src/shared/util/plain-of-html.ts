import { decodeEntities, walkHtml } from './text-of-html';

/** Elements with an empty line around them, and those that only begin a line. */
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'pre', 'blockquote']);
const LINES = new Set(
  'div tr li dt dd table tbody thead tfoot caption section article header footer main aside nav address center figure figcaption hr details summary form fieldset'.split(
    ' ',
  ),
);
/** More is no letter's structure. */
const DEEPEST = 20;

/** The words of an HTML text as lines, while they are being written. */
class Lines {
  readonly done: string[] = [];
  /** The line that is being written; put together once, as it may be a megabyte of small words. */
  readonly #pieces: string[] = [];
  /** Depth of quotation of that line. */
  depth = 0;
  /** The depth at which an empty line is due before the next words; -1: none is. */
  #gap = -1;
  /** A space belongs before the next word, if one follows on this line. */
  #space = false;

  /** Words in which white space is only that. */
  words(text: string): void {
    const [first = '', ...rest] = text.split(/[ \t\r\n\f]+/);
    this.#word(first);
    for (const word of rest) {
      this.#space = true;
      this.#word(word);
    }
  }
  /** Words as they stand (`<pre>`). */
  verbatim(text: string): void {
    text.split(/\r\n|\r|\n/).forEach((line, index) => {
      if (index > 0) this.break();
      if (line !== '') this.#put(line);
    });
  }
  /** What stands before the words of a line: a list's sign. */
  sign(text: string): void {
    this.end();
    this.#put(text);
  }
  /** Where the line is just now, for `since`. */
  here(): readonly [lines: number, pieces: number] {
    return [this.done.length, this.#pieces.length];
  }
  /** What was written on this line since then. */
  since([lines, pieces]: readonly [number, number]): string {
    return this.#pieces
      .slice(lines === this.done.length ? pieces : 0)
      .join('')
      .trim();
  }

  #word(word: string): void {
    if (word === '') return;
    const last = this.#pieces.at(-1);
    if (this.#space && last !== undefined && !last.endsWith(' ')) this.#pieces.push(' ');
    this.#space = false;
    this.#put(decodeEntities(word).replaceAll('\u00a0', ' '));
  }
  #put(text: string): void {
    if (this.#gap >= 0 && this.done.length > 0) this.done.push('>'.repeat(Math.min(this.#gap, this.depth)));
    this.#gap = -1;
    this.#pieces.push(text);
  }
  /** Ends the line, also an empty one. */
  break(): void {
    const whole = this.#pieces.join('');
    // RFC 3676 §4.3: the space is what makes it the line above a signature.
    const isSeparator = whole === '-- ' || (whole === '--' && this.#space);
    const line = isSeparator ? '-- ' : whole.trimEnd();
    const marks = '>'.repeat(this.depth);
    if (line === '') this.#empty();
    else this.done.push(marks === '' ? line : `${marks} ${line}`);
    this.#pieces.length = 0;
    this.#space = false;
  }
  /** Ends the line if there is one. */
  end(): void {
    if (this.#pieces.length > 0) this.break();
    this.#space = false;
  }
  paragraph(): void {
    this.end();
    this.#empty();
  }
  #empty(): void {
    this.#gap = this.#gap < 0 ? this.depth : Math.min(this.#gap, this.depth);
  }
}

/**
 * The words of an HTML text as somebody writes them in plain text: lines and paragraphs, `>` before what is quoted, `-` and
 * numbers before a list's items, addresses behind the words that lead there. For answering and forwarding without formatting;
 * what its sender hid is left out, and nothing else. One pass; never put it back into HTML.
 */
export function plainOfHtml(html: string): string {
  const out = new Lines();
  const lists: { ordered: boolean; count: number }[] = [];
  let pre = 0;
  let link: { readonly url: string; readonly from: ReturnType<Lines['here']> } | null = null;
  const text = (piece: string): void => {
    if (pre > 0) out.verbatim(decodeEntities(piece));
    else out.words(piece);
  };
  const endLink = (): void => {
    if (link === null) return;
    const shown = out.since(link.from);
    if (shown !== '' && !link.url.replace(/\/$/, '').endsWith(shown.replace(/\/$/, '')))
      out.words(` <${link.url}>`);
    link = null;
  };

  const open = (name: string, tag: string): void => {
    if (name === 'br') out.break();
    else if (name === 'img') {
      const alt = attribute(tag, 'alt').trim();
      if (alt !== '') out.words(` [${alt}] `);
    } else if (name === 'hr') {
      out.sign('---');
      out.break();
    } else if (name === 'a') {
      endLink();
      const url = attribute(tag, 'href').trim();
      if (/^https?:\/\/\S+$/i.test(url)) link = { url, from: out.here() };
    } else if (name === 'td' || name === 'th') out.words(' ');
    else if (PARAGRAPHS.has(name)) {
      const inList = lists.length > 0 && name !== 'blockquote' && name !== 'pre';
      if (!inList) out.paragraph();
      else if (name !== 'p') out.end();
      if (name === 'blockquote') out.depth = Math.min(DEEPEST, out.depth + 1);
      if (name === 'pre') pre++;
      if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', count: startOf(tag) });
    } else if (LINES.has(name)) {
      out.end();
      const list = lists.at(-1);
      if (name === 'li' && list)
        out.sign(
          `${'  '.repeat(Math.min(DEEPEST, lists.length - 1))}${list.ordered ? `${list.count++}.` : '-'} `,
        );
    }
  };
  const close = (name: string): void => {
    if (name === 'a') endLink();
    else if (PARAGRAPHS.has(name)) {
      if (name === 'ul' || name === 'ol') lists.pop();
      if (lists.length > 0) out.end();
      else out.paragraph();
      if (name === 'blockquote') out.depth = Math.max(0, out.depth - 1);
      if (name === 'pre') pre = Math.max(0, pre - 1);
    } else if (LINES.has(name)) out.end();
  };

  walkHtml(html, { text, open, close });
  endLink();
  out.end();
  return out.done.join('\n');
}

const startOf = (tag: string): number => Number.parseInt(attribute(tag, 'start'), 10) || 1;

/** An attribute's value out of one tag, '' when it has none. */
function attribute(tag: string, name: string): string {
  const found = new RegExp(`[\\s"'/]${name}\\s{0,3}=\\s{0,3}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    tag,
  );
  return decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
}
