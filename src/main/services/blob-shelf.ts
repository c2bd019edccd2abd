import type { BlobHash } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import {
  type BlobSlice,
  type BlobStore,
  isVaultError,
  type Journal,
  type PutOptions,
  type StoredBlob,
} from '@shared/ports/vault';

/** Says which blobs are still needed. */
export type BlobOwner = () => Iterable<string>;

/**
 * Blobs that are needed for a while: fetched parts, uploads, frozen messages. They are noted when they are put, and taken
 * away at a start when nobody owns them any more. What was never noted here (local mail) is never taken away here.
 */
export class BlobShelf {
  readonly table = new Table<{ readonly at: number }>('temporary-blob');

  constructor(
    private readonly blobs: BlobStore,
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  async put(bytes: Uint8Array | AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<StoredBlob> {
    const stored = await this.blobs.put(bytes, options);
    if (!this.table.has(stored.hash))
      await this.journal.appendAll([this.table.put(stored.hash, { at: this.now() })]);
    return stored;
  }

  /** The bytes of something; null when they are not here, or damaged. @throws VaultError of a disk that fails. */
  async read(blob: BlobHash): Promise<Uint8Array | null> {
    try {
      return await this.blobs.get(blob);
    } catch (error) {
      if (isVaultError(error) && (error.code === 'missing' || error.code === 'corrupt')) return null;
      throw error;
    }
  }

  /** Many small things as one file, see `BlobStore.putAll`. */
  async putAll(items: readonly Uint8Array[]): Promise<BlobSlice[]> {
    const slices = await this.blobs.putAll(items);
    const files = [...new Set(slices.map(({ blob }) => blob))].filter((blob) => !this.table.has(blob));
    if (files.length > 0)
      await this.journal.appendAll(files.map((blob) => this.table.put(blob, { at: this.now() })));
    return slices;
  }

  /** Removes what nobody owns. Called once, before pages can ask for anything. */
  async sweep(owners: readonly BlobOwner[]): Promise<number> {
    const owned = new Set<string>();
    for (const owner of owners) for (const hash of owner()) owned.add(hash);
    const idle = [...this.table.entries()].flatMap(([hash]) => (owned.has(hash) ? [] : [hash]));
    for (const hash of idle) await this.blobs.delete(hash as BlobHash);
    if (idle.length > 0) await this.journal.appendAll(idle.map((hash) => this.table.drop(hash)));
    return idle.length;
  }
}
