import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Writing and keeping mail as a demanding person does: the built program, the demo's servers, a real browser. */
let host: Host;
let browser: Browser;
let tern: Tern;
const disk = mkdtempSync(join(tmpdir(), 'tern-writing-e2e-'));

beforeAll(async () => {
  [host, browser] = await Promise.all([startHost({ demo: true }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  rmSync(disk, { recursive: true, force: true });
});

/** What a real drag with the mouse would carry out of the window. */
async function draggedOut(selector: string): Promise<{ type: string; name: string; url: string }> {
  await tern.page.evaluate(
    `document.addEventListener('dragstart', (event) => { window.__out = event.dataTransfer.getData('DownloadURL'); }, { once: true })`,
  );
  const box = await tern.page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not to be seen`);
  await tern.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await tern.page.mouse.down();
  await tern.page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2 + 5, { steps: 5 });
  await tern.page.mouse.up();
  const carried = await tern.page.evaluate<string>('window.__out');
  const [, type = '', name = '', url = ''] = /^([^:]+):([^:]+):(http.+)$/.exec(carried) ?? [];
  return { type, name, url };
}
const fetched = (url: string): Promise<{ status: number; text: string; name: string }> =>
  tern.page.evaluate(
    `fetch(${JSON.stringify(url)}).then(async (answer) => ({ status: answer.status, text: await answer.text(), name: answer.headers.get('content-disposition') ?? '' }))`,
  );

describe('out of the window', () => {
  it('a row is dragged out as the message’s file', async () => {
    await tern.row(/Invitation: Harbour Trust board/).waitFor();
    const { type, name, url } = await draggedOut('[role=option][data-index="0"]');
    expect(type).toBe('message/rfc822');
    expect(name).toMatch(/\.eml$|\.mbox$/);
    expect(new URL(url).origin).toBe(host.origin);
    const file = await fetched(url);
    expect(file.status).toBe(200);
    expect(file.text).toMatch(/^Subject: /m);
    expect(file.name).toContain('attachment');
    // Nobody without the page's session gets it.
    const outside = await fetch(url);
    expect(outside.status).toBeGreaterThanOrEqual(400);
  });

  it('the open message and its attachments too', async () => {
    await tern.openRow(/Invitation: Harbour Trust board/);
    const message = await draggedOut('.reader-grip');
    expect(message).toMatchObject({
      type: 'message/rfc822',
      name: expect.stringMatching(/^Invitation.*\.eml$/) as string,
    });
    expect((await fetched(message.url)).text).toContain('BEGIN:VCALENDAR');
  });
});

describe('whom one writes to', () => {
  it('somebody else at a domain that only looks like one that one knows is warned of', async () => {
    await tern.list.focus();
    await tern.page.keyboard.press('c');
    const to = tern.composer.getByRole('combobox').first();
    await to.fill('treasurer@harbourtrust.exarnple, treasurer@harbourtrust.example');
    await to.press('Enter');
    await tern.composer
      .getByText(
        'harbourtrust.exarnple looks like harbourtrust.example, but is another place. Check the address treasurer@harbourtrust.exarnple.',
      )
      .waitFor();
    expect(await tern.composer.getByText(/looks like/).count()).toBe(1);
    await tern.page.screenshot({ path: '/tmp/shots/lookalike.png' });
    await tern.composer.getByRole('button', { name: 'Discard draft' }).last().click();
    await tern.page.getByRole('alertdialog').getByRole('button', { name: 'Discard draft' }).click();
    await tern.composer.waitFor({ state: 'detached' });
  });
});

describe('an invitation', () => {
  it('says what was answered, also after a restart, and can be answered anew', async () => {
    const card = tern.reader.getByRole('region', { name: 'Invitation' });
    await card.getByRole('button', { name: 'Yes' }).click();
    await card.getByText(/^You accepted on /).waitFor();
    await tern.page.goto(await host.link());
    await tern.row(/Re: .*Harbour Trust board/).waitFor();
    // The organiser's thanks are in the conversation by now, with the invitation folded above them or open.
    await tern.openRow(/Harbour Trust board/);
    const folded = tern.reader.locator('.reader-folded-line').first();
    await card.or(folded).first().waitFor();
    if (!(await card.isVisible())) await folded.click();
    await card.getByText(/^You accepted on /).waitFor();
    await card.getByRole('button', { name: 'No', exact: true }).click();
    await card.getByText(/^You declined on /).waitFor();
  });
});

describe('an old mail with a file in its text', () => {
  it('names the file instead of showing its letters, and gives it', async () => {
    const path = join(disk, 'old.eml');
    writeFileSync(
      path,
      'From: Cy <cy@old.example>\r\nSubject: Sent in 1994\r\n\r\nHere it is:\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye\r\n',
    );
    await tern.palette('Import');
    const button = (name: string | RegExp) => tern.page.getByRole('button', { name });
    await button(/^Import mail…/).click();
    await button('Choose a file…').click();
    await tern.page.getByLabel('Folder or file on this computer').fill(path);
    await button('Look there').click();
    await tern.page.getByLabel('Name of the new folder').fill('Found in a drawer');
    await button(/^Import /)
      .last()
      .click();
    await tern.page
      .locator('.files-job')
      .filter({ hasText: /Done: / })
      .first()
      .waitFor();
    await tern.page.keyboard.press('Escape');
    await tern
      .folder(/^Found in a drawer/)
      .first()
      .click();
    await tern.openRow(/Sent in 1994/);
    await tern.reader.getByText('Here it is:').waitFor();
    expect(await tern.reader.innerText()).not.toContain('#0V%T');
    await tern.reader.getByRole('button', { name: 'Show the file in the text: cat.txt' }).click();
    const file = await tern.downloaded(() =>
      tern.reader.getByRole('button', { name: 'Save cat.txt' }).click(),
    );
    expect([file.name, file.bytes.toString()]).toEqual(['cat.txt', 'Cat']);
  });
});
