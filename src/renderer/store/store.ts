import type { FactBatch, KnownColumns, StoreHello } from '@shared/contract/store-api';
import type { StoreStatus } from '@shared/contract/view-api';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId, MessageRef } from '@shared/model/ids';
import { uid } from '@shared/model/ids';
import type { MessageBody, MessageRow } from '@shared/model/message';
import { foldersTouched, takeIn, type WriteSet } from './apply';
import type { Folder } from './catalogue';
import { COMMIT_TABLES, commit, showRows, showSearch } from './commit';
import { cacheError, type OpenedDatabase, type StoreDatabase, TABLE_NAMES } from './database';
import { keepCounts } from './heads';
import { loadAll, loadFolder, readState } from './loading';
import { type BatchMark, Change, StoreState } from './state';
import { TextIndexer } from './search/text-indexer';
import { expired, sweep } from './tombstones';

/** While batches are written, at most one part in so many of the time goes to bringing views up to date. */
const FLUSH_SHARE = 10;
/** So many changed messages at once are no news that somebody waits for. */
const BULK = 1000;
/** While they keep coming, views follow so often, ms: as often as the progress beside them is drawn. */
const BULK_FLUSH_MS = 450;

/** Batches that may be on their way to the disk at once; the next one waits. */
const MAX_WRITING = 4;

/** A database that fails so often without a success in between is damaged, and is made anew: all of it can be fetched. */
const FAILURES_OF_THE_DAMAGED = 2;

const NO_NUMBERS = new Uint32Array(0);
const NOTHING_ELSE = { sizes: NO_NUMBERS, dates: new Float64Array(0), idHashes: new Float64Array(0) };

export interface StoreOptions {
  /**
   * Opens the database, or makes a new one when it has to. Called again when the database is lost; `anew` when what is
   * there opens and can't be used.
   */
  readonly open: (anew: boolean) => Promise<OpenedDatabase>;
  /** Calls `run` once, soon, outside the current message; asked at most once until it ran. */
  readonly tick: (run: () => void) => void;
  /** ms since 1970, for the age of tombstones. */
  readonly now: () => number;
  /** It is idle when nothing has come for so long, ms: whoever is told writes, which the next batch would undo. */
  readonly restMs: number;
}

/** What the store tells those who serve it. */
export interface StoreEvents {
  /** Once a tick at most, after changes: `state.dirty` and `state.changes` say what. */
  changed(): void;
  /** Everything that was told is on the disk and was seen by every view, and nothing has come for a while. */
  idle(): void;
  /** The state was replaced as a whole (start, loss, failed write). */
  replaced(): void;
  lost(reason: string): void;
  status(): void;
  /** More texts are indexed: searches may find more. */
  indexed?(): void;
}

/**
 * The engine's half of the store: facts in, server truth out. Batches are taken into memory one after the other and
 * written as one transaction each; several may be on their way to the disk, which commits them in order.
 */
