import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { EngineContract } from '@shared/contract/engine-api';
import type { ViewContract } from '@shared/contract/view-api';
import type { LinkState, ResilientClient } from './resilient-client';

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
export const useEngine = (): ResilientClient<EngineContract> => useSession().engine;
/** The store: mailboxes, views, messages. The object stays the same over reconnects. */
export const useView = (): ResilientClient<ViewContract> => useSession().view;

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
