import { afterEach, expect, it, vi } from 'vitest';
import type { ServerSearchProgress, ServerSearchReport } from '@shared/contract/search';
import type { ViewQuery } from '@shared/contract/view-api';
import type { ImapProfileName } from '@main/demo/imap/profiles';
import { parseMessageKey } from '@shared/model/ids';
import { Bench, USER } from '../../../../tests/fakes/bench';
import { searchServer } from './search-server';

let bench: Bench;
afterEach(() => bench.stop());

async function started(profile: ImapProfileName): Promise<Bench> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, 3);
  write('Archive', 'Old news', 'The harbour was closed. Gr=C3=BC=C3=9Fe!');
  write('INBOX', 'News', 'The harbour is open again.');
  write('Trash', 'Harbour in the bin', 'nothing');
  await bench.start();
  await bench.settled('INBOX');
  await vi.waitFor(() => expect(bench.engine.runners.get(bench.account.id)?.status.phase).toBe('idle'));
  return bench;
}

function write(box: string, subject: string, text: string): void {
  bench.world.append(
    bench.world.account(USER),
    bench.box(box),
    `From: Bo <bo@tern.example>\r\nTo: Ada <${USER}>\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/ /g, '-')}@x>\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n` +
      `${text}\r\n`,
  );
}

const EVERYWHERE: ViewQuery['scope'] = { kind: 'all', account: null };

async function search(
  text: string,
  scope = EVERYWHERE,
): Promise<{ report: ServerSearchReport; found: string[]; progress: ServerSearchProgress[] }> {
  const progress: ServerSearchProgress[] = [];
  const stop = bench.ui.on('searchProgress', (one) => progress.push(one));
  const report = await bench.ui.api.searchServer({ run: 'test', text, scope });
  stop();
  const found = progress
    .flatMap((one) => one.found)
    .map((key) => {
      const { mailbox, generation, uid } = parseMessageKey(key);
      return (
        bench.store.messages.get(`${mailbox}/${generation}`)?.get(uid)?.row.envelope.subject ?? 'not listed'
      );
    });
  return { report, found: found.sort(), progress };
}

it.each(['everything', 'bare', 'gmail', 'exchange'] as const)(
  'finds words in texts that are not here, in every folder but junk and trash (%s)',
  async (profile) => {
    await started(profile);
    expect((await search('harbour')).found).toEqual(['News', 'Old news']);
    expect((await search('harbour open')).found).toEqual(['News']);
    expect((await search('harbour -open')).found).toEqual(['Old news']);
    expect((await search('grüße')).found).toEqual(['Old news']);
    expect((await search('in:trash harbour')).found).toEqual(['Harbour in the bin']);
    const { report } = await search('harbour', { kind: 'mailbox', mailbox: bench.idOf('Archive') });
    expect(report).toMatchObject({ found: 1, mailboxes: [{ name: 'Archive', searched: 'yes', why: null }] });
  },
);

it('fetches the headers of what is not listed here', async () => {
  await started('everything');
  const held = bench.store.messages.get(`${bench.idOf('INBOX')}/0`);
  held?.delete(4);
  expect((await search('subject:News')).found).toEqual(['News', 'Old news']);
  expect(held?.has(4)).toBe(true);
});

it('goes on when one folder cannot be searched, and says why', async () => {
  await started('everything');
  bench.imap.add({
    verb: 'UID SEARCH',
    mailbox: 'Archive',
    act: { do: 'answer', reply: 'NO [LIMIT] not today' },
  });
  const { report, found } = await search('harbour');
  expect(found).toEqual(['News']);
  expect(report.mailboxes.find(({ name }) => name === 'Archive')).toMatchObject({
    searched: 'no',
    why: { server: expect.stringContaining('not today') as string },
  });
});

it('says so without a connection', async () => {
  await started('everything');
  bench.online = false;
  bench.engine.runners.get(bench.account.id)?.disconnect();
  await vi.waitFor(() => expect(bench.engine.runners.get(bench.account.id)?.status.phase).not.toBe('idle'));
  const { report } = await search('harbour');
  expect(report.found).toBe(0);
  expect(new Set(report.mailboxes.map(({ searched, why }) => `${searched} ${why?.code ?? ''}`))).toEqual(
    new Set(['no offline']),
  );
});

it('ends when it is cancelled', async () => {
  await started('everything');
  const stop = new AbortController();
  const off = bench.ui.on('searchProgress', () => stop.abort());
  const before = bench.imap.log.length;
  await expect(
    bench.ui.api.searchServer({ run: 'test', text: 'harbour', scope: EVERYWHERE }, { signal: stop.signal }),
  ).rejects.toThrow();
  off();
  await bench.quiet();
  const searched = bench.imap.log.slice(before).filter(({ verb }) => verb === 'UID SEARCH');
  expect(searched.length).toBeLessThan(3);
});

it('called off, it does not keep the server: what one does meanwhile is not behind a SEARCH that nobody waits for', async () => {
  await started('everything');
  bench.imap.add({ verb: 'UID SEARCH', act: { do: 'silence', execute: false } });
  const calledOff = new AbortController();
  const wanted = { run: 'test', text: 'harbour', scope: EVERYWHERE };
  const searching = searchServer(bench.engine, wanted, calledOff.signal, () => undefined);
  await vi.waitFor(() => expect(bench.verbs('UID SEARCH')).toHaveLength(1));
  await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 2');
  calledOff.abort();
  await searching;
  await bench.store.until(() => bench.engine.queue.all().length === 0);
  expect([...bench.box('INBOX').find(2)!.flags]).toContain('\\Flagged');
  // Nothing more is asked of any folder.
  expect(bench.verbs('UID SEARCH')).toHaveLength(1);
});
