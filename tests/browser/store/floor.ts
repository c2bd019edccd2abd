/** Bare IndexedDB, without Dexie and without the store: what the figures are compared with. */

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });

const done = (tx: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error('IndexedDB aborted'));
  });

async function withDatabase<T>(name: string, run: (db: IDBDatabase) => Promise<T>): Promise<T> {
  const db = await answer(indexedDB.open(name));
  try {
    return await run(db);
  } finally {
    db.close();
  }
}

/** Milliseconds to read a whole table. */
export const readFloor = (name: string, table: string): Promise<number> =>
  withDatabase(name, async (db) => {
    const start = performance.now();
    await answer(db.transaction(table).objectStore(table).getAll());
    return performance.now() - start;
  });

const PAGE_TABLES = ['columns', 'rows', 'search'];

/** Milliseconds to write every page of `name` once more into an empty database, `pages` a transaction. */
export async function writeFloor(name: string, pages: number, inFlight: number): Promise<number> {
  const records = await withDatabase(name, (db) =>
    Promise.all(
      PAGE_TABLES.map((table) => answer<unknown[]>(db.transaction(table).objectStore(table).getAll())),
    ),
  );
  const floor = `${name}-floor`;
  await answer(indexedDB.deleteDatabase(floor));
  const opening = indexedDB.open(floor, 1);
  opening.onupgradeneeded = () => {
    for (const table of PAGE_TABLES) opening.result.createObjectStore(table);
  };
  const db = await answer(opening);
  const start = performance.now();
  const flying: Promise<void>[] = [];
  const total = records[0]?.length ?? 0;
  for (let first = 0; first < total; first += pages) {
    const tx = db.transaction(PAGE_TABLES, 'readwrite', { durability: 'relaxed' });
    PAGE_TABLES.forEach((table, i) => {
      const store = tx.objectStore(table);
      const some = records[i]?.slice(first, first + pages) ?? [];
      some.forEach((record, at) => store.put(record, first + at));
    });
    flying.push(done(tx));
    if (flying.length >= inFlight) await flying.shift();
  }
  await Promise.all(flying);
  const time = performance.now() - start;
  db.close();
  await answer(indexedDB.deleteDatabase(floor));
  return time;
}
