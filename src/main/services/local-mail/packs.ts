import type { BlobHash } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import { type BlobSlice, type BlobStore, isVaultError } from '@shared/ports/vault';
import type { LocalMessage } from './local-messages';
import { type IndexEntry, indexMessage } from './index-message';

export interface StoredPack {
  /** One a message, in their order. */
  readonly slices: readonly BlobSlice[];
  readonly index: BlobSlice;
}

interface PackIndex {
  /** Makes every pack unlike any other: one that is deleted takes nobody else's bytes along. */
  readonly nonce: string;
  readonly entries: readonly IndexEntry[];
}

/** Read indexes kept at hand: telling a mailbox anew asks for messages in the order of their packs. */
const KEPT = 4;

/** Files of many messages each, the last slice being the index of the others. */
export class Packs {
  readonly #kept = new Map<BlobHash, readonly IndexEntry[]>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly crypto: Crypto,
  ) {}

  /** Durable when it resolves. @throws VaultError */
  async store(messages: readonly Uint8Array[], entries: readonly IndexEntry[]): Promise<StoredPack> {
    const nonce = [...this.crypto.randomBytes(12)].map((b) => b.toString(36)).join('.');
    const index: PackIndex = { nonce, entries };
    const slices = await this.blobs.putAll([...messages, new TextEncoder().encode(JSON.stringify(index))]);
    return { slices: slices.slice(0, -1), index: slices.at(-1) as BlobSlice };
  }

  /** @throws VaultError `missing`, `corrupt`. */
  bytes(slice: BlobSlice): Promise<Uint8Array> {
    return this.blobs.getSlice(slice);
  }

  /** Whether the bytes of a slice are what was written. */
  async holds(slice: BlobSlice): Promise<boolean> {
    try {
      return (await this.bytes(slice)).length === slice.size;
    } catch (error) {
      if (isVaultError(error)) return false;
      throw error;
    }
  }

  /** Whether all of a pack is. Read as one slice: a whole blob that is damaged would be taken away. */
  async isWhole(pack: BlobHash): Promise<boolean> {
    const size = await this.blobs.sizeOf(pack);
    return size !== null && this.holds({ blob: pack, offset: 0, size, check: pack });
  }

  /**
   * The row of a message. An index that cannot be read is no loss: the message is read instead.
   * @returns null when neither can be.
   */
  async entryOf(message: LocalMessage, index: BlobSlice | undefined): Promise<IndexEntry | null> {
    const entry = index ? (await this.#entries(index))?.[message.entry] : undefined;
    if (entry) return entry;
    try {
      return indexMessage(await this.bytes(message.slice), this.crypto).entry;
    } catch (error) {
      if (isVaultError(error) && (error.code === 'missing' || error.code === 'corrupt')) return null;
      throw error;
    }
  }

  async delete(pack: BlobHash): Promise<void> {
    this.#kept.delete(pack);
    await this.blobs.delete(pack);
  }

  async #entries(index: BlobSlice): Promise<readonly IndexEntry[] | null> {
    const kept = this.#kept.get(index.blob);
    if (kept) return kept;
    try {
      const { entries } = JSON.parse(new TextDecoder().decode(await this.bytes(index))) as PackIndex;
      this.#kept.set(index.blob, entries);
      for (const oldest of this.#kept.keys()) {
        if (this.#kept.size <= KEPT) break;
        this.#kept.delete(oldest);
      }
      return entries;
    } catch (error) {
      if (isVaultError(error) && (error.code === 'missing' || error.code === 'corrupt')) return null;
      throw error;
    }
  }
}
