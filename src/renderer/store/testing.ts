import { memoryPortPair } from '@shared/rpc/memory-port';
import type { Port } from '@shared/rpc/port';
import { MemoryDatabase, MemoryDisk } from './memory-database';
import { createStore, type ServedStore } from './serve';

export interface TestStore extends ServedStore {
  /** What would be on the disk; pass it on to start again after a "kill". */
  readonly disk: MemoryDisk;
  /** The database in use. */
  readonly database: () => MemoryDatabase;
  /** Call `StoreApi` here. Each read of it is a new connection. */
  readonly enginePort: Port;
  /** A new page: call `ViewApi` here. */
  readonly uiPort: () => Port;
}

/** A store on the in-memory database, wired to memory ports: what the tests of engine and UI run against. */
export function connectStoreForTests(
  disk: MemoryDisk = new MemoryDisk(),
  now: () => number = () => 0,
  restMs = 0,
): TestStore {
  let database = new MemoryDatabase(disk);
  let opened = false;
  const served = createStore({
    open() {
      if (opened) database = new MemoryDatabase(disk);
      opened = true;
      return Promise.resolve({ database, rebuilt: null });
    },
    tick: (run) => queueMicrotask(run),
    now,
    restMs,
  });
  return {
    ...served,
    disk,
    database: () => database,
    get enginePort() {
      const [mine, theirs] = memoryPortPair();
      served.connectEngine(mine);
      return theirs;
    },
    uiPort() {
      const [mine, theirs] = memoryPortPair();
      served.connectUi(mine);
      return theirs;
    },
  };
}
