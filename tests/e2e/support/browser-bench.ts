import { join } from 'node:path';
import { flagNames } from '@shared/model/flags';
import { generation, type MessageKey, messageKey, uid } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import type { Port } from '@shared/rpc/port';
import type { BrowserHost } from '@main/host/browser/server';
import { startBrowserHost } from '@main/host/browser/server';
import { Bench } from '../../fakes/bench';
import { serverView, type Views } from '../../fakes/views';
import { ensureBuilt, OUT, until } from './tern';

const LAST_UID = 0xffff_ffff;
const ROWS_AT_ONCE = 1000;

/**
 * A bench whose store is the real one: the built program in Chromium, SharedWorker and IndexedDB included, on an engine
 * and servers in this process, which a test sees into.
 */
export class BrowserBench extends Bench {
  #host: BrowserHost | null = null;
  /** Times a store connected, a number: each costs every account a connection. */
  stores = 0;
  /** Batches that went out to it, a number. */
  batches = 0;

  /** An address that admits one browser. */
  async link(): Promise<string> {
    await ensureBuilt();
    this.#host ??= await startBrowserHost({
      root: join(OUT, 'renderer'),
      engine: {
        ...this.#rest(),
        connectUi: (port) => this.engine.connectUi(port),
        connectStore: (port) => {
          this.stores++;
          this.engine.connectStore(this.#watched(port));
        },
      },
    });
    return this.#host.link();
  }
  /** Calls `then` in the moment in which the n-th batch from now on goes out to the store, or its answer has come. */
  atBatch(n: number, moment: 'sent' | 'stored', then: () => void): void {
    this.#trap = { left: n, moment, then };
  }
  #trap: { left: number; readonly moment: 'sent' | 'stored'; readonly then: () => void } | null = null;
  #reached(moment: 'sent' | 'stored'): void {
    const trap = this.#trap;
    if (trap?.moment !== moment || --trap.left > 0) return;
    this.#trap = null;
    trap.then();
  }
  #watched(port: Port): Port {
    const batches = new Set<number>();
    return {
      post: (message) => {
        port.post(message);
        const { t, method, id } = message as { t: string; method?: string; id?: number };
        if (t !== 'call' || method !== 'apply' || id === undefined) return;
        batches.add(id);
        this.batches++;
        this.#reached('sent');
      },
      onMessage: (handler) =>
        port.onMessage((message) => {
          const { t, id } = message as { t: string; id?: number };
          if (t === 'ok' && id !== undefined && batches.delete(id)) this.#reached('stored');
          handler(message);
        }),
      onClose: (handler) => port.onClose(handler),
      close: () => port.close(),
    };
  }
  #rest() {
    const { files, openings } = this.engine;
    return {
      files,
      openings,
      runCommand: () => undefined,
      chosen: () => undefined,
      resume: () => undefined,
      stop: () => Promise.resolve(),
    };
  }

  /** What the store in the browser holds, as the server's view is told; null while none is connected. */
  async stored(): Promise<Views | null> {
    const { store } = this.engine;
    if (!store) return null;
    const out: Views = {};
    try {
      for (const config of this.accounts()) {
        for (const box of this.engine.registry.ofAccount(config.id)) {
          const { id, name } = box;
          if (!box.selectable) continue;
          const known = await store.api.columns({
            mailbox: id,
            generation: generation(box.generation),
            first: 1,
            last: LAST_UID,
          });
          const refs = Array.from(known.uids, (n) => ({
            mailbox: id,
            generation: generation(box.generation),
            uid: uid(n),
          }));
          const rows: (MessageRow | null)[] = [];
          for (let at = 0; at < refs.length; at += ROWS_AT_ONCE)
            rows.push(...(await store.api.rows({ refs: refs.slice(at, at + ROWS_AT_ONCE) })));
          const words = store.facts.keywordsOf(id);
          out[`${config.incoming.user} ${name}`] = Array.from(known.uids, (n, i) => {
            const flags = [
              ...flagNames(known.flags[i] ?? 0),
              ...words.filter((_, bit) => ((known.keywords[i] ?? 0) & (1 << bit)) !== 0),
            ];
            return `${n} ${rows[i]?.envelope.subject ?? 'no row'} ${flags
              .map((f) => f.toLowerCase())
              .sort()
              .join(' ')}`;
          });
        }
      }
    } catch (error) {
      // It went away meanwhile.
      if (this.engine.store === store) throw error;
      return null;
    }
    return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** By what the server has: the store may be in any state. */
  override key(name: string, subject: string): MessageKey {
    const known = this.engine.registry.ofAccount(this.account.id).find((m) => m.name === name);
    const message = this.box(name).messages.find((m) => m.subject === subject);
    if (!known || !message) throw new Error(`${subject} is not in ${name}`);
    return messageKey({
      mailbox: known.id,
      generation: generation(known.generation),
      uid: uid(message.uid),
    });
  }

  override async quiet(ms = 30_000): Promise<void> {
    let last: Views | null = null;
    await until(
      'the browser’s store is as the server is',
      async () => {
        this.ask();
        if (this.engine.queue.all().some(({ state }) => state !== 'refused')) return false;
        last = await this.stored();
        return JSON.stringify(last) === JSON.stringify(serverView(this));
      },
      ms,
    ).catch((cause: unknown) => {
      throw new Error(`not quiet: ${difference(last, serverView(this))}\n${this.describe()}`, { cause });
    });
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.#host?.close();
  }
}

function difference(here: Views | null, there: Views): string {
  if (here === null) return 'no store';
  return Object.keys({ ...here, ...there })
    .filter((name) => JSON.stringify(here[name]) !== JSON.stringify(there[name]))
    .map((name) => `${name}: ${here[name]?.length ?? 0} here, ${there[name]?.length ?? 0} there`)
    .join('; ');
}
