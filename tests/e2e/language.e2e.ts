import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toldFailure } from './support/failures';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Another language, from the choice in Settings to the next start. One sitting, in order. */
let browser: Browser;
let host: Host;
let tern: Tern;

beforeAll(async () => {
  [browser, host] = await Promise.all([openChromium(), startHost({ demo: true })]);
  tern = await Tern.open(browser, host.url);
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

const spoken = (page: Page): Promise<string> => page.evaluate('document.documentElement.lang');
/** The files with texts that this page has read. */
const read = (page: Page): Promise<string[]> =>
  page.evaluate(
    `performance.getEntriesByType('resource').map(({ name }) => /assets\\/(cs|de|es|fr)-/.exec(name)?.[1] ?? '').filter(Boolean)`,
  );

async function choose(now: { settings: string; language: string }, name: string): Promise<void> {
  await tern.page.keyboard.press('Control+,');
  const dialog = tern.page.getByRole('dialog', { name: now.settings });
  await dialog.getByRole('button', { name: now.language }).click();
  await tern.page.getByRole('option', { name, exact: true }).click();
}
const ENGLISH = { settings: 'Settings', language: 'Language' };
const GERMAN = { settings: 'Einstellungen', language: 'Sprache' };

describe('the language', () => {
  it('is the system’s at first, and no other is read', async () => {
    await tern.page
      .getByRole('treeitem', { name: /^Inbox/ })
      .first()
      .waitFor();
    expect(await spoken(tern.page)).toBe('en');
    expect(await read(tern.page)).toEqual([]);
  });

  it('changes at once where it is chosen: the dialog, and the window behind it', async () => {
    await choose(ENGLISH, 'Deutsch');
    await tern.page.getByRole('dialog', { name: 'Einstellungen' }).waitFor();
    expect(await spoken(tern.page)).toBe('de');
    await tern.page.keyboard.press('Escape');
    await tern.page
      .getByRole('treeitem', { name: /^Posteingang/ })
      .first()
      .waitFor();
    await tern.page.getByRole('listbox', { name: 'Posteingang' }).waitFor();
    expect(await read(tern.page)).toEqual(['de']);
  });

  it('is there again after a reload, from the first words on', async () => {
    const words = tern.page.waitForFunction(
      `document.getElementById('root')?.querySelector('[aria-label], p')?.closest('html')?.lang`,
    );
    await tern.page.reload();
    expect(await (await words).jsonValue()).toBe('de');
    await tern.page
      .getByRole('treeitem', { name: /^Posteingang/ })
      .first()
      .waitFor();
  });

  it('comes from the settings where the browser remembers nothing: no English is shown before it', async () => {
    await tern.page.addInitScript(`new MutationObserver(() => {
      const line = document.querySelector('[role="treeitem"][aria-label^="Inbox"]');
      if (line) globalThis.flashed = true;
    }).observe(document, { childList: true, subtree: true, attributes: true })`);
    await tern.page.evaluate(`localStorage.clear()`);
    await tern.page.reload();
    await tern.page
      .getByRole('treeitem', { name: /^Posteingang/ })
      .first()
      .waitFor();
    expect(await tern.page.evaluate('globalThis.flashed ?? false')).toBe(false);
  });

  it('goes back to English', async () => {
    await choose(GERMAN, 'English');
    await tern.page.getByRole('dialog', { name: 'Settings' }).waitFor();
    await tern.page.keyboard.press('Escape');
    await tern.page
      .getByRole('treeitem', { name: /^Inbox/ })
      .first()
      .waitFor();
    expect(await spoken(tern.page)).toBe('en');
  });

  it('keeps nobody from the mail where nobody can say which it is', async () => {
    // The question for the settings is asked in a word that the engine doesn't know.
    await tern.page.addInitScript(`{
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (data) {
        const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
        const at = String.fromCharCode(...bytes.subarray(0, 200)).indexOf('settings');
        if (at >= 0) bytes[at] = 'x'.charCodeAt(0);
        return send.call(this, data);
      };
    }`);
    await tern.page.reload();
    await tern.page
      .getByRole('treeitem', { name: /^Inbox/ })
      .first()
      .waitFor({ timeout: 20_000 });
    await toldFailure(/./);
  });
});
