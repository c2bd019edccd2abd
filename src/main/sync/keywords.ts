import { flagBit } from '@shared/model/flags';

/** A mailbox's keyword table has one bit a name; a 33rd keyword of one mailbox is not shown (it stays on the server). */
const MAX_KEYWORDS = 32;

const MAX_ENCODED = 256;

/** Flags as two columns have them. */
interface Encoded {
  readonly flags: number;
  readonly keywords: number;
}

/** Maps flag names to the two columns: shared bits, and bits by this mailbox's own table, which only ever grows. */
export class KeywordTable {
  readonly #bits = new Map<string, number>();
  readonly names: string[] = [];
  /** Set when a name was added that the store has not been told. */
  grown = false;

  constructor(names: readonly string[] = []) {
    for (const name of names) this.#add(name);
    this.grown = false;
  }

  #add(name: string): number {
    const bit = this.names.length < MAX_KEYWORDS ? (1 << this.names.length) >>> 0 : 0;
    this.#bits.set(name.toLowerCase(), bit);
    if (bit !== 0) {
      this.names.push(name);
      this.grown = true;
    }
    return bit;
  }

  /** Lists that were encoded before: equal ones share an array (`parseFlags`), and bits are given once and for all. */
  readonly #encoded = new Map<readonly string[], Encoded>();

  /** `\Recent` is about the session, not the message, and is dropped (RFC 9051 §2.3.2). */
  encode(names: readonly string[]): Encoded {
    const known = this.#encoded.get(names);
    if (known) return known;
    const encoded = this.#encode(names);
    if (this.#encoded.size >= MAX_ENCODED) this.#encoded.clear();
    this.#encoded.set(names, encoded);
    return encoded;
  }

  #encode(names: readonly string[]): Encoded {
    let flags = 0;
    let keywords = 0;
    for (const name of names) {
      const bit = flagBit(name);
      if (bit !== 0) flags |= bit;
      else if (!name.startsWith('\\')) keywords |= this.#bits.get(name.toLowerCase()) ?? this.#add(name);
    }
    return { flags: flags >>> 0, keywords: keywords >>> 0 };
  }
}
