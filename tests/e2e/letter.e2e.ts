import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** A message file that the system hands over is shown, and what is attached to it too. */
const inner = [
  'From: Cy <cy@tern.example>',
  'To: Bo <bo@tern.example>',
  'Subject: The letter inside',
  'Date: Thu, 02 Apr 2026 09:30:00 +0200',
  'Content-Type: text/plain',
  '',
  'Seven planks are enough.',
];
const outer = [
  'From: Bo <bo@tern.example>',
  'To: Ada <ada@tern.example>',
  'Subject: A letter from a file',
  'Date: Thu, 02 Apr 2026 10:00:00 +0200',
  'Message-ID: <file-1@tern.example>',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html',
  '',
  '<p>Oak, <b>not</b> pine.</p><img src="https://pictures.example/oak.png"><script>document.title = "owned"</script>',
  '--b',
  'Content-Type: message/rfc822',
  'Content-Disposition: attachment; filename="inside.eml"',
  '',
  ...inner,
  '--b--',
  '',
];

let host: Host;
let browser: Browser;
let tern: Tern;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tern-letter-'));
  const path = join(folder, 'oak.eml');
  await writeFile(path, outer.join('\r\n'));
  host = await startHost({ demo: true, openings: [path] });
  browser = await openChromium();
  tern = await Tern.open(browser, host.url);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});

describe('a message file from the system', () => {
  const dialog = (name: string) => tern.page.getByRole('dialog', { name });

  it('is shown as mail is shown: no script, no picture that was not asked for', async () => {
    const letter = dialog('A letter from a file');
    await letter.frameLocator('iframe').getByText('not').waitFor();
    await letter.getByText(/1 image not loaded/).waitFor();
    await letter.getByText('“oak.eml” is a file. It is in none of your folders.').waitFor();
    expect(await tern.page.title()).not.toBe('owned');
  });

  it('opens what is attached to it, and comes back', async () => {
    await dialog('A letter from a file').getByText('inside', { exact: true }).click();
    const within = dialog('The letter inside');
    await within.getByText('Seven planks are enough.').waitFor();
    await within.getByText('It came attached to another message, as “inside.eml”.').waitFor();
    await tern.page.keyboard.press('Escape');
    await dialog('A letter from a file').getByText('to Ada').waitFor();
  });

  it('is kept when it is asked for, and not before', async () => {
    expect(await tern.folder(/Opened files/).count()).toBe(0);
    await dialog('A letter from a file').getByRole('button', { name: 'Keep it on this computer' }).click();
    await tern.page
      .getByText(/1 message/)
      .first()
      .waitFor();
    await tern.page.keyboard.press('Escape');
    await tern.folder(/Opened files/).click();
    await tern.row(/A letter from a file/).waitFor();
  });

  it('one that came attached is answered without being kept, and what is written has the room', async () => {
    await tern.row(/A letter from a file/).click();
    await tern.page.getByRole('main').getByText('inside', { exact: true }).first().click();
    await dialog('The letter inside').getByRole('button', { name: 'Reply', exact: true }).click();
    await tern.composer.locator('.compose-subject').waitFor();
    expect(await tern.composer.locator('.compose-subject').inputValue()).toBe('Re: The letter inside');
    await tern.composer.getByText(/wrote:/).waitFor();
    await dialog('The letter inside').waitFor({ state: 'detached' });
    expect(tern.complaints).toEqual([]);
  });
});

describe('a message file that was not sent', () => {
  it('is gone on with as a draft, with its recipients, words and files', async () => {
    const path = join(folder, 'form.eml');
    await writeFile(
      path,
      [
        ...['To: Bo <bo@tern.example>', 'Cc: Cy <cy@tern.example>', 'Subject: Order 7', 'X-Unsent: 1'],
        ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', ''],
        ...['Seven planks, please.', '--b', 'Content-Type: text/csv'],
        ...['Content-Disposition: attachment; filename="planks.csv"', '', 'oak,7', '--b--', ''],
      ].join('\r\n'),
    );
    const second = await startHost({ demo: true, openings: [path] });
    const window = await Tern.open(browser, second.url);
    try {
      const composer = window.page.locator('.compose');
      await composer.getByText('Bo', { exact: true }).first().waitFor();
      await composer.getByText('Cy', { exact: true }).first().waitFor();
      await composer.getByText('Seven planks, please.').waitFor();
      await composer.getByText('planks', { exact: false }).nth(1).waitFor();
      expect(await composer.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Order 7');
      expect(await window.page.getByRole('dialog').count()).toBe(0);
    } finally {
      await window.close();
      await second.close();
    }
  });
});
