/** `shownIn` of a message that no list shows. */
export const HIDDEN = 0xffff;

/** Whether a message is among what is snoozed. */
export const Asleep = {
  No: 0,
  /** It is in an inbox that does not list it. */
  Out: 1,
  /** A letter whose answer is waited for: it is listed where it is, too. */
  Waits: 2,
} as const;

const FIRST_CAPACITY = 1024;

/** Facts about messages as columns: a `messages` fact, or a page of the database. */
export interface SourceColumns {
  readonly uids: Uint32Array;
  readonly flags: Uint32Array;
  readonly keywords: Uint32Array;
  readonly dates: Float64Array;
  readonly sizes: Uint32Array;
  readonly idHashes: Float64Array;
  readonly refHashes: Float64Array;
  readonly refEnds: Uint32Array;
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
  /** Its place among others, ms since 1970: its date, or when it came back from being snoozed, or up. */
  shownDate = new Float64Array(FIRST_CAPACITY);
  /** An entry of `Asleep`. */
  asleep = new Uint8Array(FIRST_CAPACITY);
  /** Index of the inbox that lists it as well, because nobody answered it, or `HIDDEN`. */
  raisedIn = new Uint16Array(FIRST_CAPACITY).fill(HIDDEN);
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
    return this.uid.length * 66 + this.#refs.length * 8;
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
      this.shownDate = grown(this.shownDate, capacity);
      this.asleep = grown(this.asleep, capacity);
      this.raisedIn = grown(this.raisedIn, capacity);
      this.raisedIn.fill(HIDDEN, before);
      this.#refStart = grown(this.#refStart, capacity);
      this.#refCount = grown(this.#refCount, capacity);
    }
    const wantedRefs = this.#refsUsed + refs;
    if (wantedRefs > this.#refs.length) {
      this.#refs = grown(this.#refs, Math.max(wantedRefs, Math.ceil(this.#refs.length * 1.5)));
    }
  }

  /** A slot for a new message, hidden until projected; its facts are still to be set. */
  add(folder: number, uid: number): number {
    const slot = this.#free.pop() ?? this.#used;
    if (slot === this.#used) {
      this.reserve(1, 0);
      this.#used++;
    }
    this.uid[slot] = uid;
    this.folder[slot] = folder;
    this.#refCount[slot] = 0;
    this.shownIn[slot] = HIDDEN;
    this.shownFlags[slot] = 0;
    this.shownKeywords[slot] = 0;
    this.pending[slot] = 0;
    this.asleep[slot] = Asleep.No;
    this.raisedIn[slot] = HIDDEN;
    return slot;
  }

  /** Entry i of columns as facts and pages bring them. */
  set(slot: number, source: SourceColumns, i: number): void {
    this.flags[slot] = source.flags[i] as number;
    this.keywords[slot] = source.keywords[i] as number;
    this.date[slot] = source.dates[i] as number;
    this.shownDate[slot] = source.dates[i] as number;
    this.size[slot] = source.sizes[i] as number;
    this.idHash[slot] = source.idHashes[i] as number;
    const from = i === 0 ? 0 : (source.refEnds[i - 1] as number);
    const to = source.refEnds[i] as number;
    if (to > from || this.refCount(slot) > 0) this.setRefs(slot, source.refHashes, from, to);
  }

  /** Gives the slot back. The caller has made sure that nothing refers to it any more. */
  release(slot: number): void {
    this.#free.push(slot);
  }

  /**
   * Sets the hashes of References and the like to refs[from] … refs[to − 1]. Room taken by former ones is regained at
   * the next start.
   */
  setRefs(slot: number, refs: Float64Array, from: number, to: number): void {
    const count = Math.min(to - from, 0xffff);
    this.reserve(0, count);
    for (let i = 0; i < count; i++) this.#refs[this.#refsUsed + i] = refs[from + i] as number;
    this.#refStart[slot] = this.#refsUsed;
    this.#refCount[slot] = count;
    this.#refsUsed += count;
  }

  refCount(slot: number): number {
    return this.#refCount[slot] as number;
  }

  /** Whether entry i of the columns says other things than this slot about which messages belong together. */
  linksElse(slot: number, source: SourceColumns, i: number): boolean {
    const from = i === 0 ? 0 : (source.refEnds[i - 1] as number);
    const count = (source.refEnds[i] as number) - from;
    if (this.idHash[slot] !== source.idHashes[i] || this.refCount(slot) !== Math.min(count, 0xffff))
      return true;
    const start = this.#refStart[slot] as number;
    for (let k = 0; k < count; k++) if (this.#refs[start + k] !== source.refHashes[from + k]) return true;
    return false;
  }

  /** Copies a message's reference hashes to `out` from `at` on; answers where they end. */
  copyRefs(slot: number, out: Float64Array, at: number): number {
    const start = this.#refStart[slot] as number;
    const count = this.#refCount[slot] as number;
    for (let i = 0; i < count; i++) out[at + i] = this.#refs[start + i] as number;
    return at + count;
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
