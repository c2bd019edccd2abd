import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { engineContract, type EngineContract } from '@shared/contract/engine-api';
import { viewContract, type ViewContract } from '@shared/contract/view-api';
import type { Client } from '@shared/rpc/client';
import { portFromMessagePort } from '@shared/rpc/message-port';
import type { Port } from '@shared/rpc/port';
import { portFromWebSocket, type WebSocketLike } from '@shared/rpc/web-socket';
import { type LinkState, type ResilientClient, resilientClient } from './resilient-client';

/** What the UI talks to: the engine (what the user wants) and the store's views (what there is to see). */
export interface Session {
  readonly engine: ResilientClient<EngineContract>;
  readonly view: ResilientClient<ViewContract>;
}

let current: Session | null = null;

/** The page's session, for code that runs outside of components (commands, actions). */
export function session(): Session {
  if (!current) throw new Error('No session: call startSession first');
  return current;
}

export function startSession(next: Session): Session {
  current = next;
  return next;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({
  value,
  children,
}: {
  readonly value: Session;
  readonly children: ReactNode;
}) {
  return <SessionContext value={value}>{children}</SessionContext>;
}

function useSession(): Session {
  const value = useContext(SessionContext);
  if (!value) throw new Error('useEngine and useView need a SessionProvider');
  return value;
}

/** The engine: accounts, actions, writing. The object stays the same over reconnects. */
export const useEngine = (): Client<EngineContract> => useSession().engine;
/** The store: mailboxes, views, messages. The object stays the same over reconnects. */
export const useView = (): Client<ViewContract> => useSession().view;

/** Whether both ends are there. */
export function useLinks(): { readonly engine: LinkState; readonly view: LinkState } {
  const { engine, view } = useSession();
  const [links, setLinks] = useState({ engine: engine.state, view: view.state });
  useEffect(() => {
    const offEngine = engine.onState((state) => setLinks((old) => ({ ...old, engine: state })));
    const offView = view.onState((state) => setLinks((old) => ({ ...old, view: state })));
    return () => {
      offEngine();
      offView();
    };
  }, [engine, view]);
  return links;
}

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
    view: resilientClient(viewContract, () => {
      const worker = new SharedWorker(new URL('../store/shared-worker.ts', import.meta.url), {
        type: 'module',
        name: 'tern-store',
      });
      return Promise.resolve(portFromMessagePort(worker.port));
    }),
  };
}

/** Ports arrive as window messages from the preload, again after the other side was restarted. */
function connectToElectron(): Session {
  const inbox = { 'tern:engine-port': portQueue(), 'tern:view-port': portQueue() };
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== window || !port) return;
    if (event.data === 'tern:engine-port' || event.data === 'tern:view-port') inbox[event.data].put(port);
  });
  return {
    engine: resilientClient(engineContract, inbox['tern:engine-port'].next),
    view: resilientClient(viewContract, inbox['tern:view-port'].next),
  };
}

function portQueue(): { put(port: MessagePort): void; next(): Promise<Port> } {
  let latest: MessagePort | null = null;
  let taker: ((port: Port) => void) | null = null;
  return {
    put(port) {
      if (taker) {
        taker(portFromMessagePort(port));
        taker = null;
      } else latest = port;
    },
    next() {
      if (latest) {
        const port = latest;
        latest = null;
        return Promise.resolve(portFromMessagePort(port));
      }
      return new Promise((resolve) => {
        taker = resolve;
      });
    },
  };
}
