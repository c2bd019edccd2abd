import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { letter } from '../fakes/bench';
import { type Host, openChromium, startHost, Tern } from './support/tern';
import { Wizard } from './support/wizard';

const USER = 'ada@tern.example';

let browser: Browser;
let host: Host;
let tern: Tern;
let world: MailWorld;
let served: ServedWorld;
const deliver = (n: number): void => {
  world.append(world.account(USER), world.mailbox(USER, 'INBOX'), letter(n));
};
beforeAll(async () => {
  world = new MailWorld(new NodeClock());
  world.addAccount({ user: USER, password: 'secret' });
  deliver(1);
  served = await serveWorld(world, { ports: { smtp: 0, pop3: 0 } });
  host = await startHost();
  browser = await openChromium();
  tern = await Tern.open(browser, host.url);
});
afterAll(async () => {
  await tern.close();
  await browser.close();
  await host.close();
  await served.close();
});

describe('a POP3 account in the window', () => {
  it('only the headers come when its owner says so, and the rest when asked for', async () => {
    const { page } = tern;
    const wizard = await Wizard.open(tern);
    const { dialog } = wizard;
    await dialog.getByLabel('Your name').fill('Ada');
    await dialog.getByLabel('Email address').fill(USER);
    await dialog.getByLabel('Password', { exact: true }).fill('secret');
    await dialog.getByRole('button', { name: 'Enter settings by hand' }).click();
    await wizard.part('Incoming mail').getByText('POP3', { exact: true }).click();
    await wizard.server('Incoming mail', { host: '127.0.0.1', port: served.ports.pop3, tls: 'None' });
    await wizard.server('Outgoing mail', { host: '127.0.0.1', port: served.ports.smtp, tls: 'None' });
    // Asked before the first session: what it would fetch otherwise is what nobody wanted.
    const rules = dialog.getByRole('group', { name: 'Mail on the server' });
    await rules.getByRole('button', { name: /What is fetched/ }).click();
    await page.getByRole('option', { name: /Only the headers/ }).click();
    await wizard.test();
    await wizard.finish();
    const notice = page.getByText('Only the headers of this message are here.');
    await tern.row('Letter 1').click();
    await notice.waitFor();

    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Accounts' }).click();
    const settings = page.getByRole('dialog');
    const account = settings.locator('.account-open');
    await account.waitFor();
    if ((await account.getAttribute('aria-expanded')) !== 'true') await account.click();
    const policy = settings.getByRole('group', { name: 'Mail on the server' });
    await policy
      .getByRole('button', { name: /Only the headers.*What is fetched|What is fetched.*Only the headers/s })
      .waitFor();
    await policy.getByRole('button', { name: /Messages that are safely here/ }).click();
    await page.getByRole('option', { name: /Stay on the server for some days/ }).click();
    await policy.getByRole('spinbutton', { name: 'Days' }).waitFor();
    await policy.scrollIntoViewIfNeeded();
    await page.keyboard.press('Escape');

    deliver(2);
    await page.keyboard.press('F9');
    await tern.row('Letter 2').click();
    await notice.waitFor();
    await page.getByRole('button', { name: 'Load the rest' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.getByText(/^Text/).first().waitFor();
    expect(tern.complaints).toEqual([]);
  });
});
