import type { BodyStructure, Params } from '../types';
import { parseEnvelope } from './parse-envelope';
import type { Reader } from './reader';

const OPEN = 0x28;
const CLOSE = 0x29;
const QUOTE = 0x22;
const NO_PARAMS: Params = [];
const NO_WORDS: readonly string[] = [];
const NO_PARTS: readonly BodyStructure[] = [];

/** A part while it is read: fields that come behind its children are filled in when they have been read. */
type Draft = { -readonly [K in keyof BodyStructure]: BodyStructure[K] };

/** A part whose children are being read: a multipart, or a message in a message (which has its envelope already). */
interface Open {
  readonly part: Draft;
  readonly children: BodyStructure[];
}

/**
 * `body` (RFC 9051 §9, §7.5.2), without recursion: what is open is a list of its own, bounded like the number of parts.
 * Lenient where servers are known to be loose: childless multiparts, NIL parts, missing trailing fields, a disposition
 * that is a bare string.
 */
export function parseStructure(r: Reader): BodyStructure {
  const open: Open[] = [];
  r.nodes = 0;
  r.skipSpaces();
  let section = '';
  for (;;) {
    if (open.length >= r.limits.depth || ++r.nodes > r.limits.width) {
      r.fail('body structure too deep or too wide');
    }
    r.expect(OPEN);
    r.skipSpaces();
    let ended: Draft | null = null;
    if (r.peek() === OPEN || childlessMultipart(r)) {
      r.acceptNil();
      open.push({ part: newPart(section, 'multipart'), children: [] });
    } else {
      const part = fields(r, newPart(open.length === 0 ? '1' : section, ''));
      if (holdsMessage(r, part)) open.push({ part, children: [] });
      else ended = singleTail(r, part);
    }
    // Out of every part that ends here, up to one that has another child.
    for (;;) {
      const parent = open[open.length - 1];
      if (ended !== null) {
        toClose(r, 'body structure');
        if (parent === undefined) return ended;
        parent.children.push(ended);
        r.skipSpaces();
      }
      if (parent === undefined) return r.fail('body structure without parts');
      const next = r.peek() === OPEN ? childSection(r, parent) : null;
      if (next !== null) {
        section = next;
        break;
      }
      open.pop();
      const { part } = parent;
      if (parent.children.length > 0) part.children = parent.children;
      ended = part.type === 'multipart' ? multipartTail(r, part) : messageTail(r, part);
    }
  }
}

function newPart(section: string, type: string): Draft {
  return {
    section,
    type,
    subtype: '',
    params: NO_PARAMS,
    id: null,
    description: null,
    encoding: '7bit',
    size: 0,
    lines: null,
    md5: null,
    disposition: null,
    language: NO_WORDS,
    location: null,
    envelope: null,
    children: NO_PARTS,
  };
}

/** The number of the child that begins here; null when `parent` has no room for one. */
function childSection(r: Reader, { part, children }: Open): string | null {
  if (part.type === 'multipart') {
    const n = String(children.length + 1);
    return part.section === '' ? n : `${part.section}.${n}`;
  }
  if (children.length > 0) return null;
  // The parts of an embedded multipart are numbered below the message itself; a single body is its part 1.
  return r.bytes[r.pos + 1] === OPEN ? part.section : `${part.section}.1`;
}

/** Whatever a server adds, up to and with the closing parenthesis. */
function toClose(r: Reader, what: string): void {
  r.skipSpaces();
  while (!r.accept(CLOSE)) {
    if (r.done) r.fail(`${what} without end`);
    r.skipValue();
    r.skipSpaces();
  }
}

const MULTIPART = new Set([
  'mixed',
  'alternative',
  'related',
  'digest',
  'parallel',
  'report',
  'signed',
  'encrypted',
]);

/** `(NIL "alternative" …)` (Dovecot, U5) and `("mixed" ("boundary" …` (QQ, Yandex, Gmail: C7, R3, G2). */
function childlessMultipart(r: Reader): boolean {
  const start = r.pos;
  let found = false;
  if (r.acceptNil()) {
    r.skipSpaces();
    found = r.peek() === QUOTE && MULTIPART.has(r.quoted().toLowerCase());
  } else if (r.peek() === QUOTE && MULTIPART_FIRST[r.bytes[start + 1] ?? 0] === 1) {
    const word = r.quoted().toLowerCase();
    r.skipSpaces();
    found = MULTIPART.has(word) && (r.peek() === OPEN || r.isNil() || r.peek() === CLOSE);
  }
  r.pos = start;
  return found;
}
const MULTIPART_FIRST = new Uint8Array(256);
for (const word of MULTIPART) {
  MULTIPART_FIRST[word.charCodeAt(0)] = 1;
  MULTIPART_FIRST[word.charCodeAt(0) - 32] = 1;
}

function multipartTail(r: Reader, part: Draft): Draft {
  part.subtype = lower(optional(r)) || 'mixed';
  part.params = parameters(r);
  return extension(r, part);
}

