import type { CallOptions, Contract, EventOf, Remote } from './contract';
import type { Port } from './port';
import { errorFromWire, isWire, RpcError } from './wire';

interface Pending {
  readonly method: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly release: () => void;
}

/** The calling end of a contract over one port. */
export interface Client<C extends Contract> {
  readonly api: Remote<C>;
  /** Listens to one event; the returned function stops. */
  on<K extends keyof C['events'] & string>(name: K, listener: (data: EventOf<C, K>) => void): () => void;
  onClose(listener: () => void): void;
  close(): void;
}

/** At most this many calls may be unanswered; more is a caller that doesn't await. */
const MAX_IN_FLIGHT = 4096;

/**
 * Connects to the other end of `port`. Results and events are validated against the contract; a value that does not
 * fit rejects that call (or drops that event after reporting it to `onInvalid`) and leaves the port usable.
 */
export function connect<C extends Contract>(
  port: Port,
  contract: C,
  onInvalid: (what: string, error: unknown) => void = () => undefined,
): Client<C> {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(data: unknown) => void>>();
  const closers: (() => void)[] = [];
  let closed: RpcError | null = null;
  let nextId = 1;

  const end = (error: RpcError): void => {
    if (closed) return;
    closed = error;
    for (const call of pending.values()) {
      call.release();
      call.reject(error);
    }
    pending.clear();
    for (const closer of closers) closer();
  };

  const settle = (id: number, act: (call: Pending) => void): void => {
    const call = pending.get(id);
    if (!call) return;
    pending.delete(id);
    call.release();
    act(call);
  };

  port.onClose(() => end(new RpcError('closed', `${contract.name}: the other side is gone`)));
  port.onMessage((message) => {
    if (!isWire(message)) {
      port.close();
      return;
    }
    switch (message.t) {
      case 'hello':
        if (message.contract !== contract.name || message.version !== contract.version) {
          end(
            new RpcError(
              'version',
              `${contract.name} ${contract.version} met ${message.contract} ${message.version}`,
            ),
          );
          port.close();
        }
        return;
      case 'ok':
        settle(message.id, (call) => {
          const parsed = contract.methods[call.method]?.result.safeParse(message.result);
          if (parsed?.success) call.resolve(parsed.data);
          else
            call.reject(
              new RpcError(
                'invalid',
                `${contract.name}.${call.method}: result: ${parsed?.error.message ?? ''}`,
              ),
            );
        });
        return;
      case 'err':
        settle(message.id, (call) => {
          call.reject(errorFromWire(message.error));
        });
        return;
      case 'event': {
        const parsed = contract.events[message.name]?.safeParse(message.data);
        if (!parsed?.success) {
          onInvalid(`${contract.name}: event ${message.name}`, parsed?.error);
          return;
        }
        for (const listener of listeners.get(message.name) ?? []) listener(parsed.data);
        return;
      }
      default:
        port.close();
    }
  });
  port.post({ t: 'hello', contract: contract.name, version: contract.version });

  const call = (method: string, params: unknown, options: CallOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(closed);
        return;
      }
      if (pending.size >= MAX_IN_FLIGHT) {
        reject(
          new RpcError('overloaded', `${contract.name}.${method}: ${MAX_IN_FLIGHT} calls are unanswered`),
        );
        return;
      }
      const { signal } = options;
      if (signal?.aborted) {
        reject(new RpcError('cancelled', `${contract.name}.${method}`));
        return;
      }
      const id = nextId++;
      const onAbort = (): void => {
        port.post({ t: 'cancel', id });
        settle(id, (entry) => {
          entry.reject(new RpcError('cancelled', `${contract.name}.${method}`));
        });
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      pending.set(id, {
        method,
        resolve,
        reject,
        release: () => signal?.removeEventListener('abort', onAbort),
      });
      port.post({ t: 'call', id, method, params });
    });

  const api = Object.fromEntries(
    Object.keys(contract.methods).map((method) => [
      method,
      (params: unknown, options?: CallOptions) => call(method, params, options),
    ]),
  ) as Remote<C>;

  return {
    api,
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      const entry = listener as (data: unknown) => void;
      set.add(entry);
      return () => set.delete(entry);
    },
    onClose(listener) {
      if (closed) listener();
      else closers.push(listener);
    },
    close() {
      port.close();
      end(new RpcError('closed', `${contract.name}: closed`));
    },
  };
}
