import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** New mail as the browser's notifications tell of it, from the server to the click. One sitting, in order. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-notifications-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

let sent = 0;
function arrives(subject: string, from: string, mailbox = 'INBOX', to = `Ada <${USER}>`): void {
  world.append(
    world.account(USER),
    world.mailbox(USER, mailbox),
    `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <n${++sent}@tern.example>\r\n` +
      `Date: ${new Date().toUTCString()}\r\n\r\nText of ${subject}\r\n`,
  );
}

/** What Chromium would hand to the system; a headless one hands nothing on. */
const STUB = `(() => {
  globalThis.shown = [];
  globalThis.Notification = class {
    static permission = 'granted';
    constructor(title, { body }) { this.words = title + ' | ' + body; globalThis.shown.push(this); }
    close() {}
  };
  document.hasFocus = () => globalThis.inFront === true;
})()`;
const shown = (): Promise<string[]> => tern.page.evaluate('shown.map(({ words }) => words)');
const shows = (...words: string[]) =>
  until(`notifications say ${words.join('; ')}`, async () => (await shown()).join('\n') === words.join('\n'));
const clear = async (): Promise<void> => {
  await tern.page.evaluate('shown.length = 0');
};
const settings = async (): Promise<void> => {
  await tern.palette('Notifications');
  await dialog().getByRole('tab', { name: 'Notifications' }).waitFor();
};
const dialog = () => tern.page.getByRole('dialog');
const turn = (name: string | RegExp) => dialog().locator('.ui-switch').filter({ hasText: name }).click();
const close = async (): Promise<void> => {
  await tern.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
};

beforeAll(async () => {
  const account = world.addAccount({ user: USER, password: 'secret' });
  for (const [name, use] of [
    ['Archive', '\\Archive'],
    ['Sent', '\\Sent'],
    ['Trash', '\\Trash'],
  ] as const)
    world.createMailbox(account, name, { use });
  world.createMailbox(account, 'Clubs');
  arrives('There before', 'Bo Ek <bo@club.example>');
  arrives('Hello Bo', `Ada <${USER}>`, 'Sent', 'Bo <bo@club.example>');
  served = await serveWorld(world, { ports: { imap: 0, smtp: 0 } });
  [browser, host] = await Promise.all([openChromium(), startHost({ profile })]);
  tern = await Tern.open(browser, host.url);
  await tern.page.addInitScript(STUB);
  await tern.page.reload();
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.row('There before').waitFor();
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
});
beforeEach(clear);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name), await shown());
});
afterAll(async () => {
  expect(tern.complaints).toEqual([]);
  await browser.close();
  await host.close();
  await served.close();
  rmSync(profile, { recursive: true, force: true });
});

describe('notifications', () => {
  it('say only that there is mail, and nothing of what was there before', async () => {
    arrives('Secret plans', 'Cy Ng <cy@elsewhere.example>');
    await tern.row('Secret plans').waitFor();
    await shows('New message in ada@tern.example | ');
  });

  it('say who wrote what when the person wants that, and a click opens it', async () => {
    await settings();
    await turn('Show sender and subject');
    await close();
    arrives('Lunch?', 'Bo Ek <bo@club.example>');
    await shows('Bo Ek | Lunch?');
    await tern.page.evaluate('shown[0].onclick()');
    await tern.page.locator('.reader-subject', { hasText: 'Lunch?' }).waitFor();
  });

  it('are one summary when much comes at once', async () => {
    for (let i = 1; i <= 9; i++) arrives(`Burst ${i}`, `Person ${i} <p${i}@club.example>`);
    await tern.row('Burst 9').waitFor();
    await until('a summary', async () => (await shown()).length > 0);
    const [words, ...more] = await shown();
    expect(more).toEqual([]);
    expect(words).toMatch(
      /^9 new messages in ada@tern\.example \| Person \d, Person \d, Person \d and 6 more$/,
    );
  });

  it('come from another folder once it is added, and from people one has written to only', async () => {
    arrives('Quiet club', 'Bo Ek <bo@club.example>', 'Clubs');
    await settings();
    await dialog()
      .getByRole('button', { name: /Another folder/ })
      .click();
    await tern.page.getByRole('option', { name: 'Clubs' }).click();
    await dialog().locator('.ui-switch[data-selected]', { hasText: 'Clubs' }).waitFor();
    await dialog().getByText('People I have written to').click();
    await close();
    expect(await shown()).toEqual([]);
    arrives('Regatta', 'Bo Ek <bo@club.example>', 'Clubs');
    arrives('Win now', 'Eve <eve@evil.example>');
    await shows('Bo Ek | Regatta');
  });

  it('stay away while the window is in front, while they are paused, and in an inbox that is switched off', async () => {
    await tern.page.evaluate('inFront = true');
    arrives('Seen at once', 'Bo Ek <bo@club.example>');
    await tern.row('Seen at once').waitFor();
    await tern.page.evaluate('new Promise((resolve) => setTimeout(resolve, 1500))');
    await tern.page.evaluate('inFront = false');
    await tern.palette('Pause notifications for 1 hour');
    await settings();
    await dialog()
      .getByText(/^Paused until/)
      .waitFor();
    arrives('While paused', 'Bo Ek <bo@club.example>');
    await tern.row('While paused').waitFor();
    await dialog().getByRole('button', { name: 'Resume' }).click();
    await dialog().getByRole('button', { name: 'Pause for 1 hour' }).waitFor();
    await turn('Inbox');
    await close();
    arrives('Switched off', 'Bo Ek <bo@club.example>');
    await tern.row('Switched off').waitFor();
    arrives('Heard again', 'Bo Ek <bo@club.example>', 'Clubs');
    await shows('Bo Ek | Heard again');
  });
});
