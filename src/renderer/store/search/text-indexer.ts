import { isMailError } from '@shared/errors/mail-error';
import { PAGE_SIZE } from '@shared/model/page';
import type { Folder } from '../catalogue';
import type { TextQueueRecord, WriteTransaction } from '../database';
import { linesTexts } from '../packed-lines';
import { parseRow } from '../row-cache';
import type { StoreState } from '../state';
import { textsOf } from '@shared/search/body-text';
import { wordsOf } from './document-words';
import { mergeSegments } from './merge';
import { SegmentBuilder } from './segment';
import { type Segment, SegmentDamaged } from './text-index';
import { textKeyOf } from './text-key';

/** Raised with every change of how words are made or kept: what is there is made anew. */
const VERSION = 1;
/** Everything is gone through for texts that were missed, and cleared of messages that are gone, this often. */
const WALK_MS = 3 * 24 * 3600 * 1000;
/** Texts read together. */
const AT_ONCE = 32;
/** A segment in the making is written when it is this large: sorting and writing it is one piece of work. */
const SEGMENT_DOCS = 96;
const SEGMENT_OCTETS = 192 * 1024;
/** So many segments of one size are made one of the next. */
const FAN = 8;
/** Messages gone through before it is asked whether others wait. */
const SLOTS_A_BREATH = 2048;
/** A piece of work, ms: after that others have their turn. */
const SLICE_MS = 8;

export interface IndexerPorts {
  readonly state: StoreState;
  /** Resolves in a later task, when nothing is being written. */
  breath(): Promise<void>;
  /** ms since 1970. */
  now(): number;
  /** Another state has taken the place of this one. */
  isOver(): boolean;
  /** More texts can be found. */
  onGrown(): void;
  /** Something that is neither the disk's nor the index's fault. */
  onFailure(error: unknown): void;
}

/**
 * Brings texts into the index, a few at a time, whenever nothing else is to be done. What waits is in the database, put
 * there by the same transaction as the text itself, and leaves it with the segment that has its words: killed anywhere,
 * nothing is missed and nothing is done twice for good.
 */
export class TextIndexer {
  readonly #ports: IndexerPorts;
  /** Text keys of what waits. */
  readonly #waiting = new Set<number>();
  #loaded: Promise<void> | null = null;
  #running: Promise<void> | null = null;
  #walkedAt = 0;
  #serial = 0;
  /** The segment that a merge is making, or was making when it failed: its blocks are swept at the next start. */
  #merging: string | null = null;
  #sliceEnd = 0;

  constructor(ports: IndexerPorts) {
    this.#ports = ports;
  }

  /** Texts that are here and wait to be indexed. */
  get waiting(): number {
    return this.#waiting.size;
  }

  isWaiting(key: number): boolean {
    return this.#waiting.has(key);
  }

