import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectStoreForTests } from '@renderer/store/testing';
import { VIEW_PORT } from '@shared/contract/page-ports';
import { workerLife } from '@shared/contract/worker-life';
import { portFromMessagePort } from '@shared/rpc/message-port';
import { connectToHost } from './host';

/** A window as far as ports come through it. */
class PageWindow extends EventTarget {
  postMessage(): void {
    // Nobody but the preload listens.
  }
  hand(name: string, port: MessagePort): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: name, ports: [port], source: this }));
  }
}

afterEach(() => vi.unstubAllGlobals());

describe('a page in Electron', () => {
  it('turns to the store’s new window when the old one died without a word', async () => {
    const page = new PageWindow();
    vi.stubGlobal('window', page);
    vi.stubGlobal('location', { protocol: 'app:', origin: 'app://bundle' });
    const { view, engine } = connectToHost();
    // The other end of this one is a process that was killed: nothing answers, and no port is told.
    const dead = new MessageChannel();
    page.hand(VIEW_PORT, dead.port2);
    await vi.waitFor(() => expect(view.state).toBe('open'));
    const question = view.ask.mailboxes({});
    const alive = new MessageChannel();
    connectStoreForTests().connectUi(portFromMessagePort(alive.port1));
    page.hand(VIEW_PORT, alive.port2);
    await expect(question).resolves.toEqual([]);
    view.close();
    engine.close();
    for (const { port1, port2 } of [dead, alive]) for (const port of [port1, port2]) port.close();
  });
});

/** Web Locks as far as who waits for one is granted it: the exclusive one after the other, the shared together. */
class Locks {
  readonly #waiting: { mode: string; run: () => unknown }[] = [];
  request(_name: string, options: { mode?: string } | (() => unknown), then?: () => unknown): Promise<void> {
    const [mode, run] =
      typeof options === 'function' ? ['exclusive', options] : [options.mode ?? 'exclusive', then];
    if (run) this.#waiting.push({ mode, run });
    return Promise.resolve();
  }
  get waiting(): readonly string[] {
    return this.#waiting.map(({ mode }) => mode);
  }
  /** Who comes before all others: a page that is frozen, and takes the lock without ever coming to give it back. */
  freezeFirst(mode: string): void {
    this.#waiting.unshift({ mode, run: () => new Promise(() => undefined) });
  }
  async released(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const held = next.run();
      if (next.mode !== 'shared' || this.#waiting[0]?.mode !== 'shared') await held;
    }
  }
}

describe('a page in a browser', () => {
  it('turns to the worker that follows a dead one, also while another page that waited for it is frozen', async () => {
    const locks = new Locks();
    const workers: MessagePort[] = [];
    vi.stubGlobal('location', { protocol: 'http:', host: 'h' });
    vi.stubGlobal('window', {});
    vi.stubGlobal('navigator', { locks });
    vi.stubGlobal('WebSocket', EventTarget);
    vi.stubGlobal(
      'SharedWorker',
      class {
        readonly port: MessagePort;
        constructor() {
          const { port1, port2 } = new MessageChannel();
          workers.push(port1);
          this.port = port2;
        }
      },
    );
    const { view, engine } = connectToHost();
    await vi.waitFor(() => expect(workers.length).toBe(1));
    workers[0]?.postMessage(workerLife('first'));
    await vi.waitFor(() => expect(locks.waiting).toHaveLength(1));
    // It asked in the same way.
    locks.freezeFirst(locks.waiting[0] ?? '');
    void locks.released();
    await vi.waitFor(() => expect(workers.length).toBe(2));
    connectStoreForTests().connectUi(portFromMessagePort(workers[1] as MessagePort));
    await expect(view.ask.mailboxes({})).resolves.toEqual([]);
    view.close();
    engine.close();
    for (const port of workers) port.close();
  });
});
