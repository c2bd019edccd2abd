import { flagBit } from '@shared/model/flags';

/** A mailbox's keyword table has one bit a name; a 33rd keyword of one mailbox is not shown (it stays on the server). */
const MAX_KEYWORDS = 32;

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

  /** `\Recent` is about the session, not the message, and is dropped (RFC 9051 §2.3.2). */
  encode(names: readonly string[]): { flags: number; keywords: number } {
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
