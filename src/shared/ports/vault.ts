import type { BlobHash } from '../model/ids';

/** What a journal record may hold: exactly what survives `JSON.parse(JSON.stringify(x))`. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface JournalRecord {
  /** The owner's word for the record, `owner.event`, at most 255 bytes of UTF-8. */
  readonly type: string;
  readonly payload: JsonValue;
}

export interface StoredRecord extends JournalRecord {
  /**
   * Grows with every record and is never used twice; gaps mean failed appends. Records out of a snapshot carry the
   * number of the last record that the snapshot covers.
   */
  readonly seq: number;
}

/** Folds one record into its owner's state. Runs synchronously, must not throw and must not call the journal. */
export type Reducer = (record: StoredRecord) => void;

/**
 * Hears of records in the moment they are accepted, before they are durable: they may still fail. Must not throw.
 * @returns called once when it is decided: the reducers have seen them by then, or they were not kept.
 */
export type Ahead = (records: readonly JournalRecord[]) => () => void;

/**
 * An append-only log of what has no copy on a server (design §2 idea 2). State is whatever the owners' reducers make
 * of the records, in order.
 */
export interface Journal {
  /** `appendAll` of one record. */
  append(type: string, payload: JsonValue): Promise<number>;
  /**
   * Writes the records as one unit: after a crash either all of them are there or none. Concurrent calls share one
   * fsync. When it resolves the records are on the disk and every reducer has seen them.
   * @returns the sequence number of the last record.
   * @throws VaultError `no-space`, `io` (nothing was kept, may be tried again), `taken-over`, `queue-full`, `too-large`, `closed`.
   */
  appendAll(records: readonly JournalRecord[]): Promise<number>;
  /**
   * Feeds every stored record to the reducer, in order, and from then on every new one in the moment it is durable,
   * before its append resolves.
   * @param ahead hears of new records before the reducer does.
   * @returns a function that stops the feeding.
   */
  replay(reducer: Reducer, ahead?: Ahead): Promise<() => void>;
  /**
   * Compaction: replaces the history by `records`, which must rebuild the state as the reducers have it now. The
   * iterable is read to its end before this call returns its promise, so nothing can change in between; records that
   * become durable while the snapshot is written are kept after it.
   * @throws VaultError `no-space`, `io`, `busy` (another snapshot is being written); the old journal stays in use.
   */
  snapshot(records: Iterable<JournalRecord>): Promise<void>;
  /** Bytes and records behind the last snapshot: when to take the next one is the owner's choice. */
  readonly sinceSnapshot: { readonly bytes: number; readonly records: number };
}

export interface StoredBlob {
  readonly hash: BlobHash;
  /** Octets. */
  readonly size: number;
}

/** One of several small things that share a file; plain JSON, made to be kept in a journal record. */
export interface BlobSlice {
  readonly blob: BlobHash;
  /** Octets from the start of the file. */
  readonly offset: number;
  readonly size: number;
  /** SHA-256 of these bytes alone, lower-case hex. */
  readonly check: string;
}

export interface PutOptions {
  /** True for what can be fetched again: refused with `space-low` as soon as the disk is no longer `ok`. */
  readonly cache?: boolean;
  /** Whole byte strings only: the file is read again and compared before it is called stored. @throws VaultError `corrupt` */
  readonly readBack?: boolean;
}

export interface PackOptions extends PutOptions {
  /** Called once, as soon as the disk has begun to write: what is to be done anyway costs no time then. Must not throw. */
  readonly meanwhile?: () => void;
}

