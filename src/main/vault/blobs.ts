import type { BlobHash } from '@shared/model/ids';
import type { BlobSlice, BlobStore, PackOptions, PutOptions, StoredBlob } from '@shared/ports/vault';
import { VaultError } from '@shared/ports/vault';
import { concatOctets } from '@shared/util/octets';
import type { Disk, DiskFile } from './disk';
import { errorCode, readFile, removeQuietly } from './disk';
import { asVaultError, throwAsVaultError } from './disk-error';
import { isNamed, packTable, type PackTable } from './pack';
import type { Quarantine } from './quarantine';
import { hashOfRuns, sha256, sha256Aside, sha256Of } from './sha256';
import type { Space } from './space';

const PIECE_BYTES = 256 * 1024;
const READ_BACK_BYTES = 1024 * 1024;
const NAME = /^[0-9a-f]{64}$/;
const TEMPORARY = '.new-';
const IN_USE: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * Blobs as files in one flat folder, named by their hash. One folder means that any number of puts in flight share
 * one folder sync, which is what makes storing thousands of small messages fast.
 */
export class FileBlobs implements BlobStore {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #space: Space;
  readonly #quarantine: Quarantine;
  #temporaries = 0;
  #syncing: Promise<void> | null = null;
  #nextSync: Promise<void> | null = null;

  constructor(disk: Disk, vaultFolder: string, space: Space, quarantine: Quarantine) {
    this.#disk = disk;
    this.#folder = `${vaultFolder}/blobs`;
    this.#space = space;
    this.#quarantine = quarantine;
  }

  /** Removes what an interrupted put left behind. */
  async clean(): Promise<void> {
    for (const name of await this.#disk.list(this.#folder)) {
      if (name.startsWith(TEMPORARY)) await removeQuietly(this.#disk, `${this.#folder}/${name}`);
    }
  }

  put(bytes: Uint8Array | AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<StoredBlob> {
    return this.#put(
      options,
      bytes instanceof Uint8Array
        ? (path) => this.#write(path, [bytes], options, null)
        : (path) => this.#writeStream(path, bytes),
    );
  }

  async putAll(items: readonly Uint8Array[], options: PackOptions = {}): Promise<BlobSlice[]> {
    let table: PackTable = { checks: [], bytes: new Uint8Array(0) };
    const makeTable = (): Uint8Array => {
      table = packTable(items);
      options.meanwhile?.();
      return table.bytes;
    };
    const { hash: blob } = await this.#put(options, (path) =>
      this.#write(path, neighbours(items), options, makeTable),
    );
    const slices: BlobSlice[] = [];
    let offset = 0;
    for (let i = 0; i < items.length; i++) {
      const size = (items[i] as Uint8Array).length;
      slices.push({ blob, offset, size, check: table.checks[i] as string });
      offset += size;
    }
    return slices;
  }

  async getPack(hash: BlobHash): Promise<Uint8Array | null> {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(this.#disk, this.path(hash));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw asVaultError(error);
    }
    return (await isNamed(bytes, hash)) ? bytes : null;
  }

