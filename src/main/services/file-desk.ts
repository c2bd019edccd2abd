import type { PreparedPart } from '@shared/contract/engine-api';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { BlobHash } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import { type BlobStore, isVaultError } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';
import type { HostFile, HostFiles, Upload } from './engine-host';
import type { BlobShelf } from './blob-shelf';
import { isDangerous } from './dangerous-files';

interface Entry {
  /** A stored blob, or octets that must not be written to the disk. */
  readonly blob: BlobHash | Uint8Array;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

interface StoredEntry extends Entry {
  readonly blob: BlobHash;
}

/** Tokens of one session; the oldest are forgotten first. */
const MAX_TOKENS = 20_000;
/** Octets of files that are in memory alone; the oldest are forgotten first. */
const MAX_IN_MEMORY = 192 * 1024 * 1024;

/** Files that pages may fetch, behind tokens that mean nothing to anybody else. */
export class FileDesk implements HostFiles {
  readonly #parts = new Map<string, Entry>();
  readonly #images = new Map<string, Entry>();
  /** Made when somebody opens them, once. */
  readonly #later = new Map<string, () => Promise<Entry>>();

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

  /**
   * A file that is made when it is opened, behind a token that a page made up.
   * @returns false when the token is in use.
   */
  offerLater(token: string, make: () => Promise<Entry>): boolean {
    if (this.#parts.has(token) || this.#images.has(token) || this.#later.has(token)) return false;
    let made: Promise<Entry> | null = null;
    // What failed is tried again when somebody asks again.
    const again = (error: unknown): never => {
      made = null;
      throw error;
    };
    this.#later.set(token, () => (made ??= make().catch(again)));
    trim(this.#later);
    return true;
  }

  /** The octets of what a page was offered. @throws MailError `not-found` */
  async bytesOf(url: string): Promise<Uint8Array> {
    const entry = this.#parts.get(tokenOf(url));
    const bytes = entry && (isStored(entry) ? await this.shelf.read(entry.blob) : entry.blob);
    if (bytes instanceof Uint8Array) return bytes;
    throw new MailError({ kind: 'refused', code: 'not-found', message: 'The part is not here' });
  }

  /** What a page was offered under an address. @throws MailError `not-found` */
  entryOf(url: string): Entry {
    const entry = this.#parts.get(tokenOf(url));
    if (entry) return entry;
    throw new MailError({ kind: 'refused', code: 'not-found', message: 'The part is not here' });
  }

  async openPart(token: string): Promise<HostFile | null> {
    const later = this.#later.get(token);
    if (!later) return this.#open(this.#parts.get(token));
    try {
      return await this.#open(await later());
    } catch (error) {
      if (isMailError(error) || isVaultError(error)) return null;
      throw error;
    }
  }
  openImage(token: string): Promise<HostFile | null> {
    // An inline image of a message is a part that may also be shown.
    return this.#open(this.#images.get(token) ?? this.#parts.get(token));
  }
  /** The file behind `/part/…`, for the shell. */
  openUrl(url: string): Promise<HostFile | null> {
    return this.openPart(tokenOf(url));
  }

  async accept(upload: Upload): Promise<{ blob: string; size: number }> {
    const { hash, size } = await this.shelf.put(upload.stream);
    return { blob: hash, size };
  }

  async #open(entry: Entry | undefined): Promise<HostFile | null> {
    if (!entry || (isStored(entry) && !(await this.blobs.has(entry.blob)))) return null;
    return {
      type: entry.type,
      size: entry.size,
      name: entry.name,
      stream: isStored(entry) ? this.blobs.openStream(entry.blob) : once(entry.blob as Uint8Array),
    };
  }

  #token(map: Map<string, Entry>, entry: Entry): string {
    const token = hex(this.crypto.randomBytes(16));
    map.set(token, entry);
    trim(map);
    if (!isStored(entry)) this.#trimMemory();
    return token;
  }

  /** Lets go of all that is in memory alone. */
  forgetInMemory(): void {
    for (const [token, entry] of this.#parts) if (!isStored(entry)) this.#parts.delete(token);
  }

  #trimMemory(): void {
    let octets = 0;
    for (const [token, entry] of [...this.#parts].toReversed()) {
      if (isStored(entry)) continue;
      octets += entry.size;
      if (octets > MAX_IN_MEMORY && octets > entry.size) this.#parts.delete(token);
    }
  }
}

const isStored = (entry: Entry): entry is StoredEntry => typeof entry.blob === 'string';

/** Hosts read files as streams, also this one. */
async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const tokenOf = (url: string): string => url.replace(/^\/part\//, '');

function trim(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    if (map.size <= MAX_TOKENS) break;
    map.delete(oldest);
  }
}
