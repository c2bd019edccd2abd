import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { harbourPicture } from '@main/demo/mailbox/files';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** The demo as a person meets it: the built program, the embedded servers, a real browser. One sitting, in order. */
let host: Host;
let browser: Browser;
let tern: Tern;
/** Presses a key and waits until the page has drawn twice and says the same thing about its cursor. */
const key = async (name: string): Promise<void> => {
  await tern.page.keyboard.press(name);
  let before = '';
  for (let same = 0; same < 3;) {
    await tern.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const { requestAnimationFrame: frame } = globalThis as unknown as {
            requestAnimationFrame(run: () => void): void;
          };
          frame(() => frame(resolve));
        }),
    );
    const now = await tern.page
      .locator('[role=option].is-cursor')
      .evaluateAll((rows: { getAttribute(name: string): string | null }[]) =>
        rows.map((row) => row.getAttribute('aria-label')).join('\n'),
      );
    same = now === before ? same + 1 : 0;
    before = now;
  }
};
const label = async (index = 0): Promise<string> =>
  (await tern.rows.nth(index).getAttribute('aria-label')) ?? '';
const cursor = async (): Promise<string> =>
  (await tern.page.locator('[role=option].is-cursor').getAttribute('aria-label')) ?? '';
const unread = async (folder: string): Promise<number> =>
  Number(/(\d+) unread/.exec((await tern.folder(folder).first().getAttribute('aria-label')) ?? '')?.[1] ?? 0);
/** Waits until the row under the cursor says this, without a poll in the page, which would need eval. */
const cursorSays = (text: string | RegExp): Promise<void> =>
  tern.page
    .locator('[role=option].is-cursor')
    .and(tern.page.getByRole('option', { name: text }))
    .waitFor();
const online = (): Promise<void> => tern.page.getByText('Online. Everything is up to date.').waitFor();

