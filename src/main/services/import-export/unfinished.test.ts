import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportInto, Job, PlacePurpose } from '@shared/contract/import-export';
import { Bench } from '../../../../tests/fakes/bench';

/** Jobs that Tern had not finished when it ended: somebody is told, and they go on. */
let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  bench.deliver('Archive', 1, 60);
  await bench.start();
  await bench.quiet();
});
afterEach(() => bench.stop());

const place = async (purpose: PlacePurpose, path: string): Promise<string> =>
  (await bench.ui.api.namePlace({ purpose, path })).token;
const jobs = (): Promise<readonly Job[]> => bench.ui.api.jobs({});
const jobOf = async (id: string): Promise<Job | undefined> => (await jobs()).find((job) => job.id === id);
const ended = (id: string): Promise<Job> =>
  vi.waitFor(
    async () => {
      const job = await jobOf(id);
      if (!job || job.ended === null) throw new Error('it still runs');
      return job;
    },
    { timeout: 20_000, interval: 10 },
  );
const told = async (): Promise<boolean> =>
  (await bench.ui.api.status({})).notices.some(({ code }) => code === 'job-unfinished');
const mbox = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `From a@b c\nFrom: Bo <bo@tern.example>\nMessage-ID: <${i}@old>\nSubject: n${i}\n\ntext\n\n`,
  ).join('');
async function startImport(path: string, into: ImportInto): Promise<string> {
  const token = await place('import-folder', path);
  const { mailboxes } = await bench.ui.api.inspectImport({ place: token });
  return (await bench.ui.api.startImport({ place: token, mailboxes: [...mailboxes.keys()], into })).job;
}
async function restart(): Promise<void> {
  await bench.kill();
  await bench.start();
}

