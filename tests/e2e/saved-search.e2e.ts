import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusMessage, rfcDate } from '../servers/corpus';
import { type Dovecot, startDovecot } from '../servers/dovecot';
import { type Postfix, startPostfix } from '../servers/postfix';
import { type Host, openChromium, startHost, Tern } from './support/tern';
import { addAccount } from './support/wizard';

/** Searches that are kept: they open as folders do, count, stay true, and are there after a restart. One sitting, in order. */
const ADA = 'ada@tern.test';
const START = Date.UTC(2026, 9, 1);

let dovecot: Dovecot;
let postfix: Postfix;
let browser: Browser;
let host: Host;
let tern: Tern;

let letters = 0;
function letter(from: string, subject: string): CorpusMessage {
  const at = START + ++letters * 60_000;
  return {
    raw:
      `Message-ID: <saved.${letters}@tern.test>\r\nFrom: ${from} <${from.toLowerCase()}@tern.test>\r\n` +
      `To: Ada <${ADA}>\r\nSubject: ${subject}\r\nDate: ${rfcDate(at)}\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\n\r\nNothing much.\r\n`,
    internalDate: at,
    flags: [],
  };
}

beforeAll(async () => {
  dovecot = await startDovecot({ users: [{ user: ADA, password: 'secret' }] });
  postfix = await startPostfix({ dovecot });
  dovecot.load(ADA, 'INBOX', [
    letter('Bo', 'Invoice 41'),
    letter('Bo', 'A walk'),
    letter('Cleo', 'Invoice 42'),
    letter('Cleo', 'A boat'),
  ]);
  host = await startHost({ env: { NODE_EXTRA_CA_CERTS: dovecot.tls.caFile } });
  browser = await openChromium();
  tern = await Tern.open(browser, host.url);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(`saved-search-${task.name}`));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  await postfix.stop();
  await dovecot.stop();
});

const dialog = () => tern.page.getByRole('dialog');
const folder = (name: string | RegExp) => tern.page.getByRole('treeitem', { name });
/** Names of the saved searches, in order. */
const names = (): Promise<string[]> => tern.page.locator('.folder-saved-search .folder-name').allInnerTexts();

describe('a saved search', () => {
  it('is made of what is searched for, by key', async () => {
    await addAccount(tern, {
      name: 'Ada',
      address: ADA,
      password: 'secret',
      incoming: { host: 'localhost', port: dovecot.ports.imaps },
      outgoing: { host: 'localhost', port: postfix.ports.submissions },
    });
    await tern.row('A boat').waitFor();
    await tern.page.keyboard.press('/');
    await tern.search('subject:invoice');
    await tern.row('A boat').waitFor({ state: 'detached' });
    await tern.page.keyboard.press('Control+Shift+s');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Bills');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await tern.page.getByRole('heading', { level: 1, name: 'Bills' }).waitFor();
    await tern.row('Invoice 41').waitFor();
    await tern.row('Invoice 42').waitFor();
    await expect.poll(() => tern.total()).toBe(2);
    expect(await tern.page.getByRole('search').getByRole('combobox').inputValue()).toBe('');
  });

  it('says how many of what it finds are unread, also while one is elsewhere', async () => {
    await folder('Bills, 2 unread').waitFor();
    await tern.go(/^Inbox/, 'Inbox');
    await tern.row('A boat').waitFor();
    await tern.openRow('Invoice 42');
    await folder('Bills, 1 unread').waitFor();
  });

  it('shows new mail that fits', async () => {
    await tern.go(/^Bills/, 'Bills');
    await tern.row('Invoice 42').waitFor();
    for (const subject of ['Invoice 43', 'A cake']) dovecot.deliver(ADA, 'INBOX', letter('Bo', subject));
    await tern.page.keyboard.press('F9');
    await tern.row('Invoice 43').waitFor();
    await folder('Bills, 2 unread').waitFor();
    await expect.poll(() => tern.total()).toBe(3);
  });

  it('can be searched in', async () => {
    await tern.search('from:cleo');
    await tern.page.getByRole('radio', { name: 'Bills' }).check({ force: true });
    await tern.row('Invoice 43').waitFor({ state: 'detached' });
    await tern.row('Invoice 42').waitFor();
    await tern.row('A boat').waitFor({ state: 'detached' });
    await expect.poll(() => tern.total()).toBe(1);
    await tern.search('');
    await tern.row('Invoice 43').waitFor();
  });

  it('is saved by button too, and goes up and down by keys, keeping the focus', async () => {
    await tern.page.keyboard.press('/');
    await tern.search('from:bo');
    await tern.page.getByRole('radio', { name: 'Everywhere' }).check({ force: true });
    await tern.row('A walk').waitFor();
    await tern.page.getByRole('button', { name: 'Save this search' }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await folder(/^from:bo/).waitFor();
    await expect.poll(names).toEqual(['Bills', 'from:bo']);
    await folder(/^from:bo/).focus();
    await tern.page.keyboard.press('Alt+ArrowUp');
    await expect.poll(names).toEqual(['from:bo', 'Bills']);
    await tern.page.keyboard.press('Alt+ArrowDown');
    await expect.poll(names).toEqual(['Bills', 'from:bo']);
    await tern.page.keyboard.press('Alt+ArrowUp');
    await expect.poll(names).toEqual(['from:bo', 'Bills']);
    await tern.page.locator('.folder-saved-search:focus', { hasText: 'from:bo' }).waitFor();
  });

  it('goes where another one is by mouse', async () => {
    await folder(/^from:bo/).dragTo(folder(/^Bills/));
    await expect.poll(names).toEqual(['Bills', 'from:bo']);
    await folder(/^from:bo/).dragTo(folder(/^Bills/));
    await expect.poll(names).toEqual(['from:bo', 'Bills']);
  });

  it('gets another name', async () => {
    await tern.page.keyboard.press('F2');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('From Bo');
    await tern.page.keyboard.press('Enter');
    await folder(/^From Bo/).waitFor();
    await tern.page.getByRole('heading', { level: 1, name: 'From Bo' }).waitFor();
    await expect.poll(names).toEqual(['From Bo', 'Bills']);
  });

  it('goes, and comes back to its place', async () => {
    await folder(/^From Bo/).focus();
    await tern.page.keyboard.press('Delete');
    await folder(/^From Bo/).waitFor({ state: 'detached' });
    // One was in it: where it was is nothing any more.
    await tern.page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    await tern.page.getByRole('button', { name: 'Undo' }).click();
    await folder(/^From Bo/).waitFor();
    await expect.poll(names).toEqual(['From Bo', 'Bills']);
  });

  it('is there after a restart in a browser that has nothing cached, and in the palette', async () => {
    await tern.context.close();
    const { profile } = host;
    await host.interrupt();
    host = await startHost({ profile, env: { NODE_EXTRA_CA_CERTS: dovecot.tls.caFile } });
    tern = await Tern.open(browser, host.url);
    await folder('Bills, 2 unread').waitFor({ timeout: 30_000 });
    await expect.poll(names).toEqual(['From Bo', 'Bills']);
    await tern.palette('Bills');
    await tern.page.getByRole('heading', { level: 1, name: 'Bills' }).waitFor();
    await tern.row('Invoice 43').waitFor();
    await expect.poll(() => tern.total()).toBe(3);
  });

  it('complains about nothing', () => {
    expect(tern.complaints).toEqual([]);
  });
});
