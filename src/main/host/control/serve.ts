import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { portFromWebSocket } from '@shared/rpc/web-socket';
import type { EngineHost } from '@main/services/engine-host';
import { writePrivateFile } from '../private-file';
import { makePrivateFolder } from '../profile';
import { CONTROL_FILE, type ControlAddress, controlPath } from './address';
import {
  MAX_SECOND_START_OCTETS,
  type Reception,
  SECOND_START_PATH,
  type SecondStart,
  secondStartSchema,
} from './second-start';

const MAX_MESSAGE_BYTES = 16 << 20;

const UI_PATH = '/ports/ui';

export interface Control {
  close(): Promise<void>;
}

export interface ControlOptions {
  readonly engine: Pick<EngineHost, 'connectUi'>;
  readonly profile: string;
  /** Somebody started Tern again with this profile. */
  readonly receive: (start: SecondStart) => Promise<Reception>;
  readonly platform?: NodeJS.Platform;
}

/**
 * Lets `tern` on the command line ask the Tern that is running (issue 4: audit), and a second start hand over what it
 * was to open. It listens on a socket in the file
 * system that only this person can open, and wants a token from a file that only this person can read; browsers can
 * reach neither, and whatever carries an `Origin` is turned away.
 *
 * The vault's lock is held by then, so a socket that is there already was left behind.
 */
export async function serveControl({
  engine,
  profile,
  receive,
  platform = process.platform,
}: ControlOptions): Promise<Control> {
  const path = controlPath(profile, platform);
  const token = randomBytes(32).toString('base64url');
  const onDisk = platform !== 'win32';
  if (onDisk) {
    if (dirname(path) !== profile) await makePrivateFolder(dirname(path));
    await rm(path, { force: true });
  }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const server = createServer({ maxHeaderSize: 8 << 10 }, (incoming, response) => {
    if (incoming.method !== 'POST' || !admitted(incoming, SECOND_START_PATH, token)) refuse(response, 403);
    else
      answerStart(incoming, receive).then(
        (reception) => {
          response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' });
          response.end(JSON.stringify(reception));
        },
        () => refuse(response, 400),
      );
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!admitted(request, UI_PATH, token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => engine.connectUi(portFromWebSocket(accepted)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
  if (onDisk) await chmod(path, 0o600);
  const address: ControlAddress = { path, token };
  await writePrivateFile(join(profile, CONTROL_FILE), JSON.stringify(address));
  return {
    close: async () => {
      await rm(join(profile, CONTROL_FILE), { force: true });
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function answerStart(
  incoming: IncomingMessage,
  receive: ControlOptions['receive'],
): Promise<Reception> {
  let text = '';
  incoming.setEncoding('utf8');
  for await (const piece of incoming as AsyncIterable<string>) {
    text += piece;
    if (text.length > MAX_SECOND_START_OCTETS) throw new Error('A start is not as long as this.');
  }
  return receive(secondStartSchema.parse(JSON.parse(text)));
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' }).end();
}

function admitted(request: IncomingMessage, path: string, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return (
    request.headers.origin === undefined &&
    request.url === path &&
    given.length === expected.length &&
    timingSafeEqual(given, expected)
  );
}
