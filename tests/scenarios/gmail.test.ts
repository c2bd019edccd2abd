import { afterEach, describe, expect, it } from 'vitest';
import { Bench, letter, USER } from '../fakes/bench';
import { type Baseline, baseline, checkInvariants } from '../fakes/world-state';

let bench: Bench;
let before: Baseline;

async function given(n = 5): Promise<void> {
  bench = new Bench('gmail');
  const account = Object.assign(bench.world.account(USER), { gmail: true });
  for (const name of ['Archive', 'Trash', 'Sent', 'Drafts', 'Junk']) bench.world.deleteMailbox(account, name);
  bench.world.createMailbox(account, '[Gmail]/All Mail', { use: '\\All' });
  bench.world.createMailbox(account, '[Gmail]/Trash', { use: '\\Trash' });
  bench.world.createMailbox(account, 'Project');
  for (let i = 1; i <= n; i++) bench.world.append(account, bench.box('INBOX'), letter(i));
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}
const ALL = '[Gmail]/All Mail';

describe('Gmail: labels and All Mail', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it('archiving takes the inbox label away; the message stays once in All Mail; undo brings it back', async () => {
    await given();
    const group = await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('INBOX')).not.toContain('Letter 2');
    expect(bench.there(ALL).filter((s) => s === 'Letter 2')).toHaveLength(1);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Letter 2');
    expect(bench.there(ALL).filter((s) => s === 'Letter 2')).toHaveLength(1);
    expect(bench.refused).toEqual([]);
    bench.copied.add('<letter-2@tern.example>');
    checkInvariants(bench, before);
  });

  it.each([true, false])('archiving cut before its answer (executed: %s) archives once', async (execute) => {
    await given();
    bench.imap.add({ verb: 'UID MOVE', nth: 1, act: { do: 'cut', execute } });
    const group = await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('INBOX')).not.toContain('Letter 2');
    expect(bench.there(ALL)).toHaveLength(5);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Letter 2');
    expect(bench.refused).toEqual([]);
  });

  it('a label is put on with a copy and taken off with a move to All Mail', async () => {
    await given();
    await bench.act({ kind: 'copy', to: bench.idOf('Project') }, 'INBOX', 'Letter 3');
    await bench.quiet();
    expect(bench.there('Project')).toEqual(['Letter 3']);
    await bench.act({ kind: 'move', to: bench.idOf(ALL) }, 'Project', 'Letter 3');
    await bench.quiet();
    expect(bench.there('Project')).toEqual([]);
    expect(bench.there('INBOX')).toContain('Letter 3');
    expect(bench.there(ALL)).toHaveLength(5);
  });

  it('undo takes a label off that a copy put on, and leaves the message where else it is', async () => {
    await given();
    const group = await bench.act({ kind: 'copy', to: bench.idOf('Project') }, 'INBOX', 'Letter 3');
    await bench.quiet();
    expect(bench.there('Project')).toEqual(['Letter 3']);
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 1 });
    await bench.quiet();
    expect(bench.there('Project')).toEqual([]);
    expect(bench.there('INBOX')).toContain('Letter 3');
    expect(bench.there(ALL)).toHaveLength(5);
  });

  it('deleting puts it into Trash and out of everything else', async () => {
    await given();
    await bench.act({ kind: 'copy', to: bench.idOf('Project') }, 'INBOX', 'Letter 3');
    await bench.quiet();
    await bench.act({ kind: 'delete' }, 'INBOX', 'Letter 3');
    await bench.quiet();
    expect(bench.there('[Gmail]/Trash')).toEqual(['Letter 3']);
    expect(bench.there('Project')).toEqual([]);
    expect(bench.there(ALL)).toHaveLength(4);
    expect(bench.refused).toEqual([]);
    expect(await bench.ui.api.removedMessages({ account: null, mailbox: null })).toEqual([]);
  });

  it('the store is told which mailboxes are labels', async () => {
    await given();
    expect([...bench.store.mailboxes.values()].every((m) => m.label)).toBe(true);
  });
});
