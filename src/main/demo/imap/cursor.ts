import { fromUtf8 } from '../bytes';
import { decodeUtf7 } from '../utf7';

/** The command is not what the grammar allows: answered with BAD. */
export class BadCommand extends Error {}

/** Reads one command, literals inlined as they came (`{5}\r\nhello`), from left to right. */
export class Cursor {
  at = 0;
  constructor(readonly text: string) {}

  get rest(): string {
    return this.text.slice(this.at);
  }
  get done(): boolean {
    return this.at >= this.text.length;
  }
  peek(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }
  /** Takes exactly this text (any case) or throws. */
  expect(text: string): void {
    if (!this.accept(text))
      throw new BadCommand(`expected ${JSON.stringify(text)} near ${JSON.stringify(this.rest.slice(0, 20))}`);
  }
  accept(text: string): boolean {
    if (this.text.slice(this.at, this.at + text.length).toUpperCase() !== text.toUpperCase()) return false;
    this.at += text.length;
    return true;
  }
  space(): void {
    this.expect(' ');
  }
  end(): void {
    if (!this.done) throw new BadCommand(`unexpected ${JSON.stringify(this.rest.slice(0, 20))}`);
  }
  #take(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null || match[0] === '')
      throw new BadCommand(`expected ${what} near ${JSON.stringify(this.rest.slice(0, 20))}`);
    this.at += match[0].length;
    return match[0];
  }
  atom(): string {
    return this.#take(/[^\x00-\x20\x7f(){%*"\\\]]+/y, 'an atom');
  }
  /** A word of a command or an attribute name: letters, digits, `.`, `-`, `=`. */
  word(): string {
    return this.#take(/[A-Za-z0-9.=+_/-]+/y, 'a word').toUpperCase();
  }
  number(): number {
    return Number(this.#take(/\d+/y, 'a number'));
  }
  /** Up to the next space or parenthesis: flags, `\Seen`, and what else has its own rules. */
  token(): string {
    return this.#take(/[^\s()]+/y, 'a token');
  }
  isString(): boolean {
    return this.peek('"') || this.peek('{') || this.peek('~{');
  }
  /** A quoted string or a literal, as bytes. */
  string(): string {
    const quoted = /"((?:[^"\\\r\n]|\\["\\])*)"/y;
    quoted.lastIndex = this.at;
    const match = quoted.exec(this.text);
    if (match !== null) {
      this.at += match[0].length;
      return (match[1] ?? '').replace(/\\(["\\])/g, '$1');
    }
    const literal = /~?\{(\d+)\+?\}\r\n/y;
    literal.lastIndex = this.at;
    const head = literal.exec(this.text);
    if (head === null)
      throw new BadCommand(`expected a string near ${JSON.stringify(this.rest.slice(0, 20))}`);
    const start = this.at + head[0].length;
    this.at = start + Number(head[1]);
    return this.text.slice(start, this.at);
  }
  astring(): string {
    return this.isString() ? this.string() : this.#take(/[^\x00-\x20\x7f(){%*"\\]+/y, 'an astring');
  }
  nstring(): string | null {
    return this.accept('NIL') ? null : this.string();
  }
  /** A mailbox name, decoded from UTF-8 or modified UTF-7. */
  mailbox(isUtf8: boolean): string {
    return decodeName(this.astring(), isUtf8);
  }
  /** A LIST pattern: an astring in which `%` and `*` may stand. */
  pattern(isUtf8: boolean): string {
    const raw = this.isString() ? this.string() : this.#take(/[^\x00-\x20\x7f(){"\\]+/y, 'a pattern');
    return decodeName(raw, isUtf8);
  }
  /** `(a b c)` with the reader of one item. */
  list<T>(item: () => T): T[] {
    this.expect('(');
    const items: T[] = [];
    while (!this.accept(')')) {
      if (items.length > 0) this.space();
      items.push(item());
    }
    return items;
  }
  flags(): string[] {
    const flag = (): string => this.#take(/\\?[^\x00-\x20\x7f(){%*"\\]+/y, 'a flag');
    if (this.peek('(')) return this.list(flag);
    const flags = [flag()];
    while (this.accept(' ')) flags.push(flag());
    return flags;
  }
  /** A sequence set as it came, `$` included. */
  set(): string {
    return this.#take(/\$|[\d*]+(?::[\d*]+)?(?:,[\d*]+(?::[\d*]+)?)*/y, 'a sequence set');
  }
}

function decodeName(raw: string, isUtf8: boolean): string {
  if (isUtf8) return fromUtf8(raw);
  return decodeUtf7(raw) ?? raw;
}

/** Ranges of a sequence set, `*` replaced, each with low ≤ high. */
export function parseSet(text: string, star: number): Array<[number, number]> {
  return text.split(',').map((range) => {
    const [a = '', b = a] = range.split(':');
    const low = a === '*' ? star : Number(a);
    const high = b === '*' ? star : Number(b);
    if (!Number.isInteger(low) || !Number.isInteger(high) || (low === 0 && star !== 0))
      throw new BadCommand('bad sequence set');
    return low <= high ? [low, high] : [high, low];
  });
}

/** `1:3,7` for ascending numbers; '' for none. */
export function formatSet(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length;) {
    const first = numbers[i] ?? 0;
    let last = first;
    for (i += 1; numbers[i] === last + 1; i += 1) last += 1;
    parts.push(first === last ? String(first) : `${first}:${last}`);
  }
  return parts.join(',');
}
