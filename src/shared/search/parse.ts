import type { DateForms } from './dates';
import { isTextField, operatorOf, type OperatorName, termOf } from './operators';
import {
  EVERYTHING,
  isEverything,
  type ParsedSearch,
  type SearchNode,
  type SearchNote,
  type TextField,
} from './query';
import { tokenQuery } from './tokens';

/** Brackets in brackets; deeper ones are left out. */
const MAX_DEPTH = 20;

/**
 * Reads what people type into a search box. Never throws and never refuses: what is no operator is a word, what is not
 * finished yet is left out, and what may have been meant otherwise is said in `notes`.
 *
 * `words` must all be there, in any order; `"phrases"` as they stand; `-without`; `this OR that` (which binds tighter
 * than being next to each other, as in Gmail); `(brackets)`; operators as in `operators.ts`.
 *
 * @param forms how dates are written in the language of who typed it; what was printed needs none
 */
export function parseSearch(text: string, forms: DateForms = ENGLISH): ParsedSearch {
  const reader = new Reader(text, forms);
  return { node: reader.everything(), notes: reader.notes };
}

const ENGLISH: DateForms = {
  order: ['year', 'month', 'day'],
  today: ['today'],
  yesterday: ['yesterday'],
  months: new Map(),
};

class Reader {
  readonly notes: SearchNote[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(
    text: string,
    private readonly forms: DateForms,
  ) {
    this.#text = text.replace(/[“”„«»]/g, '"');
  }

  everything(): SearchNode {
    const parts: SearchNode[] = [];
    // A closing bracket that nothing opened is passed over.
    for (; !this.#over; this.#at++) parts.push(this.#all('any'));
    return and(parts);
  }

  get #over(): boolean {
    return this.#at >= this.#text.length;
  }
  get #next(): string {
    return this.#text[this.#at] ?? '';
  }

