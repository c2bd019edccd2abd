import { connect, createServer, type Socket } from 'node:net';

/** What the proxy does to bytes. May be changed while it runs; the byte limits count per connection. */
export interface Faults {
  /** Each chunk arrives so many milliseconds later, in order. */
  latencyMs?: number;
  /** Octets a second, each way. */
  bytesPerSecond?: number;
  /**
   * The connection ends once so many octets went to the client (the last chunk is cut to fit). The reader of the last
   * octets sees the end of the stream, the other side a reset: a reset could overtake the octets that must arrive.
   */
  cutToClientAfter?: number;
  /** The same for octets that went to the server. */
  cutToServerAfter?: number;
  /** Connections stay open and nothing passes: a dead NAT entry or a sleeping machine. */
  blackhole?: boolean;
  /** New connections are reset at once. */
  refuse?: boolean;
}

export interface FaultProxy {
  readonly port: number;
  readonly faults: Faults;
  /** Connections open now, and ever. */
  readonly open: number;
  readonly total: number;
  /** Octets that passed, over all connections. */
  readonly toServer: number;
  readonly toClient: number;
  /** Resets every open connection. */
  cut(): void;
  close(): Promise<void>;
}

/** A TCP proxy on 127.0.0.1 that hurts the connection to `target` as told. */
export async function startFaultProxy(
  target: { host?: string; port: number },
  initial: Faults = {},
): Promise<FaultProxy> {
  const faults: Faults = { ...initial };
  const pairs = new Set<readonly [Socket, Socket]>();
  const counts = { total: 0, toServer: 0, toClient: 0 };

  const server = createServer({ noDelay: true }, (client) => {
    counts.total += 1;
    if (faults.refuse === true) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ host: target.host ?? '127.0.0.1', port: target.port, noDelay: true });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const drop = (): void => {
      pairs.delete(pair);
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    // A reset of one side is passed on as a reset of the other.
    client.on('error', drop);
    upstream.on('error', drop);
    const done = (): void => void (client.destroyed && upstream.destroyed && pairs.delete(pair));
    client.once('close', done);
    upstream.once('close', done);
    pipe(client, upstream, faults, 'cutToServerAfter', (n) => (counts.toServer += n));
    pipe(upstream, client, faults, 'cutToClientAfter', (n) => (counts.toClient += n));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const cut = (): void => {
    for (const [client, upstream] of [...pairs]) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    pairs.clear();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    faults,
    get open() {
      return pairs.size;
    },
    get total() {
      return counts.total;
    },
    get toServer() {
      return counts.toServer;
    },
    get toClient() {
      return counts.toClient;
    },
    cut,
    close() {
      cut();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Limit = 'cutToServerAfter' | 'cutToClientAfter';

/** One direction: every chunk waits its turn, then is passed, swallowed or cut. */
function pipe(from: Socket, to: Socket, faults: Faults, limit: Limit, count: (octets: number) => void): void {
  let passed = 0;
  let last: Promise<void> = Promise.resolve();
  const pass = async (chunk: Buffer): Promise<void> => {
    const wait =
      (faults.latencyMs ?? 0) +
      (faults.bytesPerSecond === undefined ? 0 : (1000 * chunk.length) / faults.bytesPerSecond);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (faults.blackhole === true || to.destroyed) return;
    const most = faults[limit];
    if (most !== undefined && passed + chunk.length >= most) {
      const rest = chunk.subarray(0, Math.max(0, most - passed));
      count(rest.length);
      to.write(rest);
      to.destroySoon();
      from.resetAndDestroy();
      return;
    }
    passed += chunk.length;
    count(chunk.length);
    if (!to.write(chunk)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  };
  from.on('data', (chunk: Buffer) => {
    last = last.then(() => pass(chunk));
  });
  from.once('end', () => {
    last = last.then(() => void (faults.blackhole === true || to.end()));
  });
}
