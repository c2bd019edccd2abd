import type { Mailbox, MailboxCursor } from '@shared/contract/mailbox';
import type { Operation } from '@shared/contract/operations';
import type { SnoozeState } from '@shared/contract/snooze';
import { MailError } from '@shared/errors/mail-error';
import type { Generation, MailboxId, MessageKey } from '@shared/model/ids';
import type { MessageBody } from '@shared/model/message';
import type { HeadRecord } from './heads';

/** Of a page (`model/page`). */
interface PageKey {
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly page: number;
}

/** Server truth of a page, one entry a message, ascending UID. An empty page says: there were messages here once. */
export interface ColumnsRecord extends PageKey {
  readonly uids: Uint32Array;
  readonly flags: Uint32Array;
  readonly keywords: Uint32Array;
  /** ms since 1970. */
  readonly dates: Float64Array;
  readonly sizes: Uint32Array;
  readonly idHashes: Float64Array;
  /** Message i owns refHashes[refEnds[i-1] … refEnds[i]]. */
  readonly refHashes: Float64Array;
  readonly refEnds: Uint32Array;
}

/** Rows' texts (`model/row-text`) by UID. Carries its own UIDs: rows outlive their message as long as its tombstone does. */
export interface RowsRecord extends PageKey {
  readonly uids: Uint32Array;
  /** As `model/lines`. */
  readonly lines: Uint8Array;
  /** The lines are raw DEFLATE, as they came in bulk. */
  readonly packed?: boolean;
}

/** What search as you type scans. */
export interface SearchRecord extends PageKey {
  readonly uids: Uint32Array;
  /** As `model/lines`. */
  readonly lines: Uint8Array;
  /** The lines are raw DEFLATE, as they came in bulk. */
  readonly packed?: boolean;
}

/** Messages that were proven gone in one fact; their rows and bodies are kept until `at` is old enough. */
export interface TombstonesRecord {
  readonly id: string;
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly uids: Uint32Array;
  readonly idHashes: Float64Array;
  /** ms since 1970. */
  readonly at: number;
}

/** Forwarding addresses as they came in one fact: a bulk move of 100,000 is one record, not 100,000. */
export interface ForwardingRecord {
  readonly id: string;
  readonly from: readonly MessageKey[];
  readonly to: readonly MessageKey[];
  readonly at: number;
}

/** A segment of the text index (`search/segment.ts`): written once, replaced as a whole. */
export interface TextSegmentRecord {
  readonly id: string;
  /** Text keys of its documents. */
  readonly docs: Float64Array;
  /** The first term of each block, joined by line feeds. */
  readonly firsts: string;
}

export interface TextBlockRecord {
  readonly segment: string;
  readonly block: number;
  /** Sorted, joined by line feeds. */
  readonly terms: string;
  /** Postings of term i are the octets from ends[i − 1] to ends[i]. */
  readonly ends: Uint32Array;
  readonly postings: Uint8Array;
}

/** A text that waits to be indexed. */
export interface TextQueueRecord {
  /** The message's text key, in digits. */
  readonly key: string;
  /** Of the body that is here; '' when the text itself is. */
  readonly identity: string;
  readonly text: string;
}

export type MetaRecord =
  /** The vault that this cache belongs to. */
  | { readonly key: 'marker'; readonly marker: string }
  /** The last batch applied. */
  | { readonly key: 'batch'; readonly epoch: string; readonly number: number }
  /** Messages that each mailbox shows; kept and deleted as the heads of lists are (`heads.ts`). */
  | {
      readonly key: 'counts';
      readonly boxes: readonly {
        readonly mailbox: MailboxId;
        readonly total: number;
        readonly unread: number;
        readonly flagged: number;
      }[];
    }
  /** Generations to drop as soon as their mailbox shows another one. */
  | {
      readonly key: 'dropping';
      readonly generations: readonly { mailbox: MailboxId; generation: Generation }[];
    }
  /** As the engine told it last. */
  | { readonly key: 'snoozed'; readonly messages: readonly SnoozeState[] }
  | {
      readonly key: 'texts';
      /** Of the text index's format. */
      readonly version: number;
      /** When everything here was last gone through for texts that are in no segment, ms since 1970; 0: not yet. */
      readonly walkedAt: number;
      /** The segment that a merge was making: what there is of it is no good until the merge is done. */
      readonly merging: string | null;
    };

