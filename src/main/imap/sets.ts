import type { SeqNum, Uid } from '@shared/model/ids';

export const MAX_NUMBER = 0xffff_ffff;

/** Sorted, disjoint, non-adjacent pairs `lo, hi` in one array. */
type Ranges = Uint32Array;

/** Sorts and joins pairs in any order; `n` counts array entries in use. */
function normalise(pairs: ArrayLike<number>, n = pairs.length): Ranges {
  let sorted = true;
  for (let i = 2; i < n; i += 2) {
    if ((pairs[i] as number) <= (pairs[i - 1] as number)) {
      sorted = false;
      break;
    }
  }
  let source: ArrayLike<number> = pairs;
  if (!sorted) {
    const order = new Float64Array(n / 2);
    for (let i = 0; i < n / 2; i++) order[i] = i;
    order.sort((a, b) => (pairs[a * 2] as number) - (pairs[b * 2] as number));
    const out = new Float64Array(n);
    for (let i = 0; i < order.length; i++) {
      const at = (order[i] as number) * 2;
      out[i * 2] = pairs[at] as number;
      out[i * 2 + 1] = pairs[at + 1] as number;
    }
    source = out;
  }
  const out = new Uint32Array(n);
  let used = 0;
  for (let i = 0; i < n; i += 2) {
    const lo = source[i] as number;
    const hi = source[i + 1] as number;
    if (used > 0 && lo <= (out[used - 1] as number) + 1) {
      if (hi > (out[used - 1] as number)) out[used - 1] = hi;
      continue;
    }
    out[used++] = lo;
    out[used++] = hi;
  }
  return used === n ? out : out.slice(0, used);
}

const EMPTY = new Uint32Array(0);

/** Pairs of `a` clipped to [lo, hi]. */
function clipRanges(a: Ranges, lo: number, hi: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < a.length; i += 2) {
    const from = Math.max(a[i] as number, lo);
    const to = Math.min(a[i + 1] as number, hi);
    if (from <= to) out.push(from, to);
  }
  return out;
}

function subtract(a: Ranges, b: Ranges): number[] {
  const out: number[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let lo = a[i] as number;
    const hi = a[i + 1] as number;
    while (j < b.length && (b[j + 1] as number) < lo) j += 2;
    let k = j;
    while (k < b.length && (b[k] as number) <= hi) {
      if ((b[k] as number) > lo) out.push(lo, (b[k] as number) - 1);
      lo = (b[k + 1] as number) + 1;
      if (lo > hi) break;
      k += 2;
    }
    if (lo <= hi) out.push(lo, hi);
  }
  return out;
}

function common(a: Ranges, b: Ranges): number[] {
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const lo = Math.max(a[i] as number, b[j] as number);
    const hi = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (lo <= hi) out.push(lo, hi);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return out;
}

/**
 * An immutable set of message numbers, kept as sorted ranges and never expanded: `1:4294967295` costs two numbers.
 * An *open* set ends in `*`, the highest number in the mailbox (RFC 9051 §9 `sequence-set`).
 */
abstract class NumberSet<N extends number, Self> {
  protected constructor(
    protected readonly pairs: Ranges,
    /** The last range goes up to `*`. */
    readonly open: boolean,
  ) {}

  protected abstract make(pairs: Ranges, open: boolean): Self;

  get isEmpty(): boolean {
    return this.pairs.length === 0;
  }
  /** How many numbers; for an open set, as if `*` were 2³²−1. */
  get size(): number {
    let size = 0;
    for (let i = 0; i < this.pairs.length; i += 2)
      size += (this.pairs[i + 1] as number) - (this.pairs[i] as number) + 1;
    return size;
  }
  get rangeCount(): number {
    return this.pairs.length / 2;
  }
  get min(): N | null {
    return this.pairs.length === 0 ? null : (this.pairs[0] as number as N);
  }
  get max(): N | null {
    return this.pairs.length === 0 ? null : (this.pairs[this.pairs.length - 1] as number as N);
  }

  has(n: number): boolean {
    let lo = 0;
    let hi = this.pairs.length / 2 - 1;
    while (lo <= hi) {
      const mid = (lo + hi) >> 1;
      if (n < (this.pairs[mid * 2] as number)) hi = mid - 1;
      else if (n > (this.pairs[mid * 2 + 1] as number)) lo = mid + 1;
      else return true;
    }
    return false;
  }

