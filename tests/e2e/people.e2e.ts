import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** What somebody meets who has no pointer, whose language is composed, whose letters are long and have hundreds of files. */
const USER = 'ada@tern.example';
const FILES = 30;
const ROWS = 3000;
const profile = mkdtempSync(join(tmpdir(), 'tern-people-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const part = (head: string, body: string): string => `--b\r\n${head}\r\n\r\n${body}\r\n`;
const letter = (head: string, body: string): void => {
  world.append(
    world.account(USER),
    world.mailbox(USER, 'INBOX'),
    `From: Bo <bo@club.example>\r\nTo: Ada <${USER}>\r\nDate: ${new Date().toUTCString()}\r\n` +
      `MIME-Version: 1.0\r\n${head}\r\n\r\n${body}\r\n`,
  );
};

beforeAll(async () => {
  world.addAccount({ user: USER, password: 'secret' });
  letter(
    'Subject: Many files\r\nContent-Type: multipart/mixed; boundary=b',
    part('Content-Type: text/plain', 'See the files.') +
      Array.from({ length: FILES }, (_, n) =>
        part(
          `Content-Type: text/csv\r\nContent-Disposition: attachment; filename="sheet-${n}.csv"`,
          `row,${n}`,
        ),
      ).join('') +
      '--b--',
  );
  const rows = Array.from(
    { length: ROWS },
    (_, n) =>
      `<tr><td>Item ${n + 1}</td><td><b>Words</b>${n % 100 === 0 ? `<img src="cid:p${n / 100}@x" alt="">` : ''}</td></tr>`,
  );
  letter(
    'Subject: A long list\r\nContent-Type: multipart/related; boundary=b',
    part('Content-Type: text/html', `<table>${rows.join('\r\n')}</table><p>The very end</p>`) +
      Array.from({ length: ROWS / 100 }, (_, n) =>
        part(
          `Content-Type: image/png\r\nContent-ID: <p${n}@x>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64`,
          PIXEL,
        ),
      ).join('') +
      '--b--',
  );
  served = await serveWorld(world, { ports: { imap: 0, smtp: 0 } });
  [browser, host] = await Promise.all([openChromium(), startHost({ profile })]);
  tern = await Tern.open(browser, host.url);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  await served.close();
  rmSync(profile, { recursive: true, force: true });
});

const press = (...keys: readonly string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => tern.page.keyboard.press(key)), Promise.resolve());
const type = (text: string): Promise<void> => tern.page.keyboard.type(text);
const hasFocus = async (one: Locator): Promise<boolean> =>
  (await one.and(one.page().locator(':focus')).count()) === 1;
/** Goes on with Tab alone until it is there. */
async function tabTo(one: Locator): Promise<void> {
  for (let n = 0; n < 40; n++) {
    if (await hasFocus(one)) return;
    await press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(one)}`);
}

describe('an account is added with the keyboard alone, on a small screen at 200 %', () => {
  const dialog = (): Locator => tern.page.getByRole('dialog').or(tern.page.getByRole('alertdialog'));
  /** Between the title and the buttons of the dialog. */
  const isInSight = async (one: Locator): Promise<boolean> => {
    const [box, room] = await Promise.all([
      one.boundingBox(),
      dialog().locator('.ui-dialog-body').boundingBox(),
    ]);
    return box !== null && room !== null && box.y >= room.y && box.y + box.height <= room.y + room.height;
  };
  const server = async (group: string, port: number): Promise<void> => {
    const part_ = dialog().getByRole('group', { name: group });
    await tabTo(part_.getByLabel('Server'));
    await press('Control+a');
    await type('127.0.0.1');
    await press('Tab', 'Control+a');
    await type(String(port));
    await press('Tab', 'ArrowDown');
    await tern.page.getByRole('option', { name: 'None', exact: true }).waitFor();
    await press('End', 'Enter');
    await part_.getByRole('button', { name: /None/ }).waitFor();
  };

  it('a password that is not taken is said, tied to its field, and one goes on there', async () => {
    await tern.page.setViewportSize({ width: 640, height: 400 });
    const add = tern.page.getByRole('button', { name: 'Add your account' });
    await add.waitFor();
    await tabTo(add);
    await press('Enter');
    await expect.poll(() => hasFocus(dialog().getByLabel('Your name'))).toBe(true);
    await type('Ada');
    await press('Tab');
    await type(USER);
    await press('Tab');
    await type('wrong');
    await tabTo(dialog().getByRole('button', { name: 'Enter settings by hand' }));
    await press('Enter');
    const host_ = dialog().getByRole('group', { name: 'Incoming mail' }).getByLabel('Server');
    await expect.poll(() => hasFocus(host_)).toBe(true);
    await expect.poll(() => isInSight(host_)).toBe(true);
    await server('Incoming mail', served.ports.imap);
    await server('Outgoing mail', served.ports.smtp);
    await tabTo(dialog().getByRole('button', { name: 'Test and add' }));
    await press('Enter');
    await dialog()
      .getByRole('status')
      .filter({ hasText: 'Doesn’t work yet. Incoming mail: The user name' })
      .waitFor();
    const password = dialog().getByRole('textbox', { name: 'Password', exact: true });
    await expect.poll(() => hasFocus(password)).toBe(true);
    await expect.poll(() => isInSight(password)).toBe(true);
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    const ids = ((await password.getAttribute('aria-describedby')) ?? '').split(' ');
    const said = await Promise.all(ids.map((id) => tern.page.locator(`[id="${id}"]`).innerText()));
    expect(said).toContain('The user name or password was not accepted.');
  });

  it('and mended, one arrives', async () => {
    await press('Control+a');
    await type('secret');
    await press('Enter');
    const keep = dialog().getByRole('button', { name: /^Keep it weakly protected/ });
    const open = dialog().getByRole('button', { name: 'Open inbox' });
    await keep.or(open).first().waitFor();
    if (await keep.isVisible()) {
      await tabTo(keep);
      await press('Enter');
    }
    await open.waitFor();
    await expect.poll(() => hasFocus(open)).toBe(true);
    await dialog().getByRole('status').filter({ hasText: /\S/ }).waitFor();
    await press('Enter');
    await tern.page.setViewportSize({ width: 1280, height: 800 });
    await tern.row(/Many files/).waitFor();
  });
});

describe('a very long letter', () => {
  it('shows its rest where it was, and the focus goes to where that begins', async () => {
    await tern.openRow(/A long list/);
    const rest = tern.page.getByRole('button', { name: 'Show the rest of this long message' });
    await rest.waitFor();
    const frame = tern.page.frameLocator('.reader-frame');
    const before = await frame.locator('tr').count();
    await rest.focus();
    await press('Enter');
    await frame.getByText('The very end').waitFor();
    await rest.waitFor({ state: 'detached' });
    // In order, each once, in the one table.
    const items = await frame.locator('tr > td:first-child').allInnerTexts();
    expect(items).toEqual(Array.from({ length: ROWS }, (_, n) => `Item ${n + 1}`));
    expect(await frame.locator('table').count()).toBe(1);
    expect(await tern.page.evaluate('document.activeElement.className')).toBe('reader-frame');
    // The row in which the first piece ended is in both.
    const words: string = await tern.page.evaluate(
      `document.activeElement.contentDocument.activeElement.innerText`,
    );
    expect(Number(/\d+/.exec(words)?.[0] ?? before + 1)).toBeGreaterThanOrEqual(before);
    expect(Number(/\d+/.exec(words)?.[0] ?? before + 1)).toBeLessThanOrEqual(before + 1);
  });
});

describe('many files', () => {
  it('are folded, and all of them one key away', async () => {
    await tern.openRow(/Many files/);
    const chips = tern.reader.locator('.reader-chip');
    const all = tern.reader.getByRole('button', { name: `Show all ${FILES} attachments` });
    await all.waitFor();
    expect(await chips.count()).toBe(24);
    await all.focus();
    await press('Enter');
    await expect.poll(() => chips.count()).toBe(FILES);
    await expect.poll(() => hasFocus(chips.nth(24).getByRole('button').first())).toBe(true);
  });

  it('are saved with a number, can be stopped, and what was saved is said', async () => {
    const names = new Set<string>();
    tern.page.on('download', (download) => names.add(download.suggestedFilename()));
    const save = tern.reader.getByRole('button', { name: /^Save all/ });
    await save.focus();
    await press('Enter');
    await tern.reader.getByText(/^[1-9]\d* of 30$/).waitFor();
    // The same button, with the focus on it.
    await press('Enter');
    const stopped = tern.reader.getByText(/^Stopped\. \d+ of 30 files were handed to the browser/);
    await stopped.waitFor();
    const saved = Number(/\d+/.exec(await stopped.innerText())?.[0]);
    await expect.poll(() => names.size).toBe(saved);
    expect(saved).toBeLessThan(FILES);
    expect(await hasFocus(save)).toBe(true);
    await press('Enter');
    await tern.reader.getByText('All 30 files were handed to the browser, which saves them.').waitFor();
    await expect.poll(() => names.size, { timeout: 5_000 }).toBe(FILES);
  });
});

describe('in a letter that is written', () => {
  const words = (): Locator => tern.composer.getByRole('textbox', { name: 'Message', exact: true });

  it('nothing is chosen, sent or closed while a character is being composed', async () => {
    const ime = await tern.page.context().newCDPSession(tern.page);
    const compose = (text: string): Promise<unknown> =>
      ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    const key = (name: string, code: number, modifiers = 0): Promise<unknown> =>
      ime.send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        key: name,
        code: name,
        windowsVirtualKeyCode: code,
        modifiers,
      });
    const search = tern.page.getByRole('search').getByRole('combobox');
    await search.focus();
    await compose('に');
    await compose('にほん');
    await key('Enter', 13);
    await key('Escape', 27);
    expect(await search.inputValue()).toBe('にほん');
    expect(await hasFocus(search)).toBe(true);
    await ime.send('Input.insertText', { text: '日本' });
    expect(await search.inputValue()).toBe('日本');
    await search.fill('');
    await tern.list.focus();
    await press('c');
    const to = tern.composer.getByRole('combobox').first();
    await to.waitFor();
    await to.focus();
    await compose('ぼく');
    await key('Enter', 13);
    expect(await tern.composer.locator('.compose-token').count()).toBe(0);
    expect(await to.inputValue()).toBe('ぼく');
    await ime.send('Input.insertText', { text: 'bo@club.example' });
    await press('Enter');
    await tern.composer.locator('.compose-token').waitFor();
    await tern.composer.getByRole('button', { name: 'More about this message' }).click();
    await tern.page.getByRole('menuitemcheckbox', { name: 'Formatting' }).click();
    await tern.composer.locator('.compose-rich-text').click();
    await type('Dear ');
    await compose('にほん');
    await key('Enter', 13, 2);
    await key('Escape', 27);
    await ime.send('Input.insertText', { text: '日本' });
    expect((await words().innerText()).trim()).toBe('Dear 日本');
    expect(await tern.page.getByRole('alertdialog').count()).toBe(0);
  });

  it('megabytes are asked about, go along as a file, and what was written stays', async () => {
    const paste = (html: string, text: string): Promise<void> =>
      tern.page.evaluate(`(() => {
        const data = new DataTransfer();
        for (const [type, value] of [['text/html', ${html}], ['text/plain', ${text}]]) if (value) data.setData(type, value);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.querySelector('.compose-rich-text').dispatchEvent(event);
      })()`);
    const ask = tern.page.getByRole('alertdialog', { name: 'That is a lot to paste' });
    await paste(`''`, `'A line of words.\\n'.repeat(310_000)`);
    await ask.getByRole('button', { name: /^Attach as a file, 5\.\d MB/ }).click();
    await tern.composer.getByText('Pasted text').waitFor();
    // A sheet of 20,000 cells.
    await paste(
      `'<table>' + ('<tr>' + '<td>7</td>'.repeat(20) + '</tr>').repeat(1000) + '</table>'`,
      `('7\\t'.repeat(20) + '\\n').repeat(1000)`,
    );
    await ask.getByRole('button', { name: 'Paste the words only' }).click();
    await expect
      .poll(async () => (await words().innerText()).split('\t').length, { timeout: 15_000 })
      .toBeGreaterThan(19_000);
    expect(await words().innerText()).toMatch(/^Dear 日本/);
    // Pictures count: they are what makes it long.
    await paste(`'<p>x<img src="data:image/png;base64,' + 'A'.repeat(5_000_000) + '">'`, `'x'`);
    await ask.getByRole('button', { name: 'Cancel' }).click();
    expect(await words().innerText()).toMatch(/^Dear 日本/);
    expect(tern.complaints).toEqual([]);
  });
});
