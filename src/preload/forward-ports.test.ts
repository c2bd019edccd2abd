import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENGINE_PORT, LISTENING, VIEW_PORT } from '@shared/contract/page-ports';
import { forwardPorts } from './forward-ports';

type FromMain = (event: { readonly ports: MessagePort[] }) => void;
const { fromMain } = vi.hoisted(() => ({ fromMain: new Map<string, FromMain>() }));
vi.mock('electron', () => ({
  ipcRenderer: { on: (channel: string, listener: FromMain) => fromMain.set(channel, listener) },
}));

/** As much of a window as talks to itself: messages come later, to whoever listens then. */
class TalkingWindow extends EventTarget {
  readonly location = { origin: 'app://bundle' };
  postMessage(data: unknown, origin: string, ports: MessagePort[] = []): void {
    expect(origin).toBe(this.location.origin);
    this.say(data, this, ports);
  }
  say(data: unknown, source: unknown, ports: MessagePort[] = []): void {
    queueMicrotask(() => {
      this.dispatchEvent(Object.assign(new Event('message'), { data, source, ports }));
    });
  }
}

describe('forwardPorts', () => {
  let page: TalkingWindow;
  let taken: [unknown, MessagePort | undefined][];
  beforeEach(() => {
    page = new TalkingWindow();
    taken = [];
    vi.stubGlobal('window', page);
    forwardPorts([ENGINE_PORT, VIEW_PORT]);
  });
  afterEach(() => vi.unstubAllGlobals());

  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const send = (channel: string): MessagePort => {
    const { port1 } = new MessageChannel();
    fromMain.get(channel)?.({ ports: [port1] });
    return port1;
  };
  /** What a page of Tern's does once its scripts are there. */
  const listen = (): void => {
    page.addEventListener('message', (event) => {
      const { data, ports } = event as MessageEvent<unknown>;
      if (ports.length > 0) taken.push([data, ports[0]]);
    });
    page.postMessage(LISTENING, 'app://bundle');
  };

  it('keeps what comes before the page listens: its scripts may be there later than its document', async () => {
    const engine = send(ENGINE_PORT);
    const view = send(VIEW_PORT);
    await settle();
    listen();
    await settle();
    expect(taken).toEqual([
      [ENGINE_PORT, engine],
      [VIEW_PORT, view],
    ]);
  });

  it('hands over at once what comes later, each port once', async () => {
    listen();
    await settle();
    const engine = send(ENGINE_PORT);
    const view = send(VIEW_PORT);
    page.postMessage(LISTENING, 'app://bundle');
    await settle();
    expect(taken).toEqual([
      [ENGINE_PORT, engine],
      [VIEW_PORT, view],
    ]);
  });

  it('gives the newest port where an older one was never taken', async () => {
    send(VIEW_PORT);
    const view = send(VIEW_PORT);
    listen();
    await settle();
    expect(taken).toEqual([[VIEW_PORT, view]]);
  });

  it('does not believe a frame that the page listens', async () => {
    send(ENGINE_PORT);
    page.addEventListener('message', (event) =>
      taken.push([(event as MessageEvent<unknown>).data, undefined]),
    );
    page.say(LISTENING, new TalkingWindow());
    await settle();
    // Nothing but what the frame said.
    expect(taken).toEqual([[LISTENING, undefined]]);
  });
});
