import { type Client, connect } from '@shared/rpc/client';
import type { CallOptions, Contract, EventOf, Remote } from '@shared/rpc/contract';
import type { Port } from '@shared/rpc/port';
import { RpcError } from '@shared/rpc/wire';

export type LinkState = 'connecting' | 'open' | 'gone';

/** A client that outlives its port: listeners stay, calls made while connecting wait for the connection. */
export interface ResilientClient<C extends Contract> extends Client<C> {
  readonly state: LinkState;
  /** Tells each change, and the present state at once. */
  onState(listener: (state: LinkState) => void): () => void;
}

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
/** Calls that may wait for a connection; more is a loop that doesn't await. */
const MAX_WAITING = 512;

/**
 * Dials, and dials again when the port closes (after 0.25 s, doubling to 10 s). Calls in flight when it closes are
 * rejected with `closed` – whether they ran is unknown, so nothing is repeated behind the caller's back. Calls made
 * while connecting wait; they are rejected when that attempt fails.
 */
export function resilientClient<C extends Contract>(
  contract: C,
  dial: () => Promise<Port>,
  delay: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): ResilientClient<C> {
  const listeners = new Map<string, Set<(data: unknown) => void>>();
  const stateListeners = new Set<(state: LinkState) => void>();
  const closers: (() => void)[] = [];
  let waiting: { resolve: (client: Client<C>) => void; reject: (error: Error) => void }[] = [];
  let client: Client<C> | null = null;
  let state: LinkState = 'connecting';
  let ended = false;

  const setState = (next: LinkState): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  const gone = (): RpcError => new RpcError('closed', `${contract.name}: not connected`);
  const failWaiting = (): void => {
    const calls = waiting;
    waiting = [];
    for (const call of calls) call.reject(gone());
  };

  const run = async (): Promise<void> => {
    let retry = FIRST_RETRY_MS;
    while (!ended) {
      try {
        const opened = connect(await dial(), contract);
        if (ended) {
          opened.close();
          return;
        }
        const closed = new Promise<void>((resolve) => opened.onClose(resolve));
        // One listener a name, which asks who listens now: what stopped listening is kept by no connection.
        for (const name of Object.keys(contract.events) as (keyof C['events'] & string)[])
          opened.on(name, (data) => {
            for (const listener of listeners.get(name) ?? []) listener(data);
          });
        client = opened;
        const calls = waiting;
        waiting = [];
        for (const call of calls) call.resolve(opened);
        const since = Date.now();
        setState('open');
        await closed;
        // A connection that held for a while earns a quick first retry again.
        if (Date.now() - since > 5000) retry = FIRST_RETRY_MS;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
      client = null;
      failWaiting();
      if (ended) return;
      setState('gone');
      await delay(retry);
      retry = Math.min(retry * 2, MAX_RETRY_MS);
    }
  };

  const connected = (): Promise<Client<C>> => {
    if (ended || waiting.length >= MAX_WAITING) return Promise.reject(gone());
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };

  type Call = (params: unknown, options?: CallOptions) => Promise<unknown>;
  const api = Object.fromEntries(
    Object.keys(contract.methods).map((method) => [
      method,
      async (params: unknown, options?: CallOptions) => {
        const target = client ?? (await connected());
        return (target.api as unknown as Record<string, Call>)[method]?.(params, options);
      },
    ]),
  ) as Remote<C>;

  void run();

  return {
    api,
    get state() {
      return state;
    },
    on<K extends keyof C['events'] & string>(name: K, listener: (data: EventOf<C, K>) => void) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      // A function of its own, so that the same one may listen twice and each is taken off alone.
      const entry = (data: unknown): void => listener(data as EventOf<C, K>);
      set.add(entry);
      return () => void set.delete(entry);
    },
    onState(listener) {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
    onClose: (listener) => closers.push(listener),
    close() {
      ended = true;
      client?.close();
      failWaiting();
      for (const closer of closers) closer();
    },
  };
}
