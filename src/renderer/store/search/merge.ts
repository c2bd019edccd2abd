import type { StoreDatabase, TextBlockRecord, TextSegmentRecord } from '../database';
import { Block, BlockWriter, putNumber, TERMS_A_BREATH } from './segment';
import { type Segment, SegmentDamaged } from './text-index';

/** Blocks written in one transaction: nobody waits for more. */
const BLOCKS_A_WRITE = 8;

/** Octets of postings merged before it is asked whether others wait: words that stand in every mail have many. */
const OCTETS_A_BREATH = 64 * 1024;

/**
 * Makes one segment of several, leaving out documents that nobody needs. Reads and writes a few blocks at a time; the
 * result is not there for anybody until its record is written.
 * @param keeps whether document `doc` of the given source is still needed.
 * @param breath called between small pieces of work; gives way when they have taken their time.
 * @returns the record to write; its blocks are on disk. Null when no document is left.
 * @throws SegmentDamaged
 */
export async function mergeSegments(
  database: StoreDatabase,
  sources: readonly Segment[],
  id: string,
  keeps: (source: number, doc: number) => boolean,
  breath: () => Promise<void>,
): Promise<TextSegmentRecord | null> {
  const docs: number[] = [];
  const renumbered = sources.map((source, s) =>
    Int32Array.from(source.docs, (key, doc) => (keeps(s, doc) ? docs.push(key) - 1 : -1)),
  );
  if (docs.length === 0) return null;
  let pending: TextBlockRecord[] = [];
  const writer = new BlockWriter(id, (block) => pending.push(block));
  const flush = async (): Promise<void> => {
    const blocks = pending;
    pending = [];
    await database.write(['textBlocks'], (tx) => {
      for (const block of blocks) tx.put('textBlocks', block);
      return Promise.resolve();
    });
    await breath();
  };
  let terms = 0;
  let octets = 0;
  const cursors = sources.map((source) => new TermCursor(database, source));
  for (const cursor of cursors) await cursor.next();
  for (;;) {
    let term: string | null = null;
    for (const cursor of cursors)
      if (cursor.term !== null && (term === null || cursor.term < term)) ({ term } = cursor);
    if (term === null) break;
    const out: number[] = [];
    let lastDoc = 0;
    for (const [s, cursor] of cursors.entries()) {
      if (cursor.term !== term) continue;
      cursor.eachDoc((doc, bytes, start, end) => {
        const now = renumbered[s]?.[doc] ?? -1;
        if (now < 0) return;
        putNumber(out, now - lastDoc);
        putNumber(out, end - start);
        for (let at = start; at < end; at++) out.push(bytes[at] as number);
        lastDoc = now;
      });
      if (!cursor.step()) await cursor.next();
    }
    if (out.length > 0) writer.add(term, out);
    if (pending.length >= BLOCKS_A_WRITE) await flush();
    octets += out.length;
    if (++terms % TERMS_A_BREATH === 0 || octets >= OCTETS_A_BREATH) {
      octets = 0;
      await breath();
    }
  }
  const record = writer.finish(new Float64Array(docs));
  await flush();
  return record;
}

/** Goes through the terms of a segment, one block in memory at a time. */
class TermCursor {
  term: string | null = null;
  #block: Block | null = null;
  #number = -1;
  #at = 0;

  constructor(
    private readonly database: StoreDatabase,
    private readonly segment: Segment,
  ) {}

  /** Within the block. */
  step(): boolean {
    this.term = this.#block?.terms[++this.#at] ?? null;
    return this.term !== null;
  }

  /** To the next block. */
  async next(): Promise<void> {
    this.#number++;
    this.#at = 0;
    if (this.#number >= this.segment.firsts.length) {
      this.#block = null;
      this.term = null;
      return;
    }
    const record = await this.database.read(['textBlocks'], (tx) =>
      tx.get('textBlocks', [this.segment.id, this.#number]),
    );
    if (!record) throw new SegmentDamaged(this.segment.id);
    this.#block = new Block(record);
    this.term = this.#block.terms[0] ?? null;
  }

  eachDoc(take: (doc: number, bytes: Uint8Array, start: number, end: number) => void): void {
    this.#block?.eachDoc(this.#at, take);
  }
}
