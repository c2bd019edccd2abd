import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { BEFORE_IT, beginningAt, soon } from './support/clock';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** Out of the inbox until a time, and back, as a person has it. One sitting, in order. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-snooze-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

const inbox = () => world.mailbox(USER, 'INBOX').messages;
const isUnread = (subject: string): boolean => inbox().some((m) => m.subject === subject && !m.has('\\Seen'));

function arrives(subject: string, hoursAgo: number, more = '', flags: string[] = ['\\Seen']): void {
  const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
  const at = new Date(Date.now() - hoursAgo * 3_600_000);
  world.append(
    world.account(USER),
    world.mailbox(USER, 'INBOX'),
    `From: Bo Ek <bo@club.example>\r\nTo: Ada <${USER}>\r\nSubject: ${subject}\r\nMessage-ID: <${id}@tern.example>\r\n` +
      `Date: ${at.toUTCString()}\r\n${more}\r\nText of ${subject}\r\n`,
    { flags, internalDate: at.getTime() },
  );
}
const dialog = () => tern.page.getByRole('dialog', { name: 'Snooze until' });
const shot = (name: string) => tern.page.screenshot({ path: `/tmp/shots/snooze-${name}.png` });
const folder = (name: string | RegExp) => tern.page.getByRole('treeitem', { name });
const gone = (subject: string) => tern.row(subject).waitFor({ state: 'detached' });
const subjects = () => tern.page.locator('.row .row-subject').allTextContents();
const top = async (): Promise<string> => {
  const rows = await tern.page.locator('.row[aria-posinset="1"] .row-subject').allTextContents();
  return rows[0] ?? '';
};

beforeAll(async () => {
  const account = world.addAccount({ user: USER, password: 'secret' });
  for (const [name, use] of [
    ['Archive', '\\Archive'],
    ['Trash', '\\Trash'],
    ['Sent', '\\Sent'],
  ] as const)
    world.createMailbox(account, name, { use });
  ['Regatta', 'Boat house', 'Paint', 'Minutes', 'Key'].forEach((subject, i) => arrives(subject, 50 - i));
  served = await serveWorld(world, { ports: { smtp: 0, imap: 0 } });
  [host, browser] = await Promise.all([startHost({ profile }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.row('Regatta').waitFor();
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

describe('snoozing', () => {
  it('by its key and Enter: out of the inbox at once, counted in the folder pane, and taken back by Undo', async () => {
    await tern.row('Paint').click();
    await tern.page.keyboard.press('b');
    await dialog().waitFor();
    await shot('dialog');
    await tern.page.keyboard.press('Enter');
    await gone('Paint');
    await tern
      .toast(/Snoozed until/)
      .first()
      .waitFor();
    await folder('Snoozed, 1 snoozed').waitFor();
    await tern.page.getByRole('button', { name: 'Undo' }).click();
    await tern.row('Paint').waitFor();
    await folder(/^Snoozed/).waitFor({ state: 'detached' });
  });

  it('of several at once, from what is marked; Snoozed lists them by when they come back', async () => {
    await tern.row('Regatta').click();
    await tern.row('Key').click({ modifiers: ['Control'] });
    await shot('marked');
    await tern.page.locator('.list-head-selection').getByRole('button', { name: 'Snooze…' }).click();
    await dialog()
      .getByRole('button', { name: /^Next week|^Tomorrow/ })
      .last()
      .click();
    await gone('Regatta');
    await gone('Key');
    await tern.row('Minutes').click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Snooze…' }).click();
    await dialog()
      .getByRole('button', { name: /^Tomorrow/ })
      .click();
    await gone('Minutes');
    await folder('Snoozed, 3 snoozed').click();
    await tern.row('Regatta').waitFor();
    await shot('list');
    expect((await subjects()).includes('Paint')).toBe(false);
    await tern.page.getByRole('option', { name: /Regatta.*Snoozed until/ }).waitFor();
  });

  it('hides nothing from a search', async () => {
    await tern.page.keyboard.press('/');
    await tern.page.keyboard.type('Regatta');
    await tern.page.getByRole('option', { name: /Regatta.*Snoozed until/ }).waitFor();
    await shot('search');
    await tern.page.keyboard.press('Escape');
    await tern.page.keyboard.press('Escape');
  });

  it('ends when it is called back: on top of the inbox, and as it was', async () => {
    await folder('Snoozed, 3 snoozed').click();
    await tern.row('Regatta').click();
    await shot('reader');
    await tern.page.keyboard.press('Shift+B');
    await gone('Regatta');
    await folder('Snoozed, 2 snoozed').waitFor();
    await folder(/^Inbox/).click();
    await tern.page.getByRole('option', { name: /Regatta.*Was snoozed/ }).waitFor();
    expect(await top()).toBe('Regatta');
    expect(isUnread('Regatta')).toBe(false);
    await shot('back');
  });

  it('ends with an answer at once', async () => {
    // INTERNALDATE is in whole seconds.
    arrives('Re: Minutes', -0.001, 'In-Reply-To: <Minutes@tern.example>\r\n', []);
    await tern.row('Re: Minutes').waitFor();
    await folder('Snoozed, 1 snoozed').waitFor();
    await tern.page.getByRole('option', { name: /Re: Minutes.*2 messages/ }).waitFor();
    expect(await top()).toBe('Re: Minutes');
  });

  it('survives a start, and ends at its time: on top, unread, with a mark', async () => {
    await tern.row('Boat house').click();
    await tern.page.keyboard.press('b');
    const { at, text } = soon();
    await dialog().locator('input[type=datetime-local]').fill(text);
    await dialog().getByRole('button', { name: 'Snooze', exact: true }).click();
    await gone('Boat house');
    await folder('Snoozed, 2 snoozed').waitFor();
    await tern.page.close();
    await host.close();
    host = await startHost({ profile, env: beginningAt(at - BEFORE_IT) });
    tern = await Tern.open(browser, host.url, { size: [1280, 800] });
    await tern.row('Paint').waitFor();
    await folder('Snoozed, 2 snoozed').waitFor();
    expect(await subjects()).not.toContain('Boat house');
    await tern.page
      .getByRole('option', { name: /Unread.*Boat house.*Was snoozed/ })
      .waitFor({ timeout: 120_000 });
    expect(await top()).toBe('Boat house');
    await until('the server has it unread', () => Promise.resolve(isUnread('Boat house')));
    await folder('Snoozed, 1 snoozed').waitFor();
    await shot('woken');
  }, 180_000);
});