/** What every part but a multipart begins with, to its size. */
function fields(r: Reader, part: Draft): Draft {
  let type = lower(optional(r));
  let subtype: string;
  if (nextIsParams(r)) {
    // `("X-ZIP" NIL …`: the subtype is missing (X3); NIL NIL is a part without a type (M9).
    subtype = type;
    type = type === '' ? '' : 'application';
    if (type === '' && r.isNil()) {
      const at = r.pos;
      r.acceptNil();
      if (!nextIsParams(r)) r.pos = at;
    }
  } else subtype = lower(optional(r));
  if (type === '') {
    type = 'text';
    subtype = 'plain';
  }
  part.type = type;
  part.subtype = subtype !== '' ? subtype : type === 'text' ? 'plain' : 'octet-stream';
  part.params = parameters(r);
  part.id = optional(r);
  part.description = optional(r);
  part.encoding = lower(optional(r)) || '7bit';
  part.size = count(r) ?? 0;
  r.skipSpaces();
  return part;
}

/** Whether `part` goes on with the envelope of a message in a message, which is then read; some leave it out (X2). */
function holdsMessage(r: Reader, part: Draft): boolean {
  if (part.type !== 'message' || (part.subtype !== 'rfc822' && part.subtype !== 'global')) return false;
  if (r.peek() !== OPEN || r.bytes[r.pos + 1] === CLOSE) return false;
  part.envelope = parseEnvelope(r);
  r.skipSpaces();
  return true;
}

function messageTail(r: Reader, part: Draft): Draft {
  part.lines = count(r);
  part.md5 = extensionString(r);
  return extension(r, part);
}

function singleTail(r: Reader, part: Draft): Draft {
  const c = r.peek();
  if (isDigit(c) || c === 0x2d) part.lines = count(r);
  part.md5 = extensionString(r);
  return extension(r, part);
}

function nextIsParams(r: Reader): boolean {
  r.skipSpaces();
  return r.peek() === OPEN || r.isNil();
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;

function optional(r: Reader): string | null {
  r.skipSpaces();
  const c = r.peek();
  if (c === CLOSE || c < 0) return null;
  if (c === OPEN) {
    r.skipValue();
    return null;
  }
  return r.nstring();
}

/** A count that may be negative, NIL or absent (M8). */
function count(r: Reader): number | null {
  r.skipSpaces();
  const c = r.peek();
  if (c === CLOSE || c < 0 || r.acceptNil()) return null;
  return Math.max(0, r.number());
}

function lower(text: string | null): string {
  return text === null ? '' : text.toLowerCase();
}

/** `body-fld-param`: a list of pairs, NIL, `()`, an odd number of strings, or NIL values (X4). */
function parameters(r: Reader): Params {
  r.skipSpaces();
  if (r.peek() !== OPEN) {
    if (!r.done && r.peek() !== CLOSE && !r.acceptNil()) r.skipValue();
    return NO_PARAMS;
  }
  r.pos++;
  let out: [string, string][] | null = null;
  for (;;) {
    r.skipSpaces();
    if (r.accept(CLOSE)) return out ?? NO_PARAMS;
    if (r.done) r.fail('parameters without end');
    if (++r.nodes > r.limits.width) r.fail('too many parameters');
    if (r.peek() === OPEN) {
      r.skipValue();
      continue;
    }
    const name = r.nstring();
    r.skipSpaces();
    const value = r.peek() === CLOSE ? null : r.peek() === OPEN ? (r.skipValue(), null) : r.nstring();
    if (name !== null) (out ??= []).push([name.toLowerCase(), value ?? '']);
  }
}

function extensionString(r: Reader): string | null {
  r.skipSpaces();
  const c = r.peek();
  // A list here is the disposition of a server that leaves the MD5 out.
  return c === CLOSE || c === OPEN || c < 0 ? null : r.nstring();
}

/** Disposition, language, location, in so far as they are there. */
function extension(r: Reader, part: Draft): Draft {
  r.skipSpaces();
  if (r.peek() === CLOSE || r.done) return part;
  part.disposition = dispositionField(r);
  r.skipSpaces();
  if (r.peek() === CLOSE) return part;
  part.language = words(r);
  part.location = optional(r);
  return part;
}

/** `("attachment" ("filename" "x"))`, NIL, a bare string, `(NIL NIL)` (M7). */
function dispositionField(r: Reader): BodyStructure['disposition'] {
  if (r.peek() !== OPEN) {
    const word = r.nstring();
    return word === null || word === '' ? null : { type: word.toLowerCase(), params: NO_PARAMS };
  }
  r.pos++;
  const type = lower(optional(r));
  const params = parameters(r);
  toClose(r, 'disposition');
  return type === '' && params.length === 0 ? null : { type, params };
}

function words(r: Reader): readonly string[] {
  r.skipSpaces();
  if (r.peek() !== OPEN) {
    const word = optional(r);
    return word === null ? NO_WORDS : [word];
  }
  r.pos++;
  const out: string[] = [];
  for (;;) {
    r.skipSpaces();
    if (r.accept(CLOSE)) return out;
    if (r.done) r.fail('list without end');
    if (++r.nodes > r.limits.width) r.fail('list too wide');
    if (r.peek() === OPEN) {
      r.skipValue();
      continue;
    }
    const word = r.nstring();
    if (word !== null) out.push(word);
  }
}
