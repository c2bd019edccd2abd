/**
 * How ports come to a page in Electron: the page says that it listens, the preload hands over what the main process sent,
 * with one of these names as the message. Whichever is first waits for the other.
 */
export const LISTENING = 'tern:listening';
/** To the engine; for the page that people see and for the store's. */
export const ENGINE_PORT = 'tern:engine-port';
/** Between these two. */
export const VIEW_PORT = 'tern:view-port';
