import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { prepareDocument } from './app/prepare';
import { startI18n } from './i18n';
import { SessionProvider, startSession } from './state/connection';
import { commands } from './state/commands';
import { follow } from './state/engine-state';
import { connectToHost } from './state/host';
import { installShortcuts } from './state/shortcuts';

prepareDocument();
const session = startSession(connectToHost());
follow(session);
installShortcuts(window, commands);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
void startI18n('').then(() => {
  createRoot(root).render(
    <SessionProvider value={session}>
      <App />
    </SessionProvider>,
  );
});
