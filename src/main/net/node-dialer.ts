import { connect, type Socket } from 'node:net';
import type { Dialer, Endpoint, Transport } from '@shared/ports/transport';
import { unreachable } from './net-errors';
import { NodeTransport } from './node-transport';
import { secure, type TlsTrust } from './tls-policy';

export interface DialerOptions extends TlsTrust {
  /** For name resolution, TCP and TLS together; 20 s unless told (security.md §4.4). */
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 20_000;
/** How long one address may take before the next is tried beside it (RFC 8305 §5 recommends 250 ms). */
const ATTEMPT_TIMEOUT_MS = 250;

/** Opens connections on Node's sockets: IPv6 and IPv4 tried side by side, TLS by `tls-policy.ts`. */
export class NodeDialer implements Dialer {
  readonly #options: DialerOptions;

  constructor(options: DialerOptions = {}) {
    this.#options = options;
  }

  async dial(endpoint: Endpoint, signal?: AbortSignal): Promise<Transport> {
    signal?.throwIfAborted();
    const upgrade = (plain: Socket): ReturnType<typeof secure> => secure(plain, endpoint, this.#options);
    const deadline = this.#deadline(endpoint, signal);
    const socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
    });
    try {
      await deadline.race(connected(socket));
      const ready = endpoint.tls === 'tls' ? await deadline.race(upgrade(socket)) : socket;
      return new NodeTransport(ready, endpoint, (plain) => this.#withDeadline(endpoint, plain, upgrade));
    } catch (error) {
      socket.on('error', () => undefined);
      socket.destroy();
      throw signal?.aborted === true ? signal.reason : unreachable(error, endpoint);
    } finally {
      deadline.end();
    }
  }

  async #withDeadline<T>(endpoint: Endpoint, plain: Socket, run: (plain: Socket) => Promise<T>): Promise<T> {
    const deadline = this.#deadline(endpoint);
    try {
      return await deadline.race(run(plain));
    } catch (error) {
      plain.destroy();
      throw error;
    } finally {
      deadline.end();
    }
  }

  /** Races steps against one timeout and the caller's signal; the loser's own outcome is ignored. */
  #deadline(
    endpoint: Endpoint,
    signal?: AbortSignal,
  ): { race: <T>(step: Promise<T>) => Promise<T>; end: () => void } {
    let giveUp: (error: unknown) => void = () => undefined;
    const over = new Promise<never>((_resolve, reject) => {
      giveUp = reject;
    });
    over.catch(() => undefined);
    const timer = setTimeout(
      () => giveUp(unreachable({ code: 'ETIMEDOUT' }, endpoint)),
      this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    );
    const onAbort = (): void => giveUp(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    return {
      race: (step) => {
        step.catch(() => undefined);
        return Promise.race([step, over]);
      },
      end: () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      },
    };
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
    socket.once('error', reject);
  });
}
