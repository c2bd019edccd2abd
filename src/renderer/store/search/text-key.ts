import type { MessageColumns } from '../message-columns';

/**
 * What the text index knows a message by: a hash of Message-ID, size and date, 1 … 2⁵³−1. Copies and moves of a message
 * have the same (as in `twins.ts`), so a text that was indexed once is found wherever its message goes.
 */
export function textKey(idHash: number, size: number, date: number): number {
  const low = idHash >>> 0;
  const high = Math.floor(idHash / 0x100000000);
  let a = low ^ Math.imul(size, 0x9e3779b1);
  let b =
    high ^
    Math.imul((date / 1000) | 0, 0x85ebca6b) ^
    Math.imul(Math.floor(date / 4_294_967_296_000), 0x27d4eb2f);
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) ^ b;
  b = Math.imul(b ^ (b >>> 13), 0x297a2d39) ^ a;
  a ^= a >>> 16;
  return (b & 0x1fffff) * 0x100000000 + (a >>> 0) || 1;
}

export const textKeyOf = (columns: MessageColumns, slot: number): number =>
  textKey(columns.idHash[slot] as number, columns.size[slot] as number, columns.date[slot] as number);

/** A map from text keys to small numbers in two arrays: a hundred thousand look-ups take some milliseconds. */
export class KeyTable {
  #keys: Float64Array;
  #values: Int32Array;
  #size = 0;

  /** @param room keys that it has room for before it grows. */
  constructor(room = 0) {
    const places = Math.max(1024, 2 ** Math.ceil(Math.log2(2 * room + 1)));
    this.#keys = new Float64Array(places);
    this.#values = new Int32Array(places);
  }

  get size(): number {
    return this.#size;
  }

  /** −1 when there is none. */
  get(key: number): number {
    const at = this.#find(key);
    return this.#keys[at] === key ? (this.#values[at] as number) : -1;
  }

  /** @returns the value before, −1 for none. */
  set(key: number, value: number): number {
    if (this.#size * 2 >= this.#keys.length) this.#grow();
    const at = this.#find(key);
    const before = this.#keys[at] === key ? (this.#values[at] as number) : -1;
    if (this.#keys[at] !== key) this.#size++;
    this.#keys[at] = key;
    this.#values[at] = value;
    return before;
  }

  #find(key: number): number {
    const mask = this.#keys.length - 1;
    // Keys are hashes: their low bits are as good as any.
    let at = (key >>> 0) & mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 4);
    this.#values = new Int32Array(keys.length * 4);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key === 0) continue;
      const at = this.#find(key);
      this.#keys[at] = key;
      this.#values[at] = values[i] as number;
    }
  }
}
