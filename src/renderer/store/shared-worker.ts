/// <reference lib="webworker" />
import { portFromMessagePort } from '@shared/rpc/message-port';
import { portFromWebSocket, type WebSocketLike } from '@shared/rpc/web-socket';
import { openDexie } from './dexie-database';
import { createStore } from './serve';

/**
 * The store of the browser host: one SharedWorker for all of its pages. Pages connect by its ports; the engine is
 * reached by a WebSocket that the page's session cookie admits.
 */
declare const self: SharedWorkerGlobalScope;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

const store = createStore({ open: () => openDexie('tern') });

self.addEventListener('connect', (event) => {
  for (const port of event.ports) store.connectUi(portFromMessagePort(port));
});

let wait = FIRST_WAIT_MS;

/** Connects to the engine and, when it goes away, again, a little later each time. */
function connectEngine(): void {
  const scheme = self.location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${self.location.host}/ports/store`);
  socket.addEventListener('open', () => {
    wait = FIRST_WAIT_MS;
    store.connectEngine(portFromWebSocket(socket as WebSocketLike));
  });
  // An error is always followed by a close.
  socket.addEventListener('close', () => {
    setTimeout(connectEngine, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  });
}

connectEngine();
