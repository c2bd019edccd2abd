import { afterEach, expect, it, vi } from 'vitest';
import type { AwayFolder, AwayReport } from '@shared/contract/away';
import { Priority } from '@main/sync/job-queue';
import { Bench } from '../../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const HOUR = 3_600_000;

async function started(profile: 'everything' | 'bare' = 'everything'): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, 8);
  await bench.start();
  await vi.waitFor(
    () => expect(bench.engine.runners.get(bench.account.id)?.status.phase).toBe('idle'),
    5_000,
  );
  await bench.ui.api.presence({ looking: true });
}

const report = (): Promise<AwayReport | null> => bench.ui.api.awayReport({});
const folder = async (name: string): Promise<AwayFolder | undefined> =>
  (await report())?.folders.find(({ mailbox }) => mailbox === bench.idOf(name));

/** What a look found out is noted when the look is over, which is a little after its facts are stored. */
const rested = async (): Promise<void> => {
  const runner = bench.engine.runners.get(bench.account.id);
  await runner?.request('rested', () => Promise.resolve(), Priority.Ahead);
};

/** Others do something while nobody looks; then somebody comes back after some hours. */
async function away(act: () => void): Promise<void> {
  await bench.ui.api.presence({ looking: false });
  act();
  await bench.quiet();
  await rested();
  bench.jump(3 * HOUR);
  await bench.ui.api.presence({ looking: true });
}

it.each(['everything', 'bare'] as const)('tells what others did, by folder (%s)', async (profile) => {
  await started(profile);
  const { elsewhere } = bench;
  await away(() => {
    elsewhere.deliver('INBOX', 'News');
    elsewhere.deliver('INBOX', 'More news');
    elsewhere.flag('INBOX', 'Letter 1', '\\Seen');
    elsewhere.flag('INBOX', 'Letter 2', '\\Seen', '\\Flagged');
    elsewhere.move('INBOX', 'Letter 3', 'Archive');
    elsewhere.move('INBOX', 'Letter 4', 'Trash');
    elsewhere.expunge('INBOX', 'Letter 5');
  });
  expect(await folder('INBOX')).toMatchObject({
    arrived: 2,
    read: 2,
    starred: 1,
    movedOut: 1,
    deleted: 2,
    movedIn: 0,
  });
  expect(await folder('Archive')).toMatchObject({ movedIn: 1, arrived: 0, deleted: 0 });
  expect(await folder('Trash')).toBeUndefined();
});

it('says nothing when nothing happened, or for a glance elsewhere', async () => {
  await started();
  await away(() => undefined);
  expect(await report()).toBeNull();
  await bench.ui.api.presence({ looking: false });
  bench.elsewhere.deliver('INBOX', 'News');
  await bench.quiet();
  bench.jump(60_000);
  await bench.ui.api.presence({ looking: true });
  expect(await report()).toBeNull();
});

it('does not tell the person what they did themselves', async () => {
  await started();
  await bench.offline(true);
  await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 1', 'Letter 2');
  await bench.act({ kind: 'flag', add: ['\\Seen'], remove: [] }, 'INBOX', 'Letter 3');
  await bench.ui.api.presence({ looking: false });
  await bench.offline(false);
  await bench.quiet();
  bench.jump(2 * HOUR);
  await bench.ui.api.presence({ looking: true });
  expect(await report()).toBeNull();
});

it('survives a restart, and catches what is found only after it', async () => {
  await started();
  await bench.ui.api.presence({ looking: false });
  bench.elsewhere.deliver('INBOX', 'Before the kill');
  await bench.quiet();
  await rested();
  await bench.kill();
  bench.elsewhere.deliver('INBOX', 'While Tern was not there');
  bench.jump(5 * HOUR);
  await bench.start();
  // Somebody looks before the first look at the server is over.
  await bench.ui.api.presence({ looking: true });
  await bench.quiet();
  await rested();
  expect(await folder('INBOX')).toMatchObject({ arrived: 2 });
});

it('is gone when it was read, and begins anew with the next absence', async () => {
  await started();
  await away(() => void bench.elsewhere.deliver('INBOX', 'One'));
  expect(await folder('INBOX')).toMatchObject({ arrived: 1 });
  const told: (AwayReport | null)[] = [];
  bench.ui.on('away', ({ report: next }) => told.push(next));
  await bench.ui.api.awaySeen({});
  expect(await report()).toBeNull();
  expect(told.at(-1)).toBeNull();
  // What comes in while the person looks is no news of an absence.
  bench.elsewhere.deliver('INBOX', 'Two');
  await bench.quiet();
  await rested();
  expect(await report()).toBeNull();
  await away(() => void bench.elsewhere.deliver('INBOX', 'Three'));
  expect(await folder('INBOX')).toMatchObject({ arrived: 1 });
});

it('stays small however much happens', async () => {
  await started();
  await away(() => {
    for (let n = 0; n < 700; n++) bench.elsewhere.deliver('INBOX', `Flood ${n}`);
  });
  expect(await folder('INBOX')).toMatchObject({ arrived: 700 });
  const [entry] = bench.engine.away.table.values();
  expect(entry?.arrivedHashes.length).toBe(500);
});
