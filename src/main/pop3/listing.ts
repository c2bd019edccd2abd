import type { MessageNumber } from './commands';
import type { Status } from './status';

/** A whole list (LIST, UIDL). */
export interface Listing<Entry> {
  readonly entries: readonly Entry[];
  /** Lines that made no sense: a listing with some is no proof that a message is gone. */
  readonly malformed: number;
}

/** One line of UIDL. */
export interface UidlEntry {
  readonly number: MessageNumber;
  /** The server's name for the message: opaque, 1 to 70 printable characters, often more; may occur twice. */
  readonly uid: string;
}

/** One line of LIST. */
export interface ListEntry {
  readonly number: MessageNumber;
  /** Octets as the server counts; good for a progress bar, not for finding the end of a message. */
  readonly size: number;
}

/** Real servers add blanks (K-9 issue 3546) and repeat `+OK` on each line (K-9 #1237). */
const LINE = /^\s*(?:\+OK\s+)?(\d{1,9})\s+(\S(?:.*\S)?)\s*$/i;

function parse<Entry>(
  lines: readonly string[],
  make: (number: MessageNumber, rest: string) => Entry | null,
): Listing<Entry> {
  const entries: Entry[] = [];
  let malformed = 0;
  for (const line of lines) {
    const blank = plainBlank(line);
    const found = blank > 0 ? null : LINE.exec(line);
    const number = Number(blank > 0 ? line.slice(0, blank) : (found?.[1] ?? 0));
    const rest = blank > 0 ? line.slice(blank + 1) : (found?.[2] ?? '');
    const entry = number > 0 ? make(number as MessageNumber, rest) : null;
    if (entry === null) malformed += 1;
    else entries.push(entry);
  }
  return { entries, malformed };
}

/** Where the blank is in a line that is nothing but a number, a blank, and visible ASCII; 0 in any other. */
function plainBlank(line: string): number {
  const blank = line.indexOf(' ');
  if (blank < 1 || blank > 9 || blank === line.length - 1) return 0;
  for (let at = 0; at < line.length; at++) {
    const unit = line.charCodeAt(at);
    if (at < blank ? unit < ZERO || unit > NINE : at > blank && (unit <= BLANK || unit >= DELETE)) return 0;
  }
  return blank;
}

const BLANK = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const DELETE = 0x7f;

/** Numbers need not be dense (K-9 #2252). */
export const parseUidl = (lines: readonly string[]): Listing<UidlEntry> =>
  parse(lines, (number, uid) => ({ number, uid }));

export const parseList = (lines: readonly string[]): Listing<ListEntry> =>
  parse(lines, (number, rest) => {
    const size = /^\d{1,15}/.exec(rest)?.[0];
    return size === undefined ? null : { number, size: Number(size) };
  });

/** @returns null when the server's answer to STAT makes no sense. */
export function parseStat({ text }: Status): { messages: number; octets: number } | null {
  const found = /^\s*(\d{1,9})\s+(\d{1,15})/.exec(text);
  return found ? { messages: Number(found[1]), octets: Number(found[2]) } : null;
}
