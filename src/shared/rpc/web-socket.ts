import { decodeMessage, encodeMessage } from './codec';
import { type Port, PortCore } from './port';

/** What the browser's WebSocket and the `ws` package have in common. */
export interface WebSocketLike {
  binaryType: string;
  send(data: Uint8Array): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
}

/** A port over an open WebSocket. A frame that cannot be decoded closes it: the other end is not Tern. */
export function portFromWebSocket(socket: WebSocketLike): Port {
  const core = new PortCore();
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', (event) => {
    const { data } = event;
    if (!(data instanceof ArrayBuffer) && !(data instanceof Uint8Array)) {
      socket.close();
      return;
    }
    let message: unknown;
    try {
      message = decodeMessage(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
    } catch {
      socket.close();
      return;
    }
    core.deliver(message);
  });
  socket.addEventListener('close', () => {
    core.close();
  });
  socket.addEventListener('error', () => {
    core.close();
  });
  return {
    post(message) {
      if (!core.closed) socket.send(encodeMessage(message));
    },
    onMessage: (handler) => core.onMessage(handler),
    onClose: (handler) => core.onClose(handler),
    close() {
      core.close();
      socket.close();
    },
  };
}
