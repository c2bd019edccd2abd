import type { ModSeq, SeqNum, Uid } from '@shared/model/ids';
import { sameOctets } from '@shared/util/octet-cache';
import { FetchedMessage, type Attr, type SectionData, type WireAttributes } from '../types';
import { copyBytes, encodeLatin1 } from './bytes';
import { parseFlags, parseList } from './parse-common';
import { DATE_TIME_OCTETS, parseDateTime, usualDateTime } from './parse-date';
import { parseEnvelope } from './parse-envelope';
import { parseStructure } from './parse-structure';
import { GrammarError, type Reader } from './reader';
import { ResponseText } from './response-text';

const SP = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const BRACKET = 0x5b;
const QUOTE = 0x22;

/** `msg-att` (RFC 9051 §9) behind `n FETCH`; an attribute that cannot be read is kept raw and the rest goes on. */
export function parseFetch(r: Reader, seq: number): FetchedMessage {
  const message = new FetchedMessage(seq as SeqNum);
  r.skipSpaces();
  r.expect(OPEN);
  for (;;) {
    r.skipSpaces();
    if (r.accept(CLOSE) || r.done) return message;
    const name = itemName(r);
    if (name === '') {
      // A literal shorter or longer than announced (Domino, D2): nothing behind it can be trusted.
      (message.unknown ??= []).push('');
      return message;
    }
    item(r, message, name);
  }
}

function itemName(r: Reader): string {
  const bytes = r.bytes;
  const from = r.pos;
  let p = from;
  while (p < r.end) {
    const c = bytes[p] as number;
    if (c === SP || c === BRACKET || c === OPEN || c === CLOSE || c === QUOTE) break;
    p++;
  }
  r.pos = p;
  // Answers that have nothing but these are never made text.
  const usual = USUAL[p - from];
  return usual && sameOctets(usual.octets, bytes, from, p) ? usual.name : r.text(from, p);
}

/** The names that most answers have, no two of one length; by their lengths. */
const USUAL: { readonly name: string; readonly octets: Uint8Array }[] = [];
for (const name of [
  'UID',
  'FLAGS',
  'MODSEQ',
  'ENVELOPE',
  'BODYSTRUCTURE',
  'INTERNALDATE',
  'RFC822.SIZE',
  'BODY',
])
  USUAL[name.length] = { name, octets: encodeLatin1(name) };

function item(r: Reader, m: FetchedMessage, name: string): void {
  switch (name) {
    case 'UID':
      m.uid = attribute(r, uidValue, m.uid);
      return;
    case 'FLAGS':
      m.flags = attr(r, parseFlags);
      return;
    case 'ENVELOPE':
      envelope(r, m);
      return;
    case 'BODYSTRUCTURE':
      structure(r, m);
      return;
    case 'BODY':
    case 'BINARY':
      if (r.peek() === BRACKET) section(r, m, name);
      else structure(r, m);
      return;
    case 'BINARY.SIZE':
      binarySize(r, m);
      return;
    case 'INTERNALDATE':
      m.internalDate = attr(r, dateValue);
      return;
    case 'RFC822.SIZE':
      m.size = attr(r, sizeValue);
      return;
    case 'MODSEQ':
      m.modseq = attr(r, modseqValue);
      return;
    case 'EMAILID':
      m.emailId = attr(r, idValue);
      return;
    case 'THREADID':
      m.threadId = attr(r, threadIdValue);
      return;
    case 'X-GM-MSGID':
      m.gmailMessageId = attr(r, bigValue);
      return;
    case 'X-GM-THRID':
      m.gmailThreadId = attr(r, bigValue);
      return;
    case 'X-GM-LABELS':
      m.gmailLabels = attr(r, labelsValue);
      return;
    case 'PREVIEW':
      m.preview = attr(r, textValue);
      return;
    case 'SAVEDATE':
      m.saveDate = attr(r, saveDateValue);
      return;
    case 'RFC822':
    case 'RFC822.HEADER':
    case 'RFC822.TEXT':
      addSection(r, m, 'BODY', name === 'RFC822' ? '' : name.slice(7), null);
      return;
    default: {
      const upper = name.toUpperCase();
      if (upper !== name) {
        item(r, m, upper);
        return;
      }
      (m.unknown ??= []).push(upper);
      if (r.peek() === BRACKET) skipBrackets(r);
      else if (r.peek() === SP) attr(r, (reader) => reader.skipValue());
    }
  }
}

