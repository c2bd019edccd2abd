import { afterEach, expect, it, vi } from 'vitest';
import { Flag } from '@shared/model/flags';
import { generation, messageKey, uid } from '@shared/model/ids';
import { letter } from '../../../../tests/fakes/bench';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';

const CID = 'cid@tern.example';
let bench: Pop3Bench;
afterEach(() => bench.stop());

const keep = () => bench.world.mailbox(CID, 'Keep');
const onServer = (): string[] => keep().messages.map((m) => m.subject);

async function bothAccounts(): Promise<void> {
  bench = new Pop3Bench();
  bench.deliver(1, 3);
  await bench.start();
  await bench.poll();
  const imap = await bench.addImap();
  await bench.store.until(
    () => bench.engine.registry.byName(imap.id, 'Keep') !== undefined && bench.store.mailboxes.size > 6,
  );
}
const idOfKeep = () => {
  const id = [...bench.store.mailboxes.values()].find((m) => m.name === 'Keep')?.id;
  if (!id) throw new Error('no Keep');
  return id;
};

it('moves from here to a server: proven there first, then gone here', async () => {
  await bothAccounts();
  const keys = ['Letter 1', 'Letter 3'].map((subject) => bench.key('INBOX', subject));
  await bench.ui.api.act({
    action: { kind: 'flag', add: ['\\Flagged'], remove: [] },
    keys: keys.slice(0, 1),
  });
  await bench.ui.api.act({ action: { kind: 'move', to: idOfKeep() }, keys });
  await bench.store.until(() => bench.engine.queue.all().length === 0 && bench.here('Keep').length === 2);
  await bench.engine.local.idle();
  expect(onServer().sort()).toEqual(['Letter 1', 'Letter 3']);
  expect(
    keep()
      .messages.find((m) => m.subject === 'Letter 1')
      ?.flags.has('\\Flagged'),
  ).toBe(true);
  expect(await bench.kept()).toEqual(['Letter 2']);
  expect([...bench.store.shown('Keep').values()].find((m) => m.subject === 'Letter 1')?.flags).toBe(
    Flag.Flagged,
  );
});

it('copies from here to a server and keeps its own', async () => {
  await bothAccounts();
  await bench.ui.api.act({
    action: { kind: 'copy', to: idOfKeep() },
    keys: [bench.key('INBOX', 'Letter 2')],
  });
  await bench.store.until(() => bench.engine.queue.all().length === 0 && bench.here('Keep').length === 1);
  expect(onServer()).toEqual(['Letter 2']);
  expect(await bench.kept()).toHaveLength(3);
});

it('moves from a server to here: stored here first, then gone there', async () => {
  await bothAccounts();
  bench.world.append(bench.world.account(CID), keep(), letter(7), { flags: ['\\Seen'] });
  await bench.ui.api.syncNow({ account: null, mailbox: null });
  await bench.store.until(() => bench.here('Keep').length === 1);
  const [n = 0] = bench.store.shown('Keep').keys();
  const key = messageKey({ mailbox: idOfKeep(), generation: generation(0), uid: uid(n) });
  await bench.ui.api.act({ action: { kind: 'move', to: bench.idOf('Archive') }, keys: [key] });
  await bench.store.until(() => bench.engine.queue.all().length === 0 && bench.here('Archive').length === 1);
  await bench.engine.local.idle();
  expect(await bench.kept('Archive')).toEqual(['Letter 7']);
  expect([...bench.store.shown('Archive').values()][0]?.flags).toBe(Flag.Seen);
  expect(keep().messages.filter((m) => !m.flags.has('\\Deleted'))).toEqual([]);
});

it.each(['move', 'copy'] as const)(
  'a %s from here to a server that is taken back under way: ours go from there, all are here',
  async (kind) => {
    await bothAccounts();
    let undone: Promise<unknown> = Promise.resolve();
    let group = '';
    let taken = false;
    // While the first of them arrives.
    bench.world.listen(({ mailbox }) => {
      if (taken || mailbox !== keep()) return;
      taken = true;
      undone = bench.ui.api.undo({ group });
    });
    const keys = ['Letter 1', 'Letter 2', 'Letter 3'].map((subject) => bench.key('INBOX', subject));
    group = (await bench.ui.api.act({ action: { kind, to: idOfKeep() }, keys })).group;
    await vi.waitFor(() => expect(taken).toBe(true));
    await undone;
    await bench.store.until(() => bench.engine.queue.all().length === 0, 20_000);
    await bench.engine.local.idle();
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect(
      keep()
        .messages.filter((m) => !m.flags.has('\\Deleted'))
        .map((m) => m.subject),
    ).toEqual([]);
  },
);
