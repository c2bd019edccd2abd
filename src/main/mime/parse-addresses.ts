import type { Address } from '@shared/model/message';
import { cleanLine } from './clean-text';
import { decodeWords, headerText } from './decode-header';

/** More recipients than any server accepts; the rest is a bomb. */
const MAX_ADDRESSES = 10_000;

/** One mailbox while it is being read. Everything is raw text: decoding comes after the grammar (security.md S-01). */
interface Draft {
  /** Words outside of angle brackets and comments. */
  words: string;
  /** The same without decoration: what an address is made of when there are no angle brackets. */
  bare: string;
  angle: string | null;
  comment: string;
}

const fresh = (): Draft => ({ words: '', bare: '', angle: null, comment: '' });

/**
 * An address list header (RFC 5322 §3.4 with its obsolete forms and what real mailers write) to mailboxes. Groups are
 * flattened; an empty group gives one entry with its name and no address. The addr-spec is kept as it was written,
 * encoded words in it are not decoded, so that it is always the real one.
 */
export function parseAddresses(raw: Uint8Array | string): Address[] {
  const text = headerText(raw);
  const found: Address[] = [];
  let draft = fresh();
  /** Words before an unquoted comma that turned out to be no address: `Doe, John <j@example.org>`. */
  let before = '';
  let group: { name: string; from: number } | null = null;

  const finish = (last: boolean): void => {
    const address = addressOf(draft);
    if (address !== '') {
      found.push({ name: nameOf(draft, before), address });
      before = '';
    } else {
      const rest = decoded(draft.words);
      if (rest !== '') before = before === '' ? rest : `${before}, ${rest}`;
    }
    if (last && before !== '') {
      found.push({ name: before, address: '' });
      before = '';
    }
    draft = fresh();
  };

  let at = 0;
  while (at < text.length && found.length < MAX_ADDRESSES) {
    const character = text[at] as string;
    if (character === '"') {
      const [content, next] = readQuoted(text, at);
      draft.words += content;
      draft.bare += text.slice(at, next);
      at = next;
    } else if (character === '(') {
      const [content, next] = readComment(text, at);
      draft.comment = content;
      draft.words += ' ';
      at = next;
    } else if (character === '<') {
      const [content, next] = readAngle(text, at);
      draft.angle ??= content;
      draft.words += ' ';
      at = next;
    } else if (character === ',' || (character === ';' && group === null)) {
      finish(false);
      at++;
    } else if (character === ':' && group === null && draft.angle === null && !draft.bare.includes('@')) {
      group = { name: decoded(draft.words), from: found.length };
      draft = fresh();
      at++;
    } else if (character === ';' && group !== null) {
      finish(true);
      if (found.length === group.from) found.push({ name: group.name, address: '' });
      group = null;
      at++;
    } else {
      draft.words += character;
      draft.bare += character;
      at++;
    }
  }
  if (found.length < MAX_ADDRESSES) finish(true);
  // Not one address in it: better to show the sender's nonsense than nothing.
  if (found.length === 0) {
    const whole = cleanLine(text.slice(0, 200)).replace(/^[,; ]+$/, '');
    if (whole !== '') found.push({ name: whole, address: '' });
  }
  return found;
}

const decoded = (words: string): string => cleanLine(decodeWords(words));

function addressOf({ angle, bare }: Draft): string {
  if (angle !== null) return tidy(angle);
  const plain = bare.trim();
  if (!plain.includes('@')) return '';
  if (!/\s/.test(plain) || plain.startsWith('"')) return tidy(plain);
  // `Jane jane@example.org`: the last word with an @ is the address.
  return tidy(plain.split(/\s+/).findLast((word) => word.includes('@')) ?? '');
}

function nameOf(draft: Draft, before: string): string {
  let own = draft.angle === null ? '' : decoded(draft.words);
  if (own === '' && draft.angle === null) {
    const words = decoded(draft.words);
    const address = addressOf(draft);
    if (words !== cleanLine(address) && words.endsWith(address)) own = words.slice(0, -address.length).trim();
  }
  if (own === '') own = decoded(draft.comment);
  return before === '' ? own : `${before}, ${own}`;
}

/** The addr-spec without white space, controls and an obsolete route (`@a,@b:c@d`). */
function tidy(address: string): string {
  const route = /^\s*@[^:"]*:/.exec(address);
  const spec = route ? address.slice(route[0].length) : address;
  return spec.startsWith('"') ? cleanLine(spec) : cleanLine(spec).replaceAll(' ', '');
}

/** Content of the quoted string at `at`, and where it ends. An unfinished one ends with the text. */
function readQuoted(text: string, at: number): [content: string, next: number] {
  let content = '';
  let i = at + 1;
  while (i < text.length) {
    const character = text[i] as string;
    if (character === '"') return [content, i + 1];
    if (character === '\\' && i + 1 < text.length) i++;
    content += text[i] as string;
    i++;
  }
  return [content, i];
}

/** Content of the possibly nested comment at `at`. */
function readComment(text: string, at: number): [content: string, next: number] {
  let depth = 0;
  let content = '';
  let i = at;
  while (i < text.length) {
    const character = text[i] as string;
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth === 0) return [content.slice(1), i + 1];
    if (character === '\\' && i + 1 < text.length) i++;
    content += text[i] as string;
    i++;
  }
  return [content.slice(1), i];
}

/** Content of the angle brackets at `at`; a `>` inside of a quoted local part does not end them. */
function readAngle(text: string, at: number): [content: string, next: number] {
  let content = '';
  let i = at + 1;
  while (i < text.length) {
    const character = text[i] as string;
    if (character === '>') return [content, i + 1];
    if (character === '"') {
      const [, next] = readQuoted(text, i);
      content += text.slice(i, next);
      i = next;
    } else if (character === '(') {
      i = readComment(text, i)[1];
    } else {
      if (character !== '<') content += character;
      i++;
    }
  }
  return [content, i];
}
