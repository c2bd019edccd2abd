import * as pgp from 'openpgp';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compose as fr } from '@renderer/i18n/fr/compose';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { sendAtOnce } from './support/send-at-once';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

const ADA = 'ada@tern.example';
const BO = 'bo@tern.example';
const WORDS = 'ada’s words';
const SHOTS = process.env['TERN_SHOTS'] ?? '/tmp/shots';

let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;
let bo: { readonly privateKey: pgp.PrivateKey; readonly publicKey: pgp.PublicKey };
const world = new MailWorld(new NodeClock());

beforeAll(async () => {
  const { privateKey, publicKey } = await pgp.generateKey({
    userIDs: [{ name: 'Bo', email: BO }],
    date: new Date(Date.now() - 60_000),
    format: 'object',
  });
  bo = { privateKey, publicKey };
  for (const user of [ADA, BO]) world.addAccount({ user, password: 'secret' });
  world.createMailbox(world.account(ADA), 'Drafts', { use: '\\Drafts' });
  world.createMailbox(world.account(ADA), 'Sent', { use: '\\Sent' });
  [served, host, browser] = await Promise.all([
    serveWorld(world, { ports: { imap: 0, smtp: 0 } }),
    startHost(),
    openChromium(),
  ]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
});
afterAll(async () => {
  await tern.close();
  await browser.close();
  await host.close();
  await served.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await tern.report(task.name));
});

const button = (name: string | RegExp): Locator => tern.composer.getByRole('button', { name });
const shot = (name: string): Promise<unknown> =>
  tern.page.screenshot({ path: `${SHOTS}/openpgp-write-${name}.png` });
/** What a server has of a mailbox, as text. */
const raw = (user: string, mailbox: string): string[] =>
  world.mailbox(user, mailbox).messages.map(({ content }) => Buffer.from(content.bytes).toString('latin1'));

async function settings(doIt: (dialog: Locator) => Promise<void>): Promise<void> {
  await tern.palette('Settings');
  const dialog = tern.page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'Encryption' }).click();
  await doIt(dialog);
  await tern.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}
async function write(subject: string, ...to: readonly string[]): Promise<void> {
  await tern.palette('Write a message');
  const field = tern.composer.getByRole('combobox').first();
  for (const address of to) {
    await field.fill(address);
    await field.press('Enter');
  }
  await tern.composer.locator('.compose-subject').fill(subject);
  const words = tern.composer.getByRole('textbox', { name: 'Message' });
  await words.click();
  await tern.page.keyboard.type('Words for you alone.');
}

