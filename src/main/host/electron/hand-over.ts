import type { BrowserWindow, MessagePortMain } from 'electron';
import type { EngineHost } from '@main/services/engine-host';
import { ENGINE_PORT, VIEW_PORT } from '@shared/contract/page-ports';
import type { ElectronApi } from './api';
import { portFromMain } from './main-port';

/**
 * Connects the two pages with the engine and with each other, again whenever one of them was (re)loaded: a page that
 * starts anew gets new ports, and the view channel needs both ends new.
 */
export class HandOver {
  #uiReady = false;
  #storeReady = false;

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
      this.engine.connectStore(portFromMain(this.#channelTo(this.store)));
      this.#connectView();
    });
    onLeaving(this.ui, () => (this.#uiReady = false));
    onLeaving(this.store, () => (this.#storeReady = false));
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
