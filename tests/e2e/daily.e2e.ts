import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Small things of every day, as a newcomer meets them in the demo. One sitting, in order. */
let host: Host;
let browser: Browser;
let tern: Tern;

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

describe('the wizard', () => {
  it('leads to what is in the way, whichever way one wanted to go on', async () => {
    const { page } = tern;
    await page.getByRole('button', { name: 'Add your account' }).click();
    const dialog = page.getByRole('dialog');
    const address = dialog.getByLabel('Email address');
    for (const way of ['Continue', 'Enter settings by hand']) {
      await dialog.getByLabel('Your name').focus();
      await dialog.getByRole('button', { name: way }).click();
      await dialog.getByText('An address looks like').waitFor();
      await address.and(page.locator(':focus')).waitFor();
    }
    await address.fill('ada@nowhere.invalid');
    await dialog.getByRole('button', { name: 'Enter settings by hand' }).click();
    const settings = page.getByRole('alertdialog');
    const server = settings.getByRole('group', { name: 'Incoming mail' }).getByLabel('Server');
    await server.and(page.locator(':focus')).waitFor();
    await settings.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Look around with a demo mailbox' }).click();
    await page.getByText('Online. Everything is up to date.').waitFor();
  });
});

describe('reading', () => {
  it('shows a newsletter of 600 pixels whole, as far from either edge', async () => {
    await tern.openRow(/Varnish is a conversation/);
    const frame = tern.frame();
    const cell = frame.getByRole('cell', { name: 'This week: three readers' });
    await cell.waitFor();
    const newsletter = frame.locator('table').filter({ has: cell }).last();
    const edges = async (): Promise<readonly [number, number]> => {
      const [outer, inner] = await Promise.all([
        tern.reader.locator('iframe').first().boundingBox(),
        newsletter.boundingBox(),
      ]);
      if (outer === null || inner === null) return [0, -1];
      return [inner.x - outer.x, outer.x + outer.width - inner.x - inner.width];
    };
    await expect.poll(async () => (await edges())[1]).toBeGreaterThan(10);
    const [left, right] = await edges();
    expect(Math.abs(left - right)).toBeLessThan(3);
  });

  it('says of junk that it is, trusts nobody there, and takes it back', async () => {
    await tern.go(/^Junk/);
    await tern.openRow(/CONGRATULATIONS/);
    await tern.reader.getByRole('button', { name: 'Load once' }).waitFor();
    expect(await tern.reader.getByRole('button', { name: /^Always from/ }).count()).toBe(0);
    const before = await tern.total();
    await tern.reader.getByRole('button', { name: 'Not junk' }).click();
    await tern.toast('Moved back from Junk').first().waitFor();
    await expect.poll(() => tern.total()).toBe(before - 1);
    await tern.page.keyboard.press('z');
    await expect.poll(() => tern.total()).toBe(before);
  });
});

describe('the list', () => {
  it('answers a message that is not open, from its menu', async () => {
    await tern.go(/^Inbox/);
    await tern.row(/Coffee on the quay/).click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Reply', exact: false }).first().click();
    await tern.composer.getByRole('textbox', { name: 'Subject' }).waitFor();
    expect(await tern.composer.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe(
      'Re: Coffee on the quay?',
    );
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'detached' });
  });

  it('answers the message under the cursor by its key, though none is open', async () => {
    await tern.reader.getByText('No message open').waitFor();
    await tern.list.focus();
    await tern.page.keyboard.press('f');
    const subject = tern.composer.getByRole('textbox', { name: 'Subject' });
    await subject.waitFor();
    expect(await subject.inputValue()).toBe('Fwd: Coffee on the quay?');
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'detached' });
  });

  it('puts the oldest first, and the newest again', async () => {
    const order = async (name: string): Promise<void> => {
      await tern.page.getByRole('button', { name: 'How the list looks' }).click();
      const orders = tern.page.getByRole('group', { name: 'Order' });
      const chosen = orders.getByRole('menuitemradio', { checked: true });
      expect(await chosen.count()).toBe(1);
      await orders.getByRole('menuitemradio', { name }).click();
    };
    await order('Oldest first');
    await tern.rows
      .first()
      .and(tern.page.getByRole('option', { name: /Spring sale starts/ }))
      .waitFor();
    await order('Newest first');
    await tern.rows
      .first()
      .and(tern.page.getByRole('option', { name: /Coffee on the quay/ }))
      .waitFor();
  });

  it('puts the largest first and says how large they are, and people from A to Z, until one goes elsewhere', async () => {
    const first = tern.rows.first();
    await tern.palette('Largest messages first');
    await first.locator('.row-date', { hasText: /(kB|MB)$/ }).waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/list-largest.png' });
    await tern.page.getByRole('button', { name: 'Largest first' }).click();
    await first.and(tern.page.getByRole('option', { name: /Coffee on the quay/ })).waitFor();
    await tern.palette('Order by person');
    await first.and(tern.page.getByRole('option', { name: /Aoife/ })).waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/list-person.png' });
    await tern.folder(/^Sent/).click();
    await tern.folder(/^Inbox/).click();
    await first.and(tern.page.getByRole('option', { name: /Coffee on the quay/ })).waitFor();
    await tern.page.getByRole('button', { name: 'Order by person' }).waitFor({ state: 'detached' });
  });

  it('puts tags on by keyboard alone, finds them, and takes them off and back', async () => {
    const { page } = tern;
    await tern.row(/Coffee on the quay/).click();
    await page.keyboard.press('l');
    await page.keyboard.type('work');
    await page.keyboard.press('Enter');
    await tern.toast('Tagged “Work”').first().waitFor();
    await page.keyboard.press('l');
    await page.keyboard.type('Att läsa');
    await page.getByRole('option', { name: 'New tag: Att läsa' }).waitFor();
    await page.keyboard.press('Enter');
    await tern.row(/Coffee on the quay.*Work, Att läsa/).waitFor();
    await tern.reader.getByRole('button', { name: 'Take the tag “Work” off' }).click();
    await tern.row(/Coffee on the quay\?, [^,]*, Att läsa$/).waitFor();
    await page.keyboard.press('z');
    await tern.row(/Work/).waitFor();
    await tern.search('label:"att läsa"');
    await expect.poll(() => tern.total()).toBe(1);
    await tern.search('');
  });

  it('searches everything from the Outbox and is there again afterwards', async () => {
    const { page } = tern;
    await tern.list.focus();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByText('Nothing waits to be sent.').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('varnish');
    await tern
      .row(/varnish/i)
      .first()
      .waitFor();
    await tern.search('');
    await page.getByText('Nothing waits to be sent.').waitFor();
  });
});

describe('the message pane', () => {
  it('was all this without a complaint of the browser', () => expect(tern.complaints).toEqual([]));
});
