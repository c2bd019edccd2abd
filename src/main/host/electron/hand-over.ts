import type { BrowserWindow, MessagePortMain } from 'electron';
import type { Port } from '@shared/rpc/port';
import type { EngineHost } from '@main/services/engine-host';
import { ENGINE_PORT, VIEW_PORT } from '@shared/contract/page-ports';
import type { ElectronApi } from './api';
import { portFromMain } from './main-port';

/** A store whose port was closed is given another one after so long, ms. */
const AGAIN_MS = 250;

/**
 * Connects the two pages with the engine and with each other, again whenever one of them was (re)loaded: a page that
 * starts anew gets new ports, and the view channel needs both ends new.
 */
export class HandOver {
  #uiReady = false;
  #storeReady = false;
  #storePort: Port | null = null;

  constructor(
    private readonly api: Pick<ElectronApi, 'MessageChannelMain'>,
    private readonly engine: Pick<EngineHost, 'connectUi' | 'connectStore'>,
    private readonly ui: BrowserWindow,
    private readonly store: BrowserWindow,
  ) {}

  /** There is a document, and the preload has run in it: it keeps the ports until the page listens. */
  watch(): void {
    this.ui.webContents.on('dom-ready', () => {
      this.#uiReady = true;
      this.engine.connectUi(portFromMain(this.#channelTo(this.ui)));
      this.#connectView();
    });
    this.store.webContents.on('dom-ready', () => {
      this.#storeReady = true;
      this.#connectStore();
      this.#connectView();
    });
    onLeaving(this.ui, () => (this.#uiReady = false));
    onLeaving(this.store, () => (this.#storeReady = false));
    // Until it is loaded again there is nobody to hand a port to.
    this.store.webContents.on('render-process-gone', () => (this.#storeReady = false));
  }

  /** The engine hangs up on a store that failed it, and takes its time before it greets it again. */
  #connectStore(): void {
    const port = portFromMain(this.#channelTo(this.store));
    this.#storePort = port;
    port.onClose(() => {
      if (this.#storePort !== port) return;
      this.#storePort = null;
      setTimeout(() => {
        if (this.#storeReady && this.#storePort === null && !this.store.isDestroyed()) this.#connectStore();
      }, AGAIN_MS).unref();
    });
    this.engine.connectStore(port);
  }

  #channelTo(window: BrowserWindow): MessagePortMain {
    const { port1, port2 } = new this.api.MessageChannelMain();
    window.webContents.postMessage(ENGINE_PORT, null, [port1]);
    return port2;
  }

  #connectView(): void {
    if (!this.#uiReady || !this.#storeReady) return;
    const { port1, port2 } = new this.api.MessageChannelMain();
    this.store.webContents.postMessage(VIEW_PORT, null, [port1]);
    this.ui.webContents.postMessage(VIEW_PORT, null, [port2]);
  }
}

/** The page itself goes; frames in it and fragments of its address come and go without meaning anything. */
function onLeaving(window: BrowserWindow, run: () => void): void {
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) run();
  });
}
