import {
  cacheError,
  type Key,
  KEY_PATHS,
  type ReadTransaction,
  type StoreDatabase,
  TABLE_NAMES,
  type TableName,
  type WriteTransaction,
} from './database';

type Rows = Map<string, unknown>;
type Data = Record<TableName, Rows>;

const empty = (): Data => Object.fromEntries(TABLE_NAMES.map((name) => [name, new Map()])) as unknown as Data;
const encode = (key: Key): string => JSON.stringify(typeof key === 'string' ? [key] : key);

function compareKeys(a: string, b: string): number {
  const left = JSON.parse(a) as (string | number)[];
  const right = JSON.parse(b) as (string | number)[];
  for (let i = 0; i < left.length; i++) {
    const x = left[i] as string | number;
    const y = right[i] as string | number;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** What a test can make go wrong. */
export interface MemoryFaults {
  /** Asked before each commit; what it answers aborts the transaction and rejects with it. */
  beforeCommit?: (tables: readonly TableName[]) => Error | null;
  /** Waited for before a read begins. */
  beforeRead?: (tables: readonly TableName[]) => Promise<void>;
}

/**
 * The in-memory twin of the IndexedDB database: same isolation, order and atomicity, values cloned in and out.
 * Several databases may be opened on the same `MemoryDisk`, one after the other, as a profile is.
 */
export class MemoryDisk {
  data: Data = empty();
}

export class MemoryDatabase implements StoreDatabase {
  readonly faults: MemoryFaults = {};
  readonly #disk: MemoryDisk;
  readonly #listeners: ((reason: string) => void)[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(disk: MemoryDisk = new MemoryDisk()) {
    this.#disk = disk;
  }

  async read<T>(tables: readonly TableName[], run: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    await this.faults.beforeRead?.(tables);
    return this.#inTurn(() => run(transaction(this.#disk.data, tables)));
  }

  write<T>(tables: readonly TableName[], run: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const draft = { ...this.#disk.data };
      for (const table of tables) draft[table] = new Map(draft[table]);
      const result = await run(transaction(draft, tables));
      const fault = this.#closed
        ? cacheError('cache-lost', 'closed')
        : (this.faults.beforeCommit?.(tables) ?? null);
      if (fault) throw fault;
      this.#disk.data = draft;
      return result;
    });
  }

  onLost(listener: (reason: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Plays what a browser does when a profile's storage is deleted under a running page. */
  lose(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#disk.data = empty();
    for (const listener of this.#listeners) listener(reason);
  }

  usage(): Promise<number | null> {
    return Promise.resolve(null);
  }

  close(): void {
    this.#closed = true;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => {
      if (this.#closed) throw cacheError('cache-lost', 'the database is closed');
      return run();
    });
    this.#tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}

function transaction(data: Data, tables: readonly TableName[]): WriteTransaction {
  const table = (name: TableName): Rows => {
    if (!tables.includes(name)) throw new Error(`table ${name} is not part of this transaction`);
    return data[name];
  };
  const sorted = <T extends TableName>(name: T, prefix: readonly (string | number)[]): string[] => {
    const head = JSON.stringify(prefix).slice(0, -1);
    return [...table(name).keys()]
      .filter((key) => prefix.length === 0 || key === `${head}]` || key.startsWith(`${head},`))
      .sort(compareKeys);
  };
  const read = (name: TableName, key: string): unknown => structuredClone(table(name).get(key));
  return {
    get: (name, key) => Promise.resolve(read(name, encode(key)) as never),
    getMany: (name, keys) => Promise.resolve(keys.map((key) => read(name, encode(key)) as never)),
    all: (name) => Promise.resolve(sorted(name, []).map((key) => read(name, key) as never)),
    range: (name, prefix) => Promise.resolve(sorted(name, prefix).map((key) => read(name, key) as never)),
    next: (name, prefix, after, limit) =>
      Promise.resolve(
        sorted(name, prefix)
          .filter((key) => ((JSON.parse(key) as (string | number)[])[prefix.length] as number) > after)
          .slice(0, limit)
          .map((key) => read(name, key) as never),
      ),
    has: (name, keys) => Promise.resolve(keys.map((key) => table(name).has(encode(key)))),
    put(name, record) {
      const key = KEY_PATHS[name].map((part) => (record as unknown as Record<string, string | number>)[part]);
      table(name).set(JSON.stringify(key), structuredClone(record));
    },
    delete(name, key) {
      table(name).delete(encode(key));
    },
    deleteRange(name, prefix) {
      for (const key of sorted(name, prefix)) table(name).delete(key);
    },
    clear(name) {
      table(name).clear();
    },
  };
}
