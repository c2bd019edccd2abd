import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendAtOnce } from './support/send-at-once';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Pictures in a signature, from the settings to the receiver's screen. */
let host: Host;
let browser: Browser;
let tern: Tern;

beforeAll(async () => {
  [host, browser] = await Promise.all([startHost({ demo: true }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await sendAtOnce(tern);
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

const ICON = readFileSync(join(import.meta.dirname, '../../resources/icons/32x32.png'));
const signature = (): Locator => tern.page.getByRole('dialog').locator('.compose-signature');
const pictures = (of: Locator): Locator =>
  of.locator('.compose-rich-text img[src]:not(.ProseMirror-separator)');
/** Resolves once a picture is not only there, but seen. */
const seen = async (picture: Locator): Promise<void> => {
  await picture.waitFor();
  await picture.evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
};
async function openSignature(): Promise<void> {
  await tern.page.keyboard.press('Control+,');
  await tern.page.getByRole('tab', { name: 'Accounts' }).click();
  const account = tern.page.getByRole('dialog').locator('.account-open').first();
  await account.waitFor();
  if ((await account.getAttribute('aria-expanded')) !== 'true') await account.click();
}
/** A picture comes into the field as the mouse or the clipboard would bring it. */
const bring = (how: 'paste' | 'drop', name: string, type: string, bytes: Buffer): Promise<void> =>
  signature()
    .locator('[contenteditable=true]')
    .evaluate(
      (element, given) => {
        const scope = globalThis as unknown as {
          DataTransfer: new () => { items: { add(file: unknown): void } };
          File: new (parts: unknown[], name: string, options: object) => unknown;
          ClipboardEvent: new (name: string, init: object) => unknown;
          DragEvent: new (name: string, init: object) => unknown;
        };
        const data = new scope.DataTransfer();
        data.items.add(new scope.File([new Uint8Array(given.bytes)], given.name, { type: given.type }));
        const common = { bubbles: true, cancelable: true };
        (element as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(
          given.how === 'paste'
            ? new scope.ClipboardEvent('paste', { clipboardData: data, ...common })
            : new scope.DragEvent('drop', { dataTransfer: data, ...common }),
        );
      },
      { how, name, type, bytes: [...bytes] },
    );

describe('a picture in a signature', () => {
  it('is inserted by its button, by paste and by drop; what is no picture or too large is refused in words', async () => {
    await openSignature();
    const dialog = tern.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Signature' }).first().fill('Ada Lovelace');
    await dialog.getByText('With formatting').first().click();
    await signature().getByText('Ada Lovelace').waitFor();
    // By the keyboard: the toolbar is one stop, arrows go along it.
    await signature().getByRole('button', { name: /^Bold/ }).focus();
    await tern.page.keyboard.press('ArrowLeft');
    expect(await tern.page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'Insert a picture…',
    );
    // What the button asks the system for is heard here: a dialog of the system’s may come before anybody listens.
    const picker = signature().locator('input[type=file]');
    await picker.evaluate((input) =>
      (input as unknown as EventTarget).addEventListener('click', (event) => {
        event.preventDefault();
        (input as unknown as { dataset: Record<string, string> }).dataset['asked'] = 'yes';
      }),
    );
    await tern.page.keyboard.press('Enter');
    await signature().locator('input[data-asked=yes]').waitFor({ state: 'attached' });
    await picker.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: ICON });
    await seen(pictures(signature()).first());
    await bring('paste', 'big.png', 'image/png', Buffer.alloc(600_000));
    await dialog.getByText(/“big\.png” has 600 kB\. .*together they may have 500 kB\./).waitFor();
    await bring('drop', 'page.svg', 'image/svg+xml', Buffer.from('<svg/>'));
    await dialog.getByText(/“page\.svg” is not a picture that mail can show/).waitFor();
    await bring('drop', 'second.png', 'image/png', Buffer.concat([ICON, Buffer.from('x')]));
    await pictures(signature()).nth(1).waitFor();
    await tern.page.keyboard.press('Control+z');
    await pictures(signature()).nth(1).waitFor({ state: 'detached' });
    await bring('paste', 'third.png', 'image/png', Buffer.concat([ICON, Buffer.from('y')]));
    await pictures(signature()).nth(1).waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/signature-settings.png' });
    await tern.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('is there when the settings are opened again', async () => {
    await openSignature();
    await seen(pictures(signature()).nth(0));
    expect(await pictures(signature()).count()).toBe(2);
    await tern.page.keyboard.press('Escape');
    await tern.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('comes with formatting into a letter begun without, stays in its draft, and arrives', async () => {
    await tern.palette('Write a message');
    await seen(pictures(tern.composer).nth(1));
    await tern.composer.getByRole('button', { name: 'More about this message' }).click();
    await tern.page.getByRole('menuitemcheckbox', { name: 'Formatting' }).click();
    await tern.composer.getByText('The formatting and 2 pictures are left out.').waitFor();
    await tern.composer.getByRole('button', { name: 'Discard' }).last().click();
    await tern.page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await tern.composer.waitFor({ state: 'hidden' });
    // The next one is plain, as this one was left.
    await tern.palette('Write a message');
    await tern.composer.locator('.compose-plain').waitFor();
    await tern.composer.getByRole('button', { name: 'More about this message' }).click();
    await tern.page.getByRole('menuitemcheckbox', { name: 'Formatting' }).click();
    await seen(pictures(tern.composer).nth(0));
    expect(await pictures(tern.composer).count()).toBe(2);
    await tern.composer.locator('.compose-subject').fill('Signed with pictures');
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('Signed with pictures').click();
    await seen(pictures(tern.composer).nth(1));
    await tern.page.screenshot({ path: '/tmp/shots/signature-compose.png' });
    const to = tern.composer.getByRole('combobox').first();
    await to.fill('ada@harbour.example');
    await to.press('Enter');
    await tern.composer.getByRole('button', { name: 'Send', exact: true }).click();
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.go(/^Sent/);
    await tern.openRow(/Signed with pictures/);
    const images = tern.frame().locator('img');
    await images.nth(1).waitFor();
    expect(await images.count()).toBe(2);
    // Parts of the letter itself: seen without asking anybody.
    for (const image of await images.all()) {
      expect(await image.getAttribute('src')).toMatch(/^(?:http:\/\/127\.0\.0\.1:\d+)?\/(?:image|part)\//);
      await image.evaluate((element) => (element as unknown as { decode(): Promise<void> }).decode());
    }
    expect(await tern.reader.getByText(/images? not loaded/).count()).toBe(0);
  });

  it('stays in an answer with formatting, once', async () => {
    await tern.page.keyboard.press('r');
    await seen(pictures(tern.composer).nth(0));
    expect(await pictures(tern.composer).count()).toBe(2);
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
    expect(tern.complaints).toEqual([]);
  });
});
