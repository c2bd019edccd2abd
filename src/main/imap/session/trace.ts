import type { StreamedLiteral } from '../codec/framer';
import { redact } from './redact';

/** One piece of what went over the wire, with everything private already gone. */
export interface TraceLine {
  /** Milliseconds, monotonic. */
  readonly at: number;
  readonly direction: 'sent' | 'received' | 'note';
  /** Octets on the wire, before redaction. */
  readonly octets: number;
  /**
   * Sent: as written, line ends included, secrets as `•••`, content as `<n octets>`. Received: one response without its
   * line end, literals left out behind their `{n}`. A `…` at the end says that it was longer.
   */
  readonly text: string;
}

/** A line as the ring holds it: a run of FETCH answers is counted, not written out. */
type Kept = { -readonly [K in keyof TraceLine]: TraceLine[K] } & { fetches: number };

/** Characters of a line in the ring, and in a written trace, where nothing should be missing. */
const SHOWN = 2_000;
const WRITTEN = 256 * 1024;

/**
 * The last lines of a conversation (ring buffer), and all of them to a writer while one listens. What is private is
 * gone before a line is kept (`redact.ts`): what is not there cannot leak. Every length is kept, so that a written trace
 * can be replayed (`testing/replay-server.ts`).
 */
export class Trace {
  private readonly ring: (Kept | undefined)[];
  private next = 0;

  constructor(
    private readonly now: () => number,
    size = 500,
    /** Takes every line; asked for each time, so that writing can begin and end while connected. */
    private readonly writer: () => ((line: TraceLine) => void) | null = () => null,
  ) {
    this.ring = new Array<Kept | undefined>(size).fill(undefined);
  }

  /** @param shown the command as the writer shows it: secrets and message text are dots in it. */
  sent(shown: string, octets: number): void {
    this.add('sent', shown, octets);
  }

  /**
   * @param kind.fetch runs of FETCH answers are one line in the ring; only a written trace has each of them.
   * @param kind.hidden the text is masked too: an authentication is under way and a server may echo what it got.
   */
  received(
    bytes: Uint8Array,
    literals: readonly StreamedLiteral[],
    { fetch, hidden }: { readonly fetch: boolean; readonly hidden: boolean },
  ): void {
    let octets = bytes.length;
    for (const { size } of literals) octets += size;
    const { writing } = this;
    if (fetch && !writing) this.fetched(1, octets);
    else {
      const limit = writing ? WRITTEN : SHOWN;
      this.add('received', cut(redact(bytes, literals, hidden, limit + 1), limit), octets);
    }
  }

  /** Every line is wanted. */
  get writing(): boolean {
    return this.writer() !== null;
  }

  /** So many FETCH answers, of which nobody writes each. @param octets of all of them. */
  fetched(count: number, octets: number): void {
    const last = this.ring[(this.next + this.ring.length - 1) % this.ring.length];
    if (last && last.fetches > 0) {
      last.fetches += count;
      last.octets += octets;
      return;
    }
    this.keep({ at: this.now(), direction: 'received', octets, text: '', fetches: count });
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
    const at = this.now();
    this.keep({ at, direction, octets, text: cut(text, SHOWN), fetches: 0 });
    this.writer()?.({ at, direction, octets, text });
  }

  private keep(line: Kept): void {
    this.ring[this.next] = line;
    this.next = (this.next + 1) % this.ring.length;
  }
}

const cut = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit)}…` : text;
