import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Job, PlacePurpose } from '@shared/contract/import-export';
import { Bench } from '../fakes/bench';

/** The disk that a backup or an export goes to is pulled out, and the folder that it was shown in stays, empty. */
const DISK = '/media/disk';
let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  bench.deliver('INBOX', 1, 40);
  bench.deliver('Archive', 41, 100);
  bench.deliver('Sent', 201, 205);
  await bench.files.makeFolder(DISK);
  await bench.start();
  await bench.quiet();
});
afterEach(() => bench.stop());

type Held = ReadonlyMap<string, Uint8Array>;
const onDisk = (): string[] => [...bench.files.files.keys()].filter((path) => path.startsWith(`${DISK}/`));
function pullOut(): Held {
  const held = new Map(onDisk().map((path) => [path, bench.files.files.get(path)!]));
  for (const path of held.keys()) bench.files.files.delete(path);
  for (const path of bench.files.folders) if (path.startsWith(`${DISK}/`)) bench.files.folders.delete(path);
  return held;
}
function putIn(held: Held): void {
  for (const [path, bytes] of held) bench.files.plant(path, bytes);
}
const place = async (purpose: PlacePurpose): Promise<string> =>
  (await bench.ui.api.namePlace({ purpose, path: `${DISK}/Mail` })).token;
const ended = (id: string): Promise<Job> =>
  vi.waitFor(
    async () => {
      const job = (await bench.ui.api.jobs({})).find((one) => one.id === id);
      if (!job || job.ended === null) throw new Error('it still runs');
      return job;
    },
    { timeout: 10_000, interval: 10 },
  );
const backUp = async (): Promise<string> =>
  (await bench.ui.api.startBackup({ account: bench.account.id, place: await place('backup') })).job;
const verified = async (): Promise<Job> =>
  ended((await bench.ui.api.startVerify({ place: await place('restore') })).job);

/** Hears of the writing of the n-th file of a kind; what it gives is waited for before that is written. */
function onWrite(what: RegExp, n: number, then: () => Promise<void> | void): void {
  const write = bench.files.write.bind(bench.files);
  let seen = 0;
  bench.files.write = async (path, bytes) => {
    if (what.test(path) && ++seen === n) {
      bench.files.write = write;
      await then();
    }
    return write(path, bytes);
  };
}
async function killedAt(what: RegExp, n: number, begin: () => Promise<string>): Promise<string> {
  const write = bench.files.write;
  const there = new Promise<void>((resolve) => {
    onWrite(what, n, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  const job = await begin();
  await there;
  await bench.kill();
  bench.files.write = write;
  await bench.start();
  await bench.quiet();
  return job;
}

it('a backup that was killed is not begun again where nothing of it is; with the disk it goes on', async () => {
  const job = await killedAt(/eml$/, 50, backUp);
  const held = pullOut();
  await expect(bench.ui.api.beginJobAgain({ job })).rejects.toMatchObject({ code: 'begun-gone' });
  expect(onDisk()).toEqual([]);
  putIn(held);
  const again = await ended((await bench.ui.api.beginJobAgain({ job })).job);
  expect(again).toMatchObject({ state: 'done', problems: [] });
  expect(await verified()).toMatchObject({ state: 'done', problems: [], messages: { done: 105 } });
});

it('one that waited for its turn, of a folder with an earlier backup, neither', async () => {
  expect(await ended(await backUp())).toMatchObject({ state: 'done' });
  bench.deliver('INBOX', 301);
  const job = await killedAt(/tern-backup.json$/, 1, backUp);
  pullOut();
  await expect(bench.ui.api.beginJobAgain({ job })).rejects.toMatchObject({ code: 'begun-gone' });
  expect(onDisk()).toEqual([]);
});

it.each([3, 39, 60])('pulled out while message %i is written, a backup ends in words and soon', async (n) => {
  const write = bench.files.write.bind(bench.files);
  // Where the folder of a shelf was made just before.
  bench.files.write = async (path, bytes) => {
    await bench.files.makeFolder(path.slice(0, path.lastIndexOf('/')));
    return write(path, bytes);
  };
  onWrite(/eml$/, n, () => void pullOut());
  expect(await ended(await backUp())).toMatchObject({ state: 'failed', error: { code: 'begun-gone' } });
  expect(onDisk().filter((path) => path.endsWith('.eml')).length).toBeLessThanOrEqual(32);
  expect(onDisk().filter((path) => path.endsWith('.json'))).toEqual([]);
});

it.each(['mbox', 'eml'] as const)('an export (%s) neither, and with the disk it goes on', async (format) => {
  const begin = async (): Promise<string> => {
    const mailboxes = [bench.idOf('INBOX'), bench.idOf('Archive')];
    return (await bench.ui.api.startExport({ mailboxes, place: await place('export'), format })).job;
  };
  const job = await killedAt(/\/Archive/, 1, begin);
  const held = pullOut();
  await expect(bench.ui.api.beginJobAgain({ job })).rejects.toMatchObject({ code: 'begun-gone' });
  expect(onDisk()).toEqual([]);
  putIn(held);
  const again = await ended((await bench.ui.api.beginJobAgain({ job })).job);
  expect(again).toMatchObject({ state: 'done', problems: [], already: 40, messages: { done: 100 } });
});

it('a folder of an export that somebody has taken away meanwhile is written once more', async () => {
  const mailboxes = ['INBOX', 'Sent', 'Archive'].map((name) => bench.idOf(name));
  const job = await killedAt(
    /\/Archive/,
    1,
    async () =>
      (await bench.ui.api.startExport({ mailboxes, place: await place('export'), format: 'mbox' })).job,
  );
  bench.files.files.delete(`${DISK}/Mail/Sent.mbox`);
  const again = await ended((await bench.ui.api.beginJobAgain({ job })).job);
  expect(again).toMatchObject({ state: 'done', problems: [], already: 40, messages: { done: 105 } });
  expect(bench.files.text(`${DISK}/Mail/Sent.mbox`).match(/^Subject: /gm)).toHaveLength(5);
});
