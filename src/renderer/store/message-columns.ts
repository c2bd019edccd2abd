/** `shownIn` of a message that no list shows. */
export const HIDDEN = 0xffff;

const FIRST_CAPACITY = 1024;

/** One message as facts bring it. */
export interface MessageFacts {
  readonly uid: number;
  readonly flags: number;
  readonly keywords: number;
  readonly date: number;
  readonly size: number;
  readonly idHash: number;
}

/**
 * Every known message as one entry ("slot") of a struct of arrays: server truth in the first block, what people see
 * (truth with pending operations on top, see `projection.ts`) in the second. A slot keeps its number for as long as
 * the message is known; views, threads and the UID indexes are arrays of slots.
 */
export class MessageColumns {
  uid = new Uint32Array(FIRST_CAPACITY);
  /** Index of the folder (a mailbox generation) in the catalogue. */
  folder = new Uint16Array(FIRST_CAPACITY);
  flags = new Uint32Array(FIRST_CAPACITY);
  keywords = new Uint32Array(FIRST_CAPACITY);
  /** ms since 1970. */
  date = new Float64Array(FIRST_CAPACITY);
  size = new Uint32Array(FIRST_CAPACITY);
  idHash = new Float64Array(FIRST_CAPACITY);
  /** Node of the thread forest. */
  node = new Int32Array(FIRST_CAPACITY);

  /** Index of the mailbox that shows it, or `HIDDEN`. */
  shownIn = new Uint16Array(FIRST_CAPACITY).fill(HIDDEN);
  shownFlags = new Uint32Array(FIRST_CAPACITY);
  shownKeywords = new Uint32Array(FIRST_CAPACITY);
  /** Operations not yet done, at most 255 are told. */
  pending = new Uint8Array(FIRST_CAPACITY);

  #refStart = new Uint32Array(FIRST_CAPACITY);
  #refCount = new Uint16Array(FIRST_CAPACITY);
  #refs = new Float64Array(FIRST_CAPACITY);
  #refsUsed = 0;

  #used = 0;
  #free: number[] = [];

  /** Slots in use or free: every slot is below this. */
  get length(): number {
    return this.#used;
  }
  /** Messages known. */
  get count(): number {
    return this.#used - this.#free.length;
  }
  /** Octets held by the arrays. */
  get bytes(): number {
    return this.uid.length * 55 + this.#refs.length * 8;
  }

  /** Makes room for `count` more messages and `refs` more reference hashes in one step. */
  reserve(count: number, refs: number): void {
    const wanted = this.#used + count;
    if (wanted > this.uid.length) {
      const capacity = Math.max(wanted, Math.ceil(this.uid.length * 1.5));
      this.uid = grown(this.uid, capacity);
      this.folder = grown(this.folder, capacity);
      this.flags = grown(this.flags, capacity);
      this.keywords = grown(this.keywords, capacity);
      this.date = grown(this.date, capacity);
      this.size = grown(this.size, capacity);
      this.idHash = grown(this.idHash, capacity);
      this.node = grown(this.node, capacity);
      const before = this.shownIn.length;
      this.shownIn = grown(this.shownIn, capacity);
      this.shownIn.fill(HIDDEN, before);
      this.shownFlags = grown(this.shownFlags, capacity);
      this.shownKeywords = grown(this.shownKeywords, capacity);
      this.pending = grown(this.pending, capacity);
      this.#refStart = grown(this.#refStart, capacity);
      this.#refCount = grown(this.#refCount, capacity);
    }
    const wantedRefs = this.#refsUsed + refs;
    if (wantedRefs > this.#refs.length) {
      this.#refs = grown(this.#refs, Math.max(wantedRefs, Math.ceil(this.#refs.length * 1.5)));
    }
  }

  /** A slot for a new message, hidden until projected. */
  add(folder: number, facts: MessageFacts): number {
    const slot = this.#free.pop() ?? this.#used;
    if (slot === this.#used) {
      this.reserve(1, 0);
      this.#used++;
    }
    this.uid[slot] = facts.uid;
    this.folder[slot] = folder;
    this.#refCount[slot] = 0;
    this.shownIn[slot] = HIDDEN;
    this.shownFlags[slot] = 0;
    this.shownKeywords[slot] = 0;
    this.pending[slot] = 0;
    this.update(slot, facts);
    return slot;
  }

  update(slot: number, facts: MessageFacts): void {
    this.flags[slot] = facts.flags;
    this.keywords[slot] = facts.keywords;
    this.date[slot] = facts.date;
    this.size[slot] = facts.size;
    this.idHash[slot] = facts.idHash;
  }

  /** Gives the slot back. The caller has made sure that nothing refers to it any more. */
  release(slot: number): void {
    this.#free.push(slot);
  }

  /** Sets the hashes of References and the like. Room taken by former ones is regained at the next start. */
  setRefs(slot: number, refs: Float64Array): void {
    const kept = refs.length > 0xffff ? refs.subarray(0, 0xffff) : refs;
    this.reserve(0, kept.length);
    this.#refs.set(kept, this.#refsUsed);
    this.#refStart[slot] = this.#refsUsed;
    this.#refCount[slot] = kept.length;
    this.#refsUsed += kept.length;
  }

  refsOf(slot: number): Float64Array {
    const start = this.#refStart[slot] as number;
    return this.#refs.subarray(start, start + (this.#refCount[slot] as number));
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
  old: T,
  capacity: number,
): T {
  const bigger = new (old.constructor as new (length: number) => T)(capacity);
  bigger.set(old);
  return bigger;
}
