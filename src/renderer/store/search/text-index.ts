import type { TokenQuery } from '@shared/search/tokens';
import type { StoreDatabase, TextBlockRecord, TextSegmentRecord } from '../database';
import { Block, blocksFor, NumberReader } from './segment';
import { KeyTable } from './text-key';

/** A segment as memory knows it: some nine octets a document. */
export interface Segment {
  readonly id: string;
  readonly docs: Float64Array;
  readonly firsts: readonly string[];
}

const inMemory = ({ id, docs, firsts }: TextSegmentRecord): Segment => ({
  id,
  docs,
  // Texts without a single word make a segment without a block.
  firsts: firsts === '' ? [] : firsts.split('\n'),
});

/** Blocks kept after a search: the next letter of the same word needs the same ones. */
const CACHE_OCTETS = 4 * 1024 * 1024;

/** Where a block was, nothing is: the segment cannot be searched and its texts are to be indexed anew. */
export class SegmentDamaged extends Error {
  constructor(readonly segment: string) {
    super(`segment ${segment} of the text index is damaged`);
  }
}

/** Which messages have which words in their texts. What it knows is on disk; here are only keys and a few blocks. */
export class TextIndex {
  readonly #database: () => StoreDatabase;
  #segments: Segment[] = [];
  /** From text keys to the segment that has the newest text of the message. */
  #home = new KeyTable();
  readonly #blocks = new Map<string, Block>();
  /** Rises whenever other messages have their texts in it. */
  revision = 0;
  #cached = 0;

  constructor(database: () => StoreDatabase) {
    this.#database = database;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Messages whose texts are in it. */
  get size(): number {
    return this.#home.size;
  }

  has(key: number): boolean {
    return this.#home.get(key) >= 0;
  }

  /** Whether this segment has the newest text of the message. */
  isNewest(key: number, segment: number): boolean {
    return this.#home.get(key) === segment;
  }

  /** What the disk has, in the order of ids: oldest first. */
  load(records: readonly TextSegmentRecord[]): void {
    this.#replace(records.map(inMemory));
  }

  add(record: TextSegmentRecord): void {
    const segment = inMemory(record);
    for (const key of segment.docs) this.#home.set(key, this.#segments.length);
    this.#segments.push(segment);
    this.revision++;
  }

  /** One segment stands for several; it has nothing of which another one has something newer. */
  merged(gone: readonly Segment[], record: TextSegmentRecord | null): void {
    const rest = this.#segments.filter((segment) => !gone.includes(segment));
    this.#replace(record ? [...rest, inMemory(record)] : rest);
  }

  /**
   * The messages whose text has the word or phrase, as a set of text keys.
   * @throws SegmentDamaged
   */
  async find(query: TokenQuery): Promise<KeyTable> {
    const found = new KeyTable();
    const segments = this.#segments;
    const plans = segments.map((segment) =>
      query.tokens.map((token, i) =>
        blocksFor(segment.firsts, token, query.prefix && i === query.tokens.length - 1),
      ),
    );
    const wanted = new Set<string>();
    plans.forEach((plan, s) => {
      for (const [from, to] of plan)
        for (let b = from; b < to; b++) wanted.add(`${segments[s]?.id ?? ''}/${b}`);
    });
    const blocks = await this.#read([...wanted]);
    plans.forEach((plan, s) => {
      const segment = segments[s] as Segment;
      const hits = plan.map(([from, to]) => {
        const own: Block[] = [];
        for (let b = from; b < to; b++) {
          const block = blocks.get(`${segment.id}/${b}`);
          // Merged away meanwhile: what took its place is searched when the view hears of it.
          if (!block && this.#segments.includes(segment)) throw new SegmentDamaged(segment.id);
          if (block) own.push(block);
        }
        return own;
      });
      const now = this.#segments.indexOf(segment);
      eachHit(hits, query, (doc) => {
        const key = segment.docs[doc] as number;
        if (now < 0 || this.isNewest(key, now)) found.set(key, 1);
      });
    });
    return found;
  }

  #replace(segments: Segment[]): void {
    this.#segments = segments;
    this.revision++;
    this.#home = new KeyTable(segments.reduce((sum, { docs }) => sum + docs.length, 0));
    segments.forEach(({ docs }, s) => {
      for (const key of docs) this.#home.set(key, s);
    });
  }

  async #read(names: readonly string[]): Promise<Map<string, Block>> {
    const out = new Map<string, Block>();
    const missing: string[] = [];
    for (const name of names) {
      const block = this.#blocks.get(name);
      if (!block) {
        missing.push(name);
        continue;
      }
      this.#blocks.delete(name);
      this.#blocks.set(name, block);
      out.set(name, block);
    }
    if (missing.length === 0) return out;
    const keys = missing.map((name) => {
      const [segment = '', block = '0'] = name.split('/');
      return [segment, Number(block)] as const;
    });
    const records: (TextBlockRecord | undefined)[] = await this.#database().read(['textBlocks'], (tx) =>
      tx.getMany('textBlocks', keys),
    );
    missing.forEach((name, i) => {
      const record = records[i];
      if (!record) return;
      const block = new Block(record);
      out.set(name, block);
      this.#keep(name, block);
    });
    return out;
  }

  #keep(name: string, block: Block): void {
    this.#blocks.set(name, block);
    this.#cached += block.size;
    for (const [oldest, old] of this.#blocks) {
      if (this.#cached <= CACHE_OCTETS) return;
      this.#blocks.delete(oldest);
      this.#cached -= old.size;
    }
  }
}

/** Documents of one segment that have the tokens next to each other. @param blocks for each token those it may be in. */
function eachHit(
  blocks: readonly (readonly Block[])[],
  query: TokenQuery,
  take: (doc: number) => void,
): void {
  const [only] = blocks;
  if (blocks.length === 1 && only) {
    eachPosting(only, query.tokens[0] as string, query.prefix, take);
    return;
  }
  /** By document the positions where a token may stand that goes on with what was found so far. */
  let ends = new Map<number, Set<number>>();
  query.tokens.forEach((token, i) => {
    const last = i === query.tokens.length - 1;
    const next = new Map<number, Set<number>>();
    eachPosting(blocks[i] ?? [], token, query.prefix && last, (doc, bytes, start, end) => {
      const before = ends.get(doc);
      if (i > 0 && !before) return;
      const reader = new NumberReader(bytes, start, end);
      let position = 0;
      while (reader.more) {
        position += reader.next();
        if (i > 0 && before?.has(position) !== true) continue;
        const own = next.get(doc);
        if (own) own.add(position + 1);
        else next.set(doc, new Set([position + 1]));
      }
    });
    ends = next;
  });
  for (const doc of ends.keys()) take(doc);
}

function eachPosting(
  blocks: readonly Block[],
  token: string,
  prefix: boolean,
  take: (doc: number, bytes: Uint8Array, start: number, end: number) => void,
): void {
  for (const block of blocks) {
    const [from, to] = block.range(token, prefix);
    for (let term = from; term < to; term++) block.eachDoc(term, take);
  }
}
