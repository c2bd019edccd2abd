import { afterEach, describe, expect, it } from 'vitest';
import type { ImapProfileName } from '@main/demo/imap/profiles';
import { Bench, USER } from '../fakes/bench';

let bench: Bench;

async function given(profile: ImapProfileName = 'everything'): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, 3);
  bench.elsewhere.create('Project');
  bench.deliver('Project', 11, 12);
  await bench.start();
  await bench.quiet();
}
const names = (): string[] => [...bench.world.account(USER).mailboxes.keys()];

describe('operations on folders', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each(['everything', 'exchange', 'bare'] as const)(
    'made, renamed, deleted and unsubscribed offline, in order, all there afterwards (%s)',
    async (profile) => {
      await given(profile);
      const project = bench.idOf('Project');
      await bench.offline(true);
      await bench.ui.api.createMailbox({ account: bench.account.id, name: 'New one' });
      await bench.ui.api.renameMailbox({ mailbox: project, name: 'Old project' });
      await bench.ui.api.subscribeMailbox({ mailbox: bench.idOf('Junk'), subscribed: false });
      await bench.offline(false);
      await bench.quiet();
      expect(names()).toEqual(expect.arrayContaining(['New one', 'Old project']));
      expect(names()).not.toContain('Project');
      expect(bench.box('Junk').subscribed).toBe(false);
      expect(bench.idOf('Old project')).toBe(project);
      expect(bench.there('Old project')).toEqual(['Letter 11', 'Letter 12']);
      bench.doomed.add('Old project');
      await bench.ui.api.deleteMailbox({ mailbox: project });
      await bench.quiet();
      expect(names()).not.toContain('Old project');
      expect(bench.refused).toEqual([]);
    },
  );

  it.each(
    (['everything', 'exchange'] as const).flatMap((profile) =>
      ['CREATE', 'RENAME', 'DELETE', 'SUBSCRIBE'].map((verb) => [verb, profile] as const),
    ),
  )('%s done and its answer lost: done once (%s)', async (verb, profile) => {
    await given(profile);
    const mailbox = bench.idOf('Project');
    bench.imap.add({ verb, nth: 1, act: { do: 'cut', execute: true } });
    if (verb === 'CREATE') await bench.ui.api.createMailbox({ account: bench.account.id, name: 'New one' });
    else if (verb === 'RENAME') await bench.ui.api.renameMailbox({ mailbox, name: 'Other' });
    else if (verb === 'DELETE') {
      bench.doomed.add('Project');
      await bench.ui.api.deleteMailbox({ mailbox });
    } else await bench.ui.api.subscribeMailbox({ mailbox, subscribed: true });
    await bench.quiet();
    expect(bench.refused).toEqual([]);
    if (verb === 'RENAME') expect(bench.idOf('Other')).toBe(mailbox);
    expect(names().includes('New one')).toBe(verb === 'CREATE');
    expect(names().includes('Other')).toBe(verb === 'RENAME');
    expect(names().includes('Project')).toBe(verb === 'CREATE' || verb === 'SUBSCRIBE');
  });

  it('a renaming and a subscription are taken back; what has not run is cancelled', async () => {
    await given();
    const mailbox = bench.idOf('Project');
    const renamed = await bench.ui.api.renameMailbox({ mailbox, name: 'Other' });
    const left = await bench.ui.api.subscribeMailbox({ mailbox, subscribed: false });
    await bench.quiet();
    await bench.ui.api.undo(renamed);
    await bench.ui.api.undo(left);
    await bench.quiet();
    expect(names()).toContain('Project');
    expect(bench.box('Project').subscribed).toBe(true);
    await bench.offline(true);
    const made = await bench.ui.api.createMailbox({ account: bench.account.id, name: 'Never' });
    expect(await bench.ui.api.undo(made)).toEqual({ undone: 1 });
    await bench.offline(false);
    await bench.quiet();
    expect(names()).not.toContain('Never');
  });

  it('a name that is taken, a mailbox that is gone: refused in the server’s words, and nobody waits', async () => {
    await given();
    const mailbox = bench.idOf('Project');
    await bench.offline(true);
    await bench.ui.api.createMailbox({ account: bench.account.id, name: 'Trash' });
    await bench.ui.api.renameMailbox({ mailbox, name: 'Archive' });
    await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'Project', 'Letter 11');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.refused.map((op) => [op.intent.kind, op.reason?.code, op.reason?.server])).toEqual([
      ['create-mailbox', 'alreadyexists', 'Mailbox exists'],
      ['rename-mailbox', 'alreadyexists', 'Mailbox exists'],
    ]);
    expect(bench.box('Project').messages[0]?.flags.has('\\Flagged')).toBe(true);
  });
});
