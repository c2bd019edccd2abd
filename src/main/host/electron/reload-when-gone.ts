import type { BrowserWindow } from 'electron';
import type { OnError } from './api';

/**
 * A page that is gone is loaded again after so long, ms: loaded from within the event, it can take Electron itself down
 * (electron/electron #51900), and too early its process may not start (#48661).
 */
const RELOAD_MS = 100;
/** A page that crashes more often than this in a row is given a minute each time. */
const MAX_RELOADS = 3;
/** A page that lived this long, ms, has nothing to do with the crash before. */
const LIVED_MS = 60_000;

/** Loads a window's page again when its process has crashed, was killed or ran out of memory. */
export function reloadWhenGone(
  window: BrowserWindow,
  load: (window: BrowserWindow) => Promise<void>,
  { quitting, onError }: { readonly quitting: () => boolean; readonly onError: OnError },
): void {
  let reloads = 0;
  let last = 0;
  let later: NodeJS.Timeout | null = null;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const now = performance.now();
    if (now - last > LIVED_MS) reloads = 0;
    last = now;
    if (quitting() || reason === 'clean-exit' || later !== null) return;
    // Without the store's window nothing arrives: it is not given up, only no longer soon.
    const wait = reloads < MAX_RELOADS ? RELOAD_MS : LIVED_MS;
    reloads += 1;
    later = setTimeout(() => {
      later = null;
      if (!quitting() && !window.isDestroyed()) load(window).catch(onError);
    }, wait);
    later.unref();
  });
}
