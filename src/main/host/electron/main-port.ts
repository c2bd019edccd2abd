import type { MessagePortMain } from 'electron';
import { portFromMessagePort } from '@shared/rpc/message-port';
import type { Port } from '@shared/rpc/port';

/** A `Port` over Electron's `MessagePortMain`, which has Node's events where a page's port has the DOM's. */
export function portFromMain(channel: MessagePortMain): Port {
  return portFromMessagePort({
    postMessage: (message) => channel.postMessage(message),
    addEventListener(type: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      if (type === 'message') channel.on('message', (event) => listener({ data: event.data as unknown }));
      else channel.on('close', () => listener({ data: null }));
    },
    start: () => channel.start(),
    close: () => channel.close(),
  });
}
