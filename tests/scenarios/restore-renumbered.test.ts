import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '@shared/contract/import-export';
import { Bench, letter, USER } from '../fakes/bench';

/** Letters are brought back into a folder of a server while that is synchronised, or renumbered. */
let bench: Bench;
afterEach(() => bench.stop());

/** As an mbox file has them: what the folder has of them is the same letter. */
const file = (first: number, last: number): string =>
  Array.from(
    { length: last - first + 1 },
    (_, i) => `From a@b c\n${letter(first + i).replaceAll('\r', '')}\n`,
  ).join('');
const names = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `Letter ${first + i}`);

async function bring(first: number, last: number): Promise<string> {
  bench.files.plant('/in.mbox', file(first, last));
  const { token } = await bench.ui.api.namePlace({ purpose: 'import-file', path: '/in.mbox' });
  await bench.ui.api.inspectImport({ place: token });
  const into = { mailbox: bench.idOf('Archive') };
  return (await bench.ui.api.startImport({ place: token, mailboxes: [0], into })).job;
}
const ended = (job: string): Promise<Job> =>
  vi.waitFor(
    async () => {
      const found = (await bench.ui.api.jobs({})).find(({ id, ended: at }) => id === job && at !== null);
      if (!found) throw new Error('it still runs');
      return found;
    },
    { timeout: 15_000, interval: 10 },
  );
const renumber = (validity: number): void =>
  bench.world.bumpUidValidity(bench.world.account(USER), bench.box('Archive'), validity);

describe('a restore into a folder of a server', () => {
  it.each([
    ['as it begins to compare', /BODY\.PEEK\[\]<0\./, 1],
    ['while it compares', /BODY\.PEEK\[\]<0\./, 2],
  ] as const)('that is renumbered %s: each letter once, and it goes on', async (_when, match, nth) => {
    bench = new Bench('everything');
    bench.deliver('Archive', 1, 150);
    for (const name of names(1, 300)) bench.touch(name);
    await bench.start();
    await bench.quiet();
    const act = { do: 'meanwhile', run: () => renumber(900) } as const;
    bench.imap.add({ verb: 'UID FETCH', mailbox: 'Archive', match, nth, act });
    const job = await bring(1, 300);
    // Somebody looks meanwhile.
    const asking = setInterval(() => bench.ask(), 20);
    const done = await ended(job);
    clearInterval(asking);
    expect(done).toMatchObject({ state: 'done', already: 150, problems: [] });
    await bench.quiet(15_000);
    expect(bench.there('Archive').sort()).toEqual(names(1, 300).sort());
    expect(bench.refused).toEqual([]);
  });

  it('that is renumbered while the letters come in: each letter once', async () => {
    bench = new Bench('everything');
    bench.deliver('Archive', 1, 20);
    for (const name of names(1, 60)) bench.touch(name);
    await bench.start();
    await bench.quiet();
    for (const nth of [3, 17])
      bench.imap.add({ verb: 'APPEND', nth, act: { do: 'meanwhile', run: () => renumber(900 + nth) } });
    bench.imap.add({ verb: 'APPEND', nth: 9, act: { do: 'cut', execute: true } });
    const done = await ended(await bring(1, 60));
    expect(done).toMatchObject({ state: 'done', already: 20, problems: [] });
    await bench.quiet(15_000);
    expect(bench.there('Archive').sort()).toEqual(names(1, 60).sort());
    expect(bench.refused).toEqual([]);
  });

  it('whose first synchronisation has just begun: each letter once', async () => {
    bench = new Bench('everything');
    bench.deliver('Archive', 1, 400);
    for (const name of names(201, 500)) bench.touch(name);
    await bench.start();
    await bench.store.until(() => [...bench.store.mailboxes.values()].some((m) => m.name === 'Archive'));
    const done = await ended(await bring(201, 500));
    expect(done).toMatchObject({ state: 'done', already: 200, problems: [] });
    await bench.quiet(15_000);
    expect(bench.there('Archive').sort()).toEqual(names(1, 500).sort());
  });
});
