import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ImportInto, Job, PlacePurpose } from '@shared/contract/import-export';
import type { MailboxCursor } from '@shared/contract/mailbox';
import { type MailboxId, THIS_COMPUTER } from '@shared/model/ids';
import { Bench, letter, USER } from '../../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const place = async (purpose: PlacePurpose, path: string): Promise<string> =>
  (await bench.ui.api.namePlace({ purpose, path })).token;

async function ended(id: string): Promise<Job> {
  return vi.waitFor(
    async () => {
      const found = (await bench.ui.api.jobs({})).find((job) => job.id === id && job.ended !== null);
      if (!found) throw new Error('it still runs');
      return found;
    },
    { timeout: 10_000, interval: 10 },
  );
}
const here = (name: string): string[] => {
  const known = [...bench.store.mailboxes.values()].find(
    (m) => m.account === THIS_COMPUTER && m.name === name,
  );
  return [...bench.store.shownOf(known).values()].map((m) => m.subject).sort();
};
/** How far mailboxes are listed here. */
const cursors = (): Map<MailboxId, MailboxCursor> =>
  bench.engine.runners.get(bench.account.id)?.insight?.().cursors as Map<MailboxId, MailboxCursor>;
/** Until a mailbox was looked at: what has never been is asked of the server before anything is imported. */
const lookedAt = (name: string): Promise<void> =>
  vi.waitFor(() => expect(cursors().get(bench.idOf(name))?.floor).toBe(1));

async function importAll(
  path: string,
  into: ImportInto,
  purpose: PlacePurpose = 'import-folder',
): Promise<Job> {
  const token = await place(purpose, path);
  const offer = await bench.ui.api.inspectImport({ place: token });
  const mailboxes = offer.mailboxes.flatMap((m, at) => (m.removed ? [] : [at]));
  const { job } = await bench.ui.api.startImport({ place: token, mailboxes, into });
  return ended(job);
}
const mbox = (...subjects: string[]): string =>
  subjects
    .map(
      (s) =>
        `From a@b c\nFrom: Bo <bo@tern.example>\nMessage-ID: <${s}@old>\nSubject: ${s}\nStatus: RO\n\ntext\n\n`,
    )
    .join('');

