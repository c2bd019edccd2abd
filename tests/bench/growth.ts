import {
  type ReadTransaction,
  type StoreDatabase,
  type TableName,
  type Tables,
  type WriteTransaction,
} from '@renderer/store/database';
import { Store } from '@renderer/store/store';
import { batch, cursor, mailbox, mailboxes, messages, type TestMessage } from '@renderer/store/test-facts';
import { Views } from '@renderer/store/views';
import { viewQuery } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { against, type BenchLine, peer, within } from './support/line';

/** Each is compared with the one before it. */
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** The smallest whose figures mean something: below, fixed sizes and compilation weigh more than messages. */
const BASE = 10_000;
const WARM_ROUNDS = 8;
const BATCH = 1024;
const IN_FLIGHT = 3;
/**
 * What a message may cost in a mailbox ten times as large: linear is 1, and more when the columns no longer fit into the
 * processor's cache; quadratic would be 10.
 */
const BUDGET = 2;
const BYTES_BUDGET = 120;

/**
 * What the store's own work costs a message as a mailbox grows: taking in, threads, and a threaded view that is kept up
 * to date meanwhile. Processor time of one process; nothing is written, because a disk is linear.
 */
export async function run(): Promise<BenchLine[]> {
  const largest = Number(process.env['TERN_BENCH_N'] ?? SIZES.at(-1));
  // What is compiled late would count as the cost of the first sizes.
  for (let round = 0; round < WARM_ROUNDS; round++) await grow(BASE);
  const measured: (Grown & { readonly n: number })[] = [];
  for (const n of SIZES.filter((size) => size <= Math.max(BASE, largest))) {
    measured.push({ n, ...(await grow(n)) });
  }
  return measured.flatMap(({ n, microseconds, bytes }, i) => [
    n > BASE
      ? against('growth.cost', n, microseconds, 'µs/message', measured[i - 1]?.microseconds ?? 0, BUDGET)
      : peer('growth.cost', n, microseconds, 'µs/message'),
    n < BASE
      ? peer('growth.memory', n, bytes, 'B/message')
      : within('growth.memory', n, bytes, 'B/message', BYTES_BUDGET),
  ]);
}

interface Grown {
  readonly microseconds: number;
  readonly bytes: number;
}

async function grow(n: number): Promise<Grown> {
  const store = new Store({
    open: () => Promise.resolve({ database: new Nowhere(), rebuilt: null }),
    tick: (run) => setImmediate(run),
    now: () => 0,
    restMs: 0,
  });
  const page = { emit: () => undefined, onClose: () => undefined, close: () => undefined };
  const views = new Views(
    store,
    () => page,
    () => undefined,
  );
  store.listen(views);
  const ui = views.handlers();
  const call = { signal: new AbortController().signal };
  await store.hello('growth');
  let number = 0;
  await store.apply(batch(++number, [mailboxes([mailbox('inbox', 'inbox')])]));
  const query = viewQuery.parse({ scope: { kind: 'role', role: 'inbox' }, threaded: true });
  const { view } = await ui.open({ query, rows: 0, coverage: true }, call);
  let spent = 0;
  const flying: Promise<unknown>[] = [];
  for (let last = n; last > 0; last -= BATCH) {
    const first = Math.max(1, last - BATCH + 1);
    const facts = [
      messages(
        'inbox',
        Array.from({ length: last - first + 1 }, (_, i) => message(first + i)),
      ),
    ];
    const before = process.cpuUsage();
    flying.push(store.apply(batch(++number, facts, [cursor('inbox', n + 1)])));
    if (flying.length >= IN_FLIGHT) await flying.shift();
    if (last <= BATCH) await Promise.all(flying);
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
  }
  const { total } = await ui.rows({ view, from: 0, to: 1 }, call);
  const state = await store.state();
  const bytes = state.bytes / n;
  if (state.columns.count !== n || total < n / 2) throw new Error(`${total} rows of ${state.columns.count}`);
  store.close();
  return { microseconds: spent / n, bytes };
}

/** A third of all are replies to the message before. */
function message(uid: number): TestMessage {
  return {
    uid,
    id: `${uid}@growth.example`,
    refs: uid % 3 === 0 ? [`${uid - 1}@growth.example`] : [],
    date: 1_600_000_000_000 + uid * 61_000,
    flags: uid % 4 === 0 ? Flag.Seen : 0,
  };
}

/** A database that remembers which batch came last and nothing else; a write takes a turn of the event loop. */
class Nowhere implements StoreDatabase {
  readonly #meta = new Map<string, Tables['meta']>();

  read<T>(_tables: readonly TableName[], run: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return run(this.#transaction());
  }
  async write<T>(_tables: readonly TableName[], run: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    await new Promise((resolve) => setImmediate(resolve));
    return run(this.#transaction());
  }
  onLost(): void {
    // It cannot be lost.
  }
  usage(): Promise<null> {
    return Promise.resolve(null);
  }
  close(): void {
    // Nothing is open.
  }

  #transaction(): WriteTransaction {
    const nothing = (): void => undefined;
    return {
      get: <T extends TableName>(table: T, key: string | readonly (string | number)[]) =>
        Promise.resolve(
          table === 'meta' ? (this.#meta.get(String(key)) as Tables[T] | undefined) : undefined,
        ),
      getMany: (_table, keys) => Promise.resolve(keys.map(() => undefined)),
      all: () => Promise.resolve([]),
      range: () => Promise.resolve([]),
      next: () => Promise.resolve([]),
      has: (_table, keys) => Promise.resolve(keys.map(() => false)),
      put: (table, record) => {
        if (table === 'meta') this.#meta.set((record as Tables['meta']).key, record as Tables['meta']);
      },
      delete: nothing,
      deleteRange: nothing,
      clear: nothing,
    };
  }
}
