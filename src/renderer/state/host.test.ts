import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectStoreForTests } from '@renderer/store/testing';
import { VIEW_PORT } from '@shared/contract/page-ports';
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
