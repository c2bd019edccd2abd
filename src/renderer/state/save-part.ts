import type { PreparedPart } from '@shared/contract/engine-api';
import { session } from './connection';

/** Opens a fetched part with the system, or saves it. @param name for one that has none. */
export async function openPart(part: PreparedPart, name: string, inBrowser: boolean): Promise<void> {
  if (part.dangerous) {
    await savePart(part, name, inBrowser);
    return;
  }
  const { opened } = await session().engine.api.openPart({ url: part.url });
  if (!opened && inBrowser) download(part, name);
}

/**
 * Saves in the folder, or asks where; or hands it to the browser.
 * @param name for one that has none
 * @param folder from `chooseFolder`
 * @returns false when the person changed their mind
 */
export async function savePart(
  part: PreparedPart,
  name: string,
  inBrowser: boolean,
  folder: string | null = null,
): Promise<boolean> {
  const { saved } = await session().engine.api.savePart({ url: part.url, folder });
  if (!saved && inBrowser) {
    await nextDownload();
    download(part, name);
  }
  return saved || inBrowser;
}

/** Asks for a folder to save several parts in. @returns null when the person changed their mind */
export async function chooseFolder(): Promise<{ readonly folder: string | null } | null> {
  const { folder, cancelled } = await session().engine.api.saveFolder({});
  return cancelled ? null : { folder };
}

/** Chromium drops without a word what is more than ten downloads a second. */
const BETWEEN_DOWNLOADS_MS = 130;
let downloadAt = 0;

/** Resolves when the browser takes another download. */
async function nextDownload(): Promise<void> {
  const now = Date.now();
  downloadAt = Math.max(now, downloadAt + BETWEEN_DOWNLOADS_MS);
  if (downloadAt > now) await new Promise((resolve) => setTimeout(resolve, downloadAt - now));
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
