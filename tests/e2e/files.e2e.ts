import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Mail in and out by files, in the real program: import without an account, export, backup, restore, attachments. */
let host: Host;
let browser: Browser;
let tern: Tern;
const disk = mkdtempSync(join(tmpdir(), 'tern-files-e2e-'));

const mbox = (...subjects: string[]): string =>
  subjects
    .map((s) => `From - Sat Nov 21 10:00:00 2026\nFrom: Bo <bo@tern.example>\nSubject: ${s}\n\n${s} here\n\n`)
    .join('');
const button = (name: string | RegExp) =>
  tern.page.getByRole('button', { name, exact: typeof name === 'string' });
async function path(label: string, text: string, go: string | RegExp): Promise<void> {
  await tern.page.getByLabel(label).fill(text);
  await button(go).click();
}
async function command(name: string): Promise<void> {
  await tern.page.keyboard.press('Control+k');
  await tern.page.keyboard.type(name);
  await tern.page.getByRole('option', { name }).first().waitFor();
  await tern.page.keyboard.press('Enter');
}
const close = (): Promise<void> => tern.page.keyboard.press('Escape');
const done = (title: string | RegExp): Promise<void> =>
  tern.page
    .locator('.files-job', { hasText: title })
    .filter({ hasText: /Done: / })
    .first()
    .waitFor({ timeout: 60_000 });

beforeAll(async () => {
  const profile = join(disk, 'thunderbird');
  mkdirSync(join(profile, 'Mail/Local Folders/Projects.sbd'), { recursive: true });
  writeFileSync(
    join(profile, 'prefs.js'),
    'user_pref("mail.server.server1.directory-rel", "[ProfD]Mail/Local Folders");\nuser_pref("mail.server.server1.name", "Ada’s old mail");\n',
  );
  writeFileSync(join(profile, 'Mail/Local Folders/Projects'), mbox('Slipway drawings', 'Varnish list'));
  writeFileSync(join(profile, 'Mail/Local Folders/Projects.sbd/Regatta'), mbox('Start list 2019'));
  [host, browser] = await Promise.all([startHost(), openChromium()]);
  tern = await Tern.open(browser, host.url);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  rmSync(disk, { recursive: true, force: true });
});

it('a Thunderbird profile is imported before there is any account', async () => {
  await button('Import mail or restore a backup').click();
  await button(/^Import mail…/).click();
  await button('Choose a folder…').click();
  await path('Folder or file on this computer', join(disk, 'nothing-here'), 'Look there');
  await tern.page.getByText('There is no such file or folder.').waitFor();
  await path('Folder or file on this computer', join(disk, 'thunderbird'), 'Look there');
  await tern.page.getByText(/A Thunderbird profile: 2 folders/).waitFor();
  await tern.page.getByLabel('Name of the new folder').fill('Old mail');
  await button('Import 2 folders').click();
  await done('Import from');
  await close();
  await tern.folder(/^Regatta/).click();
  await tern.rows.first().waitFor();
  await tern.folder(/^Projects/).click();
  await tern.page.getByRole('option', { name: /Slipway drawings/ }).click();
  await tern.page.getByText('Slipway drawings here').last().waitFor();
});

it('an account is backed up, checked, and the backup restored beside it', async () => {
  await host.close();
  host = await startHost({ demo: true });
  tern = await Tern.open(browser, host.url);
  await tern.rows.first().waitFor();
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
  const safe = join(disk, 'safe');
  await command('Back up an account…');
  await button('Choose a folder…').click();
  await path('Folder on this computer', safe, 'Back up');
  await done('Backup of Demo');
  await tern.page.getByText('Every message was read back and is whole.').first().waitFor();
  const manifest = JSON.parse(readFileSync(join(safe, 'tern-backup.json'), 'utf8')) as {
    mailboxes: { folder: string; path: string[] }[];
  };
  const drafts = manifest.mailboxes.find((m) => m.path.at(-1) === 'Drafts')?.folder ?? '';
  const inbox = manifest.mailboxes.find((m) => m.path.at(-1) === 'INBOX')?.folder ?? '';
  expect(readdirSync(join(safe, inbox, '0')).length).toBeGreaterThan(50);
  // Somebody's disk forgets a letter: the check says which.
  const [first = ''] = readdirSync(join(safe, drafts, '0'));
  rmSync(join(safe, drafts, '0', first));
  await button(/^Check a backup…/).click();
  await button('Choose a folder…').click();
  await path('Folder on this computer', safe, 'Check');
  await done('Check of');
  await tern.page.getByText('1 thing was not done').first().click();
  await tern.page.getByText(new RegExp(`${drafts}/0/${first}: is missing`)).waitFor();
  await button(/^Restore a backup…/).click();
  await button('Choose a folder…').click();
  await path('Folder on this computer', safe, 'Look there');
  await tern.page.getByText(/A Tern backup: /).waitFor();
  await tern.page.getByLabel('Name of the new folder').fill('Restored');
  await button(/^Import \d+ folders$/).click();
  await done('Import from');
  await close();
});

it('folders are exported as mbox files', async () => {
  await command('Export folders…');
  await tern.page.locator('.files-found label', { hasText: 'Harbour' }).click();
  await button('Choose a folder…').click();
  await path('Folder on this computer', join(disk, 'out'), 'Export one folder');
  await done('Export to');
  await close();
  const [file = ''] = readdirSync(join(disk, 'out'));
  expect(file).toBe('Projects Harbour.mbox');
  expect(readFileSync(join(disk, 'out', file), 'latin1')).toMatch(/^From \S+ /);
});

it('a file that is attached in the composer reaches the vault', async () => {
  await tern.page.keyboard.press('c');
  await tern.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'žlutý kůň.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('hello'),
    });
  await tern.page.getByText('žlutý kůň.txt').first().waitFor();
  await expect.poll(() => tern.page.locator('.attachment-failed, .is-failed').count()).toBe(0);
  await tern.page.getByText('5 bytes').first().waitFor();
});
