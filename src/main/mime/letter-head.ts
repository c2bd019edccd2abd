import { concatBytes } from './bytes';
import { decodeUndeclared } from './charset';
import { parseDate } from './parse-date';
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

const WANTED = ['message-id', 'date', 'from', 'subject', 'received'] as const;
const NAMES = WANTED.map((name) => Uint8Array.from(name, (c) => c.charCodeAt(0)));

/**
 * Reads the few header fields by which a message is filed and known again. Many times as fast as `parseEnvelope`: ten
 * thousand messages of a POP3 mailbox pass through here before they are safe, and are parsed afterwards. The first of
 * several fields of one name counts.
 */
export function letterHead(bytes: Uint8Array): LetterHead {
  const none = bytes.subarray(0, 0);
  /** Values as written, by the order of `WANTED`. */
  const found: (Uint8Array | undefined)[] = [];
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
    if (field !== null && found[field.index] === undefined) {
      found[field.index] = bytes.subarray(field.value, bytes[end - 1] === CR ? end - 1 : end);
      missing -= 1;
    }
    at = end + 1;
  }
  const [messageId = none, date = none, from = none, subject = none, received] = found;
  const delivered = received?.subarray(received.lastIndexOf(SEMICOLON) + 1);
  return {
    messageId: parseMessageIds(text(messageId))[0] ?? '',
    date: (delivered === undefined ? null : time(delivered)) ?? time(date),
    identity: concatBytes([messageId, LINE, date, LINE, from, LINE, subject]),
  };
}

const LINE = Uint8Array.of(LF);

/** Which wanted field begins here, and where its value does. */
function fieldAt(bytes: Uint8Array, at: number): { index: number; value: number } | null {
  // All wanted names begin with one of d, f, m, r, s: most lines end here.
  const initial = (bytes[at] ?? 0) | 0x20;
  for (let index = 0; index < NAMES.length; index++) {
    const name = NAMES[index] as Uint8Array;
    if (name[0] !== initial) continue;
    let i = 1;
    while (i < name.length && ((bytes[at + i] ?? 0) | 0x20) === name[i]) i++;
    if (i < name.length) continue;
    let colon = at + name.length;
    while (bytes[colon] === SPACE || bytes[colon] === TAB) colon++;
    return bytes[colon] === COLON ? { index, value: colon + 1 } : null;
  }
  return null;
}

function lineEnd(bytes: Uint8Array, from: number, limit: number): number {
  const lf = bytes.indexOf(LF, from);
  return lf < 0 || lf > limit ? limit : lf;
}

function text(value: Uint8Array): string {
  const decoded = decodeUndeclared(value);
  return (decoded.includes('\n') ? decoded.replace(/\r?\n(?=[ \t])/g, '') : decoded).trim();
}

const time = (value: Uint8Array): number | null => parseDate(text(value));