  #blanks(): void {
    while (/\s/u.test(this.#next)) this.#at++;
  }

  /** Everything up to a closing bracket or the end. */
  #all(field: TextField): SearchNode {
    const parts: SearchNode[] = [];
    let pending: SearchNode[] = [];
    let joined = false;
    for (;;) {
      this.#blanks();
      if (this.#over || this.#next === ')') break;
      if (this.#keyword('OR')) {
        joined = pending.length > 0;
        continue;
      }
      if (this.#keyword('AND')) continue;
      const node = this.#unary(field);
      if (isEverything(node)) continue;
      if (joined) pending.push(node);
      else {
        parts.push(or(pending));
        pending = [node];
      }
      joined = false;
    }
    parts.push(or(pending));
    return and(parts);
  }

  /** A word in capitals that stands alone. */
  #keyword(word: string): boolean {
    const end = this.#at + word.length;
    if (!this.#text.startsWith(word, this.#at) || !/^[\s()"]?$/u.test(this.#text[end] ?? '')) return false;
    this.#at = end;
    return true;
  }

  #unary(field: TextField): SearchNode {
    let negated = false;
    for (;;) {
      const minus = this.#next === '-' && /[^\s)]/u.test(this.#text[this.#at + 1] ?? ' ');
      if (minus) this.#at++;
      else if (this.#keyword('NOT')) this.#blanks();
      else break;
      negated = !negated;
    }
    if (this.#over || this.#next === ')') return EVERYTHING;
    const node = this.#atom(field);
    return negated && !isEverything(node) ? { kind: 'not', of: node } : node;
  }

  #atom(field: TextField): SearchNode {
    if (this.#next === '(') return this.#group(field);
    if (this.#next === '"') return this.#phrase(field);
    const start = this.#at;
    const [, name] = /^([A-Za-z_]+):/.exec(this.#text.slice(start, start + 24)) ?? [];
    const operator = name === undefined ? null : operatorOf(name);
    if (name !== undefined && operator) {
      this.#at += name.length + 1;
      return this.#operator(operator, name);
    }
    const text = this.#word();
    // `-OR`: the word itself is meant, which is written in quotation marks.
    if (KEYWORDS.has(text)) return phrase(field, text);
    if (
      name !== undefined &&
      /^[^/\s]/u.test(text.slice(name.length + 1)) &&
      !NO_OPERATORS.has(name.toLowerCase())
    )
      this.notes.push({ kind: 'unknown-operator', name, word: text });
    return word(field, text);
  }

  #group(field: TextField): SearchNode {
    this.#at++;
    if (this.#depth >= MAX_DEPTH) return EVERYTHING;
    this.#depth++;
    const inside = this.#all(field);
    this.#depth--;
    if (this.#next === ')') this.#at++;
    return inside;
  }

  #phrase(field: TextField): SearchNode {
    const { text, open } = this.#quoted();
    return phrase(field, text, open);
  }

  /** What is between quotation marks, its blanks made single ones. */
  #quoted(): { text: string; open: boolean } {
    const end = this.#text.indexOf('"', this.#at + 1);
    const text = this.#text.slice(this.#at + 1, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return { text: text.trim().replace(/\s+/gu, ' '), open: end < 0 };
  }

  #word(): string {
    const start = this.#at;
    while (!this.#over && !/[\s()"]/u.test(this.#next)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #operator(operator: OperatorName, name: string): SearchNode {
    // "from: anna" is meant as it looks.
    const after = this.#at;
    this.#blanks();
    if (this.#over || this.#next === ')' || (this.#at > after && this.#startsOther())) {
      this.#at = after;
      return EVERYTHING;
    }
    if (isTextField(operator)) {
      if (this.#next === '(') return this.#group(operator);
      return this.#next === '"' ? this.#phrase(operator) : word(operator, this.#word());
    }
    const quoted = this.#next === '"';
    const value = quoted ? this.#quoted().text : this.#next === '(' ? '' : this.#word();
    if (value === '') return EVERYTHING;
    const term = termOf(operator, value, this.forms);
    if (term === 'incomplete') return EVERYTHING;
    if (term) return term;
    this.notes.push({ kind: 'bad-value', name, value });
    return quoted ? phrase('any', value) : word('any', `${name}:${value}`);
  }

  /** Whether what comes is an operator, a "not" or an "or" rather than a value. */
  #startsOther(): boolean {
    const rest = this.#text.slice(this.#at, this.#at + 24);
    const [, name] = /^-?([A-Za-z_]+):/.exec(rest) ?? [];
    return (
      (name !== undefined && operatorOf(name) !== null) || /^(?:-|(?:OR|AND|NOT)(?![^\s()"]))/u.test(rest)
    );
  }
}

const KEYWORDS: ReadonlySet<string> = new Set(['OR', 'AND', 'NOT']);

/** What stands before a colon in ordinary text. */
const NO_OPERATORS: ReadonlySet<string> = new Set([
  're',
  'fw',
  'fwd',
  'aw',
  'wg',
  'sv',
  'http',
  'https',
  'mailto',
]);

const meansSomething = (text: string): boolean => tokenQuery(text, false) !== null;

const word = (field: TextField, text: string): SearchNode =>
  meansSomething(text) ? { kind: 'text', field, text, phrase: false } : EVERYTHING;

const phrase = (field: TextField, text: string, open = false): SearchNode =>
  meansSomething(text) ? { kind: 'text', field, text, phrase: true, ...(open ? { open } : {}) } : EVERYTHING;

function and(parts: readonly SearchNode[]): SearchNode {
  const all = parts.flatMap((part) => (part.kind === 'and' ? part.all : [part]));
  return all.length === 1 ? (all[0] as SearchNode) : { kind: 'and', all };
}

function or(parts: readonly SearchNode[]): SearchNode {
  if (parts.length === 0) return EVERYTHING;
  const any = parts.flatMap((part) => (part.kind === 'or' ? part.any : [part]));
  return any.length === 1 ? (any[0] as SearchNode) : { kind: 'or', any };
}
