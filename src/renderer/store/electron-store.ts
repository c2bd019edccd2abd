import { ENGINE_PORT, LISTENING, VIEW_PORT } from '@shared/contract/page-ports';
import { portFromMessagePort } from '@shared/rpc/message-port';
import { openDexie } from './dexie-database';
import { createStore } from './serve';

/** The store of the Electron host: a hidden window whose preload hands over the ports. */
const served = createStore({ open: () => openDexie('tern') });

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (event.source !== window || !port) return;
  if (event.data === ENGINE_PORT) served.connectEngine(portFromMessagePort(port));
  else if (event.data === VIEW_PORT) served.connectUi(portFromMessagePort(port));
});
window.postMessage(LISTENING, location.origin);

served.store.listen({
  changed: () => undefined,
  replaced: () => undefined,
  idle: () => undefined,
  status: () => undefined,
  // The engine hangs up on a store that lost its database, and only a page that starts anew is given new ports.
  lost: () => location.reload(),
});