export interface Tables {
  columns: ColumnsRecord;
  rows: RowsRecord;
  search: SearchRecord;
  cursors: MailboxCursor;
  mailboxes: Mailbox;
  keywords: { readonly mailbox: MailboxId; readonly names: readonly string[] };
  bodies: MessageBody;
  tombstones: TombstonesRecord;
  operations: Operation;
  forwarding: ForwardingRecord;
  heads: HeadRecord;
  meta: MetaRecord;
  textSegments: TextSegmentRecord;
  textBlocks: TextBlockRecord;
  textQueue: TextQueueRecord;
}
export type TableName = keyof Tables;

/** Properties that make the primary key, in order. One property: the key is its value; several: an array. */
export const KEY_PATHS = {
  columns: ['mailbox', 'generation', 'page'],
  rows: ['mailbox', 'generation', 'page'],
  search: ['mailbox', 'generation', 'page'],
  cursors: ['mailbox', 'generation'],
  mailboxes: ['id'],
  keywords: ['mailbox'],
  bodies: ['identity'],
  tombstones: ['id'],
  operations: ['id'],
  forwarding: ['id'],
  heads: ['id'],
  meta: ['key'],
  textSegments: ['id'],
  textBlocks: ['segment', 'block'],
  textQueue: ['key'],
} as const satisfies Record<TableName, readonly string[]>;
export const TABLE_NAMES = Object.keys(KEY_PATHS) as readonly TableName[];

export type Key = string | readonly (string | number)[];

/** Reads see what the same transaction wrote before. */
export interface ReadTransaction {
  get<T extends TableName>(table: T, key: Key): Promise<Tables[T] | undefined>;
  /** In the order of `keys`, undefined where there is none. */
  getMany<T extends TableName>(table: T, keys: readonly Key[]): Promise<(Tables[T] | undefined)[]>;
  /** All records, ascending by key. */
  all<T extends TableName>(table: T): Promise<Tables[T][]>;
  /** The records whose compound key starts with `prefix`, ascending by key. */
  range<T extends TableName>(table: T, prefix: readonly (string | number)[]): Promise<Tables[T][]>;
  /** Of those the next `limit` whose key goes on with a number above `after`. */
  next<T extends TableName>(
    table: T,
    prefix: readonly (string | number)[],
    after: number,
    limit: number,
  ): Promise<Tables[T][]>;
  /** Which keys exist, without reading the records. */
  has(table: TableName, keys: readonly Key[]): Promise<boolean[]>;
}

/** Writes are queued, not awaited one by one; the first that fails aborts the whole transaction. */
export interface WriteTransaction extends ReadTransaction {
  put<T extends TableName>(table: T, record: Tables[T]): void;
  delete(table: TableName, key: Key): void;
  /** Deletes the records whose compound key starts with `prefix`. */
  deleteRange(table: TableName, prefix: readonly (string | number)[]): void;
  clear(table: TableName): void;
}

/**
 * What the store needs of a database: transactions over tables that are atomic, isolated and commit in the order in
 * which they were begun.
 */
export interface StoreDatabase {
  read<T>(tables: readonly TableName[], run: (tx: ReadTransaction) => Promise<T>): Promise<T>;
  /**
   * Resolves after the commit. `run` may only await this transaction's own promises. What `run` throws aborts.
   * @throws MailError `cache-full` (nothing was written), `cache-lost` (the database was closed under us),
   * `cache-failed`.
   */
  write<T>(tables: readonly TableName[], run: (tx: WriteTransaction) => Promise<T>): Promise<T>;
  /** Called once when the database is closed by anyone but `close`. */
  onLost(listener: (reason: string) => void): void;
  /** Bytes used, null when the host does not say. */
  usage(): Promise<number | null>;
  close(): void;
}

export interface OpenedDatabase {
  readonly database: StoreDatabase;
  /** Why what was there had to be deleted, null when it opened as it was. */
  readonly rebuilt: string | null;
}

export type CacheErrorCode =
  | 'cache-full'
  | 'cache-lost'
  | 'cache-failed'
  | 'hello-needed'
  | 'batch-gap'
  | 'too-many-views'
  | 'unknown-view';

const CACHE_RETRY = {
  'cache-full': { kind: 'later' },
  'cache-lost': { kind: 'reconnect' },
  'cache-failed': { kind: 'reconnect' },
  'hello-needed': { kind: 'reconnect' },
  'batch-gap': { kind: 'reconnect' },
  'too-many-views': { kind: 'never' },
  'unknown-view': { kind: 'never' },
} as const;

/** Errors of the cache. `refused`: the database works and said no; `unreachable`: it is gone, say hello again. */
export function cacheError(code: CacheErrorCode, message: string, cause?: unknown): MailError {
  const retry = CACHE_RETRY[code];
  return new MailError({
    kind: retry.kind === 'reconnect' ? 'unreachable' : 'refused',
    code,
    message,
    retry,
    ...(cause === undefined ? {} : { cause }),
  });
}