describe('import', () => {
  it('makes the folders it needs on this computer, and again adds nothing', async () => {
    bench = new Bench();
    await bench.start();
    bench.files.plant('/home/ada/old/Work', mbox('one', 'two'));
    bench.files.plant('/home/ada/old/Work.sbd/Boats', mbox('three'));
    bench.files.plant('/home/ada/old/Odd', 'From a b\n\nno header\n\n');
    const first = await importAll('/home/ada/old', { folder: 'Old mail' });
    expect(first).toMatchObject({
      state: 'done',
      messages: { done: 4, of: null },
      already: 0,
      problems: [{ mailbox: 'Odd', which: '1', code: 'not-a-message' }],
    });
    await bench.store.until(
      () => here('Old mail/Work').length === 2 && here('Old mail/Work/Boats').length === 1,
    );
    expect(here('Old mail/Work')).toEqual(['one', 'two']);
    const again = await importAll('/home/ada/old', { folder: 'Old mail' });
    expect(again).toMatchObject({ state: 'done', already: 3 });
    expect(here('Old mail/Work')).toEqual(['one', 'two']);
  });

  it('into a mailbox on a server: each letter once, with its flags, also when it is begun again offline', async () => {
    bench = new Bench();
    bench.deliver('Archive', 1, 1);
    await bench.start();
    await bench.quiet();
    bench.files.plant('/in.mbox', mbox('new'));
    await bench.offline(true);
    const into = { mailbox: bench.idOf('Archive') };
    expect(await importAll('/in.mbox', into, 'import-file')).toMatchObject({ state: 'done', already: 0 });
    expect(await importAll('/in.mbox', into, 'import-file')).toMatchObject({ state: 'done', already: 1 });
    // One that may be there is compared with what is: that waits for the server, and says so.
    bench.files.plant('/more.mbox', `From a b\n${letter(1).replaceAll('\r', '')}\n${mbox('new')}`);
    const token = await place('import-file', '/more.mbox');
    await bench.ui.api.inspectImport({ place: token });
    const { job } = await bench.ui.api.startImport({ place: token, mailboxes: [0], into });
    await vi.waitFor(async () => {
      expect((await bench.ui.api.jobs({})).find(({ id }) => id === job)).toMatchObject({ state: 'waiting' });
    });
    await bench.offline(false);
    expect(await ended(job)).toMatchObject({ state: 'done', already: 2, problems: [] });
    await bench.store.until(() => bench.engine.queue.all().length === 0);
    expect(bench.there('Archive').filter((s) => s === 'Letter 1')).toEqual(['Letter 1']);
    expect(bench.there('Archive')).toContain('new');
    expect(bench.box('Archive').messages.at(-1)?.flags.has('\\Seen')).toBe(true);
  });

  const nameless = (text: string): string =>
    `From a@b c\nFrom: Bo <bo@tern.example>\nSubject: Report\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n\n${text}\n\n`;
  const reports = (): string[] =>
    bench
      .box('Archive')
      .messages.map((m) => m.content.raw.split('\r\n\r\n')[1]?.trim() ?? '')
      .sort();

  it('into a mailbox whose older part is still being fetched: what is there is not added again', async () => {
    bench = new Bench();
    const there = nameless('a').replace(/^.*\n/, '').replaceAll('\n', '\r\n');
    bench.world.append(bench.world.account(USER), bench.box('Archive'), there.replace(/\r\n$/, ''));
    bench.deliver('Archive', 1, 3);
    await bench.start();
    await bench.quiet();
    // As after a start in the middle of the first synchronisation: only the newest two are listed.
    const archive = bench.idOf('Archive');
    await lookedAt('Archive');
    cursors().set(archive, { ...cursors().get(archive)!, floor: 3 });
    for (const uid of [1, 2]) bench.store.messages.get(`${archive}/0`)!.delete(uid);
    const all = [1, 2, 3].map((n) => `From a b\n${letter(n).replaceAll('\r', '')}\n`).join('');
    bench.files.plant('/in.mbox', `${all}${nameless('a')}${nameless('b')}${mbox('new')}`);
    const job = await importAll('/in.mbox', { mailbox: archive }, 'import-file');
    expect(job).toMatchObject({ state: 'done', already: 4, messages: { done: 6 } });
    await bench.store.until(() => bench.engine.queue.all().length === 0);
    expect(bench.there('Archive').sort()).toEqual(
      ['Letter 1', 'Letter 2', 'Letter 3', 'Report', 'Report', 'new'].sort(),
    );
  });

  it('letters without a Message-ID are known by their bytes: begun anew, at once, killed in between', async () => {
    bench = new Bench();
    await bench.start();
    await bench.quiet();
    // Two that differ in one letter of their text only, and one twice.
    bench.files.plant('/in.mbox', nameless('one') + nameless('two') + nameless('one'));
    const into = { mailbox: bench.idOf('Archive') };
    expect(await importAll('/in.mbox', into, 'import-file')).toMatchObject({ state: 'done', already: 1 });
    await bench.quiet();
    expect(reports()).toEqual(['one', 'two']);
    expect(await importAll('/in.mbox', into, 'import-file')).toMatchObject({ state: 'done', already: 3 });
    await bench.kill();
    await bench.start();
    await bench.quiet();
    bench.files.plant('/in.mbox', nameless('one') + nameless('two') + nameless('six'));
    const jobs = await Promise.all([1, 2].map(() => importAll('/in.mbox', into, 'import-file')));
    expect(jobs.map(({ already }) => already).sort()).toEqual([2, 3]);
    await bench.quiet();
    expect(reports()).toEqual(['one', 'six', 'two']);
  });

  it('what was refused is tried again by the next import, and is not there twice', async () => {
    bench = new Bench();
    await bench.start();
    await bench.quiet();
    bench.files.plant('/in.mbox', nameless('one'));
    const into = { mailbox: bench.idOf('Archive') };
    bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [OVERQUOTA] full' } });
    await importAll('/in.mbox', into, 'import-file');
    await bench.store.until(() => bench.refused.length === 1);
    bench.imap.clear();
    expect(await importAll('/in.mbox', into, 'import-file')).toMatchObject({ state: 'done', already: 0 });
    await bench.quiet();
    expect([reports(), bench.refused]).toEqual([['one'], []]);
  });

  it('stopped half way, it says how many letters were taken over, and begun again how many were there', async () => {
    bench = new Bench();
    await bench.start();
    await lookedAt('Archive');
    await bench.offline(true);
    const names = Array.from({ length: 230 }, (_, i) => `n${i}`);
    bench.files.plant('/in.mbox', mbox(...names));
    const token = await place('import-file', '/in.mbox');
    await bench.ui.api.inspectImport({ place: token });
    const into = { mailbox: bench.idOf('Archive') };
    const { job } = await bench.ui.api.startImport({ place: token, mailboxes: [0], into });
    // So many may wait for the server at a time.
    await vi.waitFor(() => expect(bench.engine.queue.all()).toHaveLength(200), { timeout: 10_000 });
    await bench.ui.api.stopJob({ job });
    expect(await ended(job)).toMatchObject({ state: 'stopped', messages: { done: 200 }, already: 0 });
    await bench.offline(false);
    await bench.store.until(() => bench.engine.queue.all().length === 0, 20_000);
    const again = await importAll('/in.mbox', into, 'import-file');
    expect(again).toMatchObject({ state: 'done', messages: { done: 230 }, already: 200 });
    await bench.store.until(() => bench.engine.queue.all().length === 0, 20_000);
    expect(bench.there('Archive').sort()).toEqual([...names].sort());
  }, 40_000);

  it('the folder goes away meanwhile: it is said, and the rest is not called done', async () => {
    bench = new Bench();
    bench.elsewhere.create('Project');
    await bench.start();
    await lookedAt('Project');
    bench.files.plant('/in.mbox', mbox(...Array.from({ length: 230 }, (_, i) => `n${i}`)));
    const token = await place('import-file', '/in.mbox');
    await bench.ui.api.inspectImport({ place: token });
    const into = { mailbox: bench.idOf('Project') };
    await bench.offline(true);
    const { job } = await bench.ui.api.startImport({ place: token, mailboxes: [0], into });
    await vi.waitFor(() => expect(bench.engine.queue.all()).toHaveLength(200), { timeout: 10_000 });
    bench.doomed.add('Project');
    bench.elsewhere.delete('Project');
    await bench.offline(false);
    const end = await ended(job);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'mailbox-gone' }, already: 0 });
    expect(end.messages.done).toBeLessThan(230);
  });

  it('several folders become folders of their own on a server, made once, also when it was away', async () => {
    bench = new Bench();
    await bench.start();
    await bench.quiet();
    bench.files.plant('/old/A', mbox('a'));
    bench.files.plant('/old/A.sbd/Deep/Odd name', mbox('deep'));
    bench.files.plant('/old/B', mbox('b'));
    await bench.offline(true);
    const into = { mailbox: bench.idOf('Archive') };
    const token = await place('import-folder', '/old');
    const { mailboxes } = await bench.ui.api.inspectImport({ place: token });
    const { job } = await bench.ui.api.startImport({ place: token, mailboxes: [...mailboxes.keys()], into });
    await vi.waitFor(async () => {
      expect((await bench.ui.api.jobs({})).find(({ id }) => id === job)).toMatchObject({ state: 'waiting' });
    });
    await bench.offline(false);
    expect(await ended(job)).toMatchObject({ state: 'done', problems: [] });
    await bench.store.until(() => bench.engine.queue.all().length === 0);
    expect(bench.there('Archive/A')).toEqual(['a']);
    expect(bench.there('Archive/A/Deep/Odd name')).toEqual(['deep']);
    expect(bench.there('Archive/B')).toEqual(['b']);
    expect(await importAll('/old', into)).toMatchObject({ state: 'done', already: 3 });
  });

  it('a folder that the server refuses ends the import, in the server’s words', async () => {
    bench = new Bench();
    await bench.start();
    await bench.quiet();
    bench.imap.add({ verb: 'CREATE', act: { do: 'answer', reply: 'NO no more folders' } });
    bench.files.plant('/old/A', mbox('a'));
    bench.files.plant('/old/B', mbox('b'));
    const job = await importAll('/old', { mailbox: bench.idOf('Archive') });
    expect(job).toMatchObject({ state: 'failed', messages: { done: 0 } });
  });

  it('places: only what is there, only for what it was chosen for', async () => {
    bench = new Bench();
    await bench.start();
    bench.files.plant('/a/file.eml', letter(1));
    const no = (purpose: PlacePurpose, path: string, code: string): Promise<void> =>
      expect(bench.ui.api.namePlace({ purpose, path })).rejects.toMatchObject({ code });
    await no('import-folder', '/none', 'no-such-place');
    await no('import-folder', '../a', 'no-such-place');
    await no('backup', '/a/file.eml', 'not-a-folder');
    await no('backup', '/none/deeper', 'no-such-place');
    const { token } = await bench.ui.api.namePlace({ purpose: 'backup', path: '/a/new' });
    await expect(bench.ui.api.inspectImport({ place: token })).rejects.toMatchObject({
      code: 'no-such-place',
    });
    bench.files.plant('/b/picture.jpg', 'x');
    const empty = await place('import-folder', '/b');
    await expect(bench.ui.api.inspectImport({ place: empty })).rejects.toMatchObject({
      code: 'nothing-found',
    });
  });
});

