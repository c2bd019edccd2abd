import { storeContract } from '@shared/contract/store-api';
import { type AccountId, THIS_COMPUTER } from '@shared/model/ids';
import { connect } from '@shared/rpc/client';
import type { Port } from '@shared/rpc/port';
import { hex } from '@shared/util/hex';
import { publicOperation } from '../operations/queue';
import type { ConnectedStore } from '../sync/account-runner';
import { FactStream } from '../sync/fact-stream';
import type { CacheWatch } from './cache-watch';
import type { Engine } from './engine';
import { PreviewDesk } from './preview-desk';

/** Where a store comes in: greeted, told what waits, and given to the accounts. One at a time: the newest. */
export class StoreDoor {
  #connected: ConnectedStore | null = null;
  #link: { close(): void } | null = null;
  #newest: { close(): void } | null = null;
  #shut = false;

  constructor(
    private readonly engine: Engine,
    private readonly watch: CacheWatch,
  ) {}

  get connected(): ConnectedStore | null {
    return this.#connected;
  }

  connect(port: Port): void {
    if (this.#shut) return;
    const client = connect(port, storeContract);
    // Never the same twice, whatever the clock says: the store ignores numbers it knows of an epoch.
    const epoch = hex(this.engine.parts.crypto.randomBytes(12));
    // One that still waits, or has not answered, is out of date: its page was loaded anew.
    if (this.#newest !== this.#link) this.#newest?.close();
    this.#newest = client;
    void (async () => {
      // The one that connected last counts, whichever of them was slow to answer.
      const isNewest = (): boolean => this.#newest === client && !this.#shut;
      if (!(await this.watch.pause(client)) || !isNewest()) {
        client.close();
        return;
      }
      try {
        const hello = await client.api.hello({ marker: this.engine.mark });
        if (!isNewest()) {
          client.close();
          return;
        }
        // One store at a time: a second one (the worker was replaced) takes over.
        this.#link?.close();
        const onFailure = (error: Error): void => {
          this.watch.failed(error);
          client.close();
        };
        const facts = new FactStream(client.api, epoch, onFailure, hello.keywords);
        const store: ConnectedStore = { api: client.api, facts, hello };
        this.#connected = store;
        this.#link = client;
        // Before anything is told it: one that fails at once is none any more.
        client.onClose(() => this.#left(store));
        client.on('lost', () => client.close());
        await this.#tell(store);
        // What was asked for another one, or for the same before it lost its database, need not be in this one.
        const previews = new PreviewDesk((id) =>
          this.engine.mayGrow() ? this.engine.runnerOf(id) : undefined,
        );
        client.on('looking', ({ refs }) => previews.looking(refs));
        this.#open(store);
      } catch (error) {
        // The page went away while it said hello, or its store has no database: the next one starts anew.
        if (isNewest() && this.#connected?.api !== client.api) this.watch.failed(error);
        client.close();
      }
    })();
  }

  /** No store is greeted any more; the one that there is is let go. */
  close(): void {
    this.#shut = true;
    this.#newest?.close();
    this.#link?.close();
  }

  async #tell({ facts, hello }: ConnectedStore): Promise<void> {
    const { engine } = this;
    if (hello.rebuilt !== null) engine.notice('cache-rebuilt', { reason: hello.rebuilt });
    const known = engine.forwarding.entries();
    await facts.push([
      { kind: 'all-operations', operations: engine.queue.all().map(publicOperation) },
      { kind: 'forwarding', from: known.from, to: known.to },
      { kind: 'snoozed', messages: engine.snooze.book.states() },
      ...this.#orphans(hello.mailboxes.map((m) => m.account)),
    ]);
  }

  #open(store: ConnectedStore): void {
    const { engine } = this;
    engine.local.connectStore(store);
    engine.keeping.keeper.storeChanged();
    engine.snooze.waking.look();
    for (const [id, runner] of engine.runners) {
      // POP3 fetches into the vault and needs no store.
      if (engine.isPop3(id)) continue;
      runner.disconnect();
      runner.kick();
    }
  }

  #left(store: ConnectedStore): void {
    if (this.#connected !== store) return;
    this.#connected = null;
    this.engine.local.connectStore(null);
    for (const [id, runner] of this.engine.runners) if (!this.engine.isPop3(id)) runner.disconnect();
  }

  /** Accounts that the cache still knows and the vault does not: removed while no store was connected. */
  #orphans(inStore: readonly AccountId[]): { kind: 'remove-account'; account: AccountId }[] {
    return [...new Set(inStore)]
      .filter((account) => account !== THIS_COMPUTER && !this.engine.accounts.get(account))
      .map((account) => ({ kind: 'remove-account', account }));
  }
}
