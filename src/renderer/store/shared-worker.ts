/// <reference lib="webworker" />
import { workerLife } from '@shared/contract/worker-life';
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

const store = createStore({ open: (anew) => openDexie('tern', anew) });

/** Resolves with the name of the lock that this worker holds from then on until it ends. */
const life = new Promise<string>((resolve) => {
  const lock = `tern-store ${crypto.randomUUID()}`;
  void navigator.locks.request(lock, () => {
    resolve(lock);
    return new Promise<never>(() => undefined);
  });
});

self.addEventListener('connect', (event) => {
  for (const port of event.ports) {
    store.connectUi(portFromMessagePort(port));
    void life.then((lock) => port.postMessage(workerLife(lock)));
  }
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
