import { afterEach, describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import { type MessageKey, parseMessageKey, type Section } from '@shared/model/ids';
import { letter, USER } from '../../../../tests/fakes/bench';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';
import { PlainStore } from '../../../../tests/fakes/plain-store';

let bench: Pop3Bench;
afterEach(() => bench.stop());

async function withLetters(count: number): Promise<void> {
  bench = new Pop3Bench();
  bench.deliver(1, count);
  await bench.start();
  await bench.poll();
}
const flagsOf = (subject: string, name = 'INBOX'): number =>
  [...bench.store.shown(name).values()].find((m) => m.subject === subject)?.flags ?? -1;
const done = async (): Promise<void> => {
  await bench.engine.local.idle();
  expect(bench.engine.queue.all()).toEqual([]);
  expect(bench.store.operations.size).toBe(0);
};
/** What the store has must be what the vault has. */
async function same(...names: string[]): Promise<void> {
  for (const name of names) expect(bench.here(name), name).toEqual(await bench.kept(name));
}

describe('a POP3 account', () => {
  it('fetches what is new, once, and shows it', async () => {
    await withLetters(3);
    expect(bench.here()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    await same('INBOX');
    expect([...bench.store.mailboxes.values()].map((m) => [m.role, m.local])).toEqual([
      ['inbox', true],
      ['sent', true],
      ['archive', true],
      ['junk', true],
      ['trash', true],
    ]);
    bench.deliver(4);
    await bench.poll();
    await bench.poll();
    expect(bench.here()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
    expect(bench.there()).toHaveLength(4);
    expect(bench.pop3.log.filter(({ verb }) => verb === 'RETR')).toHaveLength(4);
  });

  it('tells of new mail, not of the mail that was there when the account was added', async () => {
    await withLetters(3);
    const arrived: string[] = [];
    bench.ui.on('arrived', ({ count, letters }) =>
      arrived.push(`${count} ${letters.map(({ from, subject }) => `${from} ${subject}`).join(', ')}`),
    );
    await bench.poll();
    bench.deliver(4, 5);
    await bench.poll();
    expect(arrived).toEqual(['2 Bo Ek Letter 5, Bo Ek Letter 4']);
  });

  it('asks for a password when it is refused, and goes on with the right one', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    bench.pop3.add({ verb: 'AUTH', nth: 1, act: { do: 'answer', reply: '-ERR [AUTH] no' } });
    await bench.start();
    await bench.until(() => bench.runner.status.phase === 'needs-password');
    expect(bench.sessions).toBe(1);
    await bench.ui.api.setPassword({ account: bench.account.id, direction: 'both', password: 'secret' });
    await bench.until(() => bench.runner.status.phase === 'idle');
    expect(await bench.kept()).toEqual(['Letter 1']);
  });

  it('is removed with everything of it', async () => {
    await withLetters(3);
    await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
    expect(bench.engine.local.messages.unused()).toEqual([]);
    expect(bench.disk.paths().filter((path) => path.startsWith('/vault/blobs/'))).toEqual([]);
    expect(bench.store.mailboxes.size).toBe(0);
  });
});

describe('acting on local mail', () => {
  it('marks, moves, takes back and deletes, without a network', async () => {
    await withLetters(4);
    bench.online = false;
    const { api } = bench.ui;
    const flag = (add: string[], remove: string[], subject: string): Promise<unknown> =>
      api.act({ action: { kind: 'flag', add, remove }, keys: [bench.key('INBOX', subject)] });
    await flag(['\\Seen', '\\Flagged', 'Project'], [], 'Letter 1');
    await flag([], ['\\Flagged'], 'Letter 1');
    await done();
    expect(flagsOf('Letter 1')).toBe(Flag.Seen);
    expect(bench.store.keywords.get(bench.idOf('INBOX'))).toEqual(['Project']);

    const { group } = await api.act({
      action: { kind: 'archive' },
      keys: [bench.key('INBOX', 'Letter 2'), bench.key('INBOX', 'Letter 4')],
    });
    await done();
    expect(bench.here()).toEqual(['Letter 1', 'Letter 3']);
    expect(bench.here('Archive')).toEqual(['Letter 2', 'Letter 4']);
    await api.undo({ group });
    await done();
    expect(bench.here()).toEqual(['Letter 1', 'Letter 3', 'Letter 2', 'Letter 4']);

    await api.act({ action: { kind: 'delete' }, keys: [bench.key('INBOX', 'Letter 3')] });
    await done();
    expect(bench.here('Trash')).toEqual(['Letter 3']);
    await api.act({ action: { kind: 'destroy' }, keys: [bench.key('Trash', 'Letter 3')] });
    await done();
    expect(bench.here('Trash')).toEqual([]);
    await same('INBOX', 'Archive', 'Trash');
  });

  it('follows a message through a chain of actions named by its first key', async () => {
    await withLetters(2);
    const key = bench.key('INBOX', 'Letter 1');
    const { api } = bench.ui;
    await api.act({ action: { kind: 'archive' }, keys: [key] });
    await api.act({ action: { kind: 'move', to: bench.idOf('Junk') }, keys: [key] });
    await api.act({ action: { kind: 'flag', add: ['\\Answered'], remove: [] }, keys: [key] });
    await api.act({ action: { kind: 'copy', to: bench.idOf('Trash') }, keys: [key] });
    await done();
    expect(bench.here('Junk')).toEqual(['Letter 1']);
    expect(flagsOf('Letter 1', 'Junk')).toBe(Flag.Answered);
    expect(flagsOf('Letter 1', 'Trash')).toBe(Flag.Answered);
    expect(bench.here('Archive')).toEqual([]);
    // A UID is never given twice, also when its message has gone on.
    await api.act({ action: { kind: 'archive' }, keys: [bench.key('INBOX', 'Letter 2')] });
    await done();
    expect([...bench.store.shown('Archive').keys()]).toEqual([2]);
  });

  it('makes, renames and deletes mailboxes with those below them', async () => {
    await withLetters(1);
    const { api } = bench.ui;
    const account = bench.account.id;
    await api.createMailbox({ account, name: 'Projects' });
    await api.createMailbox({ account, name: 'Projects/Harbour' });
    await done();
    await api.act({
      action: { kind: 'move', to: bench.idOf('Projects/Harbour') },
      keys: [bench.key('INBOX', 'Letter 1')],
    });
    await api.renameMailbox({ mailbox: bench.idOf('Projects'), name: 'Work' });
    await done();
    expect(bench.here('Work/Harbour')).toEqual(['Letter 1']);
    await api.deleteMailbox({ mailbox: bench.idOf('Work/Harbour') });
    await api.deleteMailbox({ mailbox: bench.idOf('Work') });
    await done();
    expect([...bench.store.mailboxes.values()].some((m) => m.name.startsWith('Work'))).toBe(false);
    await bench.engine.local.clean();
    expect(bench.disk.paths().filter((path) => path.startsWith('/vault/blobs/'))).toEqual([]);
  });

  it('refuses what cannot be, in sight, and goes on', async () => {
    await withLetters(1);
    await bench.ui.api.createMailbox({ account: bench.account.id, name: 'Archive' });
    await bench.ui.api.act({
      action: { kind: 'flag', add: ['\\Seen'], remove: [] },
      keys: [bench.key('INBOX', 'Letter 1')],
    });
    await bench.engine.local.idle();
    expect(bench.engine.queue.all().map((op) => [op.state, op.reason?.code])).toEqual([
      ['refused', 'alreadyexists'],
    ]);
    expect(flagsOf('Letter 1')).toBe(Flag.Seen);
  });

  it('happens once, whenever the power goes', async () => {
    for (let cut = 1; cut < 30; cut++) {
      await withLetters(3);
      const { engine } = bench;
      const keys = [bench.key('INBOX', 'Letter 1'), bench.key('INBOX', 'Letter 3')];
      bench.disk.cutPowerAt(cut);
      const accepted = await bench.ui.api.act({ action: { kind: 'archive' }, keys }).then(
        () => true,
        () => false,
      );
      await engine.local.idle();
      await bench.kill();
      await bench.start();
      await bench.until(() => bench.runner.status.lastSync !== null);
      await bench.engine.local.idle();
      await same('INBOX', 'Archive');
      const all = [...(await bench.kept()), ...(await bench.kept('Archive'))].sort();
      expect(all).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
      if (accepted) expect(await bench.kept('Archive')).toEqual(['Letter 1', 'Letter 3']);
      if (cut < 29) await bench.stop();
    }
  });
});

describe('the store and the vault', () => {
  it('an empty cache is made again, completely, from the vault', async () => {
    await withLetters(50);
    await bench.ui.api.act({
      action: { kind: 'flag', add: ['\\Seen', 'Later'], remove: [] },
      keys: [bench.key('INBOX', 'Letter 9')],
    });
    await bench.ui.api.act({ action: { kind: 'archive' }, keys: [bench.key('INBOX', 'Letter 8')] });
    await done();
    const before = JSON.stringify([...bench.store.messages].map(([id, held]) => [id, [...held]]));
    await bench.stop();
    bench.online = false;
    bench.store = new PlainStore();
    await bench.start();
    await bench.engine.local.idle();
    expect(JSON.stringify([...bench.store.messages].map(([id, held]) => [id, [...held]]))).toBe(before);
  });

  it('a cache that fell behind is brought up to date by its differences', async () => {
    await withLetters(5);
    const inbox = bench.store.messages.get(`${bench.idOf('INBOX')}/0`);
    const held = inbox?.get(2);
    if (!inbox || !held) throw new Error('nothing there');
    inbox.delete(1);
    inbox.set(77, held);
    inbox.set(3, { ...held, flags: Flag.Flagged });
    bench.engine.connectStore(bench.store.connect());
    const uids = (): number[] => [...bench.store.shown('INBOX').keys()];
    await bench.store.until(() => uids().includes(1) && !uids().includes(77));
    await bench.engine.local.idle();
    expect([...bench.store.shown('INBOX').keys()]).toEqual([1, 2, 3, 4, 5]);
    expect(bench.store.shown('INBOX').get(3)?.flags).toBe(0);
  });

  it('a damaged index is no loss: the messages are read instead', async () => {
    await withLetters(5);
    await bench.stop();
    const pack = bench.engine.local.messages.in(bench.idOf('INBOX')).get(1)?.slice.blob;
    const index = pack && bench.engine.local.messages.indexOf(pack);
    const bytes = bench.disk.bytes(`/vault/blobs/${pack ?? ''}`);
    bytes[index?.offset ?? 0] = 0;
    bench.store = new PlainStore();
    bench.online = false;
    await bench.start();
    await bench.engine.local.idle();
    expect(bench.here()).toHaveLength(5);
    expect(bench.here()).toContain('Letter 5');
  });

  it('acts without a store, and tells the next one', async () => {
    await withLetters(3);
    const keys = [bench.key('INBOX', 'Letter 2')];
    bench.engine.local.connectStore(null);
    await bench.ui.api.act({ action: { kind: 'archive' }, keys });
    await bench.engine.local.idle();
    expect(await bench.kept('Archive')).toEqual(['Letter 2']);
    expect(bench.here()).toHaveLength(3);
    bench.engine.connectStore(bench.store.connect());
    await bench.store.until(() => bench.here('Archive').length === 1 && bench.here().length === 2);
    await done();
  });
});

describe('reading local mail', () => {
  const mixed = `${letter(1).split('\r\n\r\n')[0] ?? ''}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Hej d\u00e5
--b
Content-Type: application/pdf; name="plan.pdf"
Content-Disposition: attachment; filename="plan.pdf"
Content-Transfer-Encoding: base64

UERG
--b--
`.replace(/\r?\n/g, '\r\n');

  it('gives body, part and source from the stored bytes', async () => {
    bench = new Pop3Bench();
    bench.world.append(bench.world.account(USER), bench.inbox, mixed);
    await bench.start();
    await bench.poll();
    const [held] = bench.store.messages.get(`${bench.idOf('INBOX')}/0`)?.values() ?? [];
    expect(held?.row.preview).toBe('Hej d\u00e5');
    expect((held?.flags ?? 0) & Flag.HasAttachment).toBe(Flag.HasAttachment);
    const ref = parseMessageKey(bench.key('INBOX', 'Letter 1'));
    bench.online = false;
    await bench.ui.api.fetchBody({ ref });
    expect([...bench.store.bodies.values()][0]?.parts[0]?.text).toContain('Hej d\u00e5');
    expect([...bench.store.bodies.keys()]).toEqual([held?.row.identity]);
    const part = await bench.ui.api.fetchPart({ ref, section: '2' as Section });
    expect(part).toMatchObject({ name: 'plan.pdf', type: 'application/pdf', size: 3 });
    const source = await bench.ui.api.source({ ref, limit: 20 });
    expect(source).toEqual({ text: mixed.slice(0, 20), truncated: true });
    const gone = { ...ref, uid: 99 as typeof ref.uid };
    await expect(bench.ui.api.fetchBody({ ref: gone })).rejects.toMatchObject({ code: 'message-gone' });
  });

  it('sends from a POP3 account: one copy in the local Sent, the original marked as answered', async () => {
    await withLetters(1);
    const key: MessageKey = bench.key('INBOX', 'Letter 1');
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    const draft = await bench.ui.api.replyDraft({ ref: parseMessageKey(key), mode: 'reply' });
    await bench.ui.api.send({
      id: draft.id,
      base: draft.version,
      content: { ...draft.content, text: 'Tack!' },
    });
    await bench.store.until(() => bench.here('Sent').length === 1 && bench.engine.outbox.list().length === 0);
    await done();
    expect(bench.world.accepted).toHaveLength(1);
    expect(await bench.kept('Sent')).toEqual(['Re: Letter 1']);
    expect(flagsOf('Letter 1') & Flag.Answered).toBe(Flag.Answered);
  });
});
