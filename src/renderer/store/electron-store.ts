import { portFromMessagePort } from '@shared/rpc/message-port';
import { openDexie } from './dexie-database';
import { createStore } from './serve';

/** The store of the Electron host: a hidden window whose preload hands over one port a connection. */
const store = createStore({ open: () => openDexie('tern') });

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (event.source !== window || !port) return;
  if (event.data === 'tern:engine-port') store.connectEngine(portFromMessagePort(port));
  else if (event.data === 'tern:ui-port') store.connectUi(portFromMessagePort(port));
});
