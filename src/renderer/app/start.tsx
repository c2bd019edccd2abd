import { createRoot } from 'react-dom/client';
import { lastLanguage, startI18n } from '../i18n';
import { prepareDates } from '../i18n/format';
import { commands } from '../state/commands';
import { type Session, SessionProvider } from '../state/connection';
import { follow } from '../state/engine-state';
import { followPlace } from '../state/first-place';
import { followList } from '../state/list';
import { followSavedCounts } from '../state/saved-counts';
import { followSnoozedCount } from '../state/snoozed-count';
import { installShortcuts } from '../state/shortcuts';
import { keyIsFree } from '../state/ui';
import { App } from './app';
import { prepareDocument } from './prepare';

/** Draws the program into the page. */
export async function start(session: Session): Promise<void> {
  prepareDocument();
  follow(session);
  followPlace();
  followList(session);
  followSavedCounts(session);
  followSnoozedCount(session);
  installShortcuts(window, commands, keyIsFree);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  await startI18n(lastLanguage());
  createRoot(root).render(
    <SessionProvider value={session}>
      <App />
    </SessionProvider>,
  );
  // Whoever is still adding an account looks at mail soon.
  requestIdleCallback(() => prepareDates());
}
