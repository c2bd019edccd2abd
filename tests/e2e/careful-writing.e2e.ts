import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLab } from './support/lab-browser';
import { type LabServer, startLab } from './support/lab-server';
import { openChromium } from './support/tern';

/** What must not be lost, and not be sent by a slip: the real composer on drafts of its own, without an engine. */
let gallery: LabServer;
let browser: Browser;
beforeAll(async () => {
  gallery = await startLab('tests/browser/mail-gallery.tsx');
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await gallery.close();
});

interface Words {
  readonly text: string;
  readonly html: string | null;
  readonly to: readonly { readonly address: string }[];
  readonly attachments: readonly { readonly blob: string; readonly contentId: string | null }[];
  readonly quote: { readonly html: string | null } | null;
}
const open = async (draft: string): Promise<Page> =>
  (await openLab(browser, `${gallery.origin}/?draft=${draft}`)).page;
const contents = async (page: Page, call: string): Promise<Words[]> =>
  (
    await page.evaluate<{ call: string; params: { content: Words } }[]>(
      'JSON.parse(JSON.stringify(window.lab.log))',
    )
  ).flatMap((entry) => (entry.call === call ? [entry.params.content] : []));
/** The newest content that was saved or sent, once it is as expected. */
const until = (page: Page, call: 'saveDraft' | 'send', check: (words: Words) => void): Promise<Words> =>
  vi.waitFor(
    async () => {
      const words = (await contents(page, call)).at(-1);
      if (words === undefined) throw new Error(`nothing was told by ${call}`);
      check(words);
      return words;
    },
    { timeout: 10_000, interval: 50 },
  );
const body = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const menu = async (page: Page, entry: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'More about this message' }).click();
  const items = page.getByRole('menuitem', { name: entry });
  await items.or(page.getByRole('menuitemcheckbox', { name: entry })).click();
};
/** Pastes where the focus is. @param files octets by name and type. */
const paste = (
  page: Page,
  data: Readonly<Record<string, string>>,
  files: readonly { readonly name: string; readonly type: string }[] = [],
  kind: 'paste' | 'drop' = 'paste',
): Promise<unknown> =>
  page.evaluate(`(() => {
    const data = new DataTransfer();
    for (const [type, text] of Object.entries(${JSON.stringify(data)})) data.setData(type, text);
    for (const { name, type } of ${JSON.stringify(files)}) data.items.add(new File(['octets'], name, { type }));
    const more = { bubbles: true, cancelable: true };
    const target = document.activeElement;
    const { x, y } = target.getBoundingClientRect();
    if (${JSON.stringify(kind)} === 'drop')
      for (const name of ['dragover', 'drop'])
        target.dispatchEvent(new DragEvent(name, { ...more, dataTransfer: data, clientX: x + 5, clientY: y + 5 }));
    else target.dispatchEvent(new ClipboardEvent('paste', { ...more, clipboardData: data }));
  })()`);
const uploads = (page: Page): Promise<unknown> =>
  page.route('**/upload', (route) =>
    route.fulfill({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ blob: `h-${route.request().headers()['x-tern-name'] ?? ''}`, size: 6 }),
    }),
  );
const PICTURE = [{ name: 'plan.png', type: 'image/png' }];

describe('sending', () => {
  it('Ctrl+Enter in a dialog of the composer does not send the letter', async () => {
    const page = await open('reply');
    await menu(page, /^Save as/);
    await page.getByRole('dialog').getByRole('textbox').first().press('Control+Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send later' }).click();
    await page.getByRole('dialog').press('Control+Enter');
    await page.keyboard.press('Escape');
    await body(page).press('End');
    await body(page).pressSequentially(' Still here');
    await until(page, 'saveDraft', ({ text }) => expect(text).toContain('Still here'));
    expect(await contents(page, 'send')).toEqual([]);
    await page.close();
  });

  it('what is seen of a letter that was not edited is what goes out', async () => {
    const page = await open('raw');
    await body(page).getByText('Hello').waitFor();
    await page.keyboard.press('Control+Enter');
    const { html } = await until(page, 'send', () => undefined);
    expect(html).toContain('Hello <b>Bo</b>');
    expect(html).not.toMatch(/leak\.test|kobold|script|__ran/);
    await page.close();
  });

  it('an earlier version that is taken back is cleaned as well', async () => {
    const page = await open('raw');
    await body(page).getByText('Hello').waitFor();
    await menu(page, 'Earlier versions');
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.keyboard.press('Control+Enter');
    const { html } = await until(page, 'send', () => undefined);
    expect(html).toContain('Hello <b>Bo</b>');
    expect(html).not.toMatch(/leak\.test|kobold|script|__ran/);
    await page.close();
  });

  it('a letter passed on without a word of one’s own keeps its look where one writes with formatting', async () => {
    const page = await open('forward');
    await menu(page, 'Formatting');
    await page.locator('[contenteditable=true]').click();
    await page.keyboard.press('Control+Enter');
    const { html, quote } = await until(page, 'send', () => undefined);
    expect(html).not.toBeNull();
    expect(quote?.html).toContain('<td>cell</td>');
    // Hidden by its style sheet, which does not come along.
    expect(quote?.html).not.toContain('kobold');
    await page.close();
  });
});