  /** Messages are gone for good, and a part of the index with them. */
  walkAgain(): void {
    this.#walkedAt = 0;
    if (this.#loaded) this.wake();
  }

  /** Its record is in the database, or in a transaction that will be before the next breath. */
  enqueued(key: number): void {
    this.#waiting.add(key);
    if (this.#loaded) this.wake();
  }

  /** Reads what there is of the index. Searches wait for it. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = null;
      throw error;
    });
    return this.#loaded;
  }

  /** Begins to work, unless it does already. Columns of all mailboxes are in memory by now. */
  wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#waiting.size > 0 && !this.#stuck && !this.#ports.isOver()) this.wake();
    });
  }
  /** The disk would not take more: tried again when something new comes. */
  #stuck = false;

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** A segment turned out to be unreadable: it goes, and what was in it is indexed anew. */
  async damaged(id: string): Promise<void> {
    const { texts, database } = this.#ports.state;
    const gone = texts.segments.filter((segment) => segment.id === id);
    texts.merged(gone, null);
    this.#walkedAt = 0;
    await database.write(['textSegments', 'textBlocks', 'meta'], (tx) => {
      tx.delete('textSegments', id);
      tx.deleteRange('textBlocks', [id]);
      this.#putMeta(tx);
      return Promise.resolve();
    });
    this.wake();
  }

  async #load(): Promise<void> {
    const { database, texts } = this.#ports.state;
    const meta = await database.read(['meta'], (tx) => tx.get('meta', 'texts'));
    const known = meta?.key === 'texts' && meta.version === VERSION ? meta : null;
    this.#walkedAt = known?.walkedAt ?? 0;
    const half = known?.merging ?? null;
    if (!known || half !== null) {
      await database.write(['textSegments', 'textBlocks', 'meta'], (tx) => {
        if (half !== null) tx.deleteRange('textBlocks', [half]);
        else for (const table of ['textSegments', 'textBlocks'] as const) tx.clear(table);
        this.#putMeta(tx);
        return Promise.resolve();
      });
    }
    const [segments, queue] = await database.read(['textSegments', 'textQueue'], (tx) =>
      Promise.all([tx.all('textSegments'), tx.all('textQueue')]),
    );
    texts.load(segments);
    for (const { key } of queue) this.#waiting.add(Number(key));
    this.#serial = Number.parseInt(segments.at(-1)?.id ?? '0', 36);
  }

  async #run(): Promise<void> {
    try {
      await this.load();
      await this.#ports.breath();
      this.#stuck = false;
      if (this.#walkedAt === 0 || this.#ports.now() - this.#walkedAt > WALK_MS) await this.#walk();
      await this.#drain();
    } catch (error) {
      if (error instanceof SegmentDamaged) await this.damaged(error.segment);
      // Full, lost or failing: the store itself tells, and a new state begins where this one ended.
      else if (isMailError(error)) this.#stuck = true;
      else this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#stuck = true;
    this.#ports.onFailure(error);
  }

  /** Indexes all that waits. */
  async #drain(): Promise<void> {
    while (this.#waiting.size > 0 && !this.#ports.isOver()) {
      const taken: number[] = [];
      try {
        await this.#index(taken);
      } catch (error) {
        // They are in the queue on the disk as before: a search must not take them for indexed.
        for (const key of taken) this.#waiting.add(key);
        throw error;
      }
      await this.#mergeSome();
    }
  }

  /** Makes one segment. @param taken gets the keys that it took from what waits. */
  async #index(taken: number[]): Promise<void> {
    const builder = new SegmentBuilder();
    while (
      this.#waiting.size > 0 &&
      builder.docs < SEGMENT_DOCS &&
      builder.size < SEGMENT_OCTETS &&
      !this.#ports.isOver()
    ) {
      const keys = this.#take();
      taken.push(...keys);
      await this.#ports.breath();
      for (const { key, texts } of await this.#read(keys)) {
        await this.#slice();
        builder.add(key, wordsOf(texts()));
      }
    }
    await this.#write(builder, taken);
  }

  /** The next few that wait; they no longer do. */
  #take(): number[] {
    const keys: number[] = [];
    for (const key of this.#waiting) {
      keys.push(key);
      this.#waiting.delete(key);
      if (keys.length === AT_ONCE) break;
    }
    return keys;
  }

  /** What is to be read of each: taking the words out of a page of HTML is a piece of work of its own. */
  async #read(keys: readonly number[]): Promise<{ key: number; texts: () => readonly string[] }[]> {
    const { database } = this.#ports.state;
    const records = await database.read(['textQueue', 'bodies'], async (tx) => {
      const queued: (TextQueueRecord | undefined)[] = await tx.getMany('textQueue', keys.map(String));
      const present = queued.filter((record) => record !== undefined);
      const bodies = await tx.getMany(
        'bodies',
        present.map(({ identity }) => identity),
      );
      return present.map((record, i) => ({ record, body: bodies[i] }));
    });
    return records.flatMap(({ record, body }) => {
      const key = Number(record.key);
      if (record.identity === '') return [{ key, texts: () => [record.text] }];
      return body ? [{ key, texts: () => textsOf(body) }] : [];
    });
  }

  async #write(builder: SegmentBuilder, done: readonly number[]): Promise<void> {
    const { database, texts } = this.#ports.state;
    await this.#ports.breath();
    const made = builder.docs > 0 ? await builder.build(this.#nextId(), () => this.#slice()) : null;
    // The cache may belong to another vault by now.
    if (this.#ports.isOver()) return;
    await database.write(['textSegments', 'textBlocks', 'textQueue'], (tx) => {
      for (const block of made?.blocks ?? []) tx.put('textBlocks', block);
      if (made) tx.put('textSegments', made.segment);
      // What was put there once more meanwhile has a newer text.
      for (const key of done) if (!this.#waiting.has(key)) tx.delete('textQueue', String(key));
      return Promise.resolve();
    });
    if (!made) return;
    texts.add(made.segment);
    this.#ports.onGrown();
  }

  async #mergeSome(): Promise<void> {
    for (;;) {
      const tiers = new Map<number, Segment[]>();
      for (const segment of this.#ports.state.texts.segments) {
        const tier = Math.floor(Math.log2(segment.docs.length + 1) / Math.log2(FAN));
        tiers.set(tier, [...(tiers.get(tier) ?? []), segment]);
      }
      const many = [...tiers.values()].find((tier) => tier.length >= FAN);
      if (!many || this.#ports.isOver()) return;
      await this.#merge(many, () => true);
    }
  }

  /** @param lives whether a message with this key is known. */
  async #merge(sources: readonly Segment[], lives: (key: number) => boolean): Promise<void> {
    const { database, texts } = this.#ports.state;
    const id = this.#nextId();
    // One that found no room has left blocks behind that would take room for good.
    const half = this.#merging;
    this.#merging = id;
    await database.write(['textBlocks', 'meta'], (tx) => {
      if (half !== null) tx.deleteRange('textBlocks', [half]);
      this.#putMeta(tx);
      return Promise.resolve();
    });
    const places = sources.map((source) => texts.segments.indexOf(source));
    const record = await mergeSegments(
      database,
      sources,
      id,
      (source, doc) => {
        const key = sources[source]?.docs[doc] ?? 0;
        return texts.isNewest(key, places[source] ?? -1) && lives(key);
      },
      () => this.#slice(),
    );
    if (this.#ports.isOver()) return;
    this.#merging = null;
    await database.write(['textSegments', 'textBlocks', 'meta'], (tx) => {
      for (const source of sources) {
        tx.delete('textSegments', source.id);
        tx.deleteRange('textBlocks', [source.id]);
      }
      if (record) tx.put('textSegments', record);
      this.#putMeta(tx);
      return Promise.resolve();
    });
    texts.merged(sources, record);
  }

  /** Finds texts that are here and in no segment, and takes out of segments what belongs to no message any more. */
  async #walk(): Promise<void> {
    for (const folder of [...this.#ports.state.catalogue.folders]) {
      for (const page of [...folder.pages]) {
        if (this.#ports.isOver()) return;
        if (folder.dropped) break;
        await this.#walkPage(folder, page);
        if (this.#waiting.size >= SEGMENT_DOCS) await this.#drain();
      }
    }
    await this.#drain();
    await this.#clearOut();
    if (this.#ports.isOver()) return;
    this.#walkedAt = Math.max(1, this.#ports.now());
    await this.#ports.state.database.write(['meta'], (tx) => {
      this.#putMeta(tx);
      return Promise.resolve();
    });
  }

  async #walkPage(folder: Folder, page: number): Promise<void> {
    const { texts, columns, database } = this.#ports.state;
    const first = page * PAGE_SIZE;
    const missing = new Map<number, number>();
    for (const uid of folder.uids.uidsBetween(first, first + PAGE_SIZE - 1)) {
      const key = textKeyOf(columns, folder.uids.find(uid));
      if (!texts.has(key) && !this.#waiting.has(key)) missing.set(uid, key);
    }
    if (missing.size === 0) return;
    await this.#ports.breath();
    const found = await database.write(['rows', 'bodies', 'textQueue'], async (tx) => {
      const record = await tx.get('rows', [folder.box.id, folder.generation, page]);
      const candidates: { key: number; identity: string }[] = [];
      const rows = record ? linesTexts(record) : [];
      record?.uids.forEach((uid, i) => {
        const key = missing.get(uid);
        const identity = key === undefined ? '' : parseRow(rows[i] ?? '').identity;
        if (key !== undefined && identity !== '') candidates.push({ key, identity });
      });
      const here = await tx.has(
        'bodies',
        candidates.map(({ identity }) => identity),
      );
      const queued = candidates.filter((_, i) => here[i]);
      for (const { key, identity } of queued) tx.put('textQueue', { key: String(key), identity, text: '' });
      return queued;
    });
    for (const { key } of found) this.#waiting.add(key);
  }

  async #clearOut(): Promise<void> {
    const { texts, columns, catalogue } = this.#ports.state;
    const alive = new Set<number>();
    for (const folder of catalogue.folders) {
      // What is not in memory is not known to be gone.
      if (!folder.loaded && !folder.dropped) return;
      const slots = folder.uids.slots();
      for (let at = 0; at < slots.length; at += SLOTS_A_BREATH) {
        for (const slot of slots.subarray(at, at + SLOTS_A_BREATH)) alive.add(textKeyOf(columns, slot));
        await this.#slice();
        if (this.#ports.isOver()) return;
      }
    }
    for (const segment of [...texts.segments]) {
      await this.#slice();
      const place = texts.segments.indexOf(segment);
      const needless = segment.docs.reduce(
        (sum, key) => sum + (alive.has(key) && texts.isNewest(key, place) ? 0 : 1),
        0,
      );
      if (needless > 0) await this.#merge([segment], (key) => alive.has(key));
      if (this.#ports.isOver()) return;
    }
  }

  /** Gives way when the piece of work took its time. */
  async #slice(): Promise<void> {
    if (performance.now() < this.#sliceEnd) return;
    await this.#ports.breath();
    this.#sliceEnd = performance.now() + SLICE_MS;
  }

  #putMeta(tx: WriteTransaction): void {
    tx.put('meta', { key: 'texts', version: VERSION, walkedAt: this.#walkedAt, merging: this.#merging });
  }

  #nextId(): string {
    return (++this.#serial).toString(36).padStart(10, '0');
  }
}
