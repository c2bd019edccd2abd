import type { Ahead, Journal, JournalRecord, JsonValue, Reducer } from '@shared/ports/vault';
import { VaultError } from '@shared/ports/vault';
import type { Disk, DiskFile } from './disk';
import { errorCode, readFile, removeQuietly } from './disk';
import { asVaultError } from './disk-error';
import { encodeFrame, FrameKind, recordsIn, recordsOf } from './frame';
import { journalName, writeGeneration } from './generation';
import type { Generation } from './generation';
import { scanJournal } from './scan';
import type { Space } from './space';

const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
const MAX_QUEUED_APPENDS = 100_000;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

interface Pending {
  readonly frame: Uint8Array;
  readonly count: number;
  readonly lastSeq: number;
  /** What `Ahead` listeners want called when it is decided. */
  readonly decided: readonly (() => void)[];
  resolve(seq: number): void;
  reject(error: VaultError): void;
}

/** Where the journal stands after opening: a clean file whose every byte is a valid frame. */
export interface JournalStart {
  readonly file: DiskFile;
  readonly schema: number;
  readonly generation: number;
  readonly end: number;
  readonly lastSeq: number;
  readonly sinceSnapshot: { readonly bytes: number; readonly records: number };
  /** Sets aside a torn tail behind `end`, for which there was no room: done before anything is written. */
  readonly keepTail?: () => Promise<void>;
}

/**
 * The journal on a disk. Appends queue up while one is being written, then go out together: one write, one fsync.
 * A failed write is cut off again before anything else is written, so a torn frame can only ever be the last one.
 */
export class FileJournal implements Journal {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #space: Space;
  readonly #schema: number;
  readonly #reducers = new Set<Reducer>();
  readonly #ahead = new Set<Ahead>();
  #file: DiskFile;
  #generation: number;
  /** End of the last durable frame; whatever may be behind it is garbage. */
  #end: number;
  #garbage = false;
  /** What is to be done before garbage that an earlier run has left is cut off. */
  #keepTail: (() => Promise<void>) | null;
  #durableSeq: number;
  #nextSeq: number;
  #queue: Pending[] = [];
  #queuedBytes = 0;
  #writing: Promise<void> | null = null;
  /** One thing at a time touches the file. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Frames that became durable since the snapshot being written was taken. */
  #behindSnapshot: Pending[] | null = null;
  #reducing = false;
  #closed = false;
  #lost: VaultError | null = null;
  sinceSnapshot: { bytes: number; records: number };

  constructor(disk: Disk, folder: string, space: Space, start: JournalStart) {
    this.#disk = disk;
    this.#folder = folder;
    this.#space = space;
    this.#schema = start.schema;
    this.#file = start.file;
    this.#generation = start.generation;
    this.#end = start.end;
    this.#keepTail = start.keepTail ?? null;
    this.#garbage = this.#keepTail !== null;
    this.#durableSeq = start.lastSeq;
    this.#nextSeq = start.lastSeq + 1;
    this.sinceSnapshot = { ...start.sinceSnapshot };
  }

  append(type: string, payload: JsonValue): Promise<number> {
    return this.appendAll([{ type, payload }]);
  }

