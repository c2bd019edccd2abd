import * as pgp from 'openpgp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { sealedLetter } from '@main/services/openpgp/testing/sealed-letter';
import { type Host, openChromium, startHost, Tern } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

const ADA = 'ada@tern.example';
const BO = 'bo@tern.example';
const SHOTS = process.env['TERN_SHOTS'] ?? '/tmp/shots';

let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;
let secret = '';
let bosKey = '';

const pair = async (email: string) => {
  const { privateKey, publicKey } = await pgp.generateKey({
    userIDs: [{ name: email === ADA ? 'Ada' : 'Bo', email }],
    date: new Date(Date.now() - 60_000),
    format: 'object',
  });
  return { privateKey, publicKey };
};

const INSIDE = [
  'Content-Type: multipart/mixed; boundary=in; hp="cipher"',
  'Subject: The plan for Friday',
  '',
  '--in',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Words for Ada <b>alone</b>.</p><img src="https://tracker.example/seen.png" width=40 height=40 alt=Map>',
  '--in',
  'Content-Type: text/plain; name="plan.txt"',
  'Content-Disposition: attachment; filename="plan.txt"',
  '',
  'Meet at nine.',
  '--in--',
  '',
].join('\r\n');

beforeAll(async () => {
  const [ada, bo] = await Promise.all([pair(ADA), pair(BO)]);
  secret = (await pgp.encryptKey({ privateKey: ada.privateKey, passphrase: 'ada’s words' })).armor();
  bosKey = bo.publicKey.armor();
  const sealed = (await pgp.encrypt({
    message: await pgp.createMessage({ binary: new TextEncoder().encode(INSIDE) }),
    encryptionKeys: ada.publicKey,
    signingKeys: bo.privateKey,
  })) as string;
  const world = new MailWorld(new NodeClock());
  world.addAccount({ user: ADA, password: 'secret' });
  const letter = sealedLetter(sealed, [
    `From: Bo <${BO}>`,
    `To: Ada <${ADA}>`,
    'Subject: ...',
    'Message-ID: <sealed@tern.example>',
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
  ]);
  world.append(world.account(ADA), world.mailbox(ADA, 'INBOX'), Buffer.from(letter));
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

describe('an encrypted letter', () => {
  it('is read once one’s key is here and open; the signature counts when its key is accepted', async () => {
    const { page, reader } = tern;
    await addAccount(tern, adaOn(served.ports, ADA));
    await tern.row('...').click();
    await reader.getByText(/^Encrypted for other keys \(.*None of yours opens it\.$/).waitFor();
    await reader.getByRole('button', { name: 'Keys…' }).click();

    const dialog = page.getByRole('dialog', { name: 'Import key' });
    const paste = async (armour: string): Promise<void> => {
      await page.getByRole('button', { name: 'Paste a key…' }).click();
      await dialog.getByRole('textbox').fill(armour);
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    };
    await paste(secret);
    await dialog.getByText('Your secret key is here now.').waitFor();
    await dialog.getByText(`Accepted for ${ADA}.`).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await paste(bosKey);
    await dialog.getByText('This key is new here.').waitFor();
    await page.screenshot({ path: `${SHOTS}/openpgp-imported.png` });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: /^Ada <ada@tern\.example>/ }).click();
    await page.screenshot({ path: `${SHOTS}/openpgp-keys.png` });
    await page.keyboard.press('Escape');

    await reader.getByRole('button', { name: 'Enter passphrase…' }).click();
    const ask = page.getByRole('dialog', { name: 'Enter passphrase' });
    await ask.getByLabel('Passphrase').fill('other words');
    await page.keyboard.press('Enter');
    await ask.getByText('This passphrase doesn’t open the key.').waitFor();
    await ask.getByLabel('Passphrase').fill('ada’s words');
    await page.keyboard.press('Enter');
    await ask.waitFor({ state: 'detached' });

    await reader.getByText('The plan for Friday').waitFor();
    await tern.frame().getByText('Words for Ada alone.').waitFor();
    await reader
      .getByText(/^Encrypted, and read with your key\. The signature is right and the key names Bo/)
      .waitFor();
    // Loading pictures would tell that it was read: not offered for good.
    await reader.getByText(/This letter was encrypted: loading them tells their server/).waitFor();
    expect(await reader.getByRole('button', { name: /^Always/ }).count()).toBe(0);
    await page.screenshot({ path: `${SHOTS}/openpgp-read.png` });

    await reader.getByRole('button', { name: 'Use this key…' }).click();
    const accept = page.getByRole('alertdialog');
    await page.screenshot({ path: `${SHOTS}/openpgp-accept.png` });
    await accept.getByRole('button', { name: 'Use key' }).click();
    await reader
      .getByText(/Signed by Bo <bo@tern\.example> on .*, with the key you use for bo@tern\.example\./)
      .waitFor();
    await tern.frame().getByText('Words for Ada alone.').waitFor();
    await page.screenshot({ path: `${SHOTS}/openpgp-good.png` });

    // What it brings is opened from memory; what it says is not found by a search.
    const attachment = reader.locator('.reader-chip-main');
    await attachment.getByText('13 bytes · here').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), attachment.click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('Meet at nine.');
    await tern.search('alone');
    await tern.row('...').waitFor({ state: 'detached' });
    expect(tern.complaints).toEqual([]);
  });

  it('leaves nothing readable on the disk, and no secret key that is not locked', async () => {
    const { readdir, readFile, stat } = await import('node:fs/promises');
    const found: string[] = [];
    for (const name of await readdir(host.profile, { recursive: true })) {
      const path = `${host.profile}/${name}`;
      if (!(await stat(path).catch(() => null))?.isFile()) continue;
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      for (const secretText of ['Meet at nine', 'Words for Ada', 'plan for Friday', 'ada’s words'])
        if (bytes.includes(secretText)) found.push(`${name}: ${secretText}`);
    }
    expect(found).toEqual([]);
  });
});
