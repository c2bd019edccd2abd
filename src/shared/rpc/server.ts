import type { Contract, EventOf, Handlers } from './contract';
import type { Port } from './port';
import { errorToWire, isWire, RpcError, type Wire } from './wire';

/** The serving end of a contract over one port. */
export interface Server<C extends Contract> {
  emit<K extends keyof C['events'] & string>(name: K, data: EventOf<C, K>): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** At most this many calls of one port run at once; a page that floods gets `overloaded`, not the engine's memory. */
const MAX_RUNNING = 1024;

/**
 * Serves `handlers` on `port`. Parameters are validated before a handler sees them. Handlers are aborted when the
 * caller cancels or the port closes; what they throw crosses as data, never as a stack.
 */
export function serve<C extends Contract>(port: Port, contract: C, handlers: Handlers<C>): Server<C> {
  const running = new Map<number, AbortController>();
  const closers: (() => void)[] = [];
  let closed = false;

  const post = (message: Wire): void => {
    if (!closed) port.post(message);
  };
  const fail = (id: number, error: unknown): void => post({ t: 'err', id, error: errorToWire(error) });

  const run = async (id: number, method: string, params: unknown): Promise<void> => {
    const spec = Object.hasOwn(contract.methods, method) ? contract.methods[method] : undefined;
    const handler = Object.hasOwn(handlers, method) ? handlers[method as keyof Handlers<C>] : undefined;
    if (!spec || !handler) {
      fail(id, new RpcError('unknown-method', `${contract.name}.${method}`));
      return;
    }
    if (running.size >= MAX_RUNNING) {
      fail(id, new RpcError('overloaded', `${contract.name}.${method}: ${MAX_RUNNING} calls are running`));
      return;
    }
    const parsed = spec.params.safeParse(params);
    if (!parsed.success) {
      fail(id, new RpcError('invalid', `${contract.name}.${method}: ${parsed.error.message}`));
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const result: unknown = await handler(parsed.data as never, {
        // Most never ask for it, and one is dear to make.
        get signal() {
          return controller.signal;
        },
      });
      post({ t: 'ok', id, result });
    } catch (error) {
      fail(id, error);
    } finally {
      running.delete(id);
    }
  };

  port.onClose(() => {
    closed = true;
    for (const controller of running.values()) controller.abort(new RpcError('closed', contract.name));
    for (const closer of closers) closer();
  });
  port.onMessage((message) => {
    if (!isWire(message)) {
      port.close();
      return;
    }
    if (message.t === 'call') void run(message.id, message.method, message.params);
    else if (message.t === 'cancel') running.get(message.id)?.abort(new RpcError('cancelled', contract.name));
    else if (message.t === 'hello') {
      if (message.contract !== contract.name || message.version !== contract.version) port.close();
    } else port.close();
  });
  port.post({ t: 'hello', contract: contract.name, version: contract.version });

  return {
    emit(name, data) {
      post({ t: 'event', name, data });
    },
    onClose(listener) {
      if (closed) listener();
      else closers.push(listener);
    },
    close() {
      port.close();
    },
  };
}
