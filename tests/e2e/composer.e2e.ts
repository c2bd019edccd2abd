import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { letter } from '../fakes/bench';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** The composer as a demanding person uses it, with an account that is still there after the program was killed. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-composer-e2e-'));
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

beforeAll(async () => {
  const world = new MailWorld(new NodeClock());
  world.addAccount({ user: USER, password: 'secret' });
  world.append(world.account(USER), world.mailbox(USER, 'INBOX'), letter(1));
  served = await serveWorld(world, { ports: { smtp: 0, imap: 0 } });
  [host, browser] = await Promise.all([startHost({ profile }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [800, 600], expected: /WebSocket|ERR_CONNECTION/ });
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.row('Letter 1').waitFor();
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

const words = () => tern.composer.getByRole('textbox', { name: 'Message' });

describe('the composer in a small window', () => {
  it('takes 3,000 people, and its words and buttons stay in sight at 800×600', async () => {
    await tern.list.focus();
    await tern.page.keyboard.press('c');
    const to = tern.composer.getByRole('combobox').first();
    await to.fill(Array.from({ length: 3000 }, (_, i) => `Person ${i} <p${i}@far.example>`).join(', '));
    await to.press('Enter');
    // Thousands of tokens stop the window for seconds; the rest is there when it is asked for.
    const tokens = tern.composer.locator('span.compose-token');
    await tern.composer.getByRole('button', { name: 'and 2900 more' }).click();
    await until('more of them are there', async () => (await tokens.count()) === 600);
    await to.focus();
    await tern.composer.locator('.compose-subject').fill('To everybody');
    await tern.composer.getByRole('button', { name: 'and 2992 more' }).click();
    await until('one writes to them again', async () => (await tokens.count()) === 100);
    await words().fill('Hello');
    for (const seen of [words(), tern.composer.getByRole('button', { name: 'Send', exact: true })]) {
      const box = await seen.boundingBox();
      expect(box).not.toBeNull();
      expect((box?.y ?? 0) + Math.min(box?.height ?? 0, 40)).toBeLessThanOrEqual(600);
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(800);
    }
    await tern.page.screenshot({ path: '/tmp/shots/composer-3000-people.png' });
  });

  it('undoes and does again by the usual keys, and a composed character is one', async () => {
    await words().focus();
    await tern.page.keyboard.press('Control+End');
    await tern.page.keyboard.type(' world');
    await tern.page.keyboard.press('Control+z');
    await until('it is undone', async () => !(await words().inputValue()).endsWith(' world'));
    await tern.page.keyboard.press('Control+Shift+z');
    await until('it is there again', async () => (await words().inputValue()).includes('world'));
    const input = await tern.context.newCDPSession(tern.page);
    await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    await input.send('Input.insertText', { text: '日本' });
    await until('it was composed', async () => (await words().inputValue()).endsWith('日本'));
    expect(await words().inputValue()).not.toContain('にほ');
  });

  it('D5 the program is killed while somebody types, and started again: the words are there', async () => {
    await tern.page.keyboard.type(' Typed until the very end.');
    await tern.composer.getByText('Saved', { exact: true }).waitFor();
    await host.kill();
    host = await startHost({ profile });
    await tern.page.goto(host.url);
    await tern.row('Letter 1').waitFor();
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('To everybody').click();
    expect(await words().inputValue()).toContain('日本 Typed until the very end.');
    await tern.composer.getByText('and 2992 more').waitFor();
  });

  it('D5 the program is ended right after a word: the page says it before the engine stops', async () => {
    await words().press('End');
    await tern.page.keyboard.type(' And one more.');
    expect(await host.interrupt()).toBe(0);
    host = await startHost({ profile });
    await tern.page.goto(host.url);
    await tern.row('Letter 1').waitFor();
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('To everybody').click();
    expect(await words().inputValue()).toContain('Typed until the very end. And one more.');
  });

  it('what is pasted from a page is only its words and their look', async () => {
    await tern.composer.getByRole('button', { name: 'More about this message' }).click();
    await tern.page.getByRole('menuitemcheckbox', { name: 'Formatting' }).click();
    const rich = tern.composer.locator('[contenteditable=true]');
    await rich.click();
    await tern.page.evaluate(
      `(() => { const data = new DataTransfer();
        data.setData('text/html', '<b>Bold</b><script>window.__ran = 1<' + '/script><img src="https://track.example/x.gif" onerror="window.__ran = 2"><a href="javascript:window.__ran=3">link</a><style>*{display:none}</style><iframe src="https://track.example"></iframe><form><input name=a></form>');
        data.setData('text/plain', 'Bold link');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); })()`,
    );
    await rich.getByText('Bold', { exact: false }).first().waitFor();
    const html = await rich.innerHTML();
    expect(html).toMatch(/<strong>Bold<\/strong>/);
    expect(html).not.toMatch(/script|track\.example|javascript:|iframe|<form|<input|onerror|<style/i);
    expect(await tern.page.evaluate('window.__ran')).toBeUndefined();
  });

  it('attaches every one of many small files that are there at once', async () => {
    const files = Array.from({ length: 20 }, (_, i) => ({
      name: `note-${i}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(`Note ${i}`),
    }));
    await tern.composer.locator('.compose-foot input[type=file]').setInputFiles(files);
    const attached = tern.composer.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
    await until('nothing is on its way any more', async () => {
      const texts = await attached.allInnerTexts();
      return texts.length > 0 && texts.every((text) => !text.includes('%'));
    });
    expect(await attached.count()).toBe(20);
  });

  it('closes without losing a word, by the keyboard alone, and opens again from Drafts', async () => {
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
    // Keys go to the list again.
    await until('the list has the focus', () =>
      tern.page.evaluate(`document.activeElement?.getAttribute('data-region') === 'list'`),
    );
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('To everybody').click();
    await tern.composer.locator('[contenteditable=true]').getByText('Typed until the very end.').waitFor();
    expect(tern.complaints).toEqual([]);
  });

  it('a letter that cannot go keeps the focus: what is typed next is no command', async () => {
    await tern.composer.getByRole('button', { name: 'Close and keep the draft' }).click();
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.palette('Write a message');
    const subject = tern.composer.locator('.compose-subject');
    await subject.fill('Lette');
    await tern.page.keyboard.press('Control+Enter');
    await tern.composer.getByText('This can’t be sent yet.').waitFor();
    await tern.page.keyboard.type('r e');
    expect(await subject.inputValue()).toBe('Letter e');
  });

  it('an address that was being typed when the composer was closed is in the draft', async () => {
    await tern.composer.getByRole('combobox', { name: 'To: add a person' }).fill('grace@far.example');
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('grace@far.example').waitFor();
    await tern.page.keyboard.press('Escape');
  });
});
