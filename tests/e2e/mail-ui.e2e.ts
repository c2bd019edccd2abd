import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLab } from './support/lab-browser';
import { computed, runs, show } from './support/lab-page';
import { type LabServer, startLab } from './support/lab-server';
import { openChromium } from './support/tern';

let lab: LabServer;
let gallery: LabServer;
let browser: Browser;
beforeAll(async () => {
  lab = await startLab('tests/browser/mail-lab.ts');
  gallery = await startLab('tests/browser/mail-gallery.tsx');
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await lab.close();
  await gallery.close();
});

interface Call {
  readonly call: string;
  readonly params: Record<string, unknown>;
}
const calls = async (page: Page, name: string): Promise<Call[]> =>
  (await page.evaluate<Call[]>('JSON.parse(JSON.stringify(window.lab.log))')).filter(
    (entry) => entry.call === name,
  );
const waitForCall = (page: Page, name: string, more = 'true'): Promise<unknown> =>
  until(page, `window.lab.log.some(({ call, params }) => call === '${name}' && (${more}))`);
/** Asks over the debugging protocol: a poll inside the page would need eval, which its policy forbids. */
const until = (page: Page, expression: string): Promise<unknown> =>
  vi.waitFor(async () => expect(await page.evaluate<boolean>(expression), expression).toBe(true), {
    timeout: 10_000,
    interval: 50,
  });
const both = { sanitise: true, contain: true };

describe('the sanitiser in Chromium', () => {
  it('applies a mail’s styles through CSSOM under style-src self, without one violation', async () => {
    const { page } = await openLab(browser, `${lab.origin}/`);
    const report = await show(
      page,
      '<style>p > b { color: rgb(1, 2, 3); position: fixed } #x { margin-left: 7px }</style><p id="x" style="color:#040506;z-index:9"><b>words</b></p>',
      both,
    );
    expect(await computed(page, 'b', 'color')).toBe('rgb(1, 2, 3)');
    expect(await computed(page, 'b', 'position')).toBe('static');
    expect(await computed(page, 'p', 'color')).toBe('rgb(4, 5, 6)');
    expect(await computed(page, 'p', 'z-index')).toBe('auto');
    expect(await computed(page, 'p', 'margin-left')).toBe('7px');
    expect(report?.bringsColours).toBe(true);
    expect(await runs(page)).toEqual([]);
    await page.close();
  });

  it('keeps what mail is made of, and says what was a form', async () => {
    const { page } = await openLab(browser, `${lab.origin}/`);
    const report = await show(
      page,
      '<table width="600" bgcolor="#ffeedd" cellpadding="3"><tr><td align="right" colspan="2"><font color="red" face="Arial">x</font></td></tr></table>' +
        '<a href="https://a.example/x">l</a><img src="cid:pic%40x" width="40"><img src="https://r.example/i.png"><form action="/x"><input name="p"></form>',
      both,
    );
    expect(report?.html).toMatch(
      /<table width="600" bgcolor="#ffeedd" cellpadding="3">.*<td align="right" colspan="2"><font color="red" face="Arial">x/,
    );
    expect(report?.links).toEqual(['https://a.example/x']);
    expect(report?.inlineImages).toEqual(['pic@x']);
    expect(report?.remoteImages).toEqual(['https://r.example/i.png']);
    expect(report?.hadForm).toBe(true);
    await page.close();
  });

  it('says in words what an image would show that has no size, until it is loaded', async () => {
    const { page } = await openLab(browser, `${lab.origin}/`);
    const html =
      '<p>From <img src="https://r.example/i.png" alt="Our logo"> with <img src="https://r.example/2.png"></p>';
    const seen = () => Promise.all(['img', '[data-tern-alt]'].map((what) => computed(page, what, 'display')));
    const report = await show(page, html, both);
    expect(report?.html.match(/data-tern-alt=""[^>]*>[^<]*/g)).toEqual(['data-tern-alt="">Our logo']);
    expect(await seen()).toEqual(['none', 'inline']);
    await show(page, html, both, true);
    expect(await seen()).toEqual(['inline', 'none']);
    await page.close();
  });

  it('survives depth, breadth and size', async () => {
    const { page, incidents } = await openLab(browser, `${lab.origin}/`);
    for (const html of [
      '<div>'.repeat(5_000),
      '<b '.repeat(20_000),
      `<p ${'a=b '.repeat(20_000)}>x`,
      `<style>${'p{color:red}'.repeat(60_000)}</style>x`,
    ]) {
      const report = await show(page, html, both);
      expect(report).not.toBeNull();
    }
    expect(incidents).toEqual([]);
    await page.close();
  });

  it('a page that wants all of its frame’s height does not grow without end', async () => {
    const { page } = await openLab(browser, `${lab.origin}/`);
    const report = await show(
      page,
      '<style>html,body,div{height:100%;min-height:100vh}</style><div style="height:100vh">x</div>',
      both,
    );
    expect(report?.height).toBeLessThan(200);
    await page.close();
  });
});

