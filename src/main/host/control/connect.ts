import { WebSocket } from 'ws';
import type { Port } from '@shared/rpc/port';
import { portFromWebSocket } from '@shared/rpc/web-socket';
import { readControlAddress } from './address';

/** How long a process that is there may take to answer. */
const ANSWER_MS = 5_000;

/** A port to the Tern that runs with this profile, or null when none does. */
export async function connectControl(profile: string): Promise<Port | null> {
  const address = await readControlAddress(profile);
  if (address === null) return null;
  const socket = new WebSocket(`ws+unix:${address.path}:/ports/ui`, {
    headers: { Authorization: `Bearer ${address.token}` },
    handshakeTimeout: ANSWER_MS,
    perMessageDeflate: false,
  });
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true));
    // Nobody listens: the file was left behind by a Tern that was killed.
    socket.once('error', () => resolve(false));
  });
  return opened ? portFromWebSocket(socket) : null;
}
