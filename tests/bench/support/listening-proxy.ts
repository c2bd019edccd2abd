import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** One command line as it went by: when, ms of the monotonic clock, and the line without its tag. */
export interface Overheard {
  readonly at: number;
  readonly line: string;
}

/**
 * Stands between Tern and a server: notes every command of every connection, and makes the server seem to lack what it
 * has, by another letter at the beginning of the word, so that nothing else changes.
 */
export class ListeningProxy {
  /** Words the server does not say any more, for connections made from now on. */
  hidden: readonly string[] = [];
  /** Commands of each connection, oldest connection first. */
  readonly connections: Overheard[][] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: number) {
    this.#server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      const heard: Overheard[] = [];
      const { hidden } = this;
      this.connections.push(heard);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.setNoDelay(true);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.on('data', (data: Buffer) => {
        const at = performance.now();
        for (const line of data.toString('latin1').split('\r\n')) {
          if (line !== '') heard.push({ at, line: line.replace(/^\S+ /, '') });
        }
        far.write(data);
      });
      far.on('data', (data: Buffer) => near.write(masked(data, hidden)));
    });
  }

  static async before(target: number): Promise<ListeningProxy> {
    const proxy = new ListeningProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }
}

/** Answers that name capabilities are short; a long piece is mail, and so is one with this in it. */
const MAX_ANSWER = 16_384;
const MAIL = ' FETCH (UID ';

function masked(data: Buffer, hidden: readonly string[]): Buffer {
  if (hidden.length === 0 || data.length > MAX_ANSWER || data.includes(MAIL)) return data;
  let text = data.toString('latin1');
  for (const word of hidden) text = text.replaceAll(word, `X${word.slice(1)}`);
  return Buffer.from(text, 'latin1');
}
