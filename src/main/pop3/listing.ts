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
    const found = LINE.exec(line);
    const number = Number(found?.[1] ?? 0);
    const entry = number > 0 ? make(number as MessageNumber, found?.[2] ?? '') : null;
    if (entry === null) malformed += 1;
    else entries.push(entry);
  }
  return { entries, malformed };
}

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
