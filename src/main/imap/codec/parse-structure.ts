import type { BodyStructure, ImapEnvelope, Params } from '../types';
import { parseEnvelope } from './parse-envelope';
import type { Reader } from './reader';

const OPEN = 0x28;
const CLOSE = 0x29;
const QUOTE = 0x22;
const NO_PARAMS: Params = [];
const NO_WORDS: readonly string[] = [];
const NO_PARTS: readonly BodyStructure[] = [];

/**
 * `body` (RFC 9051 §9, §7.5.2). Depth and number of parts are bounded. Lenient where servers are known to be loose:
 * childless multiparts, NIL parts, missing trailing fields, a disposition that is a bare string.
 */
export function parseStructure(r: Reader): BodyStructure {
  r.depth = 0;
  r.nodes = 0;
  r.skipSpaces();
  return body(r, '', true);
}

/** @param section the part's own number; for a multipart the prefix of its children. */
function body(r: Reader, section: string, root: boolean): BodyStructure {
  if (++r.depth > r.limits.depth || ++r.nodes > r.limits.width) r.fail('body structure too deep or too wide');
  r.expect(OPEN);
  r.skipSpaces();
  const part =
    r.peek() === OPEN || childlessMultipart(r) ? multipart(r, section) : single(r, root ? '1' : section);
  r.skipSpaces();
  while (!r.accept(CLOSE)) {
    if (r.done) r.fail('body structure without end');
    r.skipValue();
    r.skipSpaces();
  }
  r.depth--;
  return part;
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

function multipart(r: Reader, section: string): BodyStructure {
  let children: BodyStructure[] | null = null;
  r.acceptNil();
  while (r.peek() === OPEN) {
    children ??= [];
    const n = children.length + 1;
    children.push(body(r, section === '' ? String(n) : `${section}.${String(n)}`, false));
    r.skipSpaces();
  }
  const subtype = lower(optional(r)) || 'mixed';
  const params = parameters(r);
  const tail = extension(r);
  return {
    section,
    type: 'multipart',
    subtype,
    params,
    id: null,
    description: null,
    encoding: '7bit',
    size: 0,
    lines: null,
    md5: null,
    disposition: tail.disposition,
    language: tail.language,
    location: tail.location,
    envelope: null,
    children: children ?? NO_PARTS,
  };
}

function single(r: Reader, section: string): BodyStructure {
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
  if (subtype === '') subtype = type === 'text' ? 'plain' : 'octet-stream';
  const params = parameters(r);
  const id = optional(r);
  const description = optional(r);
  const encoding = lower(optional(r)) || '7bit';
  const size = count(r) ?? 0;
  let lines: number | null = null;
  let envelope: ImapEnvelope | null = null;
  let children = NO_PARTS;
  r.skipSpaces();
  if (type === 'message' && (subtype === 'rfc822' || subtype === 'global') && r.peek() === OPEN) {
    const at = r.pos;
    const nested = embedded(r, section);
    if (nested) {
      envelope = nested.envelope;
      children = nested.children;
      lines = count(r);
    } else r.pos = at;
  } else if (isDigit(r.peek()) || r.peek() === 0x2d) lines = count(r);
  const md5 = extensionString(r);
  const tail = extension(r);
  return {
    section,
    type,
    subtype,
    params,
    id,
    description,
    encoding,
    size,
    lines,
    md5,
    disposition: tail.disposition,
    language: tail.language,
    location: tail.location,
    envelope,
    children,
  };
}

/** Envelope and body of a message in a message; some servers leave both out (X2). */
function embedded(r: Reader, section: string): { envelope: ImapEnvelope; children: BodyStructure[] } | null {
  const second = r.bytes[r.pos + 1];
  if (second === CLOSE) return null;
  const envelope = parseEnvelope(r);
  r.skipSpaces();
  if (r.peek() !== OPEN) return { envelope, children: [] };
  // The parts of an embedded multipart are numbered below the message itself; a single body is its part 1.
  const inner = r.bytes[r.pos + 1] === OPEN ? section : `${section}.1`;
  const child = body(r, inner, false);
  r.skipSpaces();
  return { envelope, children: [child] };
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

interface Tail {
  readonly disposition: BodyStructure['disposition'];
  readonly language: readonly string[];
  readonly location: string | null;
}
const NO_TAIL: Tail = { disposition: null, language: NO_WORDS, location: null };

function extensionString(r: Reader): string | null {
  r.skipSpaces();
  const c = r.peek();
  // A list here is the disposition of a server that leaves the MD5 out.
  return c === CLOSE || c === OPEN || c < 0 ? null : r.nstring();
}

function extension(r: Reader): Tail {
  r.skipSpaces();
  if (r.peek() === CLOSE || r.done) return NO_TAIL;
  const disposition = dispositionField(r);
  r.skipSpaces();
  if (r.peek() === CLOSE)
    return disposition === null ? NO_TAIL : { disposition, language: NO_WORDS, location: null };
  const language = words(r);
  const location = optional(r);
  if (disposition === null && language.length === 0 && location === null) return NO_TAIL;
  return { disposition, language, location };
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
  r.skipSpaces();
  while (!r.accept(CLOSE)) {
    if (r.done) r.fail('disposition without end');
    r.skipValue();
    r.skipSpaces();
  }
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
