import { toLatin1 } from './bytes';
import { decodeUndeclared } from './charset';
import { parseDate, usualDate } from './parse-date';
import { parseMessageIds } from './parse-envelope';

/** What tells one message from another, read without taking it apart. */
export interface LetterHead {
  /** Without angle brackets; ''. */
  readonly messageId: string;
  /** When it was delivered as its header says: the topmost Received, else Date; null when neither can be read. */
  readonly date: number | null;
  /**
   * The octets of Message-ID, Date, From and Subject as written, one behind the other: fields that no server rewrites,
   * alike in what TOP and RETR give.
   */
  readonly identity: Uint8Array;
}

/** As `parse-headers.ts`: what follows is no header any more. */
const MAX_BYTES = 10 * 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const OPEN = 0x3c;
const CLOSE = 0x3e;

const WANTED = ['message-id', 'date', 'from', 'subject', 'received'] as const;
const NAMES = WANTED.map((name) => Uint8Array.from(name, (c) => c.charCodeAt(0)));
const [MESSAGE_ID, DATE, , SUBJECT, RECEIVED] = [0, 1, 2, 3, 4] as const;
/** Where the values of the wanted fields begin and end in the message that is being read; −1: not found yet. */
const begins = new Int32Array(WANTED.length);
const ends = new Int32Array(WANTED.length);

/**
 * Reads the few header fields by which a message is filed and known again. Many times as fast as `parseEnvelope`: ten
 * thousand messages of a POP3 mailbox pass through here before they are safe, and are parsed afterwards. The first of
 * several fields of one name counts.
 */
export function letterHead(bytes: Uint8Array): LetterHead {
  find(bytes);
  return {
    messageId: messageIdIn(bytes, begins[MESSAGE_ID] as number, ends[MESSAGE_ID] as number),
    date: deliveredAt(bytes) ?? timeIn(bytes, begins[DATE] as number, ends[DATE] as number),
    identity: identityOf(bytes),
  };
}

function find(bytes: Uint8Array): void {
  begins.fill(-1);
  ends.fill(-1);
  let missing = WANTED.length;
  const limit = Math.min(bytes.length, MAX_BYTES);
  for (let at = 0; at < limit && missing > 0;) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)) break;
    const field = fieldAt(bytes, at);
    let end = lineEnd(bytes, at, limit);
    // Folded lines belong to the field.
    while (bytes[end + 1] === SPACE || bytes[end + 1] === TAB) {
      const next = lineEnd(bytes, end + 1, limit);
      if (next <= end) break;
      end = next;
    }
    if (field >= 0 && begins[field] === -1) {
      const value = valueAt(bytes, at, field);
      begins[field] = value;
      ends[field] = Math.max(value, bytes[end - 1] === CR ? end - 1 : end);
      missing -= 1;
    }
    at = end + 1;
  }
}

/** Which wanted field begins here, or −1. */
function fieldAt(bytes: Uint8Array, at: number): number {
  // All wanted names begin with one of d, f, m, r, s: most lines end here.
  const initial = (bytes[at] ?? 0) | 0x20;
  for (let index = 0; index < NAMES.length; index++) {
    const name = NAMES[index] as Uint8Array;
    if (name[0] !== initial) continue;
    let i = 1;
    while (i < name.length && ((bytes[at + i] ?? 0) | 0x20) === name[i]) i++;
    if (i === name.length) return valueAt(bytes, at, index) < 0 ? -1 : index;
  }
  return -1;
}

/** Where the value of a field begins, −1 where no colon follows its name. */
function valueAt(bytes: Uint8Array, at: number, field: number): number {
  let colon = at + (NAMES[field] as Uint8Array).length;
  while (bytes[colon] === SPACE || bytes[colon] === TAB) colon++;
  return bytes[colon] === COLON ? colon + 1 : -1;
}

function lineEnd(bytes: Uint8Array, from: number, limit: number): number {
  // Lines of headers are short: a call of `indexOf` costs more than looking.
  const near = Math.min(limit, from + NEAR);
  for (let at = from; at < near; at++) if (bytes[at] === LF) return at;
  if (near === limit) return limit;
  const lf = bytes.indexOf(LF, near);
  return lf < 0 || lf > limit ? limit : lf;
}

const NEAR = 256;

/** What stands behind the last semicolon of the topmost Received. */
function deliveredAt(bytes: Uint8Array): number | null {
  const begin = begins[RECEIVED] as number;
  if (begin < 0) return null;
  let from = ends[RECEIVED] as number;
  while (from > begin && bytes[from - 1] !== SEMICOLON) from--;
  return timeIn(bytes, from, ends[RECEIVED] as number);
}

function timeIn(bytes: Uint8Array, begin: number, end: number): number | null {
  if (begin < 0) return null;
  let from = begin;
  while (from < end && isBlank(bytes[from] as number)) from++;
  // What `parseDate` begins with, without making a text of it.
  return usualDate(bytes, from, end) ?? parseDate(text(bytes.subarray(begin, end)));
}

const isBlank = (octet: number): boolean => octet === SPACE || octet === TAB || octet === CR || octet === LF;

function messageIdIn(bytes: Uint8Array, begin: number, end: number): string {
  if (begin < 0) return '';
  let from = begin;
  let to = end;
  while (from < to && isBlank(bytes[from] as number)) from++;
  while (to > from && isBlank(bytes[to - 1] as number)) to--;
  const plain = isPlainId(bytes, from, to);
  return plain
    ? toLatin1(bytes, from + 1, to - 1)
    : (parseMessageIds(text(bytes.subarray(begin, end)))[0] ?? '');
}

/** One id in its brackets and nothing else, as nearly all are written. */
function isPlainId(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 3 || to - from > 256 || bytes[from] !== OPEN || bytes[to - 1] !== CLOSE) return false;
  for (let at = from + 1; at < to - 1; at++) {
    const octet = bytes[at] as number;
    if (octet <= SPACE || octet >= 0x7f || octet === OPEN || octet === CLOSE) return false;
  }
  return true;
}

/** Message-ID, Date, From and Subject, a line feed between them. */
function identityOf(bytes: Uint8Array): Uint8Array {
  let length = SUBJECT;
  for (let field = 0; field <= SUBJECT; field++)
    length += (ends[field] as number) - (begins[field] as number);
  const identity = room(length);
  let at = 0;
  for (let field = 0; field <= SUBJECT; field++) {
    if (field > 0) identity[at++] = LF;
    for (let from = begins[field] as number; from < (ends[field] as number); from++)
      identity[at++] = bytes[from] as number;
  }
  return identity;
}

/** Identities lie side by side: memory of its own for each of ten thousand is dear. */
const SLAB_BYTES = 64 * 1024;
let slab = new Uint8Array(0);
let taken = 0;

function room(length: number): Uint8Array {
  if (length > SLAB_BYTES / 8) return new Uint8Array(length);
  if (taken + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    taken = 0;
  }
  taken += length;
  return slab.subarray(taken - length, taken);
}

function text(value: Uint8Array): string {
  const decoded = decodeUndeclared(value);
  return (decoded.includes('\n') ? decoded.replace(/\r?\n(?=[ \t])/g, '') : decoded).trim();
}
