import type { TextBlockRecord, TextSegmentRecord } from '../database';

/**
 * The inverted index is made of segments, as search engines make theirs: a segment is written once and never changed,
 * small ones are merged into larger ones. Its terms stand sorted in blocks of some kilobytes, each with its postings, so
 * that a word costs one or two small reads a segment, however many messages there are.
 *
 * Postings of one term: for each document the distance from the one before, the octets of its positions, and those as
 * distances, all as numbers of seven bits an octet (LEB128). The lengths let a reader pass over positions.
 */

const BLOCK_OCTETS = 24 * 1024;
const BLOCK_TERMS = 256;
/** Terms put into blocks, or merged, before it is asked whether others wait. */
export const TERMS_A_BREATH = 64;

export function putNumber(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  out.push(rest);
}

/** Reads numbers one after the other. */
export class NumberReader {
  at: number;
  constructor(
    private readonly bytes: Uint8Array,
    start: number,
    readonly end: number,
  ) {
    this.at = start;
  }
  get more(): boolean {
    return this.at < this.end;
  }
  next(): number {
    let value = 0;
    for (let shift = 0; this.at < this.end; shift += 7) {
      const octet = this.bytes[this.at++] as number;
      value |= (octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
    return value;
  }
}

interface Postings {
  readonly bytes: number[];
  lastDoc: number;
}

/** A segment in the making. */
export class SegmentBuilder {
  readonly #terms = new Map<string, Postings>();
  readonly #docs: number[] = [];
  /** Octets of postings so far. */
  size = 0;

  get docs(): number {
    return this.#docs.length;
  }

  /** @param words positions of each word, ascending. */
  add(key: number, words: ReadonlyMap<string, readonly number[]>): void {
    const doc = this.#docs.length;
    this.#docs.push(key);
    for (const [term, positions] of words) {
      const encoded: number[] = [];
      let before = 0;
      for (const position of positions) {
        putNumber(encoded, position - before);
        before = position;
      }
      let postings = this.#terms.get(term);
      if (!postings) {
        postings = { bytes: [], lastDoc: 0 };
        this.#terms.set(term, postings);
      }
      putNumber(postings.bytes, doc - postings.lastDoc);
      putNumber(postings.bytes, encoded.length);
      for (const octet of encoded) postings.bytes.push(octet);
      postings.lastDoc = doc;
      this.size += encoded.length + 2;
    }
  }

  /** @param breath called between small pieces of work; gives way when they have taken their time. */
  async build(
    id: string,
    breath: () => Promise<void>,
  ): Promise<{ segment: TextSegmentRecord; blocks: TextBlockRecord[] }> {
    const blocks: TextBlockRecord[] = [];
    const writer = new BlockWriter(id, (block) => blocks.push(block));
    let terms = 0;
    for (const term of await sortedTerms([...this.#terms.keys()], breath)) {
      writer.add(term, (this.#terms.get(term) as Postings).bytes);
      if (++terms % TERMS_A_BREATH === 0) await breath();
    }
    return { segment: writer.finish(new Float64Array(this.#docs)), blocks };
  }
}

/** Terms sorted as one piece of work, and terms merged before it is asked whether others wait. */
const RUN_TERMS = 512;

/** As `sort()` has them, without being one long piece of work: short runs are sorted, then merged two and two. */
async function sortedTerms(
  terms: readonly string[],
  breath: () => Promise<void>,
): Promise<readonly string[]> {
  let runs: (readonly string[])[] = [];
  for (let at = 0; at < terms.length; at += RUN_TERMS) {
    runs.push(terms.slice(at, at + RUN_TERMS).sort());
    await breath();
  }
  while (runs.length > 1) {
    const longer: (readonly string[])[] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [a = [], b = []] = [runs[i], runs[i + 1]];
      longer.push(await merged(a, b, breath));
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

/** Two sorted lists that have no term in common as one. */
async function merged(
  a: readonly string[],
  b: readonly string[],
  breath: () => Promise<void>,
): Promise<readonly string[]> {
  if (b.length === 0) return a;
  const out: string[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const takesA = j >= b.length || (i < a.length && (a[i] as string) < (b[j] as string));
    out.push((takesA ? a[i++] : b[j++]) as string);
    if (out.length % RUN_TERMS === 0) await breath();
  }
  return out;
}

/** Cuts sorted terms into blocks. */
export class BlockWriter {
  readonly #id: string;
  readonly #emit: (block: TextBlockRecord) => void;
  readonly #firsts: string[] = [];
  #terms: string[] = [];
  #parts: ArrayLike<number>[] = [];
  #octets = 0;

  constructor(id: string, emit: (block: TextBlockRecord) => void) {
    this.#id = id;
    this.#emit = emit;
  }

  add(term: string, postings: ArrayLike<number>): void {
    this.#terms.push(term);
    this.#parts.push(postings);
    this.#octets += postings.length;
    if (this.#octets >= BLOCK_OCTETS || this.#terms.length >= BLOCK_TERMS) this.#cut();
  }

  finish(docs: Float64Array): TextSegmentRecord {
    if (this.#terms.length > 0) this.#cut();
    return { id: this.#id, docs, firsts: this.#firsts.join('\n') };
  }

  #cut(): void {
    const postings = new Uint8Array(this.#octets);
    const ends = new Uint32Array(this.#parts.length);
    let at = 0;
    this.#parts.forEach((part, i) => {
      postings.set(part, at);
      at += part.length;
      ends[i] = at;
    });
    this.#emit({
      segment: this.#id,
      block: this.#firsts.length,
      terms: this.#terms.join('\n'),
      ends,
      postings,
    });
    this.#firsts.push(this.#terms[0] ?? '');
    this.#terms = [];
    this.#parts = [];
    this.#octets = 0;
  }
}

/** A block as it is searched. */
export class Block {
  readonly terms: readonly string[];

  constructor(private readonly record: TextBlockRecord) {
    this.terms = record.terms.split('\n');
  }

  /** About what it takes in memory. */
  get size(): number {
    return this.record.postings.length + 3 * this.record.terms.length;
  }

  /** The terms equal to the token, or that begin with it: first and one past the last. */
  range(token: string, prefix: boolean): readonly [number, number] {
    const from = lowerBound(this.terms, token);
    let to = from;
    while (to < this.terms.length && matchesTerm(this.terms[to] as string, token, prefix)) to++;
    return [from, to];
  }

  postings(term: number): { readonly bytes: Uint8Array; readonly start: number; readonly end: number } {
    const { ends, postings } = this.record;
    return { bytes: postings, start: term === 0 ? 0 : (ends[term - 1] as number), end: ends[term] as number };
  }

  /** Documents of a term, ascending, with where their positions are. */
  eachDoc(term: number, take: (doc: number, bytes: Uint8Array, start: number, end: number) => void): void {
    const { bytes, start, end } = this.postings(term);
    const reader = new NumberReader(bytes, start, end);
    let doc = 0;
    while (reader.more) {
      doc += reader.next();
      const length = reader.next();
      take(doc, bytes, reader.at, reader.at + length);
      reader.at += length;
    }
  }
}

const matchesTerm = (term: string, token: string, prefix: boolean): boolean =>
  prefix ? term.startsWith(token) : term === token;

/** Blocks that may hold the token, by the first terms of all: first and one past the last. */
export function blocksFor(
  firsts: readonly string[],
  token: string,
  prefix: boolean,
): readonly [number, number] {
  const from = Math.max(0, upperBound(firsts, token) - 1);
  let to = from;
  while (to < firsts.length && (to === from || matchesTerm(firsts[to] as string, token, prefix))) to++;
  return [from, to];
}

/** Index of the first entry ≥ token. */
function lowerBound(sorted: readonly string[], token: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first entry > token. */
function upperBound(sorted: readonly string[], token: string): number {
  const at = lowerBound(sorted, token);
  return sorted[at] === token ? at + 1 : at;
}
