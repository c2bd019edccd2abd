import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendAtOnce } from './support/send-at-once';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Templates, from a letter and the settings to the next letter. */
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
const dialog = (): Locator => tern.page.getByRole('dialog').last();
const words = (): Locator => tern.composer.getByRole('textbox', { name: 'Message', exact: true });
const menu = async (item: string): Promise<void> => {
  await tern.composer.getByRole('button', { name: 'More about this message' }).click();
  const { page } = tern;
  // Some are choices.
  const choice = page.getByRole('menuitemcheckbox', { name: item });
  await page.getByRole('menuitem', { name: item }).or(choice).click();
};
async function addressTo(address: string): Promise<void> {
  const to = tern.composer.getByRole('combobox').first();
  await to.fill(address);
  await to.press('Enter');
}
async function closeComposer(): Promise<void> {
  await words().focus();
  await tern.page.keyboard.press('Escape');
  await tern.composer.waitFor({ state: 'hidden' });
}
const plainOrRich = async (rich: boolean): Promise<void> => {
  const plain = tern.composer.locator('.compose-plain');
  const editor = tern.composer.locator('.compose-rich-text');
  await plain.or(editor).first().waitFor();
  if ((await editor.isVisible()) !== rich) await menu('Formatting');
  await (rich ? editor : plain).waitFor();
};

