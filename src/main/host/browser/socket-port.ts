import type { WebSocket } from 'ws';
import type { Port } from '@shared/rpc/port';
import { portFromWebSocket } from '@shared/rpc/web-socket';

/**
 * A page that has not read this much is stuck or gone. Batches of facts wait for credits of the store, so a healthy
 * page stays far below; a limit keeps a stuck one from filling the engine's memory.
 */
const MAX_UNREAD_BYTES = 128 << 20;

/** A `Port` over a `ws` socket that is cut when its reader falls too far behind. */
export function socketPort(socket: WebSocket, maxUnreadBytes = MAX_UNREAD_BYTES): Port {
  return portFromWebSocket({
    binaryType: 'arraybuffer',
    send(data) {
      socket.send(data);
      if (socket.bufferedAmount > maxUnreadBytes) socket.terminate();
    },
    close: () => socket.close(),
    addEventListener(type: 'message' | 'close' | 'error', listener: (event: { data: unknown }) => void) {
      if (type === 'message') {
        // A text frame is handed on as a string, which the port takes as a reason to close.
        socket.on('message', (data, isBinary) => listener({ data: isBinary ? data : '' }));
      } else {
        socket.on(type, () => listener({ data: null }));
      }
    },
  });
}