export class Store {
  readonly #options: StoreOptions;
  readonly #listeners = new Set<StoreEvents>();
  #state: StoreState | null = null;
  #ready: Promise<void>;
  #status: StoreStatus = { state: 'opening', reason: '', engine: false };
  #rebuilt: string | null = null;
  #intake: Promise<unknown> = Promise.resolve();
  readonly #writing = new Set<Promise<void>>();
  #lastWrite: Promise<void> = Promise.resolve();
  #tickAsked = false;
  /** When the last flush ended, what it took, ms of the page's monotonic clock, and of how many messages it told. */
  #flushed = { at: 0, cost: 0, messages: 0 };
  /** Something that a person wants has not been told yet. */
  #wished = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** The batch after which the counts of mailboxes were kept. */
  #counted: BatchMark | null = null;
  /** Times in a row that the database was there and refused to be read or written. */
  #failures = 0;
  /** A state of which nothing was read but what is shown first. */
  #unread: StoreState | null = null;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#ready = this.#start();
  }

  /** Nothing is on its way to the disk. */
  get atRest(): boolean {
    return this.#writing.size === 0;
  }

  /** Resolves when the database is open; views may be opened before. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** ms since 1970. */
  now(): number {
    return this.#options.now();
  }

  get status(): StoreStatus {
    return this.#status;
  }

  /** @throws MailError `cache-failed` when there is no database to be had. */
  async state(): Promise<StoreState> {
    await this.#ready;
    if (!this.#state) throw cacheError('cache-failed', this.#status.reason);
    return this.#state;
  }

  /** The state as it is now, null while it is being opened. */
  get current(): StoreState | null {
    return this.#state;
  }

  listen(events: StoreEvents): () => void {
    this.#listeners.add(events);
    return () => this.#listeners.delete(events);
  }

  setEngine(engine: boolean): void {
    if (engine !== this.#status.engine) this.#setStatus({ ...this.#status, engine });
  }

  /** First call of an engine. A cache of another vault is wiped: none of its references mean anything here. */
  async hello(marker: string): Promise<StoreHello> {
    await this.#ready;
    // What could not be opened is tried again whenever an engine comes: it takes its time between two greetings.
    if (!this.#state && !this.#closed) this.#ready = this.#start();
    await this.state();
    await this.#drained();
    let state = await this.state();
    let rebuilt = this.#rebuilt;
    const former = state.marker;
    if (former !== marker) {
      await state.database.write(TABLE_NAMES, (tx) => {
        for (const table of TABLE_NAMES) tx.clear(table);
        tx.put('meta', { key: 'marker', marker });
        return Promise.resolve();
      });
      if (former !== '') rebuilt = 'the cache belonged to another profile';
      await this.#load(state.database);
      state = await this.state();
    }
    this.#rebuilt = null;
    return {
      marker: former === marker ? marker : '',
      cursors: [...state.cursors.values()],
      mailboxes: state.catalogue.mailboxes(),
      // A name that is only wished for has no bit in what is stored: the engine gives it one and tells that.
      keywords: state.catalogue.boxes.map(({ id, keywords, told }) => ({
        mailbox: id,
        names: keywords.slice(0, told),
      })),
      rebuilt,
    };
  }

  /**
   * Applies a batch; resolves once it is durable. A batch applied before is acknowledged and ignored.
   * @throws MailError `cache-full`, `cache-lost`, `cache-failed`: not applied, nothing of it was written;
   * `batch-gap`: a batch before it is missing.
   */
  async apply(batch: FactBatch): Promise<{ number: number }> {
    const turn = this.#intake.then(() => this.#takeIn(batch));
    this.#intake = turn.catch(() => undefined);
    const { written } = await turn;
    await written;
    return { number: batch.number };
  }

  /** Server truth between two UIDs. */
  async columns(ref: Omit<MessageRef, 'uid'>, first: number, last: number): Promise<KnownColumns> {
    const { columns, folder, uids } = await this.#between(ref, first, last);
    const { length } = uids;
    const known = {
      uids: uids.slice(),
      flags: new Uint32Array(length),
      keywords: new Uint32Array(length),
      sizes: new Uint32Array(length),
      dates: new Float64Array(length),
      idHashes: new Float64Array(length),
    };
    for (let i = 0; i < length; i++) {
      const slot = folder.uids.find(uids[i] as number);
      known.flags[i] = columns.flags[slot] as number;
      known.keywords[i] = columns.keywords[slot] as number;
      known.sizes[i] = columns.size[slot] as number;
      known.dates[i] = columns.date[slot] as number;
      known.idHashes[i] = columns.idHash[slot] as number;
    }
    return known;
  }

  /** The same of flags and keywords alone: a third of the octets, for whoever compares a whole mailbox. */
  async flags(ref: Omit<MessageRef, 'uid'>, first: number, last: number): Promise<KnownColumns> {
    const { columns, folder, uids } = await this.#between(ref, first, last);
    const flags = new Uint32Array(uids.length);
    const keywords = new Uint32Array(uids.length);
    let any = 0;
    for (let i = 0; i < uids.length; i++) {
      const slot = folder.uids.find(uids[i] as number);
      flags[i] = columns.flags[slot] as number;
      any |= keywords[i] = columns.keywords[slot] as number;
    }
    return { uids: uids.slice(), flags, keywords: any === 0 ? NO_NUMBERS : keywords, ...NOTHING_ELSE };
  }

  /** What of a folder lies between two UIDs, its columns in memory. */
  async #between({ mailbox, generation }: Omit<MessageRef, 'uid'>, first: number, last: number) {
    // What the engine told before it asked is in the answer, also when it waits for the disk or for columns.
    await this.#intake;
    const state = await this.state();
    const folder = state.catalogue.folder(mailbox, generation);
    await loadFolder(state, folder);
    return { columns: state.columns, folder, uids: folder.uids.uidsBetween(first, last) };
  }

  async rows(refs: readonly MessageRef[]): Promise<(MessageRow | null)[]> {
    await this.#intake;
    const state = await this.state();
    const folders = refs.map((ref) => state.catalogue.folder(ref.mailbox, ref.generation));
    for (const folder of new Set(folders)) await loadFolder(state, folder);
    const slots = refs.map((ref, i) => folders[i]?.uids.find(ref.uid) ?? -1);
    const known = slots.filter((slot) => slot >= 0);
    const rows = await this.readRows(state, known);
    return slots.map((slot) => rows.get(slot) ?? null);
  }

  /** Rows by slot. What is still on its way to the disk is waited for. */
  async readRows(state: StoreState, slots: readonly number[]): Promise<Map<number, MessageRow>> {
    const wanted = slots.map((slot) => ({
      slot,
      folder: state.folderOf(slot),
      uid: state.columns.uid[slot] as number,
    }));
    const rows = await state.rows.get(wanted);
    const missing = wanted.filter(({ slot }) => !rows.has(slot));
    if (missing.length === 0 || this.#writing.size === 0) return rows;
    await this.#lastWrite.catch(() => undefined);
    for (const [slot, row] of await state.rows.get(missing)) rows.set(slot, row);
    return rows;
  }

  async bodiesPresent(identities: readonly string[]): Promise<boolean[]> {
    const state = await this.state();
    return state.database.read(['bodies'], (tx) => tx.has('bodies', identities));
  }

  async body(identity: string): Promise<MessageBody | null> {
    const state = await this.state();
    return (await state.database.read(['bodies'], (tx) => tx.get('bodies', identity))) ?? null;
  }

  async findByIdHash(account: AccountId, hash: number): Promise<MessageRef[]> {
    const state = await this.state();
    await loadAll(state);
    const { columns } = state;
    const out: MessageRef[] = [];
    for (const box of state.catalogue.boxes) {
      if (box.info?.account !== account) continue;
      const folder = state.catalogue.visible(box);
      if (!folder || hash === 0) continue;
      for (const slot of folder.uids.slots()) {
        if (columns.idHash[slot] !== hash) continue;
        out.push({ mailbox: box.id, generation: folder.generation, uid: uid(columns.uid[slot] as number) });
      }
    }
    return out;
  }

  async listed(account: AccountId, hashes: Float64Array, except: MailboxId | null): Promise<boolean[]> {
    const state = await this.state();
    await loadAll(state);
    const wanted = new Set(hashes);
    wanted.delete(0);
    const found = new Set<number>();
    for (const box of state.catalogue.boxes) {
      if (box.info?.account !== account || box.id === except) continue;
      for (const slot of state.catalogue.visible(box)?.uids.slots() ?? []) {
        const hash = state.columns.idHash[slot] as number;
        if (wanted.has(hash)) found.add(hash);
      }
    }
    return Array.from(hashes, (hash) => found.has(hash));
  }

  async usage(): Promise<{ messages: number; bytes: number | null }> {
    const state = await this.state();
    await loadAll(state);
    return { messages: state.columns.count, bytes: await state.database.usage() };
  }

  /** Tells listeners now of what changed, rather than at the next tick. */
  flush(): void {
    const state = this.#state;
    if (!state || (state.dirty.length === 0 && !state.mailboxesChanged)) return;
    const start = performance.now();
    const messages = state.dirty.length;
    state.rethread();
    for (const listener of this.#listeners) listener.changed();
    state.settle();
    const at = performance.now();
    this.#flushed = { at, cost: at - start, messages };
    this.#wished = false;
    this.#tellIdle();
  }

  close(): void {
    this.#closed = true;
    this.#state?.database.close();
  }

  async #takeIn(batch: FactBatch): Promise<{ written: Promise<unknown> }> {
    while (this.#writing.size >= MAX_WRITING) await Promise.race(this.#writing);
    const state = await this.state();
    const previous = state.batch;
    if (previous?.epoch === batch.epoch && batch.number <= previous.number) {
      return { written: this.#lastWrite };
    }
    if (previous && batch.number !== (previous.epoch === batch.epoch ? previous.number + 1 : 1)) {
      throw cacheError('batch-gap', `batch ${batch.number} does not follow ${previous.number}`);
    }
    const touched = foldersTouched(state, batch.facts);
    if (touched.length > 0) this.readRest();
    try {
      for (const folder of touched) await loadFolder(state, folder);
    } catch (error) {
      // What can't be read can't be added to, and a restart alone would not heal it.
      this.#recover(state, error);
      throw error;
    }
    if (state !== this.#state) throw cacheError('cache-lost', 'the cache was replaced meanwhile');
    const mark: BatchMark = { epoch: batch.epoch, number: batch.number };
    const set = takeIn(state, batch, this.#options.now());
    state.batch = mark;
    for (const key of set.texts) state.indexer.enqueued(key);
    if (set.forgetBodiesOf.length > 0) state.indexer.walkAgain();
    // Mail that comes while the rest is read is shown a moment later; what a person does is not.
    if (set.wishes) {
      state.heads.clear();
      this.#wished = true;
    }
    showSearch(set, state);
    showRows(set, state);
    const written = state.database
      .write(COMMIT_TABLES, (tx) => commit(tx, set, previous, mark, state))
      .then(() => {
        this.#failures = 0;
        refreshRows(set, state);
      });
    this.#track(state, written);
    return { written };
  }

  #track(state: StoreState, written: Promise<void>): void {
    this.#writing.add(written);
    this.#lastWrite = written;
    written
      .catch((error: unknown) => this.#recover(state, error))
      .finally(() => {
        this.#writing.delete(written);
        if (this.#state !== state) return;
        if (state.dirty.length > 0 || state.mailboxesChanged) this.#askTick();
        else this.#tellIdle();
      });
  }

  #tellIdle(): void {
    clearTimeout(this.#rest);
    if (!this.atRest) return;
    if (this.#options.restMs === 0) this.#idle();
    else this.#rest = setTimeout(() => this.#idle(), this.#options.restMs);
  }

  #idle(): void {
    if (this.#closed || !this.atRest) return;
    for (const listener of this.#listeners) listener.idle();
    const state = this.#state;
    const mark = state?.batch;
    if (!state || !mark || mark === this.#counted || !state.whole) return;
    this.#counted = mark;
    keepCounts(state, mark).catch(() => {
      // What mailboxes show is counted again at every start.
      this.#counted = null;
    });
  }

  /** A batch was taken into memory and not stored, or what is stored can't be read: memory is read anew from what was. */
  #recover(state: StoreState, error: unknown): void {
    if (state !== this.#state || this.#closed) return;
    this.#state = null;
    if (isMailError(error) && error.code === 'cache-failed') this.#failures += 1;
    if (isMailError(error) && error.code === 'cache-full') {
      this.#ready = this.#orFail(() => this.#load(state.database));
    } else {
      state.database.close();
      this.#ready = this.#restart(error instanceof Error ? error.message : String(error));
    }
  }

  #start(): Promise<void> {
    return this.#orFail(() => this.#open());
  }

  /** What cannot be opened or read is told in the status, and by everything that asks for the state. */
  async #orFail(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#setStatus({ ...this.#status, state: 'failed', reason: messageOf(error) });
    }
  }

  async #open(): Promise<void> {
    const { database, rebuilt } = await this.#options.open(this.#failures >= FAILURES_OF_THE_DAMAGED);
    this.#failures = rebuilt === null ? this.#failures : 0;
    if (rebuilt !== null) this.#rebuilt = rebuilt;
    database.onLost((reason) => {
      if (this.#state?.database !== database || this.#closed) return;
      this.#state = null;
      this.#ready = this.#restart(reason);
    });
    await this.#load(database);
  }

  /** Opens anew after a loss; the engine has to say hello again. */
  async #restart(reason: string): Promise<void> {
    this.#setStatus({ ...this.#status, state: 'rebuilding', reason });
    for (const listener of this.#listeners) listener.lost(reason);
    this.#rebuilt = reason;
    await this.#start();
  }

  /** Everything but columns and rows, into a new state that replaces the old one. */
  async #load(database: StoreDatabase): Promise<void> {
    const state = new StoreState(
      database,
      () => this.#askTick(),
      (own) => this.#indexerOf(own),
    );
    await readState(state);
    this.#state = state;
    this.#setStatus({ ...this.#status, state: 'ready', reason: '' });
    for (const listener of this.#listeners) listener.replaced();
    this.#unread = state;
    // Where the beginning of a list is known, whoever looks at it gets it before anything else is read.
    if (state.heads.size === 0) this.readRest();
  }

  /**
   * Somebody has the rows they look at first, or the engine has news of messages: loads the rest and clears out what is
   * old, behind whatever people ask for meanwhile.
   */
  readRest(): void {
    const state = this.#unread;
    this.#unread = null;
    if (!state || state !== this.#state) return;
    loadAll(state)
      .then(async () => {
        state.whole = true;
        state.heads.clear();
        const due = await state.database.read(['tombstones', 'forwarding'], (tx) =>
          expired(tx, this.#options.now()),
        );
        if (due && state === this.#state) await sweep(state, due);
        if (state === this.#state) state.indexer.wake();
      })
      .catch((error: unknown) => {
        // Whoever needs the folder asks again and hears the error; a lost database has its own path.
        this.#setStatus({ ...this.#status, reason: messageOf(error) });
        if (isMailError(error) && error.code === 'cache-failed') this.#recover(state, error);
      });
  }

  #indexerOf(state: StoreState): TextIndexer {
    return new TextIndexer({
      state,
      breath: () => this.#breath(),
      now: () => this.#options.now(),
      isOver: () => this.#closed || state !== this.#state,
      onGrown: () => {
        for (const listener of this.#listeners) listener.indexed?.();
      },
      onFailure: (error) => this.#setStatus({ ...this.#status, reason: messageOf(error) }),
    });
  }

  /** Resolves in a later task, when no batch is on its way to the disk: facts go first. */
  async #breath(): Promise<void> {
    do {
      await Promise.allSettled([...this.#writing]);
      await new Promise<void>((resolve) => this.#options.tick(resolve));
    } while (this.#writing.size > 0);
  }

  async #drained(): Promise<void> {
    await this.#intake;
    await Promise.allSettled([...this.#writing]);
  }

  #askTick(): void {
    if (this.#tickAsked) return;
    this.#tickAsked = true;
    this.#options.tick(() => {
      this.#tickAsked = false;
      if (this.#closed || this.#holdsBack()) return;
      this.flush();
    });
  }

  /**
   * While batches keep coming, bringing large views up to date after each would cost more than storing them: a view
   * then follows less often. The batch whose write ends asks again, so the last one is always followed; and whoever asks
   * for rows gets them as they are, whatever has been told.
   */
  #holdsBack(): boolean {
    if (this.#writing.size === 0 || this.#wished) return false;
    const { at, cost, messages } = this.#flushed;
    const pause = Math.max(FLUSH_SHARE * cost, messages < BULK ? 0 : BULK_FLUSH_MS);
    return performance.now() - at < pause;
  }

  #setStatus(status: StoreStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener.status();
  }
}

/** Rows that were merged may have been read, as they were before, while the batch was on its way. */
function refreshRows(set: WriteSet, state: StoreState): void {
  const again = (folder: Folder, id: number, change: number): void => {
    const slot = folder.uids.find(id);
    if (slot < 0) return;
    state.rows.forget(slot);
    state.touch(slot, change);
  };
  for (const { folder, uids, updated } of set.merge) {
    for (const id of updated) again(folder, id, Change.Details);
    // Only now is it known which searches the merged lines belong to.
    if (state.search.wants(folder)) for (const id of uids) again(folder, id, Change.Place);
  }
  for (const { folder, previews } of set.previews)
    for (const id of previews.keys()) again(folder, id, Change.Details);
}

const messageOf = (error: unknown): string =>
  error instanceof MailError || error instanceof Error ? error.message : String(error);
