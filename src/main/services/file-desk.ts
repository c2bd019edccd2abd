import type { PreparedPart } from '@shared/contract/engine-api';
import type { BlobHash } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import type { BlobStore } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';
import type { HostFile, HostFiles, Upload } from './engine-host';
import type { BlobShelf } from './blob-shelf';
import { isDangerous } from './dangerous-files';

interface Entry {
  readonly blob: BlobHash;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** Tokens of one session; the oldest are forgotten first. */
const MAX_TOKENS = 20_000;

/** Files that pages may fetch, behind tokens that mean nothing to anybody else. */
export class FileDesk implements HostFiles {
  readonly #parts = new Map<string, Entry>();
  readonly #images = new Map<string, Entry>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly shelf: BlobShelf,
    private readonly crypto: Pick<Crypto, 'randomBytes'>,
  ) {}

  /** Makes a stored part available to the page that asked. */
  offer(entry: Entry): PreparedPart {
    return {
      url: `/part/${this.#token(this.#parts, entry)}`,
      name: entry.name,
      type: entry.type,
      size: entry.size,
      dangerous: isDangerous(entry.name, entry.type),
    };
  }

  offerImage(entry: Entry): string {
    return `/image/${this.#token(this.#images, entry)}`;
  }

  openPart(token: string): Promise<HostFile | null> {
    return this.#open(this.#parts.get(token));
  }
  openImage(token: string): Promise<HostFile | null> {
    // An inline image of a message is a part that may also be shown.
    return this.#open(this.#images.get(token) ?? this.#parts.get(token));
  }
  /** The file behind `/part/…`, for the shell. */
  openUrl(url: string): Promise<HostFile | null> {
    return this.openPart(url.replace(/^\/part\//, ''));
  }

  async accept(upload: Upload): Promise<{ blob: string; size: number }> {
    const { hash, size } = await this.shelf.put(upload.stream);
    return { blob: hash, size };
  }

  async #open(entry: Entry | undefined): Promise<HostFile | null> {
    if (!entry || !(await this.blobs.has(entry.blob))) return null;
    return {
      type: entry.type,
      size: entry.size,
      name: entry.name,
      stream: this.blobs.openStream(entry.blob),
    };
  }

  #token(map: Map<string, Entry>, entry: Entry): string {
    const token = hex(this.crypto.randomBytes(16));
    map.set(token, entry);
    for (const oldest of map.keys()) {
      if (map.size <= MAX_TOKENS) break;
      map.delete(oldest);
    }
    return token;
  }
}
