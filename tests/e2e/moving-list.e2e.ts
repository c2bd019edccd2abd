import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeClock } from '@main/net/node-clock';
import { letter } from '../fakes/bench';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { adaOn, addAccount } from './support/wizard';

/** A list that changes under somebody's hands: what is done is done to the message that was seen. */
const USER = 'ada@tern.example';
const profile = mkdtempSync(join(tmpdir(), 'tern-moving-e2e-'));
const world = new MailWorld(new NodeClock());
let browser: Browser;
let host: Host;
let tern: Tern;
let served: ServedWorld;

const arrives = (n: number): void =>
  void world.append(world.account(USER), world.mailbox(USER, 'INBOX'), letter(n));

beforeAll(async () => {
  const account = world.addAccount({ user: USER, password: 'secret' });
  world.createMailbox(account, 'Archive', { use: '\\Archive' });
  for (let n = 1; n <= 6; n++) arrives(n);
  served = await serveWorld(world, { ports: { smtp: 0, imap: 0 } });
  [host, browser] = await Promise.all([startHost({ profile }), openChromium()]);
  tern = await Tern.open(browser, host.url, { size: [1280, 800] });
  await addAccount(tern, adaOn(served.ports, USER));
  await tern.row('Letter 6').waitFor();
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

const rows = () => tern.list.getByRole('option');
const subjectOf = async (index: number): Promise<string> =>
  /Letter \d+/.exec(await rows().nth(index).innerText())?.[0] ?? '';
const reads = (subject: string) =>
  tern.page.getByRole('main').getByRole('heading', { level: 1, name: subject, exact: true }).waitFor();

describe('a list that changes while one works in it', () => {
  it('opens the message that was pressed, though others came before the button was let go', async () => {
    const [seen, count] = [await subjectOf(1), await rows().count()];
    const box = await rows().nth(1).boundingBox();
    if (!box) throw new Error('no row');
    await tern.page.mouse.move(box.x + 80, box.y + box.height / 2);
    await tern.page.mouse.down();
    arrives(7);
    await until('it moved', async () => (await rows().count()) === count + 1);
    expect(await subjectOf(1)).not.toBe(seen);
    await tern.page.mouse.up();
    await reads(seen);
  });

  it('reads unread messages one after the other, none left out, and archives the one that is read', async () => {
    await tern.palette('Only unread');
    await until('only those are listed', async () => (await rows().count()) === 6);
    const wanted: string[] = [];
    for (let n = 0; n < 6; n++) wanted.push(await subjectOf(n));
    await tern.list.focus();
    for (const [n, subject] of wanted.slice(0, 3).entries()) {
      await tern.page.keyboard.press('j');
      await reads(subject);
      await until('it is no unread one any more', async () => (await rows().count()) === 5 - n);
    }
    await tern.page.keyboard.press('e');
    await tern.toast('Archived').first().waitFor();
    await reads(wanted[3] ?? '');
    await until('the next is read, and none went unseen', async () => (await rows().count()) === 2);
    expect([await subjectOf(0), await subjectOf(1)]).toEqual(wanted.slice(4));
    await tern.page.keyboard.type('ga');
    await until('only what was read is there', async () => {
      const there = await rows().allInnerTexts();
      return there.length === 1 && there[0]?.includes(wanted[2] ?? '-') === true;
    });
    expect(tern.complaints).toEqual([]);
  });
});
