import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { letter } from '../fakes/bench';
import { type Host, openChromium, startHost, Tern } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** The computer burnt down: a backup, a new profile, and everything is there again. */
const USER = 'ada@tern.example';
const disk = mkdtempSync(join(tmpdir(), 'tern-kept-e2e-'));
const safe = join(disk, 'safe');
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

beforeAll(async () => {
  const account = world.addAccount({ user: USER, password: 'burnt-secret' });
  world.createMailbox(account, 'Archive', { use: '\\Archive' });
  world.createMailbox(account, 'Drafts', { use: '\\Drafts' });
  for (let n = 1; n <= 6; n++) world.append(world.account(USER), world.mailbox(USER, 'INBOX'), letter(n));
  served = await serveWorld(world, { ports: { smtp: 0, imap: 0 } });
  [host, browser] = await Promise.all([startHost(), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await addAccount(tern, adaOn(served.ports, USER, 'burnt-secret'));
  await tern.row('Letter 6').waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  await served.close();
  rmSync(disk, { recursive: true, force: true });
});

const dialog = (): Locator => tern.page.getByRole('dialog').last();
const button = (name: string | RegExp): Locator =>
  tern.page.getByRole('button', { name, exact: typeof name === 'string' });
const words = (): Locator => tern.composer.getByRole('textbox', { name: 'Message', exact: true });
const menu = async (item: string): Promise<void> => {
  await tern.composer.getByRole('button', { name: 'More about this message' }).click();
  const items = tern.page.getByRole('menuitem', { name: item });
  await items.or(tern.page.getByRole('menuitemcheckbox', { name: item })).click();
};
async function rich(): Promise<void> {
  const editor = tern.composer.locator('.compose-rich-text');
  await tern.composer.locator('.compose-plain').or(editor).first().waitFor();
  if (!(await editor.isVisible())) await menu('Formatting');
  await editor.waitFor();
}
const shot = (name: string): Promise<Buffer> => tern.page.screenshot({ path: `/tmp/shots/kept-${name}.png` });
const done = (title: string | RegExp): Promise<void> =>
  tern.page
    .locator('.files-job', { hasText: title })
    .filter({ hasText: /Done: / })
    .first()
    .waitFor({ timeout: 60_000 });
async function folder(label: string, go: string): Promise<void> {
  await button('Choose a folder…').click();
  await tern.page.getByLabel(label).fill(safe);
  await button(go).click();
}

describe('a backup and a new computer', () => {
  it('a signature, a template with a file and half a letter are saved with the account', async () => {
    await tern.page.keyboard.press('Control+,');
    await tern.page.getByRole('tab', { name: 'Accounts' }).click();
    await dialog().locator('.account-open').first().click();
    await dialog().getByRole('textbox', { name: 'Signature' }).first().fill('Ada of the Harbour');
    // Esc right after the last letter: what was typed is kept.
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });

    await tern.palette('Write a message');
    await rich();
    await words().getByText('Ada of the Harbour').waitFor();
    await tern.composer.locator('.compose-subject').fill('Mooring fees');
    await tern.composer
      .locator('.compose-foot input[type=file]')
      .setInputFiles({ name: 'fees.txt', mimeType: 'text/plain', buffer: Buffer.from('Twelve.') });
    await tern.composer.getByText('fees.txt').waitFor();
    await menu('Save as a template…');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Fees');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await tern.toast('“Fees” is a template now.').first().waitFor();
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });

    await tern.palette('Back up an account');
    await folder('Folder on this computer', 'Back up');
    await done(`Backup of ${USER}`);
    await tern.page.getByText(/^Also saved: .*one account.*one draft.*one template/).waitFor();
    await shot('saved');
    await tern.page.keyboard.press('Escape');
    const all = readdirSync(safe, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(all.length).toBeGreaterThan(8);
    expect(all.join('\n')).not.toContain('burnt-secret');
  });

  it('on a new profile it says what is in it, brings it back, and asks for the password', async () => {
    await host.close();
    host = await startHost();
    tern = await Tern.open(browser, host.url, { size: [1280, 800] });
    await button('Import mail or restore a backup').click();
    await button(/^Restore a backup…/).click();
    await folder('Folder on this computer', 'Look there');
    await tern.page.getByText(/A Tern backup: /).waitFor();
    await tern.page.getByText(/^It holds one account.*one draft.*one template/).waitFor();
    await shot('offer');
    await button('None').click();
    await button('Restore without mail').click();
    await done(`Import from ${safe}`);
    await tern.page.getByText(/^Brought back: one account.*one draft.*one template/).waitFor();
    await shot('brought');
    await tern.page.keyboard.press('Escape');
    await tern.page.getByText(`${USER} needs its password.`).waitFor();
    await button('Enter password').click();
    await dialog()
      .getByText(/127\.0\.0\.1/)
      .waitFor();
    await shot('password');
    await dialog().getByLabel('Password', { exact: true }).fill('burnt-secret');
    await dialog().getByRole('button', { name: 'Log in', exact: true }).click();
    const keep = dialog().getByRole('button', { name: /^Keep it weakly protected/ });
    await keep.or(tern.row('Letter 6')).first().waitFor();
    if (await keep.isVisible()) await keep.click();
    await tern.row('Letter 6').waitFor();
    await shot('mail');
  });

  it('and signature, draft and template are as they were', async () => {
    await tern.palette('Continue a draft');
    await dialog().getByText('Mooring fees').click();
    await words().getByText('Ada of the Harbour').waitFor();
    await tern.composer.getByText('fees.txt').waitFor();
    await shot('draft');
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.list.focus();
    await tern.page.keyboard.press('Shift+C');
    await dialog().getByRole('option', { name: 'Fees' }).click();
    await tern.composer.getByText('fees.txt').waitFor();
    await words().getByText('Ada of the Harbour').first().waitFor();
  });

  it('restored once more, nothing is there twice', async () => {
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.palette('Import and export');
    await button(/^Restore a backup…/).click();
    await folder('Folder on this computer', 'Look there');
    await button('None').click();
    await button('Restore without mail').click();
    await tern.page.getByText(/^Here already, and left as it is: one account/).waitFor();
    await shot('again');
    await tern.page.keyboard.press('Escape');
  });
});
