import { Dexie, type IndexableType, type IndexableTypePart, type Table, type Transaction } from 'dexie';
import { MailError } from '@shared/errors/mail-error';
import { toLines } from '@shared/model/lines';
import {
  cacheError,
  type Key,
  KEY_PATHS,
  type OpenedDatabase,
  type ReadTransaction,
  type StoreDatabase,
  TABLE_NAMES,
  type TableName,
  type WriteTransaction,
} from './database';

/** Raised with every change of the tables. New ones are added to what is there; other changes have a step below. */
const SCHEMA_VERSION = 7;

/**
 * Tables whose records are told their key: to find one inside of a record, Chromium makes a second copy of all of it,
 * which is more than half of what it costs to put a page there.
 */
const KEYED_OUTSIDE = ['columns', 'rows', 'search'] as const satisfies readonly TableName[];
const isKeyedOutside = (name: TableName): boolean => (KEYED_OUTSIDE as readonly TableName[]).includes(name);

const SCHEMA_INSIDE = Object.fromEntries(
  TABLE_NAMES.map((name) => {
    const path = KEY_PATHS[name];
    return [name, path.length === 1 ? path[0] : `[${path.join('+')}]`];
  }),
);
const SCHEMA = { ...SCHEMA_INSIDE, ...Object.fromEntries(KEYED_OUTSIDE.map((name) => [name, ''])) };

const indexable = (key: Key): IndexableType => key;

/** The key that a record has by what is in it. Dexie's types know of no arrays among many keys; its code does. */
function keyOf(table: TableName, record: unknown): IndexableTypePart {
  const values = KEY_PATHS[table].map((name) => (record as Record<string, string | number>)[name]);
  return (values.length === 1 ? values[0] : values) as unknown as IndexableTypePart;
}

/**
 * Opens the cache called `name`. What cannot be opened (corrupt, of a newer version, blocked) is deleted and made
 * anew, and the reason is told: everything in it can be fetched again.
 * @param anew what is there opens and can't be used: it is deleted.
 * @throws MailError `cache-failed` when not even an empty database can be had.
 */
export async function openDexie(name: string, anew = false): Promise<OpenedDatabase> {
  try {
    if (anew) throw new Error('it can be opened, and neither read nor written');
    return { database: await openOnce(name), rebuilt: null };
  } catch (first) {
    const reason = describe(first);
    try {
      await Dexie.delete(name);
      return { database: await openOnce(name), rebuilt: reason };
    } catch (second) {
      throw cacheError('cache-failed', `the cache cannot be opened: ${describe(second)}`, second);
    }
  }
}

async function openOnce(name: string): Promise<DexieDatabase> {
  const dexie = new Dexie(name, { chromeTransactionDurability: 'relaxed', autoOpen: false });
  dexie.version(4).stores(SCHEMA_INSIDE).upgrade(pagesAsLines);
  // Rows may be packed: an older Tern would not know how to read them.
  dexie.version(5).stores(SCHEMA_INSIDE);
  // A table keeps the kind of key that it was made with: pages are put aside, and back into a table of another kind.
  dexie
    .version(6)
    .stores({
      ...Object.fromEntries(
        KEYED_OUTSIDE.flatMap((name) => [
          [name, null],
          [aside(name), ''],
        ]),
      ),
    })
    .upgrade((tx) => copyPages(tx, (name) => name, aside));
  dexie
    .version(SCHEMA_VERSION)
    .stores({ ...SCHEMA, ...Object.fromEntries(KEYED_OUTSIDE.map((name) => [aside(name), null])) })
    .upgrade((tx) => copyPages(tx, aside, (name) => name));
  try {
    await dexie.open();
    // Dexie opens databases of a newer version as they are; Tern has no use for tables it does not know.
    if (dexie.backendDB().version > SCHEMA_VERSION * 10) {
      throw new Error(`made by a newer version (${dexie.backendDB().version / 10})`);
    }
    // A corrupt store often opens and fails at the first read.
    await dexie.table('meta').toArray();
  } catch (error) {
    dexie.close();
    throw error;
  }
  return new DexieDatabase(dexie);
}

/** To version 4: rows were strings, and search lines one text. */
async function pagesAsLines(tx: Transaction): Promise<void> {
  await tx
    .table('rows')
    .toCollection()
    .modify((page: { rows?: string[]; lines?: Uint8Array }) => {
      page.lines ??= toLines(page.rows ?? []);
      delete page.rows;
    });
  await tx
    .table('search')
    .toCollection()
    .modify((page: OldSearchPage) => {
      page.lines ??= toLines(page.uids.length === 0 ? [] : (page.text ?? '').split('\n'));
      delete page.text;
    });
}
interface OldSearchPage {
  readonly uids: Uint32Array;
  text?: string;
  lines?: Uint8Array;
}

const aside = (name: TableName): string => `${name}Aside`;

/** To version 7: pages go from one table to another, one at a time. */
async function copyPages(
  tx: Transaction,
  from: (name: TableName) => string,
  to: (name: TableName) => string,
): Promise<void> {
  for (const name of KEYED_OUTSIDE) {
    const target = tx.table(to(name));
    const written: PromiseLike<unknown>[] = [];
    await tx.table(from(name)).each((record: unknown) => {
      written.push(target.put(record, keyOf(name, record)));
    });
    await Dexie.Promise.all(written);
  }
}

class DexieDatabase implements StoreDatabase {
  readonly #dexie: Dexie;
  readonly #listeners: ((reason: string) => void)[] = [];
  #over = false;

  constructor(dexie: Dexie) {
    this.#dexie = dexie;
    dexie.on('versionchange', () => {
      this.#lost('another page deleted or upgraded the cache');
      dexie.close();
      return false;
    });
    dexie.on('close', () => {
      this.#lost('the browser closed the cache');
    });
  }