describe('a job that was under way', () => {
  /** So many may wait for a server at a time; the rest of the import waits for them. */
  async function midImport(): Promise<string> {
    bench.files.plant('/old/in.mbox', mbox(230));
    await bench.offline(true);
    const job = await startImport('/old/in.mbox', { mailbox: bench.idOf('Archive') });
    await vi.waitFor(() => expect(bench.engine.queue.all()).toHaveLength(200), { timeout: 10_000 });
    return job;
  }

  it('when Tern was killed is listed and told of, goes on when it is begun again, and is whole then', async () => {
    const job = await midImport();
    await restart();
    expect(await jobs()).toMatchObject([
      { id: job, kind: 'import', name: '/old/in.mbox', state: 'unfinished', again: true, at: '' },
    ]);
    expect(await told()).toBe(true);
    await bench.offline(false);
    // Twice in a row is once.
    const [again, same] = await Promise.all([1, 2].map(() => bench.ui.api.beginJobAgain({ job })));
    expect(same).toEqual(again);
    expect(await ended(again?.job ?? '')).toMatchObject({
      state: 'done',
      messages: { done: 230 },
      already: 200,
    });
    expect((await jobs()).map(({ id }) => id)).toEqual([again?.job]);
    await vi.waitFor(async () => expect(await told()).toBe(false));
    await bench.quiet();
    expect(bench.there('Archive').filter((s) => s.startsWith('n'))).toHaveLength(230);
    await restart();
    expect(await jobs()).toEqual([]);
  }, 60_000);

  it('when Tern was closed says how far it came', async () => {
    const job = await midImport();
    await bench.stop();
    await bench.start();
    expect(await jobOf(job)).toMatchObject({ state: 'unfinished', messages: { done: 200 } });
    await bench.ui.api.forgetJob({ job });
    expect(await jobs()).toEqual([]);
    await vi.waitFor(async () => expect(await told()).toBe(false));
    await restart();
    expect(await jobs()).toEqual([]);
    await expect(bench.ui.api.beginJobAgain({ job })).rejects.toMatchObject({ code: 'no-such-job' });
  }, 60_000);

  it('is over when the person has stopped it, or it is done, or has failed', async () => {
    const job = await midImport();
    await bench.ui.api.stopJob({ job });
    expect(await ended(job)).toMatchObject({ state: 'stopped', again: false });
    const token = await place('restore', '/old');
    const failed = await bench.ui.api.startVerify({ place: token });
    expect(await ended(failed.job)).toMatchObject({ state: 'failed' });
    bench.files.plant('/few/in.mbox', mbox(2));
    const done = await startImport('/few/in.mbox', { folder: 'Here' });
    expect(await ended(done)).toMatchObject({ state: 'done' });
    await bench.offline(false);
    await restart();
    expect(await jobs()).toEqual([]);
    expect(await told()).toBe(false);
  }, 60_000);

  it('that waited for its turn is listed too', async () => {
    await midImport();
    const waiting = await bench.ui.api.startBackup({
      account: null,
      place: await place('backup', '/backup'),
    });
    await restart();
    expect((await jobs()).map(({ kind, state }) => [kind, state])).toEqual([
      ['import', 'unfinished'],
      ['backup', 'unfinished'],
    ]);
    const { job } = await bench.ui.api.beginJobAgain({ job: waiting.job });
    expect(await ended(job)).toMatchObject({ kind: 'backup', state: 'done' });
    await bench.offline(false);
  }, 60_000);

  it('says which folders of an import are not there any more, and takes the others where it was to', async () => {
    bench.files.plant('/old/A', mbox(1));
    bench.files.plant('/old/B', mbox(2));
    await bench.offline(true);
    const job = await startImport('/old', { mailbox: bench.idOf('Archive') });
    await vi.waitFor(async () => expect(await jobOf(job)).toMatchObject({ state: 'waiting' }));
    await bench.kill();
    bench.files.files.delete('/old/B');
    await bench.start();
    await bench.offline(false);
    const again = await bench.ui.api.beginJobAgain({ job });
    expect(await ended(again.job)).toMatchObject({
      state: 'done',
      problems: [{ mailbox: 'B', which: '', code: 'missing' }],
    });
    await bench.quiet();
    expect(bench.there('Archive/A')).toEqual(['n0']);
  }, 60_000);

  it('of an account in a backup, and as an export, is begun with what was asked for', async () => {
    await bench.offline(true);
    const archive = bench.idOf('Archive');
    const saved = await bench.ui.api.startBackup({
      account: bench.account.id,
      place: await place('backup', '/backup'),
    });
    const written = await bench.ui.api.startExport({
      mailboxes: [archive],
      place: await place('export', '/out'),
      format: 'mbox',
    });
    await restart();
    await bench.offline(false);
    await bench.quiet();
    for (const { job } of [saved, written]) {
      const again = await bench.ui.api.beginJobAgain({ job });
      expect(await ended(again.job)).toMatchObject({ state: 'done', problems: [] });
    }
    expect(bench.files.text('/out/Archive.mbox').match(/^Subject: /gm)).toHaveLength(60);
  }, 60_000);

  it.each(['eml', 'mbox'] as const)(
    'as an export (%s) does not write twice what is there',
    async (format) => {
      bench.deliver('Sent', 1, 8);
      bench.deliver('Sent', 1, 2);
      await bench.quiet();
      // Killed in the second of two folders.
      const write = bench.files.write.bind(bench.files);
      let written = 0;
      bench.files.write = (path, bytes) =>
        path.startsWith('/out/Sent') && ++written > (format === 'eml' ? 3 : 0)
          ? new Promise(() => undefined)
          : write(path, bytes);
      const { job } = await bench.ui.api.startExport({
        mailboxes: [bench.idOf('Archive'), bench.idOf('Sent')],
        place: await place('export', '/out'),
        format,
      });
      await vi.waitFor(() => expect(written).toBe(format === 'eml' ? 4 : 1), { timeout: 10_000 });
      await restart();
      bench.files.write = write;
      const before = new Map(bench.files.files);
      await bench.quiet();
      const again = await bench.ui.api.beginJobAgain({ job });
      expect(await ended(again.job)).toMatchObject({
        state: 'done',
        messages: { done: 70, of: 70 },
        already: 60,
        problems: [],
      });
      const files = [...bench.files.files.keys()].filter((path) => path.startsWith('/out/'));
      expect(files.filter((path) => path.startsWith('/out/Archive'))).toHaveLength(format === 'eml' ? 60 : 1);
      expect(files.filter((path) => path.startsWith('/out/Sent'))).toHaveLength(format === 'eml' ? 10 : 1);
      for (const [path, bytes] of before) expect(bench.files.files.get(path)).toBe(bytes);
    },
    60_000,
  );

  it('about files that a page had sent can’t be begun by Tern, and says so', async () => {
    await midImport();
    const { job } = await bench.ui.api.importUploads({
      uploads: [{ blob: 'b'.repeat(64), name: 'in.mbox' }],
      into: { folder: 'Dropped' },
    });
    await restart();
    expect(await jobOf(job)).toMatchObject({ state: 'unfinished', again: false });
    await expect(bench.ui.api.beginJobAgain({ job })).rejects.toMatchObject({ code: 'no-such-job' });
    await bench.offline(false);
  }, 60_000);
});
