import { joinOctets } from '@shared/util/octets';
/**
 * Mailboxes in one file (RFC 4155): messages behind `From ` lines. What Tern writes is mboxrd, where every line that
 * looks like a separator has one `>` more, so that reading gives back exactly what was written. Lines end with LF in the
 * file and with CRLF in the messages.
 */

const LF = 0x0a;
const CR = 0x0d;
const GREATER = 0x3e;
const FROM = [0x46, 0x72, 0x6f, 0x6d, 0x20];
/** One message; longer ones are cut off from the import and said. */
export const MAX_MESSAGE_OCTETS = 200 * 1024 * 1024;

/** `mboxo` (Thunderbird, old Unix): only `>From ` was quoted, once. Reading it as mboxrd would eat a true `>>From `. */
export type MboxDialect = 'mboxrd' | 'mboxo';

export interface MboxMessage {
  /** With CRLF line ends, quoting undone. */
  readonly bytes: Uint8Array;
  /** It was longer than `MAX_MESSAGE_OCTETS` and ends there. */
  readonly cut: boolean;
  /** When it arrived, as the separator says, ms since 1970; null where that is nobody's word. */
  readonly date: number | null;
}

/** One message as an mboxrd entry, blank line behind it included. */
export function mboxEntry(message: Uint8Array, sender: string, date: number): Uint8Array {
  const from = /^[^\s<>]+@[^\s<>]+$/.test(sender) ? sender : 'MAILER-DAEMON';
  const head = new TextEncoder().encode(`From ${from} ${asctime(date)}\n`);
  const out = new Writer(head.length + message.length + 1024);
  out.add(head);
  for (const line of lines(message)) {
    if (looksLikeFrom(line, 0)) out.add(Uint8Array.of(GREATER));
    out.add(line);
    out.add(Uint8Array.of(LF));
  }
  out.add(Uint8Array.of(LF));
  return out.bytes();
}

/**
 * The messages of an mbox file, read piece by piece. A `From ` line separates where the file starts or a blank line is
 * before it; anywhere else it is text that a careless program did not quote.
 */
export async function* readMbox(
  file: AsyncIterable<Uint8Array>,
  dialect: MboxDialect,
): AsyncGenerator<MboxMessage> {
  let message: Writer | null = null;
  let cut = false;
  let date: number | null = null;
  let blank = true;
  /** A blank line belongs to the separator behind it, if one comes. */
  let owed = false;
  for await (const line of fileLines(file)) {
    if (blank && startsWith(line, FROM, 0)) {
      if (message) yield { bytes: message.bytes(), cut, date };
      message = new Writer(4096);
      date = arrivalOf(line);
      cut = false;
      owed = false;
      blank = false;
      continue;
    }
    blank = line.length === 0;
    if (!message) continue;
    if (message.size + line.length + 2 > MAX_MESSAGE_OCTETS) {
      cut = true;
      continue;
    }
    if (owed) message.add(CRLF);
    owed = blank;
    if (blank) continue;
    const quoted =
      dialect === 'mboxrd'
        ? line[0] === GREATER && looksLikeFrom(line, 1)
        : line[0] === GREATER && startsWith(line, FROM, 1);
    message.add(quoted ? line.subarray(1) : line);
    message.add(CRLF);
  }
  if (message) yield { bytes: message.bytes(), cut, date };
}

const CRLF = Uint8Array.of(CR, LF);

/** `>*From `. */
function looksLikeFrom(line: Uint8Array, start: number): boolean {
  let at = start;
  while (line[at] === GREATER) at++;
  return startsWith(line, FROM, at);
}

function startsWith(line: Uint8Array, word: readonly number[], at: number): boolean {
  return word.every((byte, i) => line[at + i] === byte);
}

/** Lines without their ends, CRLF or LF; what is behind the last end counts when it is not empty. */
function* lines(bytes: Uint8Array): Generator<Uint8Array> {
  let at = 0;
  while (at < bytes.length) {
    const lf = bytes.indexOf(LF, at);
    const end = lf < 0 ? bytes.length : lf;
    yield bytes.subarray(at, end > at && bytes[end - 1] === CR ? end - 1 : end);
    at = end + 1;
  }
}

async function* fileLines(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  let held = 0;
  for await (const piece of file) {
    const last = piece.lastIndexOf(LF);
    if (last < 0) {
      rest.push(piece);
      held += piece.length;
      if (held > MAX_MESSAGE_OCTETS) {
        // A file of one endless line is no mailbox; its bytes are passed on so that the reader can cut.
        yield joinOctets(rest);
        rest = [];
        held = 0;
      }
      continue;
    }
    rest.push(piece.subarray(0, last + 1));
    yield* lines(joinOctets(rest));
    rest = last + 1 < piece.length ? [piece.slice(last + 1)] : [];
    held = piece.length - last - 1;
  }
  if (rest.length > 0) yield* lines(joinOctets(rest));
}

/** Bytes put together, growing by doubling. */
class Writer {
  #bytes: Uint8Array;
  size = 0;
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }
  add(piece: Uint8Array): void {
    if (this.size + piece.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.size + piece.length));
      grown.set(this.#bytes.subarray(0, this.size));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.size);
    this.size += piece.length;
  }
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.size);
  }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The date of a `From ` line, in UTC (RFC 4155, appendix A). */
function asctime(ms: number): string {
  const d = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  const day = String(d.getUTCDate()).padStart(2, ' ');
  return `${DAYS[d.getUTCDay()] ?? ''} ${MONTHS[d.getUTCMonth()] ?? ''} ${day} ${time} ${d.getUTCFullYear()}`;
}

const ASCTIME = /(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})/;
/** Separators were written with no date at hand: those say 1970. */
const EARLIEST = Date.UTC(1971, 0, 1);

/**
 * The date of a `From ` line, read as UTC (RFC 4155, appendix A). `From - ` is Thunderbird's, whose date is when it
 * touched the file.
 */
function arrivalOf(line: Uint8Array): number | null {
  const text = String.fromCharCode(...line.subarray(0, 200));
  const [, month = '', day, hours, minutes, seconds, year] = ASCTIME.exec(text) ?? [];
  if (text.startsWith('From - ') || month === '') return null;
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  const date = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), h, m, s);
  return MONTHS.includes(month) && date >= EARLIEST ? date : null;
}
