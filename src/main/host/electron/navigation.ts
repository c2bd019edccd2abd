import type { WebContents } from 'electron';
import { type ElectronApi, type OnError, STORE_URL } from './api';
import type { OutsideLinks } from './open-outside';

/**
 * No page of Tern goes anywhere: every way of navigating or opening is denied for every `WebContents` there will ever
 * be, and what was a web or mail address is offered to the person instead (security.md §1.5, point 6).
 */
export function denyNavigation(
  { app }: Pick<ElectronApi, 'app'>,
  links: Pick<OutsideLinks, 'open'>,
  onError: OnError,
): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, links, onError));
}

function guard(contents: WebContents, links: Pick<OutsideLinks, 'open'>, onError: OnError): void {
  const offer = (url: string): void => {
    links.open(url).catch(onError);
  };
  // One page loads itself anew: the store's, once its database was lost (H2). For Electron that is a navigation, too.
  const isReload = (url: string): boolean => url === STORE_URL && contents.getURL() === STORE_URL;
  // Emitted for every frame, and before `will-navigate`, which a navigation that is denied here never reaches.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isReload(event.url)) return;
    // What the page itself puts into a frame, mail among it. Chromium asks nobody about it today; should it, mail is to be seen.
    if (!event.isMainFrame && event.url === 'about:srcdoc') return;
    event.preventDefault();
    // A subframe shows one mail; where it wants to go is decided by clicks in the reader, which asks through the engine.
    if (event.isMainFrame) offer(event.url);
  });
  contents.on('will-navigate', (event) => {
    if (!isReload(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    offer(url);
    return { action: 'deny' };
  });
}
