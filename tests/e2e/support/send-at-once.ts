import { WebSocket } from 'ws';
import { engineContract } from '@shared/contract/engine-api';
import { connect } from '@shared/rpc/client';
import { portFromWebSocket, type WebSocketLike } from '@shared/rpc/web-socket';
import type { Tern } from './tern';

/** Sets the time in which sending can be undone to none, where a test is about something else and would wait it out. */
export async function sendAtOnce({ context, page }: Tern): Promise<void> {
  const { origin, host } = new URL(page.url());
  const cookies = await context.cookies(origin);
  const socket = new WebSocket(`ws://${host}/ports/ui`, {
    headers: { Origin: origin, Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const engine = connect(portFromWebSocket(socket as unknown as WebSocketLike), engineContract);
  await engine.api.updateSettings({ undoSendSeconds: 0 });
  engine.close();
}
