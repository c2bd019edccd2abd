import { type Port, PortCore } from './port';

/** What DOM MessagePort, a worker's global scope and Electron's MessagePortMain (through its shim) have in common. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start?(): void;
  close(): void;
}

/** Sent as the last message, because a MessagePort's own close event does not exist in every host. */
const GOODBYE = '\u0000tern:close';

export function portFromMessagePort(channel: MessagePortLike): Port {
  const core = new PortCore();
  channel.addEventListener('message', (event) => {
    if (event.data === GOODBYE) core.close();
    else core.deliver(event.data);
  });
  channel.addEventListener('close', () => {
    core.close();
  });
  channel.start?.();
  return {
    post(message) {
      if (!core.closed) channel.postMessage(message);
    },
    onMessage: (handler) => core.onMessage(handler),
    onClose: (handler) => core.onClose(handler),
    close() {
      if (core.closed) return;
      channel.postMessage(GOODBYE);
      core.close();
      channel.close();
    },
  };
}
