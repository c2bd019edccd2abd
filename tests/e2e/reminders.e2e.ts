import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { BEFORE_IT, beginningAt, soon } from './support/clock';
import { sendAtOnce } from './support/send-at-once';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** "Remind me if nobody answers", as a person has it. One sitting, in order. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-reminders-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

const HOUR = 3_600_000;
const isUnread = (subject: string): boolean =>
  world.mailbox(USER, 'Sent').messages.some((m) => m.subject === subject && !m.has('\\Seen'));

function put(into: 'INBOX' | 'Sent', subject: string, hoursAgo: number, more = ''): void {
  const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
  const at = new Date(Date.now() - hoursAgo * HOUR);
  const [ada, bo] = [`Ada <${USER}>`, 'Bo Ek <bo@club.example>'];
  const [from, to] = into === 'Sent' ? [ada, bo] : [bo, ada];
  world.append(
    world.account(USER),
    world.mailbox(USER, into),
    `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${id}@tern.example>\r\n` +
      `Date: ${at.toUTCString()}\r\n${more}\r\nText of ${subject}\r\n`,
    { flags: ['\\Seen'], internalDate: at.getTime() },
  );
}
const dialog = () => tern.page.getByRole('dialog', { name: 'Remind me if nobody answers by' });
const shot = (name: string) => tern.page.screenshot({ path: `/tmp/shots/reminders-${name}.png` });
const folder = (name: string | RegExp) => tern.page.getByRole('treeitem', { name });
const row = (name: RegExp) => tern.page.getByRole('option', { name });
const top = async (): Promise<string> => {
  const rows = await tern.page.locator('.row[aria-posinset="1"] .row-subject').allTextContents();
  return rows[0] ?? '';
};
const inComposer = (name: string) => tern.composer.getByRole('button', { name, exact: true });