beforeAll(async () => {
  [host, browser] = await Promise.all([startHost(), openChromium()]);
  tern = await Tern.open(browser, host.url);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

describe('the first screen', () => {
  it('offers two ways in, and the demo is one press away', async () => {
    await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
    // What comes after it is drawn already, where nobody gets to it.
    await tern.page.locator('.app').waitFor({ state: 'attached' });
    expect(await tern.page.locator('.app').isVisible()).toBe(false);
    await tern.page.getByRole('button', { name: 'Look around with a demo mailbox' }).click();
    await tern.rows.first().waitFor();
  });

  it('leads to folders with their counts and some 300 messages', async () => {
    await online();
    for (const name of ['Inbox', 'Drafts', 'Sent', 'Archive', 'Junk', 'Trash', 'Baltic sailing', 'Harbour']) {
      await tern.folder(new RegExp(`^${name}`)).waitFor();
    }
    await expect.poll(() => unread('Inbox'), { timeout: 10_000 }).toBeGreaterThan(5);
    await key('Shift+T');
    let sum = 0;
    for (const name of [
      'Drafts',
      'Sent',
      'Archive',
      'Junk',
      'Trash',
      'Baltic sailing',
      'Familj',
      'Harbour',
      'Inbox',
    ]) {
      await tern.go(new RegExp(`^${name}`));
      await tern.rows.first().waitFor();
      // The old rows stay until the new ones are there, and the first look at a mailbox is a part of it.
      await key('Home');
      sum += await tern.total();
    }
    expect(sum).toBeGreaterThan(250);
    expect(sum).toBeLessThan(400);
  });
});

describe('reading', () => {
  it('shows flat messages or conversations, as the reader chooses', async () => {
    await tern.go(/^Harbour/);
    const flat = await tern.total();
    await key('Shift+T');
    await tern.row(/what do we do about the piles\?.*12 messages/).waitFor();
    expect(await tern.total()).toBeLessThan(flat);
  });

  // Twelve lie in this folder, two answers in Sent.
  it('opens a conversation of 14 with the newest unfolded and the read ones as lines', async () => {
    await tern.openRow(/what do we do about the piles\?/);
    await tern.reader.getByText('14 messages').waitFor();
    await tern.reader.locator('.reader-folded').first().waitFor();
    expect(await tern.reader.locator('.reader-folded, .reader-message').count()).toBe(14);
    expect(await tern.reader.locator('.reader-message').count()).toBeLessThan(4);
  });

  it('shows plain text with its own words', async () => {
    await tern.go(/^Inbox/);
    await tern.openRow(/Coffee on the quay/);
    await tern.reader.locator('.reader-plain, .plain, [class*=plain]').first().waitFor();
    expect((await tern.reader.innerText()).length).toBeGreaterThan(150);
  });

  it('marks what was opened as read, on the server as well', async () => {
    await tern.page.getByRole('option', { name: /^Bo Ek, Coffee on the quay/ }).waitFor();
    await online();
  });

  it('shows other scripts in list and reader as they were written', async () => {
    for (const [text, word] of [
      ['港の写真展', '写真'],
      ['Смета на ремонт', 'двигател'],
      ['أسعار الأخشاب', 'الأخشاب'],
      ['Hallentor', 'Schlüssel'],
    ] as const) {
      const row = tern.row(text).first();
      // The preview comes from the server and must be readable, too.
      expect(await row.locator('.row-preview').innerText()).not.toMatch(/[\u0080-\u009f\uFFFD]|Ã|Ð/);
      await tern.openRow(text);
      await tern.reader.getByText(word).first().waitFor();
    }
  });

  it('blocks a newsletter’s images and says so', async () => {
    await tern.openRow(/Varnish is a conversation/);
    const bar = tern.reader.getByText(
      /\d+ images not loaded, so the sender does not learn that you read this/,
    );
    await bar.waitFor();
    await tern.reader.getByRole('button', { name: /^Always from / }).waitFor();
    await tern.frame().getByText('Varnish is a conversation').first().waitFor();
    expect(await tern.frame().locator('img[src^="http"]').count()).toBe(0);
  });

  it('says whose mail the domain it claims denies, and loads nothing of it always', async () => {
    await tern.go(/^Junk/);
    await tern.openRow(/Ditt konto är sperrat/);
    await tern.reader.getByText(/^Claims to be from kustbnken\.example, which did not sign it\./).waitFor();
    await tern.reader.getByRole('button', { name: 'Load once' }).waitFor();
    expect(await tern.reader.getByRole('button', { name: /^Always from / }).count()).toBe(0);
    await tern.go(/^Inbox/);
  });

  it('shows a picture that is part of the mail where the mail wants it', async () => {
    await tern.openRow(/Photographs, at last/);
    const picture = tern.frame().getByAltText('A sail against a low sun');
    await picture.waitFor();
    // The frame runs no script, so its size tells whether the picture came: it is 160 × 100, shown 320 wide.
    await expect.poll(async () => Math.round((await picture.boundingBox())?.height ?? 0)).toBe(200);
  });

  it('saves an attachment with the very bytes that were sent', async () => {
    await tern.go(/^Familj/);
    await tern.search('Tärnan, 1961');
    await tern.openRow(/Tärnan, 1961/);
    const chip = tern.reader.locator('.reader-chip').filter({ hasText: 'tarnan-1961' });
    await chip.getByText('on the server').waitFor();
    const opened = await tern.downloaded(() => chip.locator('.reader-chip-main').click());
    expect(opened.name).toBe('tarnan-1961.png');
    expect(opened.bytes.equals(Buffer.from(harbourPicture(), 'latin1'))).toBe(true);
    await chip.getByText('here', { exact: false }).first().waitFor();
    const saved = await tern.downloaded(async () => {
      await chip.getByRole('button', { name: 'What to do with' }).click();
      await tern.page.getByRole('menuitem', { name: 'Save…' }).click();
    });
    expect(saved.bytes.equals(opened.bytes)).toBe(true);
    await tern.search('');
  });

  it('shows an invitation as a card', async () => {
    await tern.go(/^Inbox/);
    await tern.openRow(/Invitation: Harbour Trust board/);
    const card = tern.reader.getByRole('region', { name: 'Invitation' });
    await card.getByText('The sail loft, North quay 3').waitFor();
    await card.getByText('Harbour Trust board, spring meeting').waitFor();
  });

  it('shows the source', async () => {
    await tern.reader.getByRole('button', { name: 'More' }).click();
    await tern.page.getByRole('menuitem', { name: 'View source' }).click();
    await tern.page
      .getByRole('dialog')
      .getByText(/^Subject: Invitation/m)
      .first()
      .waitFor();
    await key('Escape');
  });
});

describe('acting', () => {
  it('stars, archives and takes it back', async () => {
    await tern.go(/^Inbox/);
    await tern
      .row(/Kranen/)
      .first()
      .click();
    await key('s');
    await cursorSays(/Kranen.*Starred/);
    const before = await tern.total();
    await key('e');
    await tern.page.getByText('Archived').waitFor();
    await expect.poll(() => tern.total()).toBe(before - 1);
    await tern.page.getByRole('button', { name: 'Undo' }).click();
    await tern
      .row(/Kranen/)
      .first()
      .waitFor();
    await expect.poll(() => tern.total()).toBe(before);
    await online();
  });

  it('moves with the picker', async () => {
    await tern
      .row(/Kranen/)
      .first()
      .click();
    await key('m');
    await tern.page.getByRole('dialog').getByRole('combobox').fill('familj');
    // A person reads what is offered before choosing it; on a busy machine the list is narrowed a few frames later.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await Promise.all([tern.page.getByText(/Moved to Familj/).waitFor(), key('Enter')]);
    await tern.go(/^Familj/);
    await tern
      .row(/Kranen/)
      .first()
      .waitFor();
    await tern.go(/^Inbox/);
  });

  it('finds as one types', async () => {
    await tern.list.focus();
    await key('/');
    await tern.page.keyboard.type('parcel');
    await tern.page.getByText(/\d+ found/).waitFor();
    await expect.poll(() => label()).toMatch(/parcel/i);
    await key('Escape');
    await tern.row(/Coffee on the quay/).waitFor();
  });

  it('answers, and an answer to the answer comes by itself', async () => {
    await tern.openRow(/Coffee on the quay/);
    await tern.list.focus();
    await key('r');
    const composer = tern.composer;
    await composer.waitFor();
    await composer.getByRole('textbox', { name: 'Message' }).fill('Yes, at ten. I bring the buns.');
    await composer.getByText('Saved').waitFor();
    await composer.getByRole('button', { name: 'Send', exact: true }).click();
    await tern.page.getByText(/Sending in \d+ second/).waitFor();
    const answer = tern.page.getByRole('option', { name: /^Unread, .*Re: Coffee on the quay/ });
    const threaded = tern.page.getByRole('option', { name: /^Unread, .*Coffee on the quay.*\d messages/ });
    await answer.or(threaded).first().waitFor({ timeout: 30_000 });
    await tern.go(/^Sent/);
    await tern
      .row(/Coffee on the quay/)
      .first()
      .waitFor();
    await tern.go(/^Inbox/);
    await online();
  });
});

describe('offline', () => {
  it('keeps what is done, says how much waits, and brings it all when online again', async () => {
    await tern.palette('Work offline');
    await tern.page.getByText('Working offline. Nothing is sent or fetched until you go online.').waitFor();
    await tern
      .row(/Hallentor/)
      .first()
      .click();
    await key('s');
    await cursorSays(/Hallentor.*Starred/);
    await tern.page.getByText(/Working offline\. \d+ changes? waits? here until you go online/).waitFor();
    await tern
      .row(/Veckobrev/)
      .first()
      .click();
    await key('e');
    await tern.page.getByText(/Working offline\. \d+ changes? waits? here/).waitFor();
    await tern.page.getByRole('button', { name: 'Go online' }).click();
    await online();
    await tern.page.getByText(/change(s)? wait/).waitFor({ state: 'detached' });
    await tern.go(/^Archive/);
    await tern
      .row(/Veckobrev/)
      .first()
      .waitFor();
    await tern.go(/^Inbox/);
  });
});

describe('the keyboard alone', () => {
  it('goes from message to message, acts, and takes back', async () => {
    await tern.list.focus();
    await key('Home');
    await key('j');
    const second = await cursor();
    await key('k');
    await expect.poll(cursor).not.toBe(second);
    await key('j');
    await expect.poll(cursor).toBe(second);
    // Opening it marked it read, or it was; U makes it unread again.
    await key('u');
    await cursorSays(/^Unread, /);
    await key('u');
    await expect.poll(cursor).not.toMatch(/^Unread, /);
    await key('#');
    await tern.page.getByText('Moved to Trash').waitFor();
    await expect.poll(cursor).not.toBe('');
    await key('z');
    await tern.page.getByText('Taken back').waitFor();
  });

  it('shows the keys with ?, everything with Ctrl+K, and changes colours from there', async () => {
    await key('?');
    await tern.page.getByRole('dialog').getByText('Keyboard shortcuts').first().waitFor();
    await key('Escape');
    await tern.page.getByRole('dialog').waitFor({ state: 'detached' });
    const paper = (): Promise<string> =>
      tern.page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await paper();
    await tern.palette('Dark colours');
    await expect.poll(paper).not.toBe(light);
    await tern.palette('Light colours');
    await expect.poll(paper).toBe(light);
  });

  it('answers with R and keeps the draft with Esc', async () => {
    await tern.list.focus();
    const before = await tern.total();
    await key('r');
    // At once, as one types: nothing of it may be lost, and no letter of it is a command.
    await tern.page.keyboard.type('half a thought, e # s');
    await expect
      .poll(() => tern.composer.getByRole('textbox', { name: 'Message' }).inputValue())
      .toContain('e # s');
    expect(await tern.total()).toBe(before);
    await key('Escape');
    await tern.composer.waitFor({ state: 'detached' });
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText(/Re: /).first().click();
    await expect
      .poll(() => tern.composer.getByRole('textbox', { name: 'Message' }).inputValue())
      .toContain('half a thought, e # s');
    await tern.composer.getByRole('button', { name: 'Discard draft' }).last().click();
    await tern.page.getByRole('alertdialog').getByRole('button', { name: 'Discard draft' }).click();
    await tern.composer.waitFor({ state: 'detached' });
  });
});

it('nothing in the whole sitting complained: no console error, no policy violation, no missing file', () => {
  expect(tern.complaints).toEqual([]);
});

it('Ctrl-C ends it', async () => {
  expect(await host.interrupt()).toBe(0);
  expect(existsSync(host.profile)).toBe(true);
});
