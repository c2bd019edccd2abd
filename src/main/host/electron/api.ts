/**
 * What Tern uses of Electron, as a value to be passed in: the tests run the host against a fake of it
 * (`tests/electron-fake`), because importing `electron` outside Electron starts a download.
 */
export type ElectronApi = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'clipboard'
  | 'dialog'
  | 'Menu'
  | 'MessageChannelMain'
  | 'Notification'
  | 'powerMonitor'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
>;

/** Pages live at one origin; everything else is foreign. */
export const SCHEME = 'app';
export const ORIGIN = 'app://bundle';
export const UI_URL = `${ORIGIN}/index.html`;
export const STORE_URL = `${ORIGIN}/store.html`;

/** Told of failures that nobody waits for. */
export type OnError = (error: unknown) => void;
