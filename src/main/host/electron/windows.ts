import { join } from 'node:path';
import type { BrowserWindow, WebPreferences } from 'electron';
import { STORE_URL, UI_URL, type ElectronApi } from './api';
import { hasOwnDictionaries } from './spelling';
import type { WindowPlace } from './window-place';

/** The same for every window; asserted by tests on every window that is made. */
const SAFE: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
};

export interface WindowOptions {
  /** `out/preload`. */
  readonly preload: string;
  readonly platform: NodeJS.Platform;
  /** Developer tools are for builds that are not packaged. */
  readonly devTools: boolean;
}

/**
 * The window that people see. It appears once it has something to show.
 * @param hidden not before somebody asks for it.
 */
export function createUiWindow(
  { BrowserWindow }: Pick<ElectronApi, 'BrowserWindow'>,
  options: WindowOptions,
  place: WindowPlace | null,
  hidden = false,
): BrowserWindow {
  const window = new BrowserWindow({
    ...(place?.bounds ?? { width: 1280, height: 860 }),
    minWidth: 480,
    minHeight: 360,
    show: false,
    title: 'Tern',
    webPreferences: {
      ...SAFE,
      spellcheck: hasOwnDictionaries(options.platform),
      devTools: options.devTools,
      preload: join(options.preload, 'ui.cjs'),
    },
  });
  // Maximising shows a window.
  const maximize = (): void => {
    if (place?.maximized === true) window.maximize();
  };
  if (hidden) window.once('show', maximize);
  else
    window.once('ready-to-show', () => {
      maximize();
      window.show();
    });
  return window;
}

/**
 * The window that nobody sees: the store. It is driven by messages and must not be slowed down for being hidden.
 */
export function createStoreWindow(
  { BrowserWindow }: Pick<ElectronApi, 'BrowserWindow'>,
  options: WindowOptions,
): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    focusable: false,
    title: 'Tern store',
    webPreferences: {
      ...SAFE,
      backgroundThrottling: false,
      devTools: options.devTools,
      preload: join(options.preload, 'store.cjs'),
    },
  });
  // macOS lists windows that nobody sees, too, in the Window menu (electron/electron #8221).
  window.excludedFromShownWindowsMenu = true;
  return window;
}

export const loadUi = (window: BrowserWindow): Promise<void> => window.loadURL(UI_URL);
export const loadStore = (window: BrowserWindow): Promise<void> => window.loadURL(STORE_URL);
