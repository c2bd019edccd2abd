import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job, PlacePurpose } from '@shared/contract/import-export';
import { Flag } from '@shared/model/flags';
import { THIS_COMPUTER } from '@shared/model/ids';
import { Pop3Bench } from '../fakes/pop3-bench';

/** A POP3 account is restored from its backup: what is still on the server is here already. */
let bench: Pop3Bench;
afterEach(() => bench.stop());

const place = async (purpose: PlacePurpose): Promise<string> =>
  (await bench.ui.api.namePlace({ purpose, path: '/safe/ada' })).token;
const ended = (id: string): Promise<Job> =>
  vi.waitFor(
    async () => {
      const job = (await bench.ui.api.jobs({})).find((one) => one.id === id && one.ended !== null);
      if (!job) throw new Error('it still runs');
      return job;
    },
    { timeout: 10_000, interval: 10 },
  );
const retrieved = (): string[] => bench.pop3.log.flatMap(({ verb, line }) => (verb === 'RETR' ? [line] : []));
const restored = async (): Promise<string[]> => {
  const box = bench.engine.registry.byName(THIS_COMPUTER, 'Restored/INBOX');
  return box ? bench.keptIn(box.id) : [];
};

/** Four letters are fetched and saved; the account goes, and comes back out of the backup. */
async function given(options: Pop3Bench['options'] = {}): Promise<void> {
  bench = new Pop3Bench();
  bench.options = options;
  bench.deliver(1, 4);
  await bench.start();
  await bench.poll();
  await bench.files.makeFolder('/safe');
  const { job } = await bench.ui.api.startBackup({
    account: bench.account.id,
    place: await place('backup'),
  });
  expect(await ended(job)).toMatchObject({ state: 'done', problems: [] });
  await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
  bench.pop3.log.length = 0;
}
async function restore(password?: 'meanwhile'): Promise<Job> {
  const token = await place('restore');
  const { mailboxes } = await bench.ui.api.inspectImport({ place: token });
  const started = await bench.ui.api.startImport({
    place: token,
    mailboxes: [...mailboxes.keys()],
    into: { folder: 'Restored' },
    kept: true,
  });
  const type = async (): Promise<void> => {
    await vi.waitFor(() => expect(bench.engine.accounts.list()).toHaveLength(1));
    const [account] = bench.engine.accounts.list();
    if (account) bench.account = account;
    await bench.ui.api.setPassword({ account: bench.account.id, direction: 'both', password: 'secret' });
  };
  if (password) await type();
  const job = await ended(started.job);
  if (!password) await type();
  return job;
}
describe('a restored POP3 account', () => {
  it('does not fetch again what was restored, and fetches what came since', async () => {
    await given();
    bench.deliver(5);
    expect(await restore()).toMatchObject({ state: 'done', problems: [] });
    await bench.poll();
    expect(await bench.kept()).toEqual(['Letter 5']);
    expect(await restored()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
    expect(retrieved()).toEqual(['RETR 5']);
    // And knows it from now on by the server's own names.
    await bench.kill();
    await bench.start();
    await bench.poll();
    expect(retrieved()).toEqual(['RETR 5']);
    await bench.configure({ leave: 'never', days: 1 });
    await bench.poll();
    expect(bench.there()).toEqual([]);
  });

  it('neither when the password is typed while it is being restored', async () => {
    await given();
    expect(await restore('meanwhile')).toMatchObject({ state: 'done' });
    await bench.poll();
    expect(await bench.kept()).toEqual([]);
    expect(await restored()).toHaveLength(4);
    expect(retrieved()).toEqual([]);
  });

  it('on a server that tells no headers it fetches them, and keeps no second copy', async () => {
    await given({ capabilities: ['UIDL', 'PIPELINING'] });
    await restore();
    await bench.poll();
    expect(retrieved()).toHaveLength(4);
    expect(await bench.kept()).toEqual([]);
    await bench.poll();
    expect(retrieved()).toHaveLength(4);
  });

  it('fetches what the backup has not whole, and deletes nothing that is not here', async () => {
    await given();
    const [file] = [...bench.files.files.keys()].filter((path) => path.endsWith('/2.eml'));
    bench.files.files.delete(file ?? '');
    expect((await restore()).problems).toHaveLength(1);
    await bench.poll();
    expect(retrieved()).toEqual(['RETR 2']);
    expect(await bench.kept()).toEqual(['Letter 2']);
    await bench.configure({ leave: 'never', days: 1 });
    await bench.poll();
    expect(bench.there()).toEqual([]);
    expect([...(await bench.kept()), ...(await restored())].sort()).toHaveLength(4);
  });

  it('two letters of the same bytes stay two', async () => {
    await given();
    bench.history.note('copied', '<letter-3@tern.example>');
    bench.deliver(3);
    expect(bench.there().filter((subject) => subject === 'Letter 3')).toHaveLength(2);
    await restore();
    await bench.poll();
    expect([...(await bench.kept()), ...(await restored())].sort()).toEqual([
      'Letter 1',
      'Letter 2',
      'Letter 3',
      'Letter 3',
      'Letter 4',
    ]);
  });

  it('by its backup alone nobody knows who received a letter', async () => {
    await given();
    bench.online = false;
    await restore();
    const box = bench.engine.registry.byName(THIS_COMPUTER, 'Restored/INBOX')?.id;
    const [[n, message] = []] = box ? bench.engine.local.messages.in(box) : [];
    expect(message?.origin?.account).toBe(bench.account.id);
    if (box && n !== undefined) await bench.ui.api.fetchBody({ ref: bench.ref(box, n) });
    expect(bench.store.bodies.get(`l:${message?.slice.check ?? ''}`)?.sender).toBe('unreceived');
    bench.online = true;
  });
});

/** Part of an older copy of a profile was put back, or a disk lost files: the journal knows of letters that are not here. */
describe('a letter whose file is not on the disk any more', () => {
  const packsOf = (): Set<string> =>
    new Set([...bench.engine.local.messages.in(bench.idOf('INBOX')).values()].map(({ slice }) => slice.blob));
  async function fetched(): Promise<void> {
    bench = new Pop3Bench();
    bench.deliver(1, 2);
    await bench.start();
    await bench.poll();
    bench.deliver(3, 4);
    await bench.poll();
    expect(packsOf().size).toBe(2);
  }
  /** The files with these letters go, without anybody being told. */
  async function lose(...subjects: string[]): Promise<void> {
    for (const subject of subjects) {
      const { mailbox, uid } = bench.refOf(bench.key('INBOX', subject));
      const message = bench.engine.local.messages.get(mailbox, uid);
      if (message) await bench.engine.parts.vault.blobs.delete(message.slice.blob);
    }
    await bench.disk.syncFolder('/vault/blobs');
  }

  it('is fetched again where the server has it: once, in its place, with its star', async () => {
    await fetched();
    await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, bench.key('INBOX', 'Letter 3'));
    const key = bench.key('INBOX', 'Letter 3');
    await lose('Letter 3');
    await bench.kill();
    bench.pop3.log.length = 0;
    await bench.start();
    await bench.poll();
    expect(retrieved().sort()).toEqual(['RETR 3', 'RETR 4']);
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
    expect(bench.here().sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
    expect(bench.flagged('Letter 3')).toBe(true);
    expect(bench.engine.forwarding.resolve(bench.refOf(key))).toEqual(
      bench.refOf(bench.key('INBOX', 'Letter 3')),
    );
    // And it stays so, also over a start.
    await bench.poll();
    await bench.kill();
    await bench.start();
    await bench.poll();
    expect(retrieved()).toHaveLength(2);
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
  });

  it('comes back in its copies, too: each in its place, under its star', async () => {
    await fetched();
    const letter = bench.key('INBOX', 'Letter 3');
    await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, letter);
    for (const key of [letter, bench.key('INBOX', 'Letter 1')])
      await bench.act({ kind: 'copy', to: bench.idOf('Junk') }, key);
    await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, bench.key('Archive', 'Letter 3'));
    await lose('Letter 3');
    await bench.kill();
    bench.pop3.log.length = 0;
    await bench.start();
    await bench.poll();
    expect(retrieved().sort()).toEqual(['RETR 3', 'RETR 4']);
    const starred = [...bench.store.shown('Archive').values()];
    expect(starred.map(({ subject, flags }) => [subject, flags & Flag.Flagged])).toEqual([
      ['Letter 3', Flag.Flagged],
    ]);
    for (let start = 0; start < 2; start++) {
      expect(await bench.kept('Archive')).toEqual(['Letter 3']);
      expect((await bench.kept('Junk')).sort()).toEqual(['Letter 1', 'Letter 3']);
      expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
      await bench.kill();
      await bench.start();
      await bench.poll();
    }
    expect(bench.here('Archive')).toEqual(['Letter 3']);
    expect(retrieved()).toHaveLength(2);
  });

  it('while Tern runs, once somebody has wanted to read it', async () => {
    await fetched();
    const key = bench.key('INBOX', 'Letter 2');
    await lose('Letter 2');
    await expect(bench.notices(key)).rejects.toMatchObject({ code: 'missing' });
    await bench.poll();
    await bench.poll();
    expect(await bench.notices(bench.key('INBOX', 'Letter 2'))).toEqual([]);
  });

  it('stays on the server until it is here again', async () => {
    await fetched();
    await lose('Letter 1', 'Letter 3');
    await bench.kill();
    bench.online = false;
    await bench.start({ leave: 'never', days: 1 });
    bench.online = true;
    bench.pop3.add({ verb: 'RETR', act: { do: 'answer', reply: '-ERR not now' } });
    await bench.poll();
    expect(bench.there()).toHaveLength(4);
    bench.pop3.clear();
    await bench.poll();
    await bench.poll();
    expect(bench.there()).toEqual([]);
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
  });

  it('what was deleted here for good is not fetched again for it', async () => {
    await fetched();
    await lose('Letter 3');
    await bench.act({ kind: 'destroy' }, bench.key('INBOX', 'Letter 3'));
    await bench.kill();
    bench.pop3.log.length = 0;
    await bench.start();
    await bench.poll();
    expect(retrieved()).toEqual(['RETR 4']);
  });
});