  async appendAll(records: readonly JournalRecord[]): Promise<number> {
    this.#refuseUnlessOpen();
    if (records.length === 0) return this.#durableSeq;
    const frame = encodeFrame(FrameKind.Live, this.#nextSeq, records);
    if (this.#queue.length >= MAX_QUEUED_APPENDS || this.#queuedBytes + frame.length > MAX_QUEUED_BYTES) {
      throw new VaultError('queue-full', 'The disk cannot keep up with the journal.', {
        queued: this.#queue.length,
      });
    }
    this.#nextSeq += records.length;
    const lastSeq = this.#nextSeq - 1;
    const decided = [...this.#ahead].map((hear) => hear(records));
    const done = new Promise<number>((resolve, reject) => {
      this.#queue.push({ frame, count: records.length, lastSeq, decided, resolve, reject });
    });
    this.#queuedBytes += frame.length;
    this.#writing ??= this.#writeQueue();
    return done;
  }

  replay(reducer: Reducer, ahead?: Ahead): Promise<() => void> {
    this.#refuseUnlessOpen();
    return this.#exclusively(async () => {
      const bytes = (await readFile(this.#disk, this.#path(this.#generation))).subarray(0, this.#end);
      for (const frame of scanJournal(bytes).frames) {
        if (frame.kind === FrameKind.SnapshotEnd) continue;
        for (const record of recordsOf(bytes, frame)) reducer(record);
      }
      this.#reducers.add(reducer);
      if (ahead) this.#ahead.add(ahead);
      return () => {
        this.#reducers.delete(reducer);
        if (ahead) this.#ahead.delete(ahead);
      };
    });
  }

  async snapshot(records: Iterable<JournalRecord>): Promise<void> {
    this.#refuseUnlessOpen();
    if (this.#behindSnapshot || this.#reducing) {
      throw new VaultError('busy', 'A snapshot is being written, or a reducer asked for one.');
    }
    const seq = this.#durableSeq;
    const frames: Uint8Array[] = [];
    for (const record of records) frames.push(encodeFrame(FrameKind.Snapshot, seq, [record]));
    const behind: Pending[] = [];
    this.#behindSnapshot = behind;
    const generation = this.#generation + 1;
    const temporary = `${this.#path(generation)}.new`;
    try {
      await this.#exclusively(() => this.#cutGarbage());
      await removeQuietly(this.#disk, temporary);
      const written = await writeGeneration(this.#disk, temporary, this.#schema, generation, frames, seq);
      await this.#exclusively(() => this.#switchTo(generation, temporary, written, behind));
    } catch (error) {
      await removeQuietly(this.#disk, temporary);
      throw asVaultError(error);
    } finally {
      this.#behindSnapshot = null;
    }
  }

  /** Waits for what was accepted. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    while (this.#writing) await this.#writing;
    await this.#exclusively(() => this.#file.close());
  }

  async #switchTo(
    generation: number,
    temporary: string,
    written: Generation,
    behind: readonly Pending[],
  ): Promise<void> {
    const { file } = written;
    let end = written.end;
    try {
      if (!this.#garbage) await this.#assertOurs();
      for (const { frame } of behind) {
        await file.write(frame, end);
        end += frame.length;
      }
      await file.sync();
      await this.#disk.rename(temporary, this.#path(generation));
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    try {
      await this.#disk.syncFolder(this.#folder);
    } catch (error) {
      // Nobody knows which of the two files a restart will find, so neither may take another record.
      this.#lost = new VaultError(
        'io',
        'The journal could not be switched; it must be opened again.',
        {},
        error,
      );
      await file.close().catch(() => undefined);
      throw this.#lost;
    }
    const old = this.#file;
    this.#file = file;
    this.#end = end;
    this.#garbage = false;
    this.#generation = generation;
    this.sinceSnapshot = {
      bytes: end - written.end,
      records: behind.reduce((sum, { count }) => sum + count, 0),
    };
    await old.close().catch(() => undefined);
    await removeQuietly(this.#disk, this.#path(generation - 2));
  }

  async #writeQueue(): Promise<void> {
    // Let everything that is appended in this turn of the event loop join the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      await this.#exclusively(() => this.#writeBatch());
    }
    this.#writing = null;
  }

  async #writeBatch(): Promise<void> {
    const batch: Pending[] = [];
    let bytes = 0;
    for (const pending of this.#queue) {
      if (batch.length > 0 && bytes + pending.frame.length > MAX_BATCH_BYTES) break;
      batch.push(pending);
      bytes += pending.frame.length;
    }
    this.#queue.splice(0, batch.length);
    this.#queuedBytes -= bytes;
    try {
      await this.#writeDurably(batch, bytes);
    } catch (error) {
      const failure = asVaultError(error);
      for (const pending of batch) {
        for (const decided of pending.decided) decided();
        pending.reject(failure);
      }
      return;
    }
    this.#end += bytes;
    for (const pending of batch) this.#settle(pending);
  }

  async #writeDurably(batch: readonly Pending[], bytes: number): Promise<void> {
    const joined = new Uint8Array(bytes);
    let at = 0;
    for (const { frame } of batch) {
      joined.set(frame, at);
      at += frame.length;
    }
    for (;;) {
      if (this.#lost) throw this.#lost;
      try {
        await this.#cutGarbage();
        await this.#assertOurs();
        this.#garbage = true;
        await this.#file.write(joined, this.#end);
        await this.#file.sync();
        this.#garbage = false;
        this.#space.journalWrote(true);
        return;
      } catch (error) {
        if (this.#lost) throw error;
        // Cut at once when it can be done; else before the next write.
        await this.#cutGarbage().catch(() => undefined);
        if (errorCode(error) === 'ENOSPC') {
          if (await this.#space.releaseReserve()) continue;
          this.#space.journalWrote(false);
        } else this.#space.broke();
        throw error;
      }
    }
  }

  /**
   * Whether the journal is where it was left, and as it was left. When it isn't, no record is taken any more: one written
   * behind somebody else's, into a file that has no name any more or is not the newest would be called saved and never be
   * read again.
   */
  isOurs(): Promise<boolean> {
    return this.#exclusively(async () => {
      if (this.#closed || this.#garbage) return true;
      await this.#assertOurs().catch((error: unknown) => {
        if (error !== this.#lost) throw error;
      });
      return this.#lost === null;
    });
  }

  /** @throws VaultError `taken-over`, from now on for every record. */
  async #assertOurs(): Promise<void> {
    if (this.#lost) throw this.#lost;
    const newer = await this.#disk.stat(this.#path(this.#generation + 1));
    if (newer === null && (await this.#isAsLeft())) return;
    this.#lost = new VaultError('taken-over', 'The journal is not as it was left; it must be opened again.');
    this.#space.lost();
    throw this.#lost;
  }

  async #isAsLeft(): Promise<boolean> {
    const path = this.#path(this.#generation);
    const found = await this.#disk.stat(path);
    if (found === null || found.size === this.#end) return found !== null;
    // NTFS and network shares may tell by name a length of a while ago; only what is opened by its name is asked of the file.
    const file = await this.#disk.open(path, 'read');
    try {
      return (await file.size()) === this.#end;
    } finally {
      await file.close();
    }
  }

  async #cutGarbage(): Promise<void> {
    if (!this.#garbage) return;
    await this.#keepTail?.();
    this.#keepTail = null;
    await this.#file.truncate(this.#end);
    await this.#file.sync();
    this.#garbage = false;
  }

  #settle(pending: Pending): void {
    this.#durableSeq = pending.lastSeq;
    this.sinceSnapshot.bytes += pending.frame.length;
    this.sinceSnapshot.records += pending.count;
    this.#behindSnapshot?.push(pending);
    const failure = this.#reduce(pending.frame);
    for (const decided of pending.decided) decided();
    if (failure) pending.reject(failure);
    else pending.resolve(pending.lastSeq);
  }

  /** Reducers get what was stored, not what was passed in: a reader after a restart sees the same. */
  #reduce(frame: Uint8Array): VaultError | null {
    if (this.#reducers.size === 0) return null;
    let failure: VaultError | null = null;
    this.#reducing = true;
    for (const record of recordsIn(frame)) {
      for (const reducer of this.#reducers) {
        try {
          reducer(record);
        } catch (error) {
          failure = new VaultError('reducer-failed', 'A stored record could not be applied.', {}, error);
        }
      }
    }
    this.#reducing = false;
    return failure;
  }

  #exclusively<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #path(generation: number): string {
    return `${this.#folder}/${journalName(generation)}`;
  }

  #refuseUnlessOpen(): void {
    if (this.#closed) throw new VaultError('closed', 'The vault is closed.');
    if (this.#lost) throw this.#lost;
  }
}