  /** How many numbers of the set are in [lo, hi]. */
  countIn(lo: number, hi: number): number {
    const { pairs } = this;
    let low = 0;
    let high = pairs.length / 2;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((pairs[mid * 2 + 1] as number) < lo) low = mid + 1;
      else high = mid;
    }
    let count = 0;
    for (let i = low * 2; i < pairs.length && (pairs[i] as number) <= hi; i += 2) {
      count += Math.min(hi, pairs[i + 1] as number) - Math.max(lo, pairs[i] as number) + 1;
    }
    return count;
  }

  /** Ranges in ascending order, both ends included. */
  *ranges(): IterableIterator<readonly [N, N]> {
    for (let i = 0; i < this.pairs.length; i += 2) {
      yield [this.pairs[i] as number as N, this.pairs[i + 1] as number as N];
    }
  }

  /** Every number in ascending order. Clip first: an open set has up to four billion. */
  *[Symbol.iterator](): IterableIterator<N> {
    for (let i = 0; i < this.pairs.length; i += 2) {
      const hi = this.pairs[i + 1] as number;
      for (let n = this.pairs[i] as number; n <= hi; n++) yield n as N;
    }
  }

  /** The part within [lo, hi]; the result is not open unless `hi` is left out. */
  clip(lo: number, hi?: number): Self {
    return this.make(
      Uint32Array.from(clipRanges(this.pairs, lo, hi ?? MAX_NUMBER)),
      hi === undefined && this.open,
    );
  }
  union(other: NumberSet<N, Self>): Self {
    const both = new Float64Array(this.pairs.length + other.pairs.length);
    both.set(this.pairs);
    both.set(other.pairs, this.pairs.length);
    return this.make(normalise(both), this.open || other.open);
  }
  /** This set with many others, sorted once. */
  unionAll(others: readonly NumberSet<N, Self>[]): Self {
    const sets = [this, ...others];
    const all = new Float64Array(sets.reduce((sum, { pairs }) => sum + pairs.length, 0));
    let at = 0;
    for (const { pairs } of sets) {
      all.set(pairs, at);
      at += pairs.length;
    }
    return this.make(
      normalise(all),
      sets.some(({ open }) => open),
    );
  }
  difference(other: NumberSet<N, Self>): Self {
    return this.make(Uint32Array.from(subtract(this.pairs, other.pairs)), this.open && !other.open);
  }
  intersection(other: NumberSet<N, Self>): Self {
    return this.make(Uint32Array.from(common(this.pairs, other.pairs)), this.open && other.open);
  }
  intersects(other: NumberSet<N, Self>): boolean {
    return common(this.pairs, other.pairs).length > 0;
  }
  equals(other: NumberSet<N, Self>): boolean {
    return this.toString() === other.toString();
  }

  /** The largest `count` numbers and what is left of the set. */
  splitNewest(count: number): { newest: Self; rest: Self } {
    const newest: number[] = [];
    let left = count;
    let i = this.pairs.length - 2;
    for (; i >= 0 && left > 0; i -= 2) {
      const lo = this.pairs[i] as number;
      const hi = this.pairs[i + 1] as number;
      const take = Math.min(left, hi - lo + 1);
      newest.unshift(hi - take + 1, hi);
      left -= take;
    }
    const taken = Uint32Array.from(newest);
    return {
      newest: this.make(taken, this.open),
      rest: this.make(Uint32Array.from(subtract(this.pairs, taken)), false),
    };
  }

  /** Wire form, ascending (hMailServer and exmail.qq reject descending ranges, H1, C8). */
  toString(): string {
    let out = '';
    for (let i = 0; i < this.pairs.length; i += 2) {
      const lo = this.pairs[i] as number;
      const hi = this.pairs[i + 1] as number;
      if (i > 0) out += ',';
      if (this.open && i === this.pairs.length - 2) out += lo === MAX_NUMBER ? '*' : `${String(lo)}:*`;
      else out += lo === hi ? String(lo) : `${String(lo)}:${String(hi)}`;
    }
    return out;
  }

  /** Wire forms of at most `octets` each that together make the set; for servers that limit the line (RFC 7162 §4). */
  chunks(octets: number): Self[] {
    const out: Self[] = [];
    let from = 0;
    let length = 0;
    for (let i = 0; i < this.pairs.length; i += 2) {
      const cost = String(this.pairs[i]).length + String(this.pairs[i + 1]).length + 2;
      if (length + cost > octets && i > from) {
        out.push(this.make(this.pairs.slice(from, i), false));
        from = i;
        length = 0;
      }
      length += cost;
    }
    if (from < this.pairs.length) out.push(this.make(this.pairs.slice(from), this.open));
    return out;
  }
}

function parsePairs(text: string): { pairs: Ranges; open: boolean } | null {
  if (text === '') return { pairs: EMPTY, open: false };
  const flat: number[] = [];
  let open = false;
  for (const piece of text.split(',')) {
    const match = /^(\d{1,10}|\*)(?::(\d{1,10}|\*))?$/.exec(piece);
    if (!match) return null;
    const one = match[1] === '*' ? MAX_NUMBER : Number(match[1]);
    const two = match[2] === undefined ? one : match[2] === '*' ? MAX_NUMBER : Number(match[2]);
    if (one < 1 || two < 1 || one > MAX_NUMBER || two > MAX_NUMBER) return null;
    if (match[1] === '*' || match[2] === '*') open = true;
    flat.push(Math.min(one, two), Math.max(one, two));
  }
  return { pairs: normalise(flat), open };
}