describe('an encrypted and signed letter', () => {
  it('is refused while a key is missing, and goes out once all are here and the passphrase is known', async () => {
    const { page } = tern;
    await addAccount(tern, adaOn(served.ports, ADA));
    // Without a key of one's own there is nothing to choose.
    await write('Plain', BO);
    expect(await button('Encrypt (OpenPGP)').count()).toBe(0);
    await button('Discard draft').last().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard draft' }).click();
    await tern.composer.waitFor({ state: 'detached' });

    await settings(async (dialog) => {
      await dialog.getByRole('button', { name: 'Make a key' }).click();
      const make = page.getByRole('dialog', { name: 'Make a key' });
      await make.getByLabel('New passphrase').fill(WORDS);
      await make.getByLabel('The same again').fill(WORDS);
      await make.getByRole('button', { name: 'Make key' }).click();
      await make.waitFor({ state: 'detached' });
      await dialog.locator('.openpgp-key').getByRole('button').last().click();
      await page.getByRole('menuitem', { name: 'Forget passphrase' }).click();
      await dialog.getByText(/ · locked$/).waitFor();
      await page.getByRole('menu').waitFor({ state: 'detached' });
    });

    await write('The plan for Friday', ADA, BO);
    await page.keyboard.press('Control+Shift+E');
    expect(await button('Encrypt (OpenPGP)').getAttribute('aria-pressed')).toBe('true');
    expect(await button('Sign (OpenPGP)').getAttribute('aria-pressed')).toBe('true');
    await tern.composer.getByText(`${BO}: no key of theirs is here.`, { exact: false }).waitFor();
    await tern.composer.getByText('Saved on this computer only').waitFor();
    await shot('missing');
    await page.setViewportSize({ width: 480, height: 600 });
    const fits = ({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }): boolean =>
      scrollWidth <= clientWidth;
    expect(await tern.composer.evaluate(fits as never)).toBe(true);
    await button('Sign (OpenPGP)').click({ trial: true });
    await shot('narrow');
    // What is said longest of where the words are, in the language of the longest.
    await page.setViewportSize({ width: 420, height: 600 });
    const say = (word: { textContent: string }, words: string): void => {
      word.textContent = words;
    };
    await tern.composer.locator('.compose-saved').evaluate(say as never, fr.savedLeaving as never);
    expect(await tern.composer.evaluate(fits as never)).toBe(true);
    expect(await tern.composer.locator('.compose-bar').evaluate(fits as never)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Control+Enter');
    const refused = page.getByRole('alertdialog', { name: 'Not sent: it can’t be encrypted' });
    await refused.getByText(`${BO}: no key of theirs is here.`, { exact: false }).waitFor();
    await shot('refused');
    await refused.getByRole('button', { name: 'Go back' }).click();

    await button('Paste a key…').click();
    const paste = page.getByRole('dialog', { name: 'Import key' });
    await paste.getByRole('textbox').fill(bo.publicKey.armor());
    await paste.getByRole('button', { name: 'Import', exact: true }).click();
    await paste.getByText('This key is new here.').waitFor();
    await paste.getByRole('button', { name: 'Close' }).last().click();
    await tern.composer.getByText('a key that names this address is here', { exact: false }).waitFor();
    await shot('not-accepted');
    await button('Use this key…').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Use key' }).click();
    await tern.composer.getByText('Goes out encrypted and signed', { exact: false }).waitFor();
    await shot('ready');

    await page.keyboard.press('Control+Enter');
    const ask = page.getByRole('dialog', { name: 'Enter passphrase' });
    await ask.getByLabel('Passphrase').fill(WORDS);
    await page.keyboard.press('Enter');
    await tern.composer.waitFor({ state: 'detached' });
    // It can be taken back, and is what it was.
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await tern.composer.getByText('Words for you alone.').waitFor();
    expect(await tern.composer.locator('.compose-subject').inputValue()).toBe('The plan for Friday');
    expect(await button('Encrypt (OpenPGP)').getAttribute('aria-pressed')).toBe('true');
    await button('Close and keep the draft').click();
    await tern.palette('Continue a draft');
    await page.getByRole('dialog').getByText('The plan for Friday').click();
    await sendAtOnce(tern);
    await button(/^Send$/).click();
    await tern.composer.waitFor({ state: 'detached' });
    await until('it is in the inboxes and in Sent', () =>
      [raw(ADA, 'INBOX'), raw(BO, 'INBOX'), raw(ADA, 'Sent')].every(({ length }) => length === 1),
    );
    expect(raw(ADA, 'Drafts')).toEqual([]);
  });

  it('is read by its receiver’s program: subject and words only inside, signed', async () => {
    const [letter = ''] = raw(BO, 'INBOX');
    expect(letter).toMatch(/^Subject: \[\.\.\.\]\r$/m);
    expect(letter).not.toMatch(/Friday|alone/);
    const [armoredMessage = ''] =
      /-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/.exec(letter) ?? [];
    const { data, signatures } = await pgp.decrypt({
      message: await pgp.readMessage({ armoredMessage }),
      decryptionKeys: bo.privateKey,
    });
    expect(data).toMatch(/^Subject: The plan for Friday\r?$/m);
    expect(data).toContain('Words for you alone.');
    expect(signatures).toHaveLength(1);
  });

  it('is read here as it arrived, and its answer is encrypted too', async () => {
    const { page, reader } = tern;
    await tern.go('Inbox');
    await tern.openRow('[...]');
    await reader.getByText('The plan for Friday').waitFor();
    await reader.getByText('Words for you alone.').waitFor();
    await reader
      .getByText(
        /^Encrypted, and read with your key\. Signed by Ada <ada@tern\.example> on .*, with the key you use for/,
      )
      .waitFor();
    await shot('read');
    await page.keyboard.press('r');
    await tern.composer.getByText('This answers an encrypted letter.', { exact: false }).waitFor();
    expect(await button('Encrypt (OpenPGP)').getAttribute('aria-pressed')).toBe('true');
    await button('Encrypt (OpenPGP)').click();
    await tern.composer.getByText('and goes out unencrypted.', { exact: false }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot('answer-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(tern.complaints).toEqual([]);
  });

  it('leaves nothing of it readable in what waits to go out', async () => {
    const { page } = tern;
    await page.keyboard.press('Escape');
    await write('Nobody’s business', BO);
    await page.keyboard.press('Control+Shift+E');
    await button('Send later…').click();
    await page
      .getByRole('dialog', { name: 'Send later' })
      .getByRole('button', { name: 'In an hour' })
      .click();
    await tern.composer.waitFor({ state: 'detached' });
    await tern.palette('Go to Outbox');
    await page.getByText('[...]').first().waitFor();
    await shot('outbox');

    // What can't be encrypted goes in the clear when somebody says so, and not before.
    await write('For everybody', 'cy@tern.example');
    await page.keyboard.press('Control+Shift+E');
    await button(/^Send$/).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send unencrypted' }).click();
    await tern.composer.waitFor({ state: 'detached' });
    await until('it is on its way', () => world.accepted.length === 2);
    expect(world.accepted.at(-1)?.raw).toMatch(/^Subject: For everybody\r$/m);
    expect(world.accepted.at(-1)?.raw).toContain('multipart/signed');
    expect(tern.complaints).toEqual([]);
  });
});
