import type { BlobHash } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import { type BlobSlice, type BlobStore, isVaultError } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';
import type { LocalMessage } from './local-messages';
import { type IndexEntry, type LetterIndexer } from './index-message';

/** Its bytes are gone, and will not come back by trying again. */
const isNotThere = (error: unknown): boolean =>
  isVaultError(error) && (error.code === 'missing' || error.code === 'corrupt');

/** By place in the pack; null for a message that had gone before its row was made. */
type PackRows = readonly (IndexEntry | null)[];

/** Read indexes kept at hand: telling a mailbox anew asks for messages in the order of their packs. */
const KEPT = 4;

/**
 * Files of many messages each, and beside them files of their rows. Messages are stored first and read afterwards:
 * what came over the line is safe before anybody looks into it.
 */
export class Packs {
  readonly #kept = new Map<BlobHash, PackRows>();
  /** Files that were found on the disk since the start. */
  readonly #found = new Set<BlobHash>();
  /** Where in which of them a slice could not be read since the start. */
  readonly #unreadable = new Map<BlobHash, Set<number>>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly crypto: Crypto,
    private readonly indexer: LetterIndexer,
  ) {}

  /** Makes every pack unlike any other: one that is deleted takes nobody else's bytes along. */
  seal(): Uint8Array {
    return this.crypto.randomBytes(16);
  }

  /**
   * Durable and read back when it resolves.
   * @param meanwhile called once, while the disk writes. @returns one slice a message, in their order. @throws VaultError
   */
  async store(
    messages: readonly Uint8Array[],
    seal = this.seal(),
    meanwhile: () => void = () => undefined,
  ): Promise<BlobSlice[]> {
    const slices = await this.blobs.putAll([...messages, seal], { readBack: true, meanwhile });
    return slices.slice(0, -1);
  }

  /**
   * Makes the rows of a pack's messages and stores them.
   * @returns where they are. @throws VaultError
   */
  async index(pack: BlobHash, messages: readonly LocalMessage[]): Promise<BlobSlice> {
    const rows: (IndexEntry | null)[] = [];
    const slices = messages.map(({ slice }) => slice);
    const found = await this.indexer.indexAll(await this.#piecesOf(pack, slices), slices);
    messages.forEach(({ entry }, i) => {
      while (rows.length <= entry) rows.push(null);
      rows[entry] = found[i] ?? null;
    });
    const nonce = hex(this.crypto.randomBytes(12));
    const stored = await this.blobs.putAll([new TextEncoder().encode(JSON.stringify({ nonce, rows }))]);
    this.#keep(pack, rows);
    return stored[0] as BlobSlice;
  }

  /** @throws VaultError `missing`, `corrupt`. */
  async bytes(slice: BlobSlice): Promise<Uint8Array> {
    try {
      return await this.blobs.getSlice(slice);
    } catch (error) {
      const { blob, offset } = slice;
      if (isNotThere(error))
        this.#unreadable.set(blob, (this.#unreadable.get(blob) ?? new Set()).add(offset));
      throw error;
    }
  }

  /** Looks for files that were not found on the disk so far. */
  async lookFor(files: ReadonlySet<BlobHash>): Promise<void> {
    for (const blob of files)
      if (!this.#found.has(blob) && (await this.blobs.has(blob))) this.#found.add(blob);
  }

  /** Whether a slice is known not to be here: its file was looked for in vain, or it could not be read when it was wanted. */
  isMissing({ blob, offset }: BlobSlice): boolean {
    return !this.#found.has(blob) || this.#unreadable.get(blob)?.has(offset) === true;
  }

  /** Whether the bytes of a slice are what was written. */
  async holds(slice: BlobSlice): Promise<boolean> {
    return (await this.read(slice)) !== null;
  }

  /** Whether all of a pack is. */
  async isWhole(pack: BlobHash): Promise<boolean> {
    return (await this.blobs.getPack(pack)) !== null;
  }

  /**
   * The row of a message. An index that cannot be read is no loss: the message is read instead.
   * @returns null when neither can be.
   */
  async entryOf({ slice, entry }: LocalMessage, index: BlobSlice | null): Promise<IndexEntry | null> {
    const row = (await this.#rows(slice.blob, index))?.[entry];
    if (row) return row;
    const bytes = await this.read(slice);
    return (await this.indexer.indexAll([bytes], [slice]))[0] ?? null;
  }

  async delete(pack: BlobHash, index: BlobSlice | null): Promise<void> {
    this.#kept.delete(pack);
    await this.blobs.delete(pack);
    if (index && index.blob !== pack) await this.blobs.delete(index.blob);
  }

  /** The pack in one go, and only when it is not whole its messages one by one. */
  async #piecesOf(pack: BlobHash, slices: readonly BlobSlice[]): Promise<(Uint8Array | null)[]> {
    const whole = slices.length > 1 ? await this.blobs.getPack(pack) : null;
    if (whole) return slices.map(({ offset, size }) => whole.subarray(offset, offset + size));
    const pieces: (Uint8Array | null)[] = [];
    for (const slice of slices) pieces.push(await this.read(slice));
    return pieces;
  }

  /** The same; null when they are not what was written, or not there. @throws VaultError `io` … */
  async read(slice: BlobSlice): Promise<Uint8Array | null> {
    try {
      return await this.bytes(slice);
    } catch (error) {
      if (isNotThere(error)) return null;
      throw error;
    }
  }

  async #rows(pack: BlobHash, index: BlobSlice | null): Promise<PackRows | null> {
    const kept = this.#kept.get(pack);
    if (kept || !index) return kept ?? null;
    const bytes = await this.read(index);
    if (!bytes) return null;
    const { rows } = JSON.parse(new TextDecoder().decode(bytes)) as { rows: PackRows };
    this.#keep(pack, rows);
    return rows;
  }

  #keep(pack: BlobHash, rows: PackRows): void {
    this.#kept.set(pack, rows);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
  }
}