describe('export', () => {
  it('writes mailboxes as mbox and as files, from a server, with names that every system takes', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 3);
    bench.deliver('Archive', 4, 4);
    await bench.start();
    await bench.quiet();
    bench.files.plant('/out/INBOX.mbox', 'somebody else’s');
    const mailboxes = [bench.idOf('INBOX'), bench.idOf('Archive')];
    const to = await place('export', '/out');
    const mboxJob = await ended(
      (await bench.ui.api.startExport({ mailboxes, place: to, format: 'mbox' })).job,
    );
    expect(mboxJob).toMatchObject({ state: 'done', messages: { done: 4, of: 4 }, problems: [] });
    expect(bench.files.text('/out/INBOX.mbox')).toContain('somebody');
    expect(bench.files.text('/out/INBOX (2).mbox').match(/^Subject: .*$/gm)).toEqual([
      'Subject: Letter 1',
      'Subject: Letter 2',
      'Subject: Letter 3',
    ]);
    const files = await place('export', '/out/eml');
    await ended((await bench.ui.api.startExport({ mailboxes, place: files, format: 'eml' })).job);
    const [first] = [...bench.files.files.keys()].filter((name) => name.startsWith('/out/eml/INBOX/'));
    expect(first).toMatch(/^\/out\/eml\/INBOX\/\d{4}-\d\d-\d\d Letter 1\.eml$/);
    expect(bench.files.text(first ?? '')).toBe(letter(1));
  });

  it('a full disk ends it with a code, and leaves no half file', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.quiet();
    bench.files.plant('/out/x', '');
    bench.files.room = 100;
    const to = await place('export', '/out');
    const job = await ended(
      (await bench.ui.api.startExport({ mailboxes: [bench.idOf('INBOX')], place: to, format: 'mbox' })).job,
    );
    // Nothing of it is left, and nothing of it is called done.
    expect(job).toMatchObject({ state: 'failed', error: { code: 'disk-enospc' }, messages: { done: 0 } });
    expect([...bench.files.files.keys()]).toEqual(['/out/x']);
  });
});

