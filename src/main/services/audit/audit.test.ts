import { afterEach, expect, it, vi } from 'vitest';
import type { AuditProgress, FolderAudit } from '@shared/contract/audit';
import { Flag } from '@shared/model/flags';
import { truncatedSearch } from '@main/demo/lies';
import { generation } from '@shared/model/ids';
import { Bench } from '../../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

async function started(profile: 'everything' | 'bare', letters: number): Promise<Bench> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, letters);
  await bench.start();
  await bench.settled('INBOX');
  // Until the first look at every folder is over, facts are still on their way.
  await vi.waitFor(() => expect(bench.engine.runners.get(bench.account.id)?.status.phase).toBe('idle'));
  return bench;
}

const audit = async (name = 'INBOX'): Promise<FolderAudit> => {
  const { folders } = await bench.ui.api.audit({
    run: 'test',
    account: bench.account.id,
    mailbox: bench.idOf(name),
  });
  const [folder] = folders;
  if (!folder) throw new Error('nothing compared');
  return folder;
};

/** Puts the one difference there is right, and looks again. */
const repaired = async (): Promise<FolderAudit> => {
  const { mailbox, differences } = await audit();
  for (const { kind, uids } of differences) await bench.ui.api.repair({ mailbox, kind, uids });
  return audit();
};

const held = () => {
  const id = bench.idOf('INBOX');
  const messages = bench.store.messages.get(`${id}/${generation(0)}`);
  if (!messages) throw new Error('nothing is held');
  return messages;
};

it.each(['everything', 'bare'] as const)(
  'finds nothing where nothing differs, and writes nothing (%s)',
  async (profile) => {
    await started(profile, 30);
    const batches = bench.store.batches;
    const before = bench.imap.log.length;
    const folder = await audit();
    expect(folder).toMatchObject({ outcome: 'equal', local: 30, server: 30, newer: 0, differences: [] });
    expect(bench.store.batches).toBe(batches);
    const verbs = new Set(
      bench.imap.log
        .slice(before)
        .map(({ line }) => line.replace(/^\S+ /, '').split(' ').slice(0, 2).join(' ')),
    );
    for (const verb of verbs) expect(verb).not.toMatch(/STORE|EXPUNGE|SELECT|APPEND|MOVE|COPY/);
  },
);

it.each(['everything', 'bare'] as const)(
  'names what differs, and puts it right one by one (%s)',
  async (profile) => {
    await started(profile, 12);
    const messages = held();
    // The cache went wrong: a message lost, one left over, a flag and a size that are not the server's.
    const lost = messages.get(3);
    messages.delete(3);
    messages.set(9000, { ...(lost as NonNullable<typeof lost>) });
    const flagged = messages.get(5);
    if (flagged) flagged.flags |= Flag.Flagged;
    const sized = messages.get(7);
    if (sized) sized.size += 10;
    const folder = await audit();
    expect(folder.outcome).toBe('different');
    const kinds = Object.fromEntries(folder.differences.map((d) => [d.kind, [d.uids, d.count]]));
    expect(kinds).toEqual({
      'missing-here': ['3', 1],
      'missing-there': ['9000', 1],
      flags: ['5', 1],
      size: ['7', 1],
    });
    const flags = folder.differences.find(({ kind }) => kind === 'flags')?.samples[0];
    expect(flags).toEqual({ uid: 5, subject: 'Letter 5', here: '\\Flagged', there: '' });

    expect(await repaired()).toMatchObject({ outcome: 'equal', differences: [] });
    expect(bench.here('INBOX')).toEqual(bench.there('INBOX'));
  },
);

it('counts what is newer than the last synchronisation and does not call it a difference', async () => {
  await started('everything', 4);
  // Mail comes in, and another client reads one, in the moment before the audit looks.
  bench.imap.add({
    verb: 'EXAMINE',
    mailbox: 'INBOX',
    nth: 1,
    act: {
      do: 'meanwhile',
      run: () => {
        bench.deliver('INBOX', 5, 6);
        bench.elsewhere.flag('INBOX', 'Letter 2', '\\Seen');
      },
    },
  });
  const folder = await audit();
  expect(folder).toMatchObject({ outcome: 'equal', differences: [] });
  expect(folder.server).toBe(6);
});

it('finds a count that proofs stand on and that is not true', async () => {
  await started('everything', 5);
  const id = bench.idOf('INBOX');
  // Somebody forgot to count: the cursor says nine.
  await bench.engine.runnerOf(id)?.request('miscount', (ctx) => {
    const cursor = ctx.cursors.get(id);
    if (cursor) ctx.cursors.set(id, { ...cursor, exists: 9 });
    return Promise.resolve();
  });
  const folder = await audit();
  expect(folder.differences.map(({ kind, samples }) => [kind, samples[0]?.here, samples[0]?.there])).toEqual([
    ['count', '5', '9'],
  ]);
  expect((await repaired()).outcome).toBe('equal');
});

it('tells how far it is, compares all folders of an account, and stops when it is asked to', async () => {
  await started('everything', 20);
  const seen: AuditProgress[] = [];
  bench.ui.on('auditProgress', (progress) => seen.push(progress));
  const whole = await bench.ui.api.audit({ run: 'all', account: bench.account.id, mailbox: null });
  expect(whole.folders.map(({ name }) => name).sort()).toEqual(
    ['Archive', 'Drafts', 'INBOX', 'Junk', 'Sent', 'Trash'].sort(),
  );
  expect(whole.messages).toBe(20);
  expect(seen.some(({ folder, done, total }) => folder === 'INBOX' && done === 20 && total === 20)).toBe(
    true,
  );

  const stop = new AbortController();
  stop.abort();
  await expect(
    bench.ui.api.audit({ run: 'no', account: bench.account.id, mailbox: null }, { signal: stop.signal }),
  ).rejects.toThrow();
});

it('does not believe a list that is shorter than the count', async () => {
  await started('bare', 8);
  bench.imap.add(
    { verb: 'UID SEARCH', act: truncatedSearch(3) },
    { verb: 'FETCH', act: { do: 'answer', reply: 'OK Nothing for you' } },
  );
  const folder = await audit();
  expect([folder.outcome, folder.why?.code]).toEqual(['not-compared', 'server-hides-mail']);
});

it('compares no mail that lives here only, and says so when there is no connection', async () => {
  await started('everything', 2);
  await bench.offline(true);
  await expect(audit()).rejects.toMatchObject({ code: 'offline' });
});
