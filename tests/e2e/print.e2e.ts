import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** What goes to the printer: the document that Tern makes for it, printed by Chromium. In the dark theme. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-print-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

const LONG = `https://tern.example/${'a-long-way/'.repeat(30)}end`;
const letter = (id: string, head: string, body: string): void => {
  world.append(
    world.account(USER),
    world.mailbox(USER, 'INBOX'),
    `To: Ada <${USER}>\r\nMessage-ID: <${id}@tern.example>\r\nDate: ${new Date().toUTCString()}\r\n` +
      `MIME-Version: 1.0\r\n${head}\r\n\r\n${body}\r\n`,
  );
};

beforeAll(async () => {
  world.addAccount({ user: USER, password: 'secret' });
  letter(
    'plain',
    'From: Bo Ek <bo@club.example>\r\nCc: Cy <cy@club.example>\r\nSubject: The harbour',
    `See ${LONG}\r\n${Array.from({ length: 120 }, (_, i) => `Line ${i + 1} of the harbour.`).join('\r\n')}`,
  );
  letter(
    'html',
    'From: Di <di@club.example>\r\nSubject: Re: The harbour\r\nReferences: <plain@tern.example>\r\nContent-Type: text/html',
    `<style>h1, .loud { color: rgb(0, 128, 0) } dl { display: none }</style>` +
      `<h1>Drawn up</h1><p class="loud">Loud words</p><p style="text-align: right">Right words</p>` +
      `<img src="https://track.example/pixel.png" alt="Plan" width="400" height="300">` +
      `<table width="1200"><tr><td>${LONG}</td></tr></table><p>Own words.</p>` +
      `<blockquote type="cite">Quoted words</blockquote>`,
  );
  const boats = Array.from(
    { length: 5000 },
    (_, i) => `<p>Boat ${i + 1}${i % 250 === 0 ? `<img src="cid:boat${i / 250}@x" alt="">` : ''}</p>`,
  );
  const pictures = Array.from(
    { length: 20 },
    (_, n) =>
      `--b\r\nContent-Type: image/gif\r\nContent-ID: <boat${n}@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n`,
  );
  letter(
    'newsletter',
    'From: Ed <ed@club.example>\r\nSubject: All boats\r\nContent-Type: multipart/related; boundary=b',
    `--b\r\nContent-Type: text/html\r\n\r\n${boats.join('\r\n')}<p>The very end</p>\r\n${pictures.join('')}--b--`,
  );
  served = await serveWorld(world, { ports: { imap: 0, smtp: 0 } });
  [browser, host] = await Promise.all([openChromium(), startHost({ profile })]);
  tern = await Tern.open(browser, host.url, { theme: 'dark' });
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.page.evaluate(CATCH);
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

/** No printer here: what is asked to be printed is written down, with the sheets and trees that markup does not show. */
const CATCH = `(() => {
  globalThis.printed = [];
  const css = (sheets) => [...sheets].flatMap((one) => [...one.cssRules].map((rule) => rule.cssText)).join('\\n');
  const write = (page) => {
    const trees = [...page.querySelectorAll('.html')].map(({ shadowRoot }) =>
      '<template shadowrootmode="open"><style>' + css(shadowRoot.adoptedStyleSheets) + '</style>' +
        shadowRoot.innerHTML + '</template>');
    let tree = 0;
    return '<!doctype html><style>' + css(page.adoptedStyleSheets) + '</style>' +
      page.body.innerHTML.replaceAll('<div class="html">', (host) => host + trees[tree++]);
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) {
      if (node.className !== 'reader-print') continue;
      Object.defineProperty(node, 'contentWindow', {
        get: () => ({ print: () => globalThis.printed.push(write(node.contentDocument)) }),
      });
    }
  }).observe(document.body, { childList: true });
})()`;

/** The sheets of paper, and a page that looks as they do, as wide as A4 between its margins. */
async function onPaper(name: string): Promise<{ readonly sheets: number; readonly page: Page }> {
  await until('something to print', async () => (await tern.page.evaluate('printed.length')) === 1);
  const html: string = await tern.page.evaluate('printed.pop()');
  expect(await tern.page.locator('.reader-print').count()).toBe(0);
  const page = await tern.context.newPage();
  await page.setViewportSize({ width: 680, height: 1000 });
  await page.setContent(html);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: false });
  mkdirSync('/tmp/shots', { recursive: true });
  writeFileSync(`/tmp/shots/print-${name}.pdf`, pdf);
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  return { sheets, page };
}
/** Everything that is written, trees included. */
const words = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const of = (root) => [...root.children].map((node) =>
      node.shadowRoot ? of(node.shadowRoot) : node.tagName === 'STYLE' ? '' : (node.querySelector?.('.html') ? of(node) : node.innerText)).join('\\n');
    return of(document.body);
  })()`);
const isWithin = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
const colours = (page: Page): Promise<string> =>
  page.evaluate(
    `(({ backgroundColor }, { color }) => backgroundColor + ' ' + color)(getComputedStyle(document.documentElement), getComputedStyle(document.querySelector('article')))`,
  );

describe('printing', () => {
  it('of a conversation is all that is unfolded: header, words and quotes, black on white, and nothing of the window', async () => {
    await tern.openRow(/The harbour/);
    await tern.page.locator('.reader-message').nth(1).waitFor();
    await tern.page.frameLocator('.reader-frame').getByText('Own words.').waitFor();
    await tern.page.keyboard.press('Control+p');
    const { sheets, page } = await onPaper('conversation');
    const text = await words(page);
    expect(sheets).toBeGreaterThan(2);
    expect(sheets).toBeLessThan(7);
    for (const part of [
      'The harbour',
      'Bo Ek <bo@club.example>',
      'Cy <cy@club.example>',
      'Line 120 of the harbour.',
      'Di <di@club.example>',
      'Drawn up',
      'Own words.',
      'Quoted words',
    ])
      expect(text).toContain(part);
    for (const chrome of ['Show quoted', 'Load once', 'Search mail', 'Write', 'Inbox'])
      expect(text).not.toContain(chrome);
    expect(await colours(page)).toBe('rgb(255, 255, 255) rgb(0, 0, 0)');
    expect(await isWithin(page)).toBe(true);
    // A mail's own styles are kept, and stay its own.
    const style = (selector: string, property: string): Promise<string> =>
      page.evaluate(
        `getComputedStyle(document.querySelector('.html').shadowRoot.querySelector('${selector}'))['${property}']`,
      );
    expect(await style('.loud', 'color')).toBe('rgb(0, 128, 0)');
    expect(await style('p[style]', 'textAlign')).toBe('right');
    expect(await page.locator('dl').last().isVisible()).toBe(true);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('body > h1')).color`)).toBe(
      'rgb(0, 0, 0)',
    );
    // An image that was not shown is not asked for, and leaves no gap.
    expect(await style('img', 'display')).toBe('none');
    expect(
      await page.evaluate(
        `document.querySelector('.html').shadowRoot.querySelector('img').src.startsWith('http')`,
      ),
    ).toBe(false);
    await page.close();
  });
  it('of a very long letter is all of it, though the window shows its beginning', async () => {
    await tern.openRow(/All boats/);
    const rest = tern.page.getByRole('button', { name: 'Show the rest of this long message' });
    await rest.waitFor();
    await tern.page.frameLocator('.reader-frame').getByText('Boat 1', { exact: true }).waitFor();
    await tern.page.keyboard.press('Control+p');
    const { page } = await onPaper('long');
    expect(await words(page)).toContain('The very end');
    // Its pictures were on their way when they were asked for.
    expect(
      await page.evaluate(
        `document.querySelector('.html').shadowRoot.querySelectorAll('img[src*="/part/"]').length`,
      ),
    ).toBe(20);
    await page.close();
  });
});
