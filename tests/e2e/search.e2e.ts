import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusMessage, rfcDate } from '../servers/corpus';
import { type Dovecot, startDovecot } from '../servers/dovecot';
import { type Postfix, startPostfix } from '../servers/postfix';
import { type Host, openChromium, startHost, Tern } from './support/tern';
import { addAccount } from './support/wizard';

/** Searching on a real Dovecot, for mail whose texts are not on this computer. One sitting, in order. */
const ADA = 'ada@tern.test';
/** Older than anything that is kept by itself. */
const OLD = Date.UTC(2019, 4, 1);

let dovecot: Dovecot;
let postfix: Postfix;
let browser: Browser;
let host: Host;
let tern: Tern;

function letter(n: number, subject: string, text: string, type = 'text/plain'): CorpusMessage {
  const at = OLD + n * 60_000;
  return {
    raw:
      `Message-ID: <search.${n}@tern.test>\r\nFrom: Bo Ek <bo@tern.test>\r\nTo: Ada <${ADA}>\r\n` +
      `Subject: ${subject}\r\nDate: ${rfcDate(at)}\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`,
    internalDate: at,
    flags: ['\\Seen'],
  };
}

beforeAll(async () => {
  dovecot = await startDovecot({ users: [{ user: ADA, password: 'secret' }] });
  postfix = await startPostfix({ dovecot });
  const ordinary = Array.from({ length: 60 }, (_, n) =>
    letter(n, `Letter ${n}`, `Nothing much, number ${n}.`),
  );
  dovecot.load(ADA, 'INBOX', ordinary);
  dovecot.load(ADA, 'Archive', [
    letter(100, 'Accounts', 'The invoice for the marzipan is still open.'),
    letter(101, 'Other accounts', 'No almonds in this one.'),
    letter(102, 'A list of nougat', '<p>Soft <b>nou</b>gat, <i>Nougat</i> de Montélimar.</p>', 'text/html'),
  ]);
  host = await startHost({ env: { NODE_EXTRA_CA_CERTS: dovecot.tls.caFile } });
  browser = await openChromium();
  tern = await Tern.open(browser, host.url);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(`search-${task.name}`));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  await postfix.stop();
  await dovecot.stop();
});

const head = () => tern.page.locator('.search-head');
const field = () => tern.page.getByRole('search').getByRole('combobox');

/** What is marked in the page and in the mail's frame. */
const MARKED = `[window, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentWindow)].flatMap(
  (realm) => [...(realm.CSS.highlights.get('tern-search') ?? [])].map(String),
)`;

describe('a search', () => {
  it('says what it could not look at', async () => {
    await addAccount(tern, {
      name: 'Ada',
      address: ADA,
      password: 'secret',
      incoming: { host: 'localhost', port: dovecot.ports.imaps },
      outgoing: { host: 'localhost', port: postfix.ports.submissions },
    });
    await tern.page.getByText('Online. Everything is up to date.').waitFor({ timeout: 60_000 });
    await tern.row('Letter 59').waitFor();
    await tern.row('Letter 58').click();
    await tern.page.keyboard.press('/');
    await tern.search('marzipan');
    await head().getByText('Searched 63 subjects').waitFor();
    await head().getByText('texts aren’t on this computer').waitFor();
    await tern.page.getByText('Nothing found for “marzipan”.').waitFor();
  });

  it('finds on the server what only a text has that is not here', async () => {
    await field().press('Shift+Enter');
    await head().getByText('The server found 1 message.').waitFor();
    await tern.row(/Accounts.*Found on the server/).waitFor();
    expect(await tern.total()).toBe(1);
  });

  it('finds it here once it was read', async () => {
    await field().press('Enter');
    await tern.reader.getByText('The invoice for the marzipan').waitFor();
    await expect.poll(() => tern.page.evaluate(MARKED)).toEqual(['marzipan']);
    // Another search and this one again: nothing of what the server said is left.
    await tern.search('letter');
    await head().getByText('Searched 63 subjects').waitFor();
    await tern.search('marzip -almonds');
    await tern.row('Accounts').waitFor();
    await expect
      .poll(() => tern.rows.first().getAttribute('aria-label'))
      .not.toContain('Found on the server');
    await tern.page.locator('.row-preview', { hasText: 'invoice for the marzipan' }).waitFor();
    expect(await tern.page.locator('mark').first().textContent()).toBe('marzip');
  });

  it('marks its words in a mail of HTML too, and takes the marks off when it ends', async () => {
    await tern.search('nougat montelimar');
    await tern.row('A list of nougat').waitFor({ state: 'detached' });
    await tern.search('nougat');
    await tern.openRow('A list of nougat');
    await tern.frame().getByText('Montélimar').waitFor();
    // Also the one that is written in pieces.
    await expect.poll(() => tern.page.evaluate(MARKED)).toEqual(['nougat', 'Nougat']);
    await tern.search('montelimar');
    await expect.poll(() => tern.page.evaluate(MARKED)).toEqual(['Montélimar']);
  });

  it('ends where one was', async () => {
    await field().press('Escape');
    await tern.page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    await tern.page.locator('[role=option].is-cursor', { hasText: 'Letter 58' }).waitFor();
    await tern.subject.getByText('Letter 58').waitFor();
  });

  it('takes operators from the suggestions, by keys', async () => {
    await field().focus();
    await field().pressSequentially('lett su');
    await tern.page.getByRole('option', { name: /^subject:/ }).waitFor();
    await field().press('ArrowDown');
    await field().press('Enter');
    expect(await field().inputValue()).toBe('lett subject:');
    await field().pressSequentially('"letter 7"');
    await tern.row('Letter 7').waitFor();
    expect(await tern.total()).toBe(1);
    await field().press('Escape');
  });

  it('complains about nothing', () => {
    expect(tern.complaints).toEqual([]);
  });
});
