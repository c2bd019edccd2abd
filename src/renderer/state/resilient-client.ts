import { type Client, connect } from '@shared/rpc/client';
import type { CallOptions, Contract, EventOf, Remote } from '@shared/rpc/contract';
import type { Port } from '@shared/rpc/port';
import { RpcError } from '@shared/rpc/wire';

export type LinkState = 'connecting' | 'open' | 'gone';

/** A client that outlives its port: listeners stay, calls made while connecting wait for the connection. */
export interface ResilientClient<C extends Contract> extends Client<C> {
  /**
   * For questions, which may be asked twice: one that a closing port left without an answer is asked again on the next
   * connection, until it is answered, refused, or called off by its signal. An order goes through `api`, once.
   */
  readonly ask: Remote<C>;
  readonly state: LinkState;
  /** Tells each change, and the present state at once. */
  onState(listener: (state: LinkState) => void): () => void;
}

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
/** Calls and questions that may wait for a connection; more is a loop that doesn't await. */
const MAX_WAITING = 512;

/** Tells whenever there is a connection again after one was lost. @returns ends it */
export function onReconnect(
  client: { readonly onState: (listener: (state: LinkState) => void) => () => void },
  tell: () => void,
): () => void {
  let lost = false;
  return client.onState((state) => {
    if (state === 'gone') lost = true;
    if (state !== 'open' || !lost) return;
    lost = false;
    tell();
  });
}

/**
 * Dials, and dials again when the port closes (after 0.25 s, doubling to 10 s). Calls in flight when it closes are
 * rejected with `closed` – whether they ran is unknown, so nothing but a question (`ask`) is repeated behind the caller's
 * back. Calls made while connecting wait; they are rejected when that attempt fails.
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
  /** Connections there have been so far. */
  let opened = 0;
  /** Questions that wait for another connection: woken when there is one, or when there will be none. */
  const asking = new Set<() => void>();

  const setState = (next: LinkState): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  const wake = (): void => {
    for (const run of [...asking]) run();
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
        const made = connect(await dial(), contract);
        if (ended) {
          made.close();
          return;
        }
        const closed = new Promise<void>((resolve) => made.onClose(resolve));
        // One listener a name, which asks who listens now: what stopped listening is kept by no connection.
        for (const name of Object.keys(contract.events) as (keyof C['events'] & string)[])
          made.on(name, (data) => {
            for (const listener of listeners.get(name) ?? []) listener(data);
          });
        client = made;
        opened++;
        const calls = waiting;
        waiting = [];
        for (const call of calls) call.resolve(made);
        const since = Date.now();
        setState('open');
        wake();
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

  /** Another connection than the first `before`, or the end: of this client, or of the interest in an answer. */
  const another = (before: number, signal: AbortSignal | undefined): Promise<void> => {
    if (asking.size >= MAX_WAITING) return Promise.reject(gone());
    return new Promise((resolve) => {
      const look = (): void => {
        if (opened === before && !ended && signal?.aborted !== true) return;
        asking.delete(look);
        signal?.removeEventListener('abort', look);
        resolve();
      };
      asking.add(look);
      signal?.addEventListener('abort', look);
      look();
    });
  };

  type Call = (params: unknown, options?: CallOptions) => Promise<unknown>;
  const call = async (method: string, params: unknown, options?: CallOptions): Promise<unknown> => {
    const target = client ?? (await connected());
    return (target.api as unknown as Record<string, Call>)[method]?.(params, options);
  };
  const question = async (method: string, params: unknown, options?: CallOptions): Promise<unknown> => {
    for (;;) {
      const before = opened;
      try {
        return await call(method, params, options);
      } catch (error) {
        if (ended || !(error instanceof RpcError) || error.code !== 'closed') throw error;
        await another(before, options?.signal);
        if (options?.signal?.aborted === true) throw new RpcError('cancelled', `${contract.name}.${method}`);
      }
    }
  };
  const remote = (how: typeof call): Remote<C> =>
    Object.fromEntries(
      Object.keys(contract.methods).map((method) => [
        method,
        (params: unknown, options?: CallOptions) => how(method, params, options),
      ]),
    ) as Remote<C>;

  void run();

  return {
    api: remote(call),
    ask: remote(question),
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
      wake();
      for (const closer of closers) closer();
    },
  };
}
