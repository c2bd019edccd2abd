import type { BrowserContext } from 'playwright-core';
import { WebSocket } from 'ws';
import { engineContract, type EngineContract } from '@shared/contract/engine-api';
import { type Client, connect } from '@shared/rpc/client';
import { portFromWebSocket, type WebSocketLike } from '@shared/rpc/web-socket';

/** A port of our own to the engine behind a page of the browser host, let in as the page was. @param address of the page */
export async function engineOf(context: BrowserContext, address: string): Promise<Client<EngineContract>> {
  const { origin, host } = new URL(address);
  const cookies = await context.cookies(origin);
  const socket = new WebSocket(`ws://${host}/ports/ui`, {
    headers: { Origin: origin, Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return connect(portFromWebSocket(socket as unknown as WebSocketLike), engineContract);
}
