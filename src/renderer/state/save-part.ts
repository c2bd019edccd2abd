import type { PreparedPart } from '@shared/contract/engine-api';
import { session } from './connection';

/** Opens a fetched part with the system, or saves it. @param name for one that has none. */
export async function openPart(part: PreparedPart, name: string, inBrowser: boolean): Promise<void> {
  if (part.dangerous) return savePart(part, name, inBrowser);
  const { opened } = await session().engine.api.openPart({ url: part.url });
  if (!opened && inBrowser) download(part, name);
}

/** Asks where, and saves. @param name for one that has none. */
export async function savePart(part: PreparedPart, name: string, inBrowser: boolean): Promise<void> {
  const { saved } = await session().engine.api.savePart({ url: part.url });
  if (!saved && inBrowser) download(part, name);
}

/** The browser's own download; the name is a suggestion that the browser makes safe again. */
function download(part: PreparedPart, name: string): void {
  const url = new URL(part.url, location.origin);
  if (url.origin !== location.origin) return;
  const link = document.createElement('a');
  link.href = url.href;
  link.download = part.name === '' ? name : part.name;
  link.rel = 'noopener';
  link.click();
}
