import { createHash, randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { corpus, type CorpusMessage, rfcDate } from '../servers/corpus';
import { type Dovecot, startDovecot } from '../servers/dovecot';
import { type Postfix, startPostfix } from '../servers/postfix';
import { rawImap, type RawImap } from './support/raw-imap';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { type AccountEntry, addAccount, Wizard } from './support/wizard';

/** Real Dovecot and Postfix, two people, two windows, each with a host and profile of its own. In order. */
const COUNT = 2000;
const NEWEST = Date.now() - 3_600_000;
const ADA = 'ada@tern.test';
const BO = 'bo@tern.test';
const attachment = randomBytes(10 * 1024 * 1024);
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let dovecot: Dovecot;
let postfix: Postfix;
let browser: Browser;
let hosts: Host[] = [];
let ada: Tern;
let bo: Tern;

const account = (address: string, name: string, password = 'secret'): AccountEntry => ({
  name,
  address,
  password,
  incoming: { host: 'localhost', port: dovecot.ports.imaps },
  outgoing: { host: 'localhost', port: postfix.ports.submissions },
});
const rawAda = (): Promise<RawImap> => rawImap(dovecot.ports.imap, ADA, 'secret');
const up = (tern: Tern): Promise<void> =>
  tern.page.getByText('Online. Everything is up to date.').waitFor({ timeout: 60_000 });

/** The mail whose attachment is large, an HTML letter, and a conversation of four, newest last. */
function* special(): Generator<CorpusMessage> {
  const letter = (n: number, header: readonly string[], body: string): CorpusMessage => {
    const at = NEWEST + n * 60_000;
    return {
      raw: `${[...header, `Date: ${rfcDate(at)}`, `To: Ada <${ADA}>`, 'MIME-Version: 1.0'].join('\r\n')}\r\n${body}`,
      internalDate: at,
      flags: [],
    };
  };
  const text = (words: string): string => `Content-Type: text/plain; charset=utf-8\r\n\r\n${words}\r\n`;
  for (let n = 0; n < 4; n += 1) {
    yield letter(
      n,
      [
        `Message-ID: <mast.${n}@tern.test>`,
        ...(n === 0
          ? []
          : [
              `In-Reply-To: <mast.${n - 1}@tern.test>`,
              `References: <mast.0@tern.test> <mast.${n - 1}@tern.test>`,
            ]),
        `From: Bo Ek <${BO}>`,
        `Subject: ${n === 0 ? '' : 'Re: '}The mast`,
      ],
      text(`Thought number ${n} about the mast.`),
    );
  }
  yield letter(
    5,
    ['Message-ID: <html@tern.test>', `From: Bo Ek <${BO}>`, 'Subject: A letter with a table'],
    'Content-Type: text/html; charset=utf-8\r\n\r\n<h1>Timber</h1><table border="1"><tr><td>Oak</td><td>seven planks</td></tr></table><img src="https://pictures.example/oak.png"><script>document.title = "owned"</script>\r\n',
  );
  yield letter(
    6,
    ['Message-ID: <large@tern.test>', `From: Bo Ek <${BO}>`, 'Subject: The survey, ten megabytes of it'],
    `Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n${text('It is attached.')}--b\r\nContent-Type: application/pdf; name="survey.pdf"\r\nContent-Disposition: attachment; filename="survey.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b--\r\n`,
  );
}
function* mailbox(): Generator<CorpusMessage> {
  yield* corpus({ count: COUNT - 6, to: ADA, newest: NEWEST - 600_000 });
  yield* special();
}

beforeAll(async () => {
  dovecot = await startDovecot({
    users: [
      { user: ADA, password: 'secret' },
      { user: BO, password: 'secret' },
    ],
  });
  postfix = await startPostfix({ dovecot });
  expect(dovecot.load(ADA, 'INBOX', mailbox()).count).toBe(COUNT);
  const trusting = { NODE_EXTRA_CA_CERTS: dovecot.tls.caFile };
  browser = await openChromium();
  // Ada's machine does not know the authority; Bo's does.
  hosts = [await startHost(), await startHost({ env: trusting })];
  [ada, bo] = (await Promise.all(hosts.map((host) => Tern.open(browser, host.url)))) as [Tern, Tern];
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  console.log(await ada.report(`ada-${task.name}`));
  console.log(await bo.report(`bo-${task.name}`));
});
afterAll(async () => {
  await browser.close();
  for (const host of hosts) await host.close();
  await postfix.stop();
  await dovecot.stop();
});

describe('the wizard', () => {
  it('explains a certificate that is not trusted, then a wrong password, and works once both are right', async () => {
    const wizard = await Wizard.open(ada);
    await wizard.byHand(account(ADA, 'Ada', 'wrong'));
    await wizard.test();
    expect(await wizard.verdict('Incoming mail')).toContain(
      'The certificate of localhost is signed by an authority this computer doesn’t know.',
    );
    expect(await wizard.verdict('Outgoing mail')).toContain(
      'signed by an authority this computer doesn’t know.',
    );
    // Both directions show the same certificate of the same server: one decision.
    await wizard.trust('Incoming mail');
    await wizard
      .part('Outgoing mail')
      .getByText(/^This certificate is trusted/)
      .waitFor();
    await wizard.test();
    expect(await wizard.verdict('Incoming mail')).toContain('The user name or password was not accepted.');
    // Letter by letter, as a person does: the field must stay while it is typed into.
    const password = wizard.dialog.getByRole('textbox', { name: 'Password', exact: true });
    await password.fill('');
    await password.pressSequentially('secret');
    await wizard.test();
    await wizard.finish();
    await ada.rows.first().waitFor({ timeout: 30_000 });
  });

  it('adds two accounts side by side in the other window', async () => {
    await addAccount(bo, account(BO, 'Bo Ek'));
    await addAccount(bo, account(ADA, 'Ada'));
    await bo
      .folder(/^Inbox, /)
      .first()
      .waitFor();
  });
});

describe('two thousand messages', () => {
  it('are all there, down to the oldest', async () => {
    await up(ada);
    await ada.list.focus();
    await ada.page.keyboard.press('Shift+T');
    await until('the list is flat and whole', async () => (await ada.total()) === COUNT);
    await ada.page.keyboard.press('End');
    await ada.page.locator(`[role=option][aria-posinset="${COUNT}"]`).waitFor();
    const raw = await rawAda();
    const [oldest = ''] = await raw.subjects('INBOX');
    raw.close();
    if (/^[ -~]+$/.test(oldest) && !oldest.startsWith('=?'))
      await ada.page.locator(`[role=option][aria-posinset="${COUNT}"]`).getByText(oldest).waitFor();
    await ada.page.keyboard.press('Home');
  });

  it('show HTML without its script and without its pictures', async () => {
    await ada.openRow(/A letter with a table/);
    await ada.frame().getByText('seven planks').waitFor();
    await ada.reader.getByText(/1 image not loaded/).waitFor();
    expect(await ada.page.title()).not.toBe('owned');
  });

  it('show a conversation', async () => {
    await ada.page.keyboard.press('Shift+T');
    await ada.row(/The mast.*4 messages/).click();
    await ada.reader.getByText('4 messages').waitFor();
    await ada.reader.getByText('Thought number 3 about the mast.').waitFor();
  });

  it('bring a 10 MB attachment when it is asked for, with its progress, and every byte of it', async () => {
    await ada.openRow(/The survey, ten megabytes/);
    const chip = ada.reader.locator('.reader-chip').filter({ hasText: 'survey' });
    await chip.getByText('on the server').waitFor();
    await ada.page.evaluate(`{
      globalThis.seen = [];
      const chip = document.querySelector('.reader-chips');
      new MutationObserver(() => globalThis.seen.push(/\\d+ %/.exec(chip.textContent)?.[0] ?? '')).observe(chip, { subtree: true, childList: true, characterData: true });
    }`);
    const { name, bytes } = await ada.downloaded(() => chip.locator('.reader-chip-main').click());
    expect(name).toBe('survey.pdf');
    expect([bytes.length, bytes.findIndex((byte, at) => byte !== attachment[at])]).toEqual([
      attachment.length,
      -1,
    ]);
    expect(sha(bytes)).toBe(sha(attachment));
    const percents = (await ada.page.evaluate<string[]>('globalThis.seen'))
      .filter((text) => text !== '')
      .map((text) => parseInt(text, 10));
    expect(percents.some((percent) => percent > 0 && percent < 100)).toBe(true);
    expect([...percents].sort((a, b) => a - b)).toEqual(percents);
  });
});

describe('between two people', () => {
  it('an answer arrives in the other window by itself', async () => {
    await up(bo);
    await bo
      .folder(/^Inbox/)
      .first()
      .click();
    await bo.page.getByText('Your inbox is empty.').waitFor();
    await ada.row(/The mast.*4 messages/).click();
    await ada.reader.getByText('Thought number 3 about the mast.').waitFor();
    await ada.list.focus();
    await ada.page.keyboard.press('r');
    await ada.composer.getByRole('textbox', { name: 'Message' }).fill('Spruce, then. – Ada');
    await ada.composer.getByText('Saved').waitFor();
    await ada.composer.getByRole('button', { name: 'Send', exact: true }).click();
    await bo
      .row(/Re: The mast/)
      .first()
      .waitFor({ timeout: 45_000 });
    await bo.openRow(/Re: The mast/);
    await bo.reader.getByText('Spruce, then. – Ada').first().waitFor();
    const raw = await rawAda();
    await until('one copy in Sent', async () => (await raw.messageIds('Sent')).length === 1);
    expect(await raw.run('FETCH 1 (BODY.PEEK[HEADER.FIELDS (REFERENCES)])')).toContain('<mast.3@tern.test>');
    raw.close();
  });

  it('a star here is seen there', async () => {
    // Bo's window has Ada's account, too; which inbox is whose is told by what is in it.
    await bo.page
      .getByRole('treeitem', { name: /^Inbox, / })
      .last()
      .click();
    await bo
      .row(/A letter with a table/)
      .first()
      .waitFor();
    await ada
      .row(/A letter with a table/)
      .first()
      .click();
    await ada.list.focus();
    await ada.page.keyboard.press('s');
    await ada.row(/A letter with a table.*Starred/).waitFor();
    await bo.row(/A letter with a table.*Starred/).waitFor({ timeout: 30_000 });
  });
});

describe('a server that is away', () => {
  it('three messages moved and one written meanwhile are there exactly once when it is back', async () => {
    await dovecot.pause();
    await ada.page
      .getByText(/^Offline\. /)
      .first()
      .waitFor({ timeout: 30_000 });
    await ada.page.keyboard.press('Shift+T');
    await until('flat again', async () => (await ada.total()) > 1500);
    const before = await ada.total();
    for (let n = 1; n <= 3; n += 1) {
      await ada
        .row(/Re: The mast/)
        .first()
        .click();
      await ada.list.focus();
      await ada.page.keyboard.press('e');
      // The rows below move up: what is clicked next must stand still, as it does for a person.
      await until(`${n} left the list`, async () => (await ada.total()) === before - n);
    }
    await ada.page.keyboard.press('c');
    await ada.composer.getByRole('combobox', { name: 'To: add a person' }).fill(`${BO},`);
    await ada.composer.getByLabel('Subject').fill('Written in the dark');
    await ada.composer.getByRole('textbox', { name: 'Message' }).fill('Nobody was listening then.');
    await ada.composer.getByText('Saved').waitFor();
    await ada.composer.getByRole('button', { name: 'Send', exact: true }).click();
    await ada.page.getByText(/Offline\. 3 changes and 1 message wait here/).waitFor();

    await dovecot.start();
    await ada.page.keyboard.press('F9');
    await up(ada);
    const raw = await rawAda();
    await until(
      'the archive has all three',
      async () => (await raw.messageIds('Archive')).length >= 3,
      60_000,
    );
    const archived = await raw.messageIds('Archive');
    expect(archived.sort()).toEqual(['<mast.1@tern.test>', '<mast.2@tern.test>', '<mast.3@tern.test>']);
    expect(await raw.messageIds('INBOX')).toHaveLength(COUNT - 3);
    const inDark = (subjects: readonly string[]): number =>
      subjects.filter((subject) => subject === 'Written in the dark').length;
    // An attempt that fell into the dark is on its schedule, minutes later; who looks for mail again need not wait for it.
    const again = async (): Promise<number> => {
      await ada.page.keyboard.press('F9');
      return inDark(await raw.subjects('Sent'));
    };
    await expect.poll(again, { interval: 5_000, timeout: 120_000 }).toBeGreaterThanOrEqual(1);
    const rawBo = await rawImap(dovecot.ports.imap, BO, 'secret');
    await until('Bo has it', async () => inDark(await rawBo.subjects('INBOX')) >= 1, 60_000);
    await until(
      'nothing waits any more',
      async () => !/wait|Outbox/.test(await ada.page.locator('.statusline').innerText()),
      60_000,
    );
    expect(inDark(await raw.subjects('Sent'))).toBe(1);
    expect(inDark(await rawBo.subjects('INBOX'))).toBe(1);
    expect(await raw.messageIds('Archive')).toHaveLength(3);
    raw.close();
    rawBo.close();
  }, 300_000);
});

it('neither window complained', () => {
  expect([...ada.complaints, ...bo.complaints]).toEqual([]);
});
