const EMPTY = -1;
const FIRST_CAPACITY = 16;

/**
 * UID → slot of one folder: an open-addressed table of slots (linear probing), 4 to 8 octets a message. The UIDs
 * themselves are read from the column that `uids` answers with, so that they are kept once.
 */
export class UidIndex {
  readonly #uids: () => Uint32Array;
  #table = new Int32Array(FIRST_CAPACITY).fill(EMPTY);
  #shift = 32 - Math.log2(FIRST_CAPACITY);
  #count = 0;

  constructor(uids: () => Uint32Array) {
    this.#uids = uids;
  }

  get size(): number {
    return this.#count;
  }

  /** Octets held by the table. */
  get bytes(): number {
    return this.#table.byteLength;
  }

  /** The slot of a UID, −1 when it is not known. */
  find(uid: number): number {
    const uids = this.#uids();
    const mask = this.#table.length - 1;
    for (let i = this.#home(uid); ; i = (i + 1) & mask) {
      const slot = this.#table[i] as number;
      if (slot === EMPTY || uids[slot] === uid) return slot;
    }
  }

  /** Enters a UID that is not in here yet; its column entry is already set. */
  add(uid: number, slot: number): void {
    this.reserve(1);
    this.#put(uid, slot);
    this.#count++;
  }

  /** Makes room for `more` entries in one step. */
  reserve(more: number): void {
    let capacity = this.#table.length;
    while ((this.#count + more) * 1.5 > capacity) capacity *= 2;
    if (capacity === this.#table.length) return;
    const uids = this.#uids();
    const old = this.#table;
    this.#table = new Int32Array(capacity).fill(EMPTY);
    this.#shift = 32 - Math.log2(capacity);
    for (const slot of old) if (slot !== EMPTY) this.#put(uids[slot] as number, slot);
  }

  delete(uid: number): void {
    const uids = this.#uids();
    const table = this.#table;
    const mask = table.length - 1;
    let hole = this.#home(uid);
    for (; ; hole = (hole + 1) & mask) {
      const slot = table[hole] as number;
      if (slot === EMPTY) return;
      if (uids[slot] === uid) break;
    }
    this.#count--;
    // Closes the gap: an entry whose home lies outside (hole, i] would no longer be found.
    for (let i = (hole + 1) & mask; table[i] !== EMPTY; i = (i + 1) & mask) {
      const home = this.#home(uids[table[i] as number] as number);
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        table[hole] = table[i] as number;
        hole = i;
      }
    }
    table[hole] = EMPTY;
  }

  /** All slots, in no order. */
  slots(): Uint32Array {
    const out = new Uint32Array(this.#count);
    let n = 0;
    for (const slot of this.#table) if (slot !== EMPTY) out[n++] = slot;
    return out;
  }

  /** Known UIDs with first ≤ UID ≤ last, ascending. */
  uidsBetween(first: number, last: number): Uint32Array {
    if (last - first < this.#count) {
      const out: number[] = [];
      for (let uid = first; uid <= last; uid++) if (this.find(uid) !== EMPTY) out.push(uid);
      return Uint32Array.from(out);
    }
    const uids = this.#uids();
    const out = new Uint32Array(this.#count);
    let n = 0;
    for (const slot of this.#table) {
      if (slot === EMPTY) continue;
      const uid = uids[slot] as number;
      if (uid >= first && uid <= last) out[n++] = uid;
    }
    return out.subarray(0, n).sort();
  }

  #home(uid: number): number {
    // Fibonacci hashing: a server may choose UIDs with any stride.
    return Math.imul(uid, 0x9e3779b1) >>> this.#shift;
  }

  #put(uid: number, slot: number): void {
    const mask = this.#table.length - 1;
    let i = this.#home(uid);
    while (this.#table[i] !== EMPTY) i = (i + 1) & mask;
    this.#table[i] = slot;
  }
}
