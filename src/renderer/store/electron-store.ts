import { ENGINE_PORT, LISTENING, VIEW_PORT } from '@shared/contract/page-ports';
import { portFromMessagePort } from '@shared/rpc/message-port';
import { openDexie } from './dexie-database';
import { createStore } from './serve';

/** The store of the Electron host: a hidden window whose preload hands over the ports. */
const served = createStore({ open: (anew) => openDexie('tern', anew) });

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (event.source !== window || !port) return;
  if (event.data === ENGINE_PORT) served.connectEngine(portFromMessagePort(port));
  else if (event.data === VIEW_PORT) served.connectUi(portFromMessagePort(port));
});
window.postMessage(LISTENING, location.origin);