function envelope(r: Reader, m: FetchedMessage): void {
  r.skipSpaces();
  const { finder } = r;
  const spans = r.lenient ? null : finder.envelope(r.bytes, r.pos, r.end);
  if (spans === null) m.envelope = attr(r, parseEnvelope);
  else {
    m.envelope = undefined;
    wireOf(r, m).envelope = spans;
    r.pos = finder.behind;
  }
}

function structure(r: Reader, m: FetchedMessage): void {
  r.skipSpaces();
  const { finder } = r;
  const spans = r.lenient ? null : finder.structure(r.bytes, r.pos, r.end);
  if (spans === null) m.structure = attr(r, emptyOrStructure);
  else {
    m.structure = undefined;
    wireOf(r, m).structure = spans;
    r.pos = finder.behind;
  }
}

const wireOf = (r: Reader, m: FetchedMessage): WireAttributes => (m.wire ??= new ResponseText(r.bytes, r));

/** Strict, then lenient, then the raw octets of one value. */
function attr<T>(r: Reader, parse: (r: Reader) => T): Attr<T> {
  r.skipSpaces();
  const from = r.pos;
  try {
    const value = parse(r);
    if (separated(r)) return { ok: true, value };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
  }
  const before = r.lenient;
  r.lenient = true;
  try {
    r.pos = from;
    try {
      const value = parse(r);
      if (separated(r)) return { ok: true, value };
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
    }
    r.pos = from;
    r.skipValue();
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    r.pos = r.end;
  } finally {
    r.lenient = before;
  }
  return { ok: false, raw: copyBytes(r.bytes, from, r.pos) };
}

/** Whether a value really ended where the parser thinks. */
function separated(r: Reader): boolean {
  const c = r.peek();
  return c === SP || c === CLOSE || c < 0;
}

function attribute<T>(r: Reader, parse: (r: Reader) => T, otherwise: T): T {
  const result = attr(r, parse);
  return result.ok ? result.value : otherwise;
}

const uidValue = (r: Reader): Uid | null => r.number32(1) as Uid;
const sizeValue = (r: Reader): number => Math.max(0, r.number());
const textValue = (r: Reader): string | null => r.nstring();

function emptyOrStructure(r: Reader): ReturnType<typeof parseStructure> {
  // DavMail writes "" in front of the structure (U9).
  if (r.peek() === QUOTE && r.bytes[r.pos + 1] === QUOTE) {
    r.pos += 2;
    r.skipSpaces();
  }
  return parseStructure(r);
}

function dateValue(r: Reader): number {
  const usual = usualDateTime(r.bytes, r.pos, r.end);
  if (usual !== null) {
    r.pos += DATE_TIME_OCTETS;
    return usual;
  }
  const ms = parseDateTime(r.string());
  return ms ?? r.fail('not a date');
}

function saveDateValue(r: Reader): number | null {
  return r.acceptNil() ? null : dateValue(r);
}

function modseqValue(r: Reader): ModSeq {
  const opened = r.accept(OPEN);
  r.skipSpaces();
  const value = r.bigint();
  if (opened) {
    r.skipSpaces();
    r.expect(CLOSE);
  }
  return value as ModSeq;
}

/** `(M00000001)` (RFC 8474 §5.1); without parentheses from some servers. */
function idValue(r: Reader): string {
  if (r.peek() !== OPEN) return r.astring();
  r.pos++;
  r.skipSpaces();
  const id = r.astring();
  r.skipSpaces();
  r.expect(CLOSE);
  return id;
}
const threadIdValue = (r: Reader): string | null => (r.acceptNil() ? null : idValue(r));

function bigValue(r: Reader): bigint {
  const opened = r.accept(OPEN);
  const value = r.bigint();
  if (opened) r.expect(CLOSE);
  return value;
}