describe('pictures', () => {
  const rich = async (): Promise<Page> => {
    const page = await open('reply');
    await uploads(page);
    await menu(page, 'Formatting');
    await body(page).click();
    await page.keyboard.press('Control+End');
    return page;
  };

  it('one that is cut stands where it is pasted', async () => {
    const page = await rich();
    await paste(page, {}, PICTURE);
    const { html } = await until(page, 'saveDraft', (words) =>
      expect(words.html).toContain('<img src="cid:'),
    );
    const picture = /<img src="cid:[^>]+>/.exec(html ?? '')?.[0] ?? 'none';
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+x');
    await until(page, 'saveDraft', (words) => expect(words.html).not.toContain('<img'));
    await page.keyboard.press('Control+v');
    await until(page, 'saveDraft', (words) => expect(words.html).toContain(picture));
    await body(page).locator('img[src^="data:"]').waitFor();
    await page.close();
  });

  it('one that comes when the letter is plain by then is attached', async () => {
    const page = await rich();
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/upload', async (route) => {
      await held;
      await route.fulfill({ status: 200, contentType: 'application/json', body: '{"blob":"late","size":6}' });
    });
    await paste(page, {}, PICTURE);
    await menu(page, 'Formatting');
    go();
    await until(page, 'saveDraft', ({ attachments }) =>
      expect(attachments).toMatchObject([{ blob: 'late', contentId: null }]),
    );
    await page.getByText('plan.png').waitFor();
    await page.close();
  });

  it('a table that was copied comes as words, and not as the picture of it that came along', async () => {
    const page = await rich();
    await paste(
      page,
      { 'text/html': '<table><tr><td>Sum</td><td>42</td></tr></table>', 'text/plain': 'Sum\t42' },
      PICTURE,
    );
    const { attachments } = await until(page, 'saveDraft', ({ text }) =>
      expect(text).toMatch(/Sum[\s\S]*42/),
    );
    expect(attachments).toEqual([]);
    // A picture of a page comes with a line of HTML that has no words.
    await paste(page, { 'text/html': '<img src="https://x.leak.test/a.png" alt="A">' }, PICTURE);
    await until(page, 'saveDraft', (words) => expect(words.html).toContain('<img src="cid:'));
    await page.close();
  });

  it('one that is dropped into the words leaves nothing over them', async () => {
    const page = await rich();
    await paste(page, {}, PICTURE, 'drop');
    const { attachments } = await until(page, 'saveDraft', (words) =>
      expect(words.html).toContain('<img src="cid:'),
    );
    expect(attachments).toHaveLength(1);
    expect(await page.locator('.compose-drop').count()).toBe(0);
    await page.close();
  });
});

describe('what is pasted', () => {
  it('keeps its empty lines', async () => {
    const page = await open('reply');
    await menu(page, 'Formatting');
    await body(page).click();
    await page.keyboard.press('Control+a');
    await paste(page, { 'text/plain': 'One\r\n\r\nTwo\n\n\nThree' });
    const { html } = await until(page, 'saveDraft', ({ text }) => expect(text).toBe('One\n\nTwo\n\nThree'));
    expect(html).toBe('<p>One</p><p><br></p><p>Two</p><p><br></p><p><br></p><p>Three</p>');
    await page.close();
  });

  it('is all there where there is more than is read with its look', async () => {
    const page = await open('reply');
    await menu(page, 'Formatting');
    await body(page).click();
    const rows = Array.from({ length: 9_000 }, (_, n) => n);
    await paste(page, {
      'text/html': `<table>${rows.map((n) => `<tr><td>${n}</td></tr>`).join('')}</table>`,
      'text/plain': rows.join('\n'),
    });
    await page.getByRole('button', { name: 'Paste the words only' }).click();
    await until(page, 'saveDraft', ({ text }) => expect(text).toContain('8998\n8999'));
    await page.close();
  });

  it('takes the place of what is selected in a field of people', async () => {
    const page = await open('empty');
    const to = page.getByRole('combobox', { name: 'To: add a person' });
    await to.pressSequentially('jo');
    await page.keyboard.press('Control+a');
    await paste(page, { 'text/plain': 'anna@example.com' });
    await until(page, 'saveDraft', (words) =>
      expect(words.to).toMatchObject([{ address: 'anna@example.com' }]),
    );
    await page.close();
  });
});
