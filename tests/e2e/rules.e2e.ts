import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** What Tern does by itself to mail that arrives, as a person sets it up and takes it back. One sitting, in order. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-rules-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

const there = (mailbox: string): string[] => world.mailbox(USER, mailbox).messages.map((m) => m.subject);

function arrives(subject: string, from: string, more = ''): void {
  const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
  world.append(
    world.account(USER),
    world.mailbox(USER, 'INBOX'),
    `From: ${from}\r\nTo: Ada <${USER}>\r\nSubject: ${subject}\r\nMessage-ID: <${id}@tern.example>\r\n` +
      `Date: ${new Date().toUTCString()}\r\n${more}\r\nText of ${subject}\r\n`,
  );
}
const dialog = () => tern.page.getByRole('dialog').or(tern.page.getByRole('alertdialog'));
const shot = (name: string) => tern.page.screenshot({ path: `/tmp/shots/rules-${name}.png` });
const isIn = (mailbox: string, subject: string) =>
  until(`${subject} is in ${mailbox}`, () => Promise.resolve(there(mailbox).includes(subject)));

beforeAll(async () => {
  const account = world.addAccount({ user: USER, password: 'secret' });
  for (const [name, use] of [
    ['Archive', '\\Archive'],
    ['Junk', '\\Junk'],
    ['Trash', '\\Trash'],
    ['Sent', '\\Sent'],
  ] as const)
    world.createMailbox(account, name, { use });
  world.createMailbox(account, 'Clubs');
  arrives('Old offer', 'Eve Hawker <eve@offers.example>');
  arrives('Regatta', 'Bo Ek <bo@club.example>');
  arrives('Regatta results', 'Cy Ng <cy@club.example>');
  world.append(
    account,
    world.mailbox(USER, 'Sent'),
    `From: Ada <${USER}>\r\nTo: Bo Ek <bo@club.example>\r\nSubject: Hello Bo\r\nMessage-ID: <sent@tern.example>\r\n\r\nHi\r\n`,
    { flags: ['\\Seen'] },
  );
  served = await serveWorld(world, { ports: { smtp: 0, imap: 0 } });
  [host, browser] = await Promise.all([startHost({ profile }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.row('Old offer').waitFor();
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

describe('blocking', () => {
  it('from a row: mail that comes then is in Junk, what was there stays', async () => {
    await tern.row('Old offer').click({ button: 'right' });
    await shot('row-menu');
    await tern.page.getByRole('menuitem', { name: 'Block sender' }).click();
    await tern.toast('Mail from eve@offers.example goes to Junk').first().waitFor();
    arrives('New offer', 'Eve Hawker <eve@offers.example>');
    arrives('Lunch', 'Max <max@work.example>');
    await isIn('Junk', 'New offer');
    await tern.row('Lunch').waitFor();
    await tern.row('New offer').waitFor({ state: 'detached' });
    await tern.row('Old offer').waitFor();
  });

  it('is told in Activity, and taken back there', async () => {
    await tern.palette('Activity');
    await dialog().getByText('The sender is blocked. Moved to Junk.').waitFor();
    await shot('activity');
    await dialog()
      .getByRole('button', { name: /^Undo what was done with .New offer/ })
      .click();
    await dialog().getByText('Undone', { exact: true }).waitFor();
    await isIn('INBOX', 'New offer');
    await tern.page.keyboard.press('Escape');
    await tern.row('New offer').waitFor();
  });

  it('asks first about somebody one has written to, and about a domain', async () => {
    await tern.openRow(/Regatta .*|Bo Ek/);
    await tern.row(/Bo Ek/).click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Block sender' }).click();
    await dialog().getByText('You have written to bo@club.example before.').waitFor();
    await shot('ask');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await tern.row(/Cy Ng/).click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Block everybody at the sender’s domain' }).click();
    await dialog().getByText('You have written to people at club.example before.').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    expect(there('Junk')).toEqual([]);
  });

  it('is listed in Settings, where more can be added and taken off', async () => {
    await tern.palette('Rules and blocked senders');
    await dialog().getByText('eve@offers.example').waitFor();
    await dialog().getByLabel('Address or domain').fill('lottery.example');
    await tern.page.keyboard.press('Enter');
    await tern.page
      .getByRole('alertdialog')
      .getByText('Mail from every address at lottery.example')
      .waitFor();
    await tern.page.getByRole('alertdialog').getByRole('button', { name: 'Block', exact: true }).click();
    await tern.toast('Mail from lottery.example goes to Junk').first().waitFor();
    await tern.palette('Rules and blocked senders');
    await dialog().getByText('Everybody at lottery.example').waitFor();
    await shot('blocked');
    await dialog().getByRole('button', { name: 'Unblock eve@offers.example' }).click();
    await dialog().getByText('eve@offers.example').waitFor({ state: 'detached' });
    // What is said in passing is in reach over a dialog.
    await tern.page
      .locator('.ui-toast', { hasText: 'eve@offers.example' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await dialog().getByText('eve@offers.example').waitFor();
    await dialog().getByRole('button', { name: 'Unblock eve@offers.example' }).click();
    await dialog().getByText('eve@offers.example').waitFor({ state: 'detached' });
    await tern.page.keyboard.press('Escape');
    expect(tern.complaints).toEqual([]);
  });
});

describe('muting a conversation', () => {
  it('from its menu: answers are archived and read, the row and the message say so, and it can be unmuted', async () => {
    await tern.row(/Cy Ng/).click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Mute conversation' }).click();
    await tern.toast('Conversation muted').first().waitFor();
    await tern.row(/Cy Ng/).getByLabel('Muted').waitFor();
    await tern.openRow(/Cy Ng/);
    await tern.reader.getByText('Muted', { exact: true }).waitFor();
    await shot('muted');
    arrives(
      'Re: Regatta results',
      'Bo Ek <bo@club.example>',
      'In-Reply-To: <Regatta-results@tern.example>\r\n',
    );
    await isIn('Archive', 'Re: Regatta results');
    await until('it is read', () =>
      Promise.resolve(world.mailbox(USER, 'Archive').messages.every((m) => m.has('\\Seen'))),
    );
    await tern.palette('Rules and blocked senders');
    await dialog().getByRole('button', { name: 'Unmute “Regatta results”' }).waitFor();
    await shot('muted-list');
    await tern.page.keyboard.press('Escape');
    await tern.reader.getByRole('button', { name: 'Unmute conversation' }).click();
    await tern.reader.getByText('Muted', { exact: true }).waitFor({ state: 'detached' });
    arrives(
      'Re: Regatta again',
      'Bo Ek <bo@club.example>',
      'In-Reply-To: <Regatta-results@tern.example>\r\n',
    );
    await isIn('INBOX', 'Re: Regatta again');
    // Here, too: the next rule is made from what is listed.
    await tern.row(/Regatta again/).waitFor();
    expect(there('Archive')).not.toContain('Re: Regatta again');
    expect(tern.complaints).toEqual([]);
  });
});

describe('rules', () => {
  it('are made from a message, say beforehand what they would do, and do it with what arrives', async () => {
    await tern.row(/Regatta again/).click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Create a rule from this message' }).click();
    // The row stands for the conversation, whose newest message is Bo's.
    await dialog()
      .getByText(/^It would touch 2 of the \d+ messages/)
      .waitFor();
    await dialog().getByLabel('Name').fill('The club');
    await dialog().getByLabel('Words').fill('@club.example');
    await dialog()
      .getByRole('button', { name: /How it is compared/ })
      .click();
    await tern.page.getByRole('option', { name: 'contains', exact: true }).click();
    await dialog()
      .getByRole('button', { name: /What is done/ })
      .click();
    await tern.page.getByRole('option', { name: 'Move to', exact: true }).click();
    await dialog()
      .getByRole('button', { name: /^Clubs|Folder/ })
      .waitFor();
    await dialog()
      .getByText(/^It would touch 3 of the \d+ messages/)
      .waitFor();
    await shot('editor');
    expect(there('Clubs')).toEqual([]);
    await dialog().getByRole('button', { name: 'Save rule' }).click();
    await dialog().waitFor({ state: 'detached' });
    arrives('Autumn regatta', 'Dee <dee@club.example>');
    await isIn('Clubs', 'Autumn regatta');
    expect(there('INBOX')).toContain('Regatta');
  });

  it('run on a folder now, and are taken back as one', async () => {
    await tern.palette('Rules and blocked senders');
    await dialog()
      .getByText(/If From contains .@club\.example.: move to Clubs\./)
      .waitFor();
    await shot('list');
    await dialog().getByRole('button', { name: 'Change The club' }).click();
    await dialog().getByRole('button', { name: 'Run on Inbox now' }).click();
    await dialog().getByText('Done with 3 messages in Inbox').waitFor();
    await isIn('Clubs', 'Regatta');
    await dialog()
      .getByText(/^It would touch none of the \d+ messages/)
      .waitFor();
    await shot('ran');
    await dialog().getByRole('button', { name: 'Undo' }).click();
    await isIn('INBOX', 'Regatta');
    await until('all are back', () => Promise.resolve(there('Clubs').length === 1));
    // One is where one changed it from.
    await tern.page.keyboard.press('Escape');
    await dialog().getByRole('button', { name: 'Change The club' }).waitFor();
    await tern.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('pause themselves when their folder is gone, and say so; removed by the keyboard, and brought back', async () => {
    world.deleteMailbox(world.account(USER), 'Clubs');
    await tern.page.keyboard.press('F9');
    await tern.folder(/^Clubs/).waitFor({ state: 'detached' });
    arrives('Winter regatta', 'Dee <dee@club.example>');
    await tern.row('Winter regatta').waitFor();
    await tern.palette('Rules and blocked senders');
    await dialog().getByText('Paused: a folder that it needs is gone.').waitFor();
    await shot('paused');
    await dialog().getByRole('button', { name: 'Remove The club' }).focus();
    await tern.page.keyboard.press('Enter');
    await dialog().getByText('There are no rules yet.').waitFor();
    await shot('removed');
    await dialog().getByText('Rule “The club” removed.').waitFor();
    await dialog().getByRole('button', { name: 'Undo' }).click();
    await dialog().getByRole('button', { name: 'Remove The club' }).waitFor();
    expect(tern.complaints).toEqual([]);
  });
});