describe('backup', () => {
  const backUp = async (): Promise<Job> => {
    const to = await place('backup', '/safe/ada');
    return ended((await bench.ui.api.startBackup({ account: bench.account.id, place: to })).job);
  };
  const start = async (): Promise<void> => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 40);
    bench.deliver('Archive', 41, 42);
    await bench.start();
    await bench.quiet();
    await bench.files.makeFolder('/safe');
  };
  const emls = (): string[] => [...bench.files.files.keys()].filter((name) => name.endsWith('.eml'));

  it('saves everything, then only what is new, keeps what has gone, and can be restored', async () => {
    await start();
    expect(await backUp()).toMatchObject({ state: 'done', messages: { done: 42 }, already: 0, problems: [] });
    expect(emls()).toHaveLength(42);
    bench.deliver('INBOX', 43, 43);
    await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 2');
    await bench.act({ kind: 'destroy' }, 'INBOX', 'Letter 1');
    await bench.store.until(() => bench.engine.queue.all().length === 0);
    await bench.quiet();
    expect(await backUp()).toMatchObject({ state: 'done', messages: { done: 1 }, already: 41, problems: [] });
    expect(emls()).toHaveLength(43);

    const offer = await bench.ui.api.inspectImport({ place: await place('restore', '/safe/ada') });
    expect(offer.kind).toBe('backup');
    expect(offer.mailboxes.map((m) => [m.path.join('/'), m.messages, m.removed])).toContainEqual([
      'INBOX',
      1,
      true,
    ]);
    const restored = await importAll('/safe/ada', { folder: 'Restored' }, 'restore');
    expect(restored).toMatchObject({ state: 'done', problems: [] });
    await bench.store.until(() => here('Restored/INBOX').length === 40);
    expect(here('Restored/INBOX')).not.toContain('Letter 1');
    const box = bench.engine.registry.byName(THIS_COMPUTER, 'Restored/INBOX');
    const flagged = [...(box ? bench.engine.local.messages.in(box.id).values() : [])].filter((m) =>
      m.flags.includes('\\Flagged'),
    );
    expect(flagged).toHaveLength(1);
  });

  it('notices what was damaged since, tells which, and restores the rest', async () => {
    await start();
    await backUp();
    const [first = '', second = ''] = emls().filter((name) => name.startsWith('/safe/ada/mail/1/'));
    bench.files.files.set(first, Buffer.from(bench.files.text(first).replace('Text of', 'Test of')));
    bench.files.files.delete(second);
    const token = await place('restore', '/safe/ada');
    const job = await ended((await bench.ui.api.startVerify({ place: token })).job);
    expect(job.problems.map((p) => [p.which, p.code])).toEqual([
      [first.slice('/safe/ada/'.length), 'damaged'],
      [second.slice('/safe/ada/'.length), 'missing'],
    ]);
    const restored = await importAll('/safe/ada', { folder: 'Restored' }, 'restore');
    expect(restored.problems.map((p) => p.code)).toEqual(['damaged', 'damaged']);
    // The server has them still: the next run saves them again.
    expect(await backUp()).toMatchObject({ state: 'done', problems: [] });
    expect((await ended((await bench.ui.api.startVerify({ place: token })).job)).problems).toEqual([]);
  });

  it('broken off at any message it goes on where it was, and never holds anything twice', async () => {
    await start();
    bench.files.room = 9000;
    const broken = await backUp();
    expect(broken).toMatchObject({ state: 'failed', error: { code: 'disk-enospc' } });
    const before = emls().length;
    expect(before).toBeGreaterThan(5);
    expect(before).toBeLessThan(42);
    bench.files.room = Number.POSITIVE_INFINITY;
    const whole = await backUp();
    expect(whole).toMatchObject({ state: 'done', problems: [] });
    expect(new Set(emls().map((name) => bench.files.text(name))).size).toBe(42);
    expect(emls().length).toBeLessThanOrEqual(42 + 32);
    const token = await place('restore', '/safe/ada');
    expect(await ended((await bench.ui.api.startVerify({ place: token })).job)).toMatchObject({
      messages: { done: 42 },
      problems: [],
    });
  });

  it('waits for the network, can be stopped while it waits, and is not another account’s', async () => {
    await start();
    await bench.offline(true);
    const to = await place('backup', '/safe/ada');
    const { job } = await bench.ui.api.startBackup({ account: bench.account.id, place: to });
    await vi.waitFor(() => expect(bench.engine.importExport.jobs.list()[0]?.state).toBe('waiting'));
    await bench.ui.api.stopJob({ job });
    expect(await ended(job)).toMatchObject({ state: 'stopped' });
    await bench.offline(false);
    await bench.quiet();
    await backUp();
    const none = await place('backup', '/safe/ada');
    const local = await ended((await bench.ui.api.startBackup({ account: null, place: none })).job);
    expect(local).toMatchObject({ state: 'failed', error: { code: 'other-backup' } });
  });
});
