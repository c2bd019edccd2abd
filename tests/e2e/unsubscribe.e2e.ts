import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** Leaving mailing lists, with the demo's newsletters, which the demo's own servers answer for. */
let host: Host;
let browser: Browser;
let tern: Tern;
const requested: string[] = [];

beforeAll(async () => {
  [host, browser] = await Promise.all([startHost({ demo: true }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  tern.page.on('request', (request) => requested.push(request.url()));
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

const command = () => tern.reader.getByRole('button', { name: 'Unsubscribe…' });
const dialog = () => tern.page.getByRole('alertdialog');

describe('leaving a list', () => {
  it('asks first and says whom it tells; then one request, and it is remembered', async () => {
    await tern.openRow(/The Slow Boat/);
    await command().waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/unsubscribe-header.png' });
    await command().click();
    await dialog()
      .getByText(/Tern will ask slowboat\.example to take ada@tern\.example off\. That tells them/)
      .waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/unsubscribe-ask.png' });
    // Esc, or Cancel, and nothing has happened.
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await command().click();
    await dialog().getByRole('button', { name: 'Unsubscribe', exact: true }).click();
    await dialog().getByText('slowboat.example confirms it.').waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/unsubscribe-done.png' });
    await dialog().getByRole('button', { name: 'Close' }).click();
    await tern.reader.getByText(/^You unsubscribed on /).waitFor();
    expect(await command().count()).toBe(0);
    // Other mail of the same list says so, too, and another window's.
    await tern.page.goto(await host.link());
    await tern.search('The museum that floats');
    await tern.openRow(/No\. 117/);
    await tern.reader.getByText(/^You unsubscribed on /).waitFor();
  });

  it('by mail where the list has no other way, by the palette: the letter is there, and nothing is sent', async () => {
    await tern.search('');
    await tern
      .folder(/^Baltic sailing/)
      .first()
      .click();
    await tern.openRow(/Photos from the regatta/);
    await command().waitFor();
    await tern.palette('Unsubscribe');
    await dialog().getByText('Unsubscribe from Sailing in the Baltic?').waitFor();
    await dialog()
      .getByText(/baltic-sailing-leave@lists\.example takes people off by mail\./)
      .waitFor();
    await tern.page.screenshot({ path: '/tmp/shots/unsubscribe-mail.png' });
    await dialog().getByRole('button', { name: 'Write the message' }).click();
    await tern.composer.getByText('baltic-sailing-leave@lists.example').waitFor();
    expect(await tern.composer.locator('.compose-subject').inputValue()).toBe('unsubscribe');
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'hidden' });
  });

  it('is not offered in Junk, where it would tell the wrong people', async () => {
    await tern.go(/^Inbox/);
    await tern.openRow(/Fjord & Field/);
    await command().waitFor();
    await tern.palette('Mark as junk');
    await tern
      .toast(/Junk|junk/)
      .first()
      .waitFor();
    await tern.go(/^Junk/);
    await tern.search('Wool that forgives');
    await tern.openRow(/Fjord & Field/);
    expect(await command().count()).toBe(0);
  });

  it('and the page itself never asked anybody but Tern', () => {
    expect(requested.filter((url) => !url.startsWith(host.origin) && /^(?:https?|wss?):/.test(url))).toEqual(
      [],
    );
    expect(tern.complaints).toEqual([]);
  });
});