  async getSlice({ blob, offset, size, check }: BlobSlice): Promise<Uint8Array> {
    let file: DiskFile;
    try {
      file = await this.#disk.open(this.path(blob), 'read');
    } catch (error) {
      throw this.#missingOr(error, blob);
    }
    const bytes = await readRange(file, offset, size).catch(throwAsVaultError);
    if (bytes.length === size && (await sha256Aside(bytes)) === check) return bytes;
    // The file stays where it is: its other slices may well be whole.
    await this.#quarantine.keep('corrupt-blob', `blobs/${blob}`, bytes, offset).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOSPC') throwAsVaultError(error);
    });
    throw new VaultError('corrupt', 'A stored message is not what was written.', { hash: blob, offset });
  }

  async get(hash: BlobHash): Promise<Uint8Array> {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(this.#disk, this.path(hash));
    } catch (error) {
      throw this.#missingOr(error, hash);
    }
    if (!(await isNamed(bytes, hash))) throw await this.#corrupt(hash, bytes.length);
    return bytes;
  }

  async *openStream(hash: BlobHash): AsyncGenerator<Uint8Array> {
    let file: DiskFile;
    try {
      file = await this.#disk.open(this.path(hash), 'read');
    } catch (error) {
      throw this.#missingOr(error, hash);
    }
    const check = sha256();
    let at = 0;
    try {
      for (;;) {
        const piece = new Uint8Array(PIECE_BYTES);
        const count = await file.read(piece, at);
        if (count === 0) break;
        at += count;
        const part = piece.subarray(0, count);
        check.update(part);
        yield part;
      }
    } finally {
      await file.close();
    }
    if (check.digest() !== hash && (await this.getPack(hash)) === null) throw await this.#corrupt(hash, at);
  }

  async has(hash: BlobHash): Promise<boolean> {
    return (await this.sizeOf(hash)) !== null;
  }

  async sizeOf(hash: BlobHash): Promise<number | null> {
    return (await this.#disk.stat(this.path(hash)))?.size ?? null;
  }

  path(hash: BlobHash): string {
    if (!NAME.test(hash)) throw new VaultError('missing', 'Not the hash of a blob.');
    return `${this.#folder}/${hash}`;
  }

  async delete(hash: BlobHash): Promise<boolean> {
    try {
      await this.#disk.remove(this.path(hash));
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw asVaultError(error);
    }
  }

  async *list(): AsyncGenerator<StoredBlob> {
    for (const name of await this.#disk.list(this.#folder)) {
      if (!NAME.test(name)) continue;
      const size = await this.sizeOf(name as BlobHash);
      if (size !== null) yield { hash: name as BlobHash, size };
    }
  }

  async #put(options: PutOptions, write: (path: string) => Promise<StoredBlob>): Promise<StoredBlob> {
    if (options.cache && this.#space.state !== 'ok') {
      throw new VaultError('space-low', 'The disk is nearly full; the cache does not grow.', {
        state: this.#space.state,
      });
    }
    const temporary = `${this.#folder}/${TEMPORARY}${this.#temporaries++}`;
    try {
      const stored = await write(temporary);
      await this.#name(temporary, stored).catch(throwAsVaultError);
      await this.#space.wrote(stored.size).catch(throwAsVaultError);
      return stored;
    } catch (error) {
      await removeQuietly(this.#disk, temporary);
      if (error instanceof VaultError && error.code === 'no-space') {
        await this.#space.check().catch(() => undefined);
      }
      throw error;
    }
  }

  async #name(temporary: string, { hash, size }: StoredBlob): Promise<void> {
    try {
      // Also over a file that is there: nobody knows whether its bytes are still what was written.
      await this.#disk.rename(temporary, this.path(hash));
    } catch (error) {
      // Windows does not let go of a file that is being read.
      if (!IN_USE.has(errorCode(error)) || (await this.sizeOf(hash)) !== size) throw error;
      await removeQuietly(this.#disk, temporary);
    }
    // Also when the blob was there: its name may be younger than the last sync.
    await this.#syncFolder();
  }

  /** @param tableOf makes what is written behind the bytes and names the file, while the disk is busy with them. */
  async #write(
    path: string,
    runs: readonly Uint8Array[],
    { readBack }: PutOptions,
    tableOf: (() => Uint8Array) | null,
  ): Promise<StoredBlob> {
    const file = await this.#disk.open(path, 'create').catch(throwAsVaultError);
    try {
      const written = writeAll(file, runs, 0);
      const table = tableOf?.() ?? null;
      const hash = table ? sha256Of(table) : hashOfRuns(runs);
      const all = table ? [...runs, table] : runs;
      const size = await written
        .then((end) => (table ? writeAll(file, [table], end) : end))
        .catch(throwAsVaultError);
      await file.sync().catch(throwAsVaultError);
      if (readBack === true && !(await holds(file, all).catch(throwAsVaultError)))
        throw new VaultError('corrupt', 'The disk did not keep what was written.', { bytes: size });
      return { hash: (await hash) as BlobHash, size };
    } finally {
      await file.close();
    }
  }

  async #writeStream(path: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
    const file = await this.#disk.open(path, 'create').catch(throwAsVaultError);
    try {
      const hash = sha256();
      let size = 0;
      // Errors of the source pass as they are; only the disk's become VaultErrors.
      for await (const piece of bytes) {
        hash.update(piece);
        await file.write(piece, size).catch(throwAsVaultError);
        size += piece.length;
      }
      await file.sync().catch(throwAsVaultError);
      return { hash: hash.digest() as BlobHash, size };
    } finally {
      await file.close();
    }
  }

  /** Waits for a folder sync that starts after this call; callers that come while one runs share the next. */
  #syncFolder(): Promise<void> {
    this.#nextSync ??= this.#syncWhenFree();
    return this.#nextSync;
  }

  async #syncWhenFree(): Promise<void> {
    await this.#syncing?.catch(() => undefined);
    this.#nextSync = null;
    this.#syncing = this.#disk.syncFolder(this.#folder);
    await this.#syncing;
  }

  async #corrupt(hash: BlobHash, length: number): Promise<VaultError> {
    await this.#quarantine.move('corrupt-blob', `blobs/${hash}`, length);
    return new VaultError('corrupt', 'A stored file is not what was written; it was set aside.', { hash });
  }

  #missingOr(error: unknown, hash: BlobHash): VaultError {
    if (errorCode(error) === 'ENOENT') return new VaultError('missing', 'No such file is stored.', { hash });
    return asVaultError(error);
  }
}

/** Writes the runs one behind the other. @returns where they end. */
async function writeAll(file: DiskFile, runs: readonly Uint8Array[], from: number): Promise<number> {
  let end = from;
  for (const run of runs) {
    await file.write(run, end);
    end += run.length;
  }
  return end;
}

/** Whether a file has these bytes, one run behind the other, and no others. */
async function holds(file: DiskFile, runs: readonly Uint8Array[]): Promise<boolean> {
  const piece = new Uint8Array(Math.min(READ_BACK_BYTES, Math.max(...runs.map(({ length }) => length))));
  let size = 0;
  for (const run of runs) {
    for (let at = 0; at < run.length;) {
      const wanted = piece.subarray(0, Math.min(piece.length, run.length - at));
      const count = await file.read(wanted, size + at);
      if (count === 0 || Buffer.compare(piece.subarray(0, count), run.subarray(at, at + count)) !== 0)
        return false;
      at += count;
    }
    size += run.length;
  }
  return (await file.size()) === size;
}

/** More pieces than this are copied together rather than written one by one. */
const MOST_RUNS = 4;

/** Items that lie one behind the other in memory as one: letters that came over a line need not be copied again. */
function neighbours(items: readonly Uint8Array[]): Uint8Array[] {
  const runs: Uint8Array[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.buffer === item.buffer && last.byteOffset + last.length === item.byteOffset)
      runs[runs.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + item.length);
    else runs.push(item);
  }
  return runs.length <= MOST_RUNS ? runs : [concatOctets(runs)];
}

/** At most `size` bytes from `offset`, fewer at the end of the file, which is closed. */
async function readRange(file: DiskFile, offset: number, size: number): Promise<Uint8Array> {
  try {
    const bytes = new Uint8Array(Math.max(0, Math.min(size, (await file.size()) - offset)));
    await file.read(bytes, offset);
    return bytes;
  } finally {
    await file.close();
  }
}
