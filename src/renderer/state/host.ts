import { engineContract } from '@shared/contract/engine-api';
import { ENGINE_PORT, LISTENING, VIEW_PORT } from '@shared/contract/page-ports';
import { lockOf } from '@shared/contract/worker-life';
import { viewContract } from '@shared/contract/view-api';
import { portFromMessagePort } from '@shared/rpc/message-port';
import type { Port } from '@shared/rpc/port';
import { portFromWebSocket, type WebSocketLike } from '@shared/rpc/web-socket';
import type { Session } from './connection';
import { resilientClient } from './resilient-client';
import { storeWorker } from './store-worker';

/** Connects in whichever host the page is in: ports from the preload under `app:`, else WebSocket and SharedWorker. */
export function connectToHost(): Session {
  return location.protocol === 'app:' ? connectToElectron() : connectToBrowserHost();
}

function connectToBrowserHost(): Session {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    engine: resilientClient(
      engineContract,
      () =>
        new Promise<Port>((resolve, reject) => {
          const socket = new WebSocket(`${scheme}://${location.host}/ports/ui`);
          socket.addEventListener('open', () => resolve(portFromWebSocket(socket as WebSocketLike)), {
            once: true,
          });
          socket.addEventListener('error', () => reject(new Error('The engine does not answer')), {
            once: true,
          });
        }),
    ),
    view: resilientClient(viewContract, () => Promise.resolve(portToWorker(storeWorker().port))),
  };
}

/** A worker that has not said that it lives after so long was killed before it could, ms. */
const BORN_MS = 30_000;

/** A port that closes when the worker at its other end is dead. */
function portToWorker(channel: MessagePort): Port {
  const stillborn = setTimeout(() => port.close(), BORN_MS);
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const lock = lockOf(event.data);
    if (lock === null) return;
    // No business of what is spoken over the port.
    event.stopImmediatePropagation();
    clearTimeout(stillborn);
    // Shared: a page that is frozen in the background would keep the others waiting for its turn to end.
    void navigator.locks.request(lock, { mode: 'shared' }, () => port.close());
  });
  const port = portFromMessagePort(channel);
  return port;
}

/** Ports arrive as window messages from the preload, again after the other side was restarted. */
function connectToElectron(): Session {
  const inbox = { [ENGINE_PORT]: portQueue(), [VIEW_PORT]: portQueue() };
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== window || !port) return;
    if (event.data === ENGINE_PORT || event.data === VIEW_PORT) inbox[event.data].put(port);
  });
  window.postMessage(LISTENING, location.origin);
  return {
    engine: resilientClient(engineContract, inbox[ENGINE_PORT].next),
    view: resilientClient(viewContract, inbox[VIEW_PORT].next),
  };
}

function portQueue(): { readonly put: (port: MessagePort) => void; readonly next: () => Promise<Port> } {
  let latest: Port | null = null;
  let current: Port | null = null;
  let taker: ((port: Port) => void) | null = null;
  return {
    put(channel) {
      const port = portFromMessagePort(channel);
      // A page that died at the other end of the former one has closed nothing: there is only one other side.
      current?.close();
      current = port;
      if (taker) {
        taker(port);
        taker = null;
      } else latest = port;
    },
    next() {
      if (latest) {
        const port = latest;
        latest = null;
        return Promise.resolve(port);
      }
      return new Promise((resolve) => {
        taker = resolve;
      });
    },
  };
}
