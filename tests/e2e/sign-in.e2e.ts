import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveWorld, type ServedWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { AuthorizationServer } from '@main/services/oauth/testing/authorization-server';
import { makeCertificates } from '../servers/certificates';
import { sendAtOnce } from './support/send-at-once';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, Wizard } from './support/wizard';

/** Signing in with a browser, from the wizard to a permission that was taken back: nothing is lost on the way. */
const USER = 'ada@tern.test';
const FRIEND = 'bo@tern.test';
const ONLY_TOKENS = ['IMAP4rev1', 'SASL-IR', 'IDLE', 'UIDPLUS', 'SPECIAL-USE', 'AUTH=OAUTHBEARER'];

let folder: string;
let auth: AuthorizationServer;
let world: MailWorld;
let served: ServedWorld;
let host: Host;
let browser: Browser;
let tern: Tern;

const deliver = (subject: string): void => {
  world.append(
    world.account(USER),
    world.mailbox(USER, 'INBOX'),
    `From: Bo <${FRIEND}>\r\nTo: <${USER}>\r\nSubject: ${subject}\r\nDate: Tue, 17 Mar 2026 09:00:00 +0000\r\nMessage-ID: <${subject.replaceAll(' ', '.')}@tern.test>\r\n\r\nRead me.\r\n`,
  );
};
/** What the person does on the provider's page, wherever it was opened. */
async function agree(): Promise<void> {
  const [page] = await Promise.all([
    tern.context.waitForEvent('page'),
    tern.page.getByRole('link', { name: /^Open the page of/ }).click(),
  ]);
  await page.getByRole('link', { name: 'Let Tern in' }).click();
  await page.getByRole('heading', { name: 'Tern has the answer' }).waitFor();
  await page.close();
}
const sent = (): string[] => world.accepted.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? '');
async function write(subject: string): Promise<void> {
  await tern.palette('Write a message');
  const { composer } = tern;
  await composer.getByRole('combobox', { name: 'To: add a person' }).fill(`${FRIEND},`);
  await composer.getByLabel('Subject').fill(subject);
  await composer.getByRole('textbox', { name: 'Message' }).fill('Good morning.');
  await composer.getByText('Saved').waitFor();
  await composer.getByRole('button', { name: 'Send', exact: true }).click();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tern-sign-in-'));
  const certificates = makeCertificates(folder);
  auth = await AuthorizationServer.start(certificates);
  auth.publish();
  world = new MailWorld(new NodeClock());
  const account = world.addAccount({ user: USER, password: 'nobody knows', addresses: [USER] });
  world.createMailbox(account, 'Sent', { use: '\\Sent' });
  world.addAccount({ user: FRIEND, password: 'secret', addresses: [FRIEND] });
  auth.onToken = (token) => (account.tokens = [...account.tokens, token]);
  served = await serveWorld(world, {
    ports: { imap: 0, smtp: 0 },
    imap: { profile: { before: ONLY_TOKENS, after: ONLY_TOKENS } },
    smtp: { mechanisms: ['OAUTHBEARER'] },
  });
  deliver('First letter');
  host = await startHost({ env: { NODE_EXTRA_CA_CERTS: certificates.caFile } });
  browser = await openChromium();
  tern = await Tern.open(browser, host.url, { anyCertificate: true });
  await sendAtOnce(tern);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  await served?.close();
  await auth?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});

describe('an account that signs in with a browser', () => {
  it('is added through the wizard and read', async () => {
    const { page } = tern;
    const wizard = await Wizard.open(tern);
    const { dialog } = wizard;
    await wizard.byHand(adaOn(served.ports, USER, ''));
    await dialog.getByText('Sign in with a browser', { exact: true }).click();
    await dialog.getByLabel('Address of the sign-in server').fill(auth.origin);
    await dialog.getByLabel('Scopes').fill('mail offline');
    await dialog.getByLabel('Client ID').fill('tern-test');
    await page.screenshot({ path: '/tmp/shots/sign-in-wizard.png' });
    await dialog.getByRole('button', { name: 'Sign in and add' }).click();
    await page.getByRole('link', { name: /^Open the page of/ }).waitFor();
    await page.screenshot({ path: '/tmp/shots/sign-in-waiting.png' });
    await agree();
    await wizard.finish();
    await tern.row(/First letter/).waitFor();
    await tern.openRow(/First letter/);
    await tern.reader.getByText('Read me.').waitFor();
  });

  it('renews its token unseen when the server takes the old one no longer', async () => {
    const before = auth.tokenRequests.length;
    world.account(USER).tokens = [];
    served.dropConnections();
    deliver('After the token ended');
    await tern.row(/After the token ended/).waitFor({ timeout: 60_000 });
    expect(await tern.page.getByText(/sign in again/).count()).toBe(0);
    expect(auth.tokenRequests.length - before).toBe(1);
    await write('Sent with the new token');
    await until('it is sent', () => sent().includes('Sent with the new token'), 60_000);
  });

  it('asks to sign in again when the permission is taken back; nothing is lost, and all goes on after it', async () => {
    const { page } = tern;
    world.account(USER).tokens = [];
    auth.revokeAll();
    served.dropConnections();
    deliver('While signed out');
    const banner = page.getByText(/wants you to sign in again/).first();
    await banner.waitFor({ timeout: 60_000 });
    await write('Written while signed out');
    await page.screenshot({ path: '/tmp/shots/sign-in-again.png' });
    expect(await tern.row(/First letter/).count()).toBe(1);
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
    await page.screenshot({ path: '/tmp/shots/sign-in-dialog.png' });
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click();
    await agree();
    await banner.waitFor({ state: 'detached', timeout: 60_000 });
    await tern.row(/While signed out/).waitFor({ timeout: 60_000 });
    await until('what waited is sent', () => sent().includes('Written while signed out'), 60_000);
    expect(sent().filter((subject) => subject === 'Written while signed out')).toHaveLength(1);
  });

  it('is removed with its tokens, and the provider hears of it', async () => {
    const { page } = tern;
    await tern.rows.first().click();
    const shown = page.locator('.reader').getByRole('heading').first();
    await shown.waitFor();
    const subject = await shown.innerText();
    await tern.palette('Settings');
    await page.getByRole('tab', { name: 'Accounts' }).click();
    const card = page.locator('.account-card');
    await card.getByRole('button', { expanded: false }).first().click();
    await page.screenshot({ path: '/tmp/shots/sign-in-settings.png' });
    await card.getByRole('button', { name: 'Remove account…' }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await until('the provider was told', () => auth.revoked.length === 1);
    await page.getByRole('button', { name: 'Add your account' }).waitFor();
    // Nothing of its mail is left in what waits to be shown again.
    expect(subject).not.toBe('');
    await page.getByText(subject).first().waitFor({ state: 'detached' });
    expect(tern.complaints).toEqual([]);
  });
});
