import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { COMMON_HEADERS } from '../content-security-policy';
import type { EngineHost } from '@main/services/engine-host';
import { cookieName, refuse, refuseOrigin } from './guard';
import { answer, requestTarget, route, type RouteContext } from './routes';
import { Sessions } from './session';
import { hostWord } from './texts';
import { socketPort } from './socket-port';

export interface BrowserHostOptions {
  readonly engine: EngineHost;
  /** The folder of the built renderer. */
  readonly root: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly maxUploadBytes?: number;
  /** Told of failures that no page hears about. */
  readonly onError?: (error: unknown) => void;
}

export interface BrowserHost {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** A new address that admits one browser, once. */
  link(): string;
  /** Whether a page is connected. */
  shown(): boolean;
  /** Stops listening, closes every socket, resolves when the last is gone. Does not stop the engine. */
  close(): Promise<void>;
}

const MAX_UPLOAD_BYTES = 64 << 20;
/** The largest message between page and engine; bodies and parts go by `/part` and `/upload` instead. */
const MAX_MESSAGE_BYTES = 64 << 20;

/**
 * Serves Tern to a browser on this machine (design §1): the built renderer, its ports as WebSockets, files by token.
 * Listens on 127.0.0.1 only; who has no session gets nothing but a refusal.
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { engine, root, onError = () => undefined } = options;
  const sessions = new Sessions();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const server = createServer({ maxHeaderSize: 16 << 10 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port ?? 0, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const context: RouteContext = {
    files: engine.files,
    root,
    port,
    maxUploadBytes: options.maxUploadBytes ?? MAX_UPLOAD_BYTES,
  };

  server.on('error', onError);
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      onError(error);
      if (response.headersSent) response.destroy();
      else answer(response, 500, hostWord('wrong', request.headers['accept-language']));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const connect = endpoint(engine, request);
    const refusal = refuse(request, port, sessions);
    if (connect === null) endUpgrade(socket, 404, 'Not Found');
    else if (refusal !== null) endUpgrade(socket, refusal.status, 'Forbidden');
    else sockets.handleUpgrade(request, socket, head, (accepted) => connect(socketPort(accepted)));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, query } = requestTarget(request);
    const link = pathname === '/' ? query.get('token') : null;
    if (link !== null && request.method === 'GET') {
      admit(request, response, link);
      return;
    }
    const refusal = refuse(request, port, sessions);
    if (refusal === null) await route(request, response, context);
    else answer(response, refusal.status, refusal.reason);
  }

  /** Exchanges a one-time link for a session, and takes the token out of the address bar. */
  function admit(request: IncomingMessage, response: ServerResponse, link: string): void {
    const refusal = refuseOrigin(request, port);
    const session = refusal === null ? sessions.admit(link) : null;
    if (session === null) {
      answer(response, 403, refusal?.reason ?? hostWord('used', request.headers['accept-language']));
      return;
    }
    response.writeHead(303, {
      ...COMMON_HEADERS,
      Location: '/',
      'Set-Cookie': `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`,
      'Cache-Control': 'no-store',
    });
    response.end();
  }

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    shown: () => sockets.clients.size > 0,
    link: () => `http://127.0.0.1:${port}/?token=${sessions.link()}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function endpoint(
  engine: EngineHost,
  request: IncomingMessage,
): ((port: ReturnType<typeof socketPort>) => void) | null {
  switch (request.url) {
    case '/ports/ui':
      return (port) => engine.connectUi(port);
    case '/ports/store':
      return (port) => engine.connectStore(port);
    default:
      return null;
  }
}

function endUpgrade(socket: Duplex, status: number, words: string): void {
  socket.end(`HTTP/1.1 ${status} ${words}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