describe('reader', () => {
  const open = async (query: string): Promise<Page> =>
    (await openLab(browser, `${gallery.origin}/?${query}`)).page;

  it('loads remote images once, through the engine, and asks always by address', async () => {
    const page = await open('mail=newsletter');
    await page.getByRole('button', { name: 'Load once' }).click();
    await waitForCall(page, 'remoteImages');
    const [asked] = await calls(page, 'remoteImages');
    expect((asked?.params['urls'] as string[]).every((url) => url.startsWith('https://'))).toBe(true);
    await page.frameLocator('iframe').locator('img[src*="/image/0"]').waitFor();
    expect(await runs(page)).toEqual([]);
    await page.close();
  });

  it('asks before a link that lies, and opens it once', async () => {
    const page = await open('mail=suspicious');
    await page.frameLocator('iframe').getByRole('link').click();
    await page.getByRole('alertdialog').getByText('leads to evil.example').waitFor();
    expect(await calls(page, 'openLink')).toEqual([]);
    await page.getByRole('button', { name: 'Open evil.example' }).click();
    await waitForCall(page, 'openLink');
    expect(await calls(page, 'openLink')).toHaveLength(1);
    await page.close();
  });

  it('never opens what can run; saves it after a question', async () => {
    const page = await open('mail=suspicious');
    await page.getByText('invoicefdp').click();
    await page.getByRole('button', { name: 'Save anyway' }).click();
    await waitForCall(page, 'savePart');
    expect(await calls(page, 'openPart')).toEqual([]);
    await page.close();
  });

  it('opens the newest and the unread of a conversation, marks them read, and n and p move', async () => {
    const page = await open('mail=thread');
    await page.locator('.reader-message').nth(1).waitFor();
    expect(await page.locator('.reader-folded').count()).toBe(4);
    await waitForCall(page, 'act');
    await page.keyboard.press('p');
    await until(page, "document.querySelectorAll('.reader-message').length === 3");
    await page.close();
  });

  it('sees through a link whose words are parted by hidden ones', async () => {
    const page = await open('mail=masked');
    await page.frameLocator('iframe').getByRole('link').click();
    await page.getByRole('alertdialog').getByText('leads to evil.example').waitFor();
    expect(await calls(page, 'openLink')).toEqual([]);
    await page.close();
  });

  it('shows the end of a mail that is taller than any frame', async () => {
    const page = await open('mail=tall');
    const last = page.frameLocator('iframe').getByText('the last line');
    await last.waitFor();
    // As a person does: a page that only scripts can scroll is of no use to anybody.
    await page.locator('iframe').hover();
    await page.mouse.wheel(0, 1_000_000);
    await until(
      page,
      "(() => { const frame = document.querySelector('iframe'); const last = frame.contentDocument.querySelector('b').getBoundingClientRect(); return last.bottom <= frame.getBoundingClientRect().height; })()",
    );
    await page.close();
  });

  it('unfolds the latest of five hundred unread messages, and marks no other as read', async () => {
    const page = await open('mail=flood');
    await page.locator('.reader-message').nth(19).waitFor();
    expect(await page.locator('iframe').count()).toBe(20);
    await waitForCall(page, 'act');
    await page.waitForTimeout(500);
    const marked = new Set((await calls(page, 'act')).map(({ params }) => JSON.stringify(params)));
    expect(marked.size).toBe(20);
    await page.close();
  });

  it('hands keys pressed inside a mail to the app', async () => {
    const page = await open('mail=simplehtml');
    await page.frameLocator('iframe').getByRole('link').focus();
    await page.keyboard.press('r');
    await waitForCall(page, 'replyDraft', "params.mode === 'reply'");
    await page.close();
  });

  it('folds quoted text in HTML to a line that opens', async () => {
    const page = await open('mail=simplehtml');
    const frame = page.frameLocator('iframe');
    await frame.getByText('Show quoted text').waitFor();
    expect(await frame.getByText('Are we still on').isVisible()).toBe(false);
    await frame.getByText('Show quoted text').click();
    await frame.getByText('Are we still on').waitFor();
    await page.close();
  });
});