function pairsOf(numbers: Iterable<number>): Ranges {
  const flat: number[] = [];
  for (const n of numbers) {
    if (flat.length > 0 && n === (flat[flat.length - 1] as number) + 1) flat[flat.length - 1] = n;
    else flat.push(n, n);
  }
  return normalise(flat);
}

/** A set of UIDs. */
export class UidSet extends NumberSet<Uid, UidSet> {
  /** Keeps `SeqSet` from being assignable. */
  declare private readonly uidSet: true;
  static readonly empty = new UidSet(EMPTY, false);
  /** `1:*`: every message. */
  static readonly all = new UidSet(Uint32Array.of(1, MAX_NUMBER), true);

  protected make(pairs: Ranges, open: boolean): UidSet {
    return new UidSet(pairs, open);
  }
  static of(...uids: readonly Uid[]): UidSet {
    return new UidSet(pairsOf(uids), false);
  }
  static from(uids: Iterable<number>): UidSet {
    return new UidSet(pairsOf(uids), false);
  }
  static range(lo: number, hi: number): UidSet {
    return new UidSet(Uint32Array.of(Math.min(lo, hi), Math.max(lo, hi)), false);
  }
  /** `lo:*`. The server answers with at least the last message, even when its UID is below `lo` (RFC 9051 §9). */
  static startingAt(lo: number): UidSet {
    return new UidSet(Uint32Array.of(lo, MAX_NUMBER), true);
  }
  /** From pairs `lo, hi` in any order, of which the first `n` entries count. */
  static fromPairs(pairs: ArrayLike<number>, n = pairs.length): UidSet {
    return new UidSet(normalise(pairs, n), false);
  }
  /** @returns null when the text is not a sequence set. */
  static parse(text: string): UidSet | null {
    const parsed = parsePairs(text);
    return parsed && new UidSet(parsed.pairs, parsed.open);
  }
}

/** A set of message sequence numbers of the selected mailbox. */
export class SeqSet extends NumberSet<SeqNum, SeqSet> {
  declare private readonly seqSet: true;
  static readonly empty = new SeqSet(EMPTY, false);
  static readonly all = new SeqSet(Uint32Array.of(1, MAX_NUMBER), true);

  protected make(pairs: Ranges, open: boolean): SeqSet {
    return new SeqSet(pairs, open);
  }
  static of(...numbers: readonly SeqNum[]): SeqSet {
    return new SeqSet(pairsOf(numbers), false);
  }
  static from(numbers: Iterable<number>): SeqSet {
    return new SeqSet(pairsOf(numbers), false);
  }
  static range(lo: number, hi: number): SeqSet {
    return new SeqSet(Uint32Array.of(Math.min(lo, hi), Math.max(lo, hi)), false);
  }
  static startingAt(lo: number): SeqSet {
    return new SeqSet(Uint32Array.of(lo, MAX_NUMBER), true);
  }
  static fromPairs(pairs: ArrayLike<number>, n = pairs.length): SeqSet {
    return new SeqSet(normalise(pairs, n), false);
  }
  static parse(text: string): SeqSet | null {
    const parsed = parsePairs(text);
    return parsed && new SeqSet(parsed.pairs, parsed.open);
  }
}

/**
 * UIDs in the order the server wrote them, as runs (RFC 4315 §3 `uid-set`): the n-th of one list belongs to the n-th
 * of the other in COPYUID, so they must not be sorted.
 */
export type UidRuns = readonly (readonly [number, number])[];

export const runsSize = (runs: UidRuns): number => runs.reduce((sum, [lo, hi]) => sum + hi - lo + 1, 0);

/** What became of messages that were copied or moved (RFC 4315 §3, RFC 6851 §4.3). */
export class CopyMapping {
  constructor(
    readonly uidValidity: number,
    readonly source: UidRuns,
    readonly destination: UidRuns,
  ) {}

  /** Both, where a set was copied by two commands; only the later where the target was renumbered between them. */
  and(later: CopyMapping): CopyMapping {
    if (later.uidValidity !== this.uidValidity) return later;
    return new CopyMapping(
      this.uidValidity,
      [...this.source, ...later.source],
      [...this.destination, ...later.destination],
    );
  }

  /** The new UID of a message, or null when the server did not say. */
  map(uid: Uid): Uid | null {
    let index = 0;
    for (const [lo, hi] of this.source) {
      if (uid >= lo && uid <= hi) {
        index += uid - lo;
        let left = index;
        for (const [to, end] of this.destination) {
          if (left <= end - to) return (to + left) as Uid;
          left -= end - to + 1;
        }
        return null;
      }
      index += hi - lo + 1;
    }
    return null;
  }

  /** Every pair (old, new). */
  *[Symbol.iterator](): IterableIterator<readonly [Uid, Uid]> {
    let j = 0;
    let offset = 0;
    for (const [lo, hi] of this.source) {
      for (let uid = lo; uid <= hi; uid++) {
        const run = this.destination[j];
        if (!run) return;
        yield [uid as Uid, (run[0] + offset) as Uid];
        offset++;
        if (offset > run[1] - run[0]) {
          j++;
          offset = 0;
        }
      }
    }
  }
}