  async read<T>(tables: readonly TableName[], run: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.#dexie.transaction('r', [...tables], (tx) => run(new DexieTransaction(tx)));
    } catch (error) {
      throw translate(error);
    }
  }

  async write<T>(tables: readonly TableName[], run: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.#dexie.transaction('rw', [...tables], async (tx) => {
        const own = new DexieTransaction(tx);
        const result = await run(own);
        await own.written();
        return result;
      });
    } catch (error) {
      throw translate(error);
    }
  }

  onLost(listener: (reason: string) => void): void {
    this.#listeners.push(listener);
  }

  async usage(): Promise<number | null> {
    const storage = (globalThis as { navigator?: { storage?: StorageManager } }).navigator?.storage;
    return storage?.estimate ? ((await storage.estimate()).usage ?? null) : null;
  }

  close(): void {
    this.#over = true;
    this.#dexie.close();
  }

  #lost(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    for (const listener of this.#listeners) listener(reason);
  }
}

class DexieTransaction implements WriteTransaction {
  readonly #tx: Transaction;
  #writes: PromiseLike<unknown>[] = [];
  /** Records that go to their tables together: told of one by one, a batch would spend a tenth of its time on listening. */
  readonly #records = new Map<TableName, unknown[]>();

  constructor(tx: Transaction) {
    this.#tx = tx;
  }

  get(table: TableName, key: Key): Promise<never> {
    return this.#table(table).get(indexable(key)) as unknown as Promise<never>;
  }
  getMany(table: TableName, keys: readonly Key[]): Promise<never> {
    return this.#table(table).bulkGet(keys.map(indexable)) as unknown as Promise<never>;
  }
  all(table: TableName): Promise<never> {
    return this.#table(table).toArray() as unknown as Promise<never>;
  }
  range(table: TableName, prefix: readonly (string | number)[]): Promise<never> {
    return this.#prefixed(table, prefix).toArray() as unknown as Promise<never>;
  }
  next(table: TableName, prefix: readonly (string | number)[], after: number, limit: number): Promise<never> {
    return this.#table(table)
      .where(':id')
      .between([...prefix, after] as IndexableType, [...prefix, Dexie.maxKey] as IndexableType, false, true)
      .limit(limit)
      .toArray() as unknown as Promise<never>;
  }
  async has(table: TableName, keys: readonly Key[]): Promise<boolean[]> {
    const found: unknown[] = await this.#table(table).where(':id').anyOf(keys.map(indexable)).primaryKeys();
    const set = new Set(found.map((key) => JSON.stringify(key)));
    return keys.map((key) => set.has(JSON.stringify(key)));
  }
  put(table: TableName, record: unknown): void {
    const records = this.#records.get(table);
    if (records) records.push(record);
    else this.#records.set(table, [record]);
  }
  delete(table: TableName, key: Key): void {
    this.#queue(this.#table(table).delete(indexable(key)));
  }
  deleteRange(table: TableName, prefix: readonly (string | number)[]): void {
    this.#queue(this.#prefixed(table, prefix).delete());
  }
  clear(table: TableName): void {
    this.#queue(this.#table(table).clear());
  }
  /** Resolves once every queued write has succeeded. */
  async written(): Promise<void> {
    for (const name of this.#records.keys()) this.#table(name);
    await Dexie.Promise.all(this.#writes);
  }

  #queue(write: PromiseLike<unknown>): void {
    // A failed write aborts the transaction, and `written` reports it; this keeps it from being "unhandled" till then.
    write.then(undefined, () => undefined);
    this.#writes.push(write);
  }
  /** The table, with everything in it that was put there. */
  #table(name: TableName): Table<unknown, IndexableType> {
    const table = this.#tx.table(name) as Table<unknown, IndexableType>;
    const records = this.#records.get(name);
    if (records) {
      this.#records.delete(name);
      this.#queue(
        isKeyedOutside(name)
          ? table.bulkPut(
              records,
              records.map((record) => keyOf(name, record)),
            )
          : table.bulkPut(records),
      );
    }
    return table;
  }
  #prefixed(name: TableName, prefix: readonly (string | number)[]) {
    return this.#table(name)
      .where(':id')
      .between(
        [...prefix, Dexie.minKey] as IndexableType,
        [...prefix, Dexie.maxKey] as IndexableType,
        true,
        true,
      );
  }
}

function* causes(error: unknown): Generator<{ name: string; message: string }> {
  let next = error;
  for (let depth = 0; depth < 8 && typeof next === 'object' && next !== null; depth++) {
    const value = next as {
      name?: unknown;
      message?: unknown;
      inner?: unknown;
      cause?: unknown;
      /** Of several records that were put together. */
      failures?: readonly unknown[];
    };
    yield { name: String(value.name), message: String(value.message) };
    next = value.inner ?? value.cause ?? value.failures?.[0];
  }
}

const describe = (error: unknown): string => {
  const [first] = [...causes(error)];
  return first ? `${first.name}: ${first.message}` : String(error);
};

/** Dexie wraps the browser's DOMException one to three levels deep; the name decides. */
function translate(error: unknown): unknown {
  if (error instanceof MailError) return error;
  const names = [...causes(error)].map((cause) => cause.name);
  if (names.includes('QuotaExceededError'))
    return cacheError('cache-full', 'no room left for the cache', error);
  if (names.includes('DatabaseClosedError') || names.includes('InvalidStateError')) {
    return cacheError('cache-lost', 'the cache was closed', error);
  }
  return cacheError('cache-failed', `the cache refused: ${describe(error)}`, error);
}
