import { storeContract } from '@shared/contract/store-api';
import { type ListRow, viewContract } from '@shared/contract/view-api';
import type { Port } from '@shared/rpc/port';
import { serve, type Server } from '@shared/rpc/server';
import { cacheError } from './database';
import { inRole } from './in-role';
import { naming } from './naming';
import { textsMissing } from './search/texts-missing';
import { Store, type StoreOptions } from './store';
import { Views } from './views';
import { wroteTo } from './wrote-to';

/** A store with its doors. */
export interface ServedStore {
  readonly store: Store;
  /** The engine's end of this port calls `StoreApi`. A second engine takes over from the first. */
  connectEngine(port: Port): void;
  /** A page's end of this port calls `ViewApi`. */
  connectUi(port: Port): void;
  close(): void;
}

/** Hints of one window of rows; the engine fetches what is seen before what is not. */
const MAX_HINTS = 200;

/** A first synchronisation brings a batch every tenth of a second. */
const REST_MS = 500;

export interface CreateStoreOptions extends Partial<StoreOptions> {
  readonly open: StoreOptions['open'];
}

export function createStore(options: CreateStoreOptions): ServedStore {
  const store = new Store({ tick: messageTick(), now: () => Date.now(), restMs: REST_MS, ...options });
  let engine: Server<typeof storeContract> | null = null;

  const looking = (rows: readonly ListRow[]): void => {
    const refs = rows.filter((row) => row.preview === '').map((row) => row.ref);
    if (refs.length > 0) engine?.emit('looking', { refs: refs.slice(0, MAX_HINTS) });
  };

  return {
    store,
    connectEngine(port) {
      let greeted = false;
      const server = serve(port, storeContract, {
        async hello({ marker }) {
          const answer = await store.hello(marker);
          greeted = true;
          return answer;
        },
        apply(batch) {
          // Batches sent before the loss of a database was known would vouch for facts that are gone.
          if (!greeted) throw cacheError('hello-needed', 'apply before hello');
          return store.apply(batch);
        },
        columns: ({ mailbox, generation, first, last, only }) =>
          only === 'flags'
            ? store.flags({ mailbox, generation }, first, last)
            : store.columns({ mailbox, generation }, first, last),
        rows: ({ refs }) => store.rows(refs),
        bodiesPresent: ({ identities }) => store.bodiesPresent(identities),
        body: ({ identity }) => store.body(identity),
        findByIdHash: ({ account, hash }) => store.findByIdHash(account, hash),
        wroteTo: async ({ addresses }) => wroteTo(store, await store.state(), addresses),
        listed: ({ account, hashes, except }) => store.listed(account, hashes, except),
        inRole: ({ account, role, hashes }) => inRole(store, account, role, hashes),
        naming: ({ hashes }) => naming(store, hashes),
        textsMissing: ({ mailbox, generation, from, limit }) =>
          textsMissing(store, { mailbox, generation }, from, limit),
        usage: () => store.usage(),
      });
      const unlisten = store.listen({
        changed: () => undefined,
        replaced: () => undefined,
        idle: () => undefined,
        status: () => undefined,
        lost(reason) {
          greeted = false;
          server.emit('lost', { reason });
        },
      });
      const former = engine;
      engine = server;
      former?.close();
      store.setEngine(true);
      server.onClose(() => {
        unlisten();
        if (engine !== server) return;
        engine = null;
        store.setEngine(false);
      });
    },
    connectUi(port) {
      const views = new Views(store, () => server, looking);
      const server: Server<typeof viewContract> = serve(port, viewContract, views.handlers());
      const unlisten = store.listen(views);
      server.onClose(unlisten);
      views.status();
    },
    close: () => store.close(),
  };
}

/** A task of its own, after the messages that wait now. Timers are no good here: hidden windows throttle them. */
function messageTick(): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    waiting.shift()?.();
  };
  return (run) => {
    waiting.push(run);
    port2.postMessage(null);
  };
}