/** Labels: atoms, strings, `\Inbox`, unquoted brackets, NIL (G5, G6). */
function labelsValue(r: Reader): readonly string[] {
  if (r.acceptNil()) return [];
  const out: string[] = [];
  parseList(r, () => {
    if (!r.acceptNil()) out.push(r.astring());
  });
  return out;
}

function section(r: Reader, m: FetchedMessage, item: 'BODY' | 'BINARY'): void {
  const spec = brackets(r);
  let origin: number | null = null;
  if (r.accept(0x3c)) {
    const from = r.pos;
    while (!r.done && r.peek() !== 0x3e) r.pos++;
    // Some servers answer `<start.length>` (X15).
    const text = r.text(from, r.pos);
    origin = /^\d{1,15}/.test(text) ? Number.parseInt(text, 10) : null;
    r.accept(0x3e);
  }
  r.skipSpaces();
  const literal = r.isLiteral();
  const data = addSection(r, m, item, spec, origin);
  if (!spec.startsWith('HEADER')) return;
  const one = literal && m.sections?.length === 1 && data.ok && data.value.kind === 'bytes';
  wireOf(r, m).header = one ? [r.pos - data.value.bytes.length, r.pos] : null;
}

function addSection(
  r: Reader,
  m: FetchedMessage,
  item: 'BODY' | 'BINARY',
  spec: string,
  origin: number | null,
): Attr<SectionData> {
  m.sections ??= [];
  if (m.sections.length >= r.limits.sections) r.fail('too many sections');
  r.skipSpaces();
  // An item without a value (Yandex, R2).
  const c = r.peek();
  const data: Attr<SectionData> =
    c === CLOSE || c < 0 ? { ok: true, value: { kind: 'absent' } } : attr(r, sectionData);
  m.sections.push({ item, section: spec, origin, data });
  return data;
}

function sectionData(r: Reader): SectionData {
  if (r.acceptNil()) return { kind: 'absent' };
  if (r.isLiteral()) {
    const ref = r.literal();
    if (ref.streamed) return { kind: 'streamed', size: ref.streamed.size, complete: ref.streamed.kept };
    return { kind: 'bytes', bytes: copyBytes(r.bytes, ref.start, ref.end) };
  }
  const from = r.pos;
  r.quoted();
  const raw = copyBytes(r.bytes, from + 1, r.pos - 1);
  return { kind: 'bytes', bytes: raw.includes(0x5c) ? unescape(raw) : raw };
}

function unescape(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length);
  let n = 0;
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] === 0x5c && i + 1 < raw.length) i++;
    out[n++] = raw[i] as number;
  }
  return out.subarray(0, n);
}

/** The text between `[` and its `]`; strings and literals in it may hold brackets. */
function brackets(r: Reader): string {
  // A command's answers name the same section a thousand times.
  const { recent, pos } = r;
  if (recent !== null && r.peek() === BRACKET) {
    const behind = pos + 1 + recent.octets.length;
    if (behind <= r.end && sameOctets(recent.octets, r.bytes, pos + 1, behind)) {
      r.pos = behind;
      return recent.section;
    }
  }
  r.expect(BRACKET);
  const from = r.pos;
  let plain = true;
  while (!r.done) {
    const c = r.peek();
    if (c === 0x5d) {
      r.pos++;
      const spec = r.text(from, r.pos - 1);
      if (plain && r.pos - from < MAX_RECENT)
        r.recent = { section: spec, octets: copyBytes(r.bytes, from, r.pos) };
      return spec;
    }
    plain &&= c !== QUOTE && c !== 0x7b;
    if (c === QUOTE) r.quoted();
    else if (c === 0x7b) r.literal();
    else r.pos++;
  }
  return r.fail('section without end');
}
const MAX_RECENT = 1_000;

function skipBrackets(r: Reader): void {
  brackets(r);
  while (!r.done && r.peek() !== SP && r.peek() !== CLOSE) r.pos++;
  attr(r, (reader) => reader.skipValue());
}

function binarySize(r: Reader, m: FetchedMessage): void {
  const spec = r.peek() === BRACKET ? brackets(r) : '';
  const size = attr(r, sizeValue);
  if (size.ok) (m.binarySizes ??= []).push({ section: spec, size: size.value });
}