/** Files by SHA-256 of their bytes (packs: of the hashes of their items): messages, parts, drafts. Never changed once written. */
export interface BlobStore {
  /**
   * Stores the bytes; when it resolves they are durable under their hash. Equal bytes are stored once.
   * @throws VaultError `no-space`, `space-low`, `io`; no partial file is left.
   */
  put(bytes: Uint8Array | AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredBlob>;
  /**
   * Stores many small things as one file, which costs a file system a hundredth of what as many files do: how POP3
   * keeps up with the line. Same promises as `put`. The file stays until `delete` is called for it, which is right
   * when none of its slices is needed any more; only its owner can know.
   */
  putAll(items: readonly Uint8Array[], options?: PackOptions): Promise<BlobSlice[]>;
  /**
   * All of a file that `putAll` wrote, every octet of it checked; its slices begin where it does. Null when it is not whole
   * or not there: its slices are to be asked for one by one then, and may well be whole.
   * @throws VaultError `io`.
   */
  getPack(hash: BlobHash): Promise<Uint8Array | null>;
  /** The bytes of a slice, checked on their own. @throws VaultError `missing`, `corrupt` (a copy is quarantined). */
  getSlice(slice: BlobSlice): Promise<Uint8Array>;
  /** All bytes, checked against the hash. @throws VaultError `missing`, `corrupt` (the file is quarantined). */
  get(hash: BlobHash): Promise<Uint8Array>;
  /** The bytes in pieces. The check comes with the last piece: throws `corrupt` instead of ending. */
  openStream(hash: BlobHash): AsyncIterable<Uint8Array>;
  has(hash: BlobHash): Promise<boolean>;
  /** Octets, or null when there is no such blob. */
  sizeOf(hash: BlobHash): Promise<number | null>;
  /** Absolute file name, for hosts that serve or hand over the file. The file need not exist. */
  path(hash: BlobHash): string;
  /** Removes the blob; false when there was none. */
  delete(hash: BlobHash): Promise<boolean>;
  list(): AsyncIterable<StoredBlob>;
}

/**
 * `low`: under 500 MiB free, the cache stops growing. `critical`: under 100 MiB. `reserve-used`: the journal had to
 * take the disk's reserve; only small, precious writes will still succeed. `full`: none does. `broken`: the disk refuses to
 * write, for another reason than its room. `taken-over`: the journal is not where it was left, or not as it was left.
 */
export type SpaceState = 'ok' | 'low' | 'critical' | 'reserve-used' | 'full' | 'broken' | 'taken-over';

/** Something on the disk was not as it was written. Nothing is dropped in silence: the bytes are in `quarantine/`. */
export interface Recovery {
  readonly kind:
    'torn-tail' | 'damaged-middle' | 'unreadable-journal' | 'previous-generation' | 'corrupt-blob';
  /** File name inside the vault's folder. */
  readonly file: string;
  readonly offset: number;
  /** Octets set aside. */
  readonly length: number;
  /** File name inside the vault's folder, '' when nothing had to be set aside. */
  readonly quarantined: string;
}

export interface Vault extends Journal {
  readonly blobs: BlobStore;
  /** What had to be repaired since the vault was opened. */
  readonly recovered: readonly Recovery[];
  readonly space: SpaceState;
  /** Calls the listener at every change of `space`. Returns a function that unsubscribes. */
  onSpace(listener: (state: SpaceState) => void): () => void;
  /** Looks at the disk now, and restores the reserve when there is room again. Call it now and then. */
  checkSpace(): Promise<SpaceState>;
  /** Waits for what was accepted, then releases the lock. Safe to call twice. */
  close(): Promise<void>;
}

export type VaultErrorCode =
  | 'locked'
  /** The folder vanished, or somebody else writes to it: nothing more is kept until it is opened again. */
  | 'taken-over'
  | 'newer-version'
  | 'no-migration'
  | 'no-space'
  | 'space-low'
  | 'io'
  | 'queue-full'
  | 'too-large'
  | 'busy'
  | 'closed'
  | 'missing'
  | 'corrupt'
  | 'reducer-failed';

/** What can go wrong on the local disk. Unlike MailError there is no server to ask again. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;
  /** Data for the sentence people read: pid, path, version, errno … */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: VaultErrorCode,
    message: string,
    details: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

export const isVaultError = (error: unknown): error is VaultError => error instanceof VaultError;
