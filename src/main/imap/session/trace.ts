/** One line of what went over the wire, with everything private already gone. */
export interface TraceLine {
  /** Milliseconds, monotonic. */
  readonly at: number;
  readonly direction: 'sent' | 'received' | 'note';
  /** Octets on the wire, before redaction. */
  readonly octets: number;
  readonly text: string;
}

/** A line as the ring holds it: a run of FETCH answers is counted, not written out. */
type Kept = { -readonly [K in keyof TraceLine]: TraceLine[K] } & { fetches: number };

const SHOWN = 2_000;
const X = 0x78;

/**
 * The last lines of a conversation (ring buffer), and optionally all of them to a writer. Strings and literals of
 * FETCH and free text of authentication are replaced by as many `x`, before they are kept: what is not there cannot
 * leak, and the trace still has every length and can be replayed.
 */
export class Trace {
  private readonly ring: (Kept | undefined)[];
  private next = 0;

  constructor(
    private readonly now: () => number,
    size = 500,
    private readonly write: ((line: TraceLine) => void) | null = null,
  ) {
    this.ring = new Array<Kept | undefined>(size).fill(undefined);
  }

  /** @param shown the command as the writer shows it: secrets and message text are dots in it. */
  sent(shown: string, octets: number): void {
    this.add('sent', cut(shown.replace(/\r\n/g, '')), octets);
  }

  /**
   * @param fetch runs of FETCH answers are one line in the ring; only a written trace has each of them.
   * @param hidden the text is masked too: an authentication is under way and a server may echo what it got.
   */
  received(bytes: Uint8Array, fetch: boolean, hidden: boolean): void {
    if (fetch && this.write === null) {
      this.countFetch(bytes.length);
      return;
    }
    const head = bytes.length > SHOWN ? bytes.subarray(0, SHOWN) : bytes;
    this.add('received', mask(head, hidden) + (bytes.length > SHOWN ? '…' : ''), bytes.length);
  }

  private countFetch(octets: number): void {
    const last = this.ring[(this.next + this.ring.length - 1) % this.ring.length];
    if (last && last.fetches > 0) {
      last.fetches++;
      last.octets += octets;
      return;
    }
    this.keep({ at: this.now(), direction: 'received', octets, text: '', fetches: 1 });
  }

  note(text: string): void {
    this.add('note', text, 0);
  }

  /** Oldest first. */
  lines(): TraceLine[] {
    const out: TraceLine[] = [];
    for (let i = 0; i < this.ring.length; i++) {
      const line = this.ring[(this.next + i) % this.ring.length];
      if (!line) continue;
      const { at, direction, octets, fetches } = line;
      const text = fetches > 0 ? `* … FETCH (${String(fetches)} of them)` : line.text;
      out.push({ at, direction, octets, text });
    }
    return out;
  }

  private add(direction: TraceLine['direction'], text: string, octets: number): void {
    const line = { at: this.now(), direction, octets, text, fetches: 0 };
    this.keep(line);
    this.write?.({ at: line.at, direction, octets, text });
  }

  private keep(line: Kept): void {
    this.ring[this.next] = line;
    this.next = (this.next + 1) % this.ring.length;
  }
}

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

const OPENING = /^(\* \d+ (UID)?FETCH |\* (LIST|LSUB|XLIST|STATUS|ESEARCH|SEARCH|METADATA|ID) )/i;
const STATUS = /^(\S+ (OK|NO|BAD|BYE|PREAUTH))( \[[A-Za-z-]+)?/i;

/** A response without its private parts, same length. */
export function mask(bytes: Uint8Array, hidden: boolean): string {
  let text = '';
  for (const byte of bytes)
    text += String.fromCharCode(byte >= 0x20 && byte < 0x7f ? byte : byte === 10 || byte === 13 ? byte : X);
  if (hidden) {
    const kept =
      STATUS.exec(text)?.[0] ??
      (text.startsWith('+') ? '+ ' : text.startsWith('* CAPABILITY') ? text : text.slice(0, 2));
    return kept + 'x'.repeat(Math.max(0, text.length - kept.length));
  }
  const opening = OPENING.exec(text);
  return opening ? maskStrings(text) : text;
}

function maskStrings(text: string): string {
  let out = '';
  for (let i = 0; i < text.length;) {
    const c = text.charAt(i);
    if (c === '"') {
      let end = i + 1;
      while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
      out += `"${'x'.repeat(Math.max(0, Math.min(end, text.length) - i - 1))}${end < text.length ? '"' : ''}`;
      i = end + 1;
      continue;
    }
    const literal = c === '{' ? /^\{(\d+)[+-]?\} *\r?\n/.exec(text.slice(i, i + 30)) : null;
    if (literal) {
      const size = Math.min(Number(literal[1]), text.length - i - literal[0].length);
      out += literal[0] + 'x'.repeat(size);
      i += literal[0].length + size;
      continue;
    }
    out += c;
    i++;
  }
  return out;
}