beforeAll(async () => {
  const account = world.addAccount({ user: USER, password: 'secret' });
  for (const [name, use] of [
    ['Archive', '\\Archive'],
    ['Trash', '\\Trash'],
    ['Sent', '\\Sent'],
  ] as const)
    world.createMailbox(account, name, { use });
  ['Minutes', 'Paint'].forEach((subject, i) => put('INBOX', subject, 5 - i));
  ['Regatta', 'Boat house', 'Key'].forEach((subject, i) => put('Sent', subject, 80 - i));
  served = await serveWorld(world, { ports: { smtp: 0, imap: 0 } });
  [host, browser] = await Promise.all([startHost({ profile }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.row('Paint').waitFor();
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  await served.close();
  rmSync(profile, { recursive: true, force: true });
});

describe('reminders of what nobody answers', () => {
  it('are set on a sent letter by its key, listed in Snoozed with what they wait for, and taken back', async () => {
    await folder(/^Sent/).click();
    await tern.row('Key').click();
    await tern.page.keyboard.press('b');
    await dialog().waitFor();
    await shot('dialog');
    await tern.page.keyboard.press('Enter');
    await row(/Key.*Waiting for an answer until/).waitFor();
    await folder(/^Snoozed, 1/).click();
    await row(/Key.*Waiting for an answer until/).waitFor();
    await shot('list');
    await tern.page.getByRole('button', { name: 'Undo' }).click();
    await folder(/^Snoozed/).waitFor({ state: 'detached' });
  });

  it('are set and called off in the reader, changed from the row’s menu, and ended by key', async () => {
    await folder(/^Sent/).click();
    await tern.row('Boat house').click();
    await tern.page.locator('.reader').getByRole('button', { name: 'Remind if nobody answers…' }).click();
    await dialog()
      .getByRole('button', { name: /^In 3 days/ })
      .click();
    const mark = tern.page.locator('.snoozed-mark');
    await mark.getByText(/^Waiting for an answer until/).waitFor();
    await shot('reader');
    await mark.getByRole('button', { name: 'Call off' }).click();
    await mark.waitFor({ state: 'detached' });

    await tern.row('Boat house').click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Remind if nobody answers…' }).click();
    await dialog()
      .getByRole('button', { name: /^In 7 days/ })
      .click();
    await row(/Boat house.*Waiting for an answer until/).waitFor();
    await folder(/^Snoozed, 1/).click();
    await tern.row('Boat house').click();
    await tern.page.keyboard.press('Shift+B');
    await tern.row('Boat house').waitFor({ state: 'detached' });
    await folder(/^Snoozed/).waitFor({ state: 'detached' });
  });

  it('are set while a letter is written, come back with one that is taken back, and begin when it has gone out', async () => {
    await folder(/^Inbox/).click();
    await tern.page.keyboard.press('c');
    await tern.composer.getByRole('combobox').first().fill('bo@club.example');
    await tern.composer.locator('.compose-subject').fill('Mooring');
    await tern.composer.getByRole('textbox', { name: 'Message' }).fill('Where is it?');
    await inComposer('Remind me if nobody answers this letter…').click();
    await dialog()
      .getByRole('button', { name: /^In 3 days/ })
      .click();
    const line = tern.composer.getByText('If nobody answers, you are reminded 3 days after it goes out.');
    await line.waitFor();
    await shot('composer');
    await tern.page.keyboard.press('Control+Enter');
    await tern
      .toast(/^Sending/)
      .getByRole('button', { name: 'Undo' })
      .click();
    await line.waitFor();
    await inComposer('No reminder').click();
    await line.waitFor({ state: 'detached' });
    // From the palette as well.
    await tern.page.keyboard.press('Control+k');
    await tern.page.keyboard.type('nobody answers this letter');
    await tern.page.keyboard.press('Enter');
    await dialog()
      .getByRole('button', { name: /^In 7 days/ })
      .click();
    await sendAtOnce(tern);
    await tern.composer.locator('.compose-subject').press('Control+Enter');
    await folder(/^Snoozed, 1/).click({ timeout: 60_000 });
    await row(/Mooring.*Waiting for an answer until/).waitFor();
  }, 120_000);

  it('end by themselves with an answer', async () => {
    const id = /<[^>]+>/.exec(
      world.mailbox(USER, 'Sent').messages.at(-1)?.content.header('message-id') ?? '',
    )?.[0];
    put('INBOX', 'Re: Mooring', -0.001, `In-Reply-To: ${id ?? ''}\r\n`);
    await folder(/^Snoozed/).waitFor({ state: 'detached' });
    await folder(/^Inbox/).click();
    await row(/Re: Mooring/).waitFor();
    expect(await row(/No answer since/).count()).toBe(0);
  });

  it('survive a start, come up on top of the inbox, unread, and are done', async () => {
    await folder(/^Sent/).click();
    await tern.row('Regatta').click();
    await tern.page.keyboard.press('b');
    const { at, text } = soon();
    await dialog().locator('input[type=datetime-local]').fill(text);
    await dialog().getByRole('button', { name: 'Remind me', exact: true }).click();
    await row(/Regatta.*Waiting for an answer until/).waitFor();
    await tern.page.close();
    await host.close();
    host = await startHost({ profile, env: beginningAt(at - BEFORE_IT) });
    tern = await Tern.open(browser, host.url, { size: [1280, 800] });
    await folder(/^Snoozed, 1/).waitFor();
    await row(/Unread.*Regatta.*No answer since/).waitFor({ timeout: 120_000 });
    await tern.page
      .locator('.row .mark-words')
      .getByText(/^No answer since .*\d{4}$/)
      .waitFor();
    expect(await top()).toBe('Regatta');
    await until('the server has it unread', () => Promise.resolve(isUnread('Regatta')));
    await folder(/^Inbox, 1 unread/).waitFor();
    await folder(/^Snoozed/).waitFor({ state: 'detached' });
    await shot('up');
    await tern.row('Regatta').click();
    await tern.page
      .locator('.snoozed-mark')
      .getByText(/^No answer since/)
      .waitFor();
    await shot('up-reader');
    await tern.page.locator('.snoozed-mark').getByRole('button', { name: 'Done' }).click();
    await tern.row('Regatta').waitFor({ state: 'detached' });
    await until('it is read', () => Promise.resolve(!isUnread('Regatta')));
    await tern.page.getByRole('button', { name: 'Undo' }).click();
    await row(/Regatta.*No answer since/).waitFor();
    await tern.row('Regatta').click();
    await tern.page.keyboard.press('e');
    await tern.row('Regatta').waitFor({ state: 'detached' });
    await folder(/^Sent/).click();
    await tern.row('Regatta').waitFor();
    expect(await row(/No answer since/).count()).toBe(0);
    expect(world.mailbox(USER, 'Archive').messages).toEqual([]);
  }, 240_000);
});