describe('composer', () => {
  const open = async (draft: string): Promise<Page> =>
    (await openLab(browser, `${gallery.origin}/?draft=${draft}`)).page;
  const body = (page: Page) => page.getByRole('textbox', { name: 'Message' });

  it('saves at a pause and says so; nothing is saved before anything is typed', async () => {
    const page = await open('reply');
    await body(page).waitFor();
    expect(await calls(page, 'saveDraft')).toEqual([]);
    await body(page).press('End');
    await body(page).pressSequentially(' And more');
    await waitForCall(page, 'saveDraft', "params.content.text.includes('And more')");
    await page.locator('.compose-saved').getByText('Saved').waitFor();
    await page.close();
  });

  it('never saves emptiness over words by itself', async () => {
    const page = await open('reply');
    for (const name of ['Subject', 'Message']) await page.getByRole('textbox', { name }).fill('');
    await page.getByRole('button', { name: 'Remove Anna Kowalska' }).click();
    await page.clock.install();
    await page.clock.runFor(5000);
    const saved = await calls(page, 'saveDraft');
    expect(
      saved.every(
        (entry) =>
          JSON.stringify(entry.params).includes('Anna') || JSON.stringify(entry.params).includes('Half past'),
      ),
    ).toBe(true);
    await page.close();
  });

  it('Esc keeps the draft', async () => {
    const page = await open('reply');
    await body(page).fill('Not to be lost');
    await page.keyboard.press('Escape');
    await page.locator('.compose').waitFor({ state: 'detached' });
    expect(await calls(page, 'discardDraft')).toEqual([]);
    expect((await calls(page, 'saveDraft')).at(-1)?.params['content']).toMatchObject({
      text: 'Not to be lost',
    });
    await page.close();
  });

  it('asks about a forgotten attachment, sends with Ctrl+Enter, and takes it back', async () => {
    const page = await open('reply');
    await body(page).fill('See attached.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alertdialog').getByText('nothing is attached').waitFor();
    expect(await calls(page, 'send')).toEqual([]);
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await waitForCall(page, 'undoSend');
    const [sent] = await calls(page, 'send');
    expect(sent?.params['content']).toMatchObject({ text: 'See attached.' });
    expect(JSON.stringify(sent?.params)).not.toContain('kobold');
    await body(page).waitFor();
    await page.close();
  });

  it('says what is missing instead of sending', async () => {
    const page = await open('rich');
    await page.getByRole('button', { name: 'Discard' }).first().focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText('“not an address” is not a complete address.').waitFor();
    expect(await calls(page, 'send')).toEqual([]);
    await page.close();
  });

  it('finds people as one types and makes tokens by keyboard alone', async () => {
    const page = await open('empty');
    const to = page.getByRole('combobox', { name: 'To: add a person' });
    await to.pressSequentially('ann');
    await page.getByRole('option').nth(1).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await to.pressSequentially('bob@example.com,');
    await waitForCall(page, 'saveDraft', 'params.content.to.length === 2');
    const saved = (await calls(page, 'saveDraft')).at(-1)?.params['content'];
    expect(saved).toMatchObject({ to: [{ address: 'annabel@poe.example' }, { address: 'bob@example.com' }] });
    await page.close();
  });

  it('rich text: pasted HTML is sanitised, the model is what goes out, and no policy is violated', async () => {
    const page = await open('rich');
    await body(page).click();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('text/html', '<b onclick="__ran(1)">bold</b><img src="https://x.leak.test/a.png" onerror="__ran(2)"><script>__ran(3)</script><a href="javascript:__ran(4)">l</a>');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await waitForCall(page, 'saveDraft', "params.content.html.includes('<b>bold</b>')");
    const saved = JSON.stringify((await calls(page, 'saveDraft')).at(-1)?.params);
    expect(saved).not.toMatch(/__ran|leak\.test|javascript:|onclick|<img/);
    expect(await runs(page)).toEqual([]);
    await page.close();
  });

  it('attaches files by the host’s upload and keeps them in the draft', async () => {
    const page = await open('reply');
    await page.route('**/upload', (route) =>
      // As the hosts do: an upload without a name is refused.
      route.request().headers()['x-tern-name'] === 'notes.txt'
        ? route.fulfill({ status: 200, contentType: 'application/json', body: '{"blob":"h1","size":5}' })
        : route.fulfill({ status: 400, body: 'The upload has no name.' }),
    );
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await waitForCall(
      page,
      'saveDraft',
      "params.content.attachments.some(({ blob, name }) => blob === 'h1' && name === 'notes.txt')",
    );
    await page.close();
  });
});