describe('templates', () => {
  it('says what they are where there are none', async () => {
    await tern.palette('Write from a template');
    await dialog().getByText('No templates yet').waitFor();
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('keeps a letter with formatting, a picture and a file as one', async () => {
    await tern.palette('Write a message');
    await plainOrRich(true);
    await tern.composer.locator('.compose-subject').fill('Minutes for {{first name}}');
    await words().click();
    await tern.page.keyboard.type('Dear {{first name}}, ');
    await tern.page.keyboard.press('Control+b');
    await tern.page.keyboard.type('here are the minutes.');
    await tern.composer
      .locator('.compose-tools input[type=file]')
      .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: ICON });
    await tern.composer.locator('.compose-rich-text img[src]:not(.ProseMirror-separator)').waitFor();
    await tern.composer
      .locator('.compose-foot input[type=file]')
      .setInputFiles({ name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('We met.') });
    await tern.composer.getByText('minutes.txt').waitFor();
    await menu('Save as a template…');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Minutes');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await tern.toast('“Minutes” is a template now.').first().waitFor();
    await tern.composer.getByRole('button', { name: 'Discard' }).last().click();
    await tern.page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await tern.composer.waitFor({ state: 'hidden' });
  });

  it('begins a letter with it by a key, offers to fill in, asks before what is unfilled goes, and arrives whole', async () => {
    await tern.list.focus();
    await tern.page.keyboard.press('Shift+C');
    await dialog().getByRole('combobox').fill('minu');
    await dialog().getByRole('option', { name: 'Minutes' }).waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/templates-pick.png' });
    await tern.page.keyboard.press('Enter');
    await words().getByText('here are the minutes.').waitFor();
    await tern.composer.locator('.compose-rich-text img[src]:not(.ProseMirror-separator)').waitFor();
    await tern.composer.getByText('minutes.txt').waitFor();
    await addressTo('Ada Berg <ada@harbour.example>');
    await tern.composer.getByText('{{first name}} can be filled in now.').waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/templates-fill.png' });
    await tern.composer.getByRole('button', { name: 'Send', exact: true }).click();
    const ask = tern.page.getByRole('alertdialog');
    await ask.getByText('Nothing was filled in for {{first name}} yet.').waitFor();
    await ask.getByRole('button', { name: 'Go back' }).click();
    await ask.waitFor({ state: 'detached' });
    await tern.composer.getByRole('button', { name: 'Fill in' }).click();
    await words().getByText('Dear Ada,').waitFor();
    expect(await tern.composer.locator('.compose-subject').inputValue()).toBe('Minutes for Ada');
    await tern.composer.getByRole('button', { name: 'Send', exact: true }).click();
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.go(/^Sent/);
    await tern.openRow(/Minutes for Ada/);
    await tern.frame().locator('b, strong').getByText('here are the minutes.').waitFor();
    await tern.frame().locator('img').waitFor();
    await tern.reader.getByText('minutes').first().waitFor();
  });

  it('goes where one writes in a plain letter, whose subject and words stay', async () => {
    await tern.palette('Settings');
    await tern.page.getByRole('tab', { name: 'Templates' }).click();
    await dialog().getByRole('button', { name: 'New template' }).click();
    const editor = tern.page.getByRole('dialog', { name: 'New template' });
    await editor.getByRole('textbox', { name: 'Name' }).fill('Plain thanks');
    await editor.getByRole('textbox', { name: 'Subject' }).fill('Thanks');
    await editor.getByRole('textbox', { name: 'Text' }).click();
    await tern.page.keyboard.type('Thank you, {{name}}.');
    await tern.page.screenshot({ path: '/tmp/shots/templates-edit.png' });
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'detached' });
    await dialog().getByText('Thanks – Thank you, {{name}}.').waitFor();
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });

    await tern.palette('Write a message');
    await plainOrRich(false);
    await addressTo('Bo Ek <bo@harbour.example>');
    await tern.composer.locator('.compose-subject').fill('Mine');
    await words().fill('before after');
    await words().focus();
    await tern.page.keyboard.press('Control+Home');
    for (let n = 0; n < 'before '.length; n++) await tern.page.keyboard.press('ArrowRight');
    await tern.palette('Insert a template');
    await dialog().getByRole('option', { name: 'Plain thanks' }).click();
    await tern.page.waitForFunction(
      `document.querySelector('.compose-plain')?.value === 'before Thank you, Bo Ek.after'`,
    );
    expect(await tern.composer.locator('.compose-subject').inputValue()).toBe('Mine');
    await closeComposer();
  });

  it('is ordered, changed and removed in the settings, with a way back', async () => {
    await tern.palette('Settings');
    await tern.page.getByRole('tab', { name: 'Templates' }).click();
    const names = dialog().locator('.compose-templates-name');
    const order = async (wanted: string[]): Promise<void> => {
      await tern.page.waitForFunction(
        ([selector, expected]) => {
          const scope = globalThis as unknown as {
            document: { querySelectorAll(of: string): Iterable<{ textContent: string }> };
          };
          const shown = [...scope.document.querySelectorAll(selector ?? '')].map((one) => one.textContent);
          return shown.join('|') === expected;
        },
        ['.compose-templates-name', wanted.join('|')] as const,
      );
    };
    await names.first().waitFor();
    await order(['Minutes', 'Plain thanks']);
    await dialog().getByRole('button', { name: 'Move “Plain thanks” up' }).click();
    await order(['Plain thanks', 'Minutes']);
    await tern.page.screenshot({ path: '/tmp/shots/templates-settings.png' });
    await dialog().getByRole('button', { name: 'Change “Minutes”' }).click();
    const editor = tern.page.getByRole('dialog', { name: 'Change template' });
    await editor.locator('img[src]:not(.ProseMirror-separator)').waitFor();
    await editor.getByText('minutes.txt').waitFor();
    await editor.getByRole('textbox', { name: 'Name' }).fill('Minutes of the club');
    // Leaving is asked about, and what was typed stays.
    await tern.page.keyboard.press('Escape');
    await tern.page.getByText('Leave without saving?').waitFor();
    await tern.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'detached' });
    await order(['Plain thanks', 'Minutes of the club']);
    await dialog().getByRole('button', { name: 'Remove “Plain thanks”' }).click();
    await order(['Minutes of the club']);
    await dialog().getByText('The template “Plain thanks” was removed.').waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/templates-removed.png' });
    await dialog().getByRole('button', { name: 'Undo' }).click();
    await order(['Plain thanks', 'Minutes of the club']);
    // Also when the settings are closed before one thinks better of it.
    await dialog().getByRole('button', { name: 'Remove “Plain thanks”' }).click();
    await order(['Minutes of the club']);
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await tern.page.locator('.ui-toast').getByRole('button', { name: 'Undo' }).click();
    await tern.palette('Settings');
    await tern.page.getByRole('tab', { name: 'Templates' }).click();
    await order(['Plain thanks', 'Minutes of the club']);
    await tern.page.emulateMedia({ colorScheme: 'dark' });
    await tern.page.screenshot({ path: '/tmp/shots/templates-settings-dark.png' });
    await tern.page.emulateMedia({ colorScheme: 'light' });
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });
});
