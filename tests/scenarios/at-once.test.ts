import { afterEach, describe, expect, it, vi } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import type { Action } from '@shared/contract/engine-api';
import { type BlobHash, parseMessageKey } from '@shared/model/ids';
import type { Port } from '@shared/rpc/port';
import { Bench, type BenchOptions, USER } from '../fakes/bench';
import { PlainStore } from '../fakes/plain-store';

/** What happens between two steps of something else: undo, another client, a renumbering, a second answer. */
let bench: Bench;

async function given(
  profile: ConstructorParameters<typeof Bench>[0] = 'everything',
  n = 5,
  options: BenchOptions = {},
): Promise<void> {
  bench = new Bench(profile, options);
  bench.deliver('INBOX', 1, n);
  await bench.start();
  await bench.quiet();
}
const NO_MOVE = withCapabilities('everything', { remove: ['MOVE'] });
/** Neither told nor asked: what is gone is found by counting. */
const COUNTED = withCapabilities('everything', { remove: ['QRESYNC', 'CONDSTORE', 'NOTIFY', 'IDLE'] });
const archive = { kind: 'archive' } as const;
const mark = (flag: string): Action => ({ kind: 'flag', add: [flag], remove: [] });
const flagsOf = (subject: string, box = 'INBOX'): string[] =>
  [...(bench.box(box).messages.find((m) => m.subject === subject)?.flags ?? [])].sort();
const times = (box: string, subject: string): number => bench.there(box).filter((s) => s === subject).length;

describe('at once', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it('A10 undo at any moment after the move was accepted: it is in the source, once', async () => {
    const letters = 60;
    await given('everything', letters);
    for (let n = 1; n <= letters; n++) {
      const group = await bench.act(archive, 'INBOX', `Letter ${n}`);
      for (let moments = 1; moments < n; moments++) await Promise.resolve();
      expect(await bench.ui.api.undo({ group })).toEqual({ undone: 1 });
    }
    await bench.quiet();
    expect(bench.there('Archive')).toEqual([]);
    expect(bench.there('INBOX')).toHaveLength(letters);
  });

  it('A17 deleted before the list of mailboxes was ever read: refused, never for good (lab seed 9654)', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    bench.imap.add({ verb: 'LIST', act: { do: 'cut', execute: false } });
    await bench.start();
    await bench.store.until(() => bench.here('INBOX').length === 3);
    await bench.offline(true);
    const keys = [bench.key('INBOX', 'Letter 2')];
    await expect(bench.ui.api.act({ action: { kind: 'delete' }, keys })).rejects.toMatchObject({
      code: 'no-trash',
    });
    bench.imap.clear();
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('INBOX')).toHaveLength(3);
  });

  it('A17 deleted anew while it is on its way into the trash: it goes there, and not for good (lab seed 375162)', async () => {
    await given();
    await bench.offline(true);
    const keys = [bench.key('INBOX', 'Letter 2')];
    for (let n = 0; n < 2; n++) await bench.ui.api.act({ action: { kind: 'delete' }, keys });
    bench.touch('Letter 2');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('Trash')).toEqual(['Letter 2']);
    expect(bench.refused).toEqual([]);
  });

  it('A13 a copy of what another client took away meanwhile is refused in sight', async () => {
    await given();
    await bench.offline(true);
    await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, 'INBOX', 'Letter 2');
    bench.deleted.add('<letter-2@tern.example>');
    bench.elsewhere.expunge('INBOX', 'Letter 2');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.refused.map((op) => [op.intent.kind, op.reason?.code])).toEqual([['copy', 'already-gone']]);
  });

  it('A13 … of two messages one is taken away just before the COPY: the other is moved whole (lab seed 315989)', async () => {
    await given(NO_MOVE);
    const meanwhile = (): void => void bench.elsewhere.move('INBOX', 'Letter 2', 'Trash');
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'meanwhile', run: meanwhile } });
    await bench.act(archive, 'INBOX', 'Letter 2', 'Letter 3');
    await bench.quiet();
    expect([bench.there('Archive'), bench.there('Trash')]).toEqual([['Letter 3'], ['Letter 2']]);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 4', 'Letter 5']);
    expect(bench.refused).toEqual([]);
  });

  it('I5 what one operation took out of the target of another is counted once: nothing that is gone stays on show', async () => {
    bench = new Bench(COUNTED);
    bench.deliver('INBOX', 1, 5);
    bench.deliver('Archive', 11, 15);
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    await bench.act(archive, 'INBOX', 'Letter 1');
    await bench.act({ kind: 'delete' }, 'Archive', 'Letter 11');
    await bench.offline(false);
    await bench.store.until(() => bench.store.operations.size === 0);
    bench.elsewhere.expunge('Archive', 'Letter 12');
    await bench.quiet();
    expect(bench.here('Archive').sort()).toEqual(['Letter 1', 'Letter 13', 'Letter 14', 'Letter 15']);
  });

  it('I5 a message that is deleted for good three times in one go is gone once (lab seed 357693)', async () => {
    bench = new Bench(COUNTED);
    bench.deliver('INBOX', 1, 5);
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    for (let n = 0; n < 3; n++) await bench.act({ kind: 'destroy' }, 'INBOX', 'Letter 2');
    const meanwhile = (): void =>
      ['Letter 3', 'Letter 5'].forEach((s) => bench.elsewhere.expunge('INBOX', s));
    bench.imap.add({ verb: 'UID EXPUNGE', nth: 1, act: { do: 'afterwards', run: meanwhile } });
    await bench.offline(false);
    await bench.store.until(() => bench.store.operations.size === 0);
    await bench.quiet();
    expect(bench.here('INBOX').sort()).toEqual(['Letter 1', 'Letter 4']);
  });

  it('I6 a new password that comes while the old one is being refused is tried by itself', async () => {
    await given();
    bench.world.account(USER).password = 'changed';
    bench.imap.add(
      {
        verb: 'AUTHENTICATE',
        nth: 1,
        act: {
          do: 'meanwhile',
          run: () =>
            void bench.ui.api.setPassword({
              account: bench.account.id,
              direction: 'both',
              password: 'changed',
            }),
        },
      },
      { verb: 'AUTHENTICATE', nth: 1, act: { do: 'delay', ms: 20 } },
    );
    bench.engine.resume();
    await bench.store.until(() => bench.verbs('AUTHENTICATE').length >= 4);
    bench.deliver('INBOX', 6);
    await bench.quiet();
    expect(bench.here('INBOX')).toHaveLength(6);
  });

  it('B1 the target of a COPY was renumbered before its answer came: the copy is found under its new number', async () => {
    bench = new Bench(NO_MOVE);
    bench.deliver('INBOX', 1, 5);
    bench.deliver('Archive', 21, 30);
    for (let n = 21; n < 28; n++) bench.elsewhere.expunge('Archive', `Letter ${n}`);
    await bench.start();
    await bench.quiet();
    bench.imap.add(
      { verb: 'UID COPY', nth: 1, act: { do: 'afterwards', run: () => renumber('Archive') } },
      { verb: 'UID COPY', nth: 1, act: { do: 'cut', execute: true } },
    );
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(times('Archive', 'Letter 2')).toBe(1);
    expect(bench.there('INBOX')).not.toContain('Letter 2');
    expect(bench.refused).toEqual([]);
  });

  it('B1 … and so is an APPEND', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 5);
    bench.deliver('Archive', 21, 30);
    for (let n = 21; n < 28; n++) bench.elsewhere.expunge('Archive', `Letter ${n}`);
    await bench.start();
    await bench.quiet();
    await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 3')) });
    bench.elsewhere.expunge('INBOX', 'Letter 3');
    await bench.quiet();
    const [entry] = await bench.ui.api.removedMessages({ account: null, mailbox: null });
    bench.imap.add(
      { verb: 'APPEND', nth: 1, act: { do: 'afterwards', run: () => renumber('Archive') } },
      { verb: 'APPEND', nth: 1, act: { do: 'cut', execute: true } },
    );
    await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: bench.idOf('Archive') });
    await bench.quiet();
    expect(times('Archive', 'Letter 3')).toBe(1);
  });

  it('H2 the cache goes away in the middle of an operation: it goes on as soon as there is one again', async () => {
    await given();
    bench.store.hangUpOnColumns = true;
    await bench.act(archive, 'INBOX', 'Letter 2');
    await vi.waitFor(() => expect(bench.engine.store).toBeNull());
    bench.store.hangUpOnColumns = false;
    bench.engine.connectStore(bench.store.connect());
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 2']);
  });

  it('H2 the cache is lost and a mailbox renumbered: what is in it is shown at once (lab seed 323617)', async () => {
    await given();
    await bench.offline(true);
    renumber('INBOX');
    bench.store.hangUp();
    bench.store.wipe('');
    bench.engine.connectStore(bench.store.connect());
    await bench.offline(false);
    // By itself: the next look at the list of mailboxes is minutes away.
    await bench.store.until(() => bench.here('INBOX').length === 5);
  });

  it('H6 a mailbox that was renumbered is never shown empty, also not after the next connection', async () => {
    await given();
    // A store that knew the mailbox when it connected.
    bench.engine.connectStore(bench.store.connect());
    await bench.store.until(() => bench.verbs('LIST').length > 1);
    await bench.quiet();
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('INBOX'), 500);
    await bench.quiet();
    let fewest = 5;
    const watching = bench.store.until(() => {
      fewest = Math.min(fewest, bench.here('INBOX').length);
      return fewest === 0 || bench.here('INBOX').length === 6;
    });
    const lists = bench.verbs('LIST').length;
    bench.engine.resume();
    await bench.store.until(() => bench.verbs('LIST').length > lists);
    bench.deliver('INBOX', 6);
    await watching;
    expect(fewest).toBe(5);
  });

  it('F4 a new keyword keeps its name when the line breaks between two mailboxes', async () => {
    await given();
    const { mailbox, generation } = parseMessageKey(bench.key('INBOX', 'Letter 1'));
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    bench.touch('Letter 1').imap.add({ verb: 'UID STORE', nth: 2, act: { do: 'cut', execute: false } });
    // As an undo names them: by where they were.
    const messages = { mailbox, generation, uids: '1:2' };
    const { id } = bench.account;
    await bench.engine.queue.accept(id, [{ kind: 'flags', messages, add: ['Project'], remove: [] }], 'g');
    bench.engine.operationsWaiting(id);
    await bench.quiet();
    expect([flagsOf('Letter 1'), flagsOf('Letter 2', 'Archive')]).toEqual([['Project'], ['Project']]);
    expect(bench.store.keywords.get(bench.idOf('INBOX'))).toContain('Project');
  });

  it('F1 a star and its taking back in one breath: it is not starred', async () => {
    await given();
    await Promise.all([
      bench.act(mark('\\Flagged'), 'INBOX', 'Letter 1'),
      bench.act({ kind: 'flag', add: [], remove: ['\\Flagged'] }, 'INBOX', 'Letter 1'),
    ]);
    await bench.quiet();
    expect(flagsOf('Letter 1')).toEqual([]);
  });

  it('C7 a list that leaves out INBOX is not the whole list: nothing is gone because of it', async () => {
    await given('everything', 3);
    const known = bench.store.mailboxes.size;
    const lists = bench.verbs('LIST').length;
    let fewest = known;
    bench.imap.add({
      verb: 'LIST',
      times: 1,
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({ data: data.split('\r\n').filter(isAboutSent).join('\r\n'), reply }),
      },
    });
    bench.ask();
    await bench.store.until(() => {
      fewest = Math.min(fewest, bench.store.mailboxes.size);
      return bench.verbs('LIST').length > lists;
    });
    await bench.quiet();
    expect(fewest).toBe(known);
    expect(bench.here('INBOX')).toHaveLength(3);
  });

  it('A17 a mailbox into which mail has come that nobody here has seen is not deleted (lab seed 338763)', async () => {
    await given();
    bench.elsewhere.create('Project');
    bench.deliver('Project', 21);
    await bench.quiet();
    await bench.offline(true);
    bench.doomed.add('Project');
    const mailbox = bench.idOf('Project');
    await bench.ui.api.deleteMailbox({ mailbox });
    bench.touch('Letter 3').elsewhere.move('INBOX', 'Letter 3', 'Project');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['mailbox-has-news']);
    expect(bench.there('Project')).toEqual(['Letter 21', 'Letter 3']);
    // Seen now, and deleted with what is in it.
    await bench.ui.api.retryOperation({ id: bench.refused[0]!.id });
    await bench.quiet();
    expect(bench.refused).toEqual([]);
    expect(() => bench.box('Project')).toThrow();
  });

  it('A17 a hidden mailbox that was never looked at is not deleted with the mail that is in it', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    bench.elsewhere.create('Project');
    bench.elsewhere.create('Nothing');
    bench.doomed.add('Project').add('Nothing');
    const hide = (name: string) =>
      bench.ui.api.setKeepPolicy({
        account: bench.account.id,
        mailbox: bench.idOf(name),
        policy: { kind: 'hidden' },
      });
    // It is hidden before anybody has looked into it.
    bench.imap.add({ verb: 'STATUS', mailbox: 'Project', act: { do: 'answer', reply: 'NO not now' } });
    bench.imap.add({ verb: 'SELECT', mailbox: 'Project', act: { do: 'answer', reply: 'NO not now' } });
    bench.imap.add({ verb: 'SELECT', mailbox: 'Nothing', act: { do: 'answer', reply: 'NO not now' } });
    await bench.offline(false);
    await bench.store.until(() => [...bench.store.mailboxes.values()].some((m) => m.name === 'Nothing'));
    await Promise.all([hide('Project'), hide('Nothing')]);
    bench.imap.clear();
    bench.deliver('Project', 21);
    bench.serverLies = 'hidden mailboxes are not looked at';
    await bench.ui.api.deleteMailbox({ mailbox: bench.idOf('Nothing') });
    await bench.ui.api.deleteMailbox({ mailbox: bench.idOf('Project') });
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['mailbox-has-news']);
    expect(bench.there('Project')).toEqual(['Letter 21']);
    expect(() => bench.box('Nothing')).toThrow();
  });

  it('A17 … and one into which the person moved mail is', async () => {
    await given();
    bench.elsewhere.create('Project');
    await bench.quiet();
    await bench.offline(true);
    bench.doomed.add('Project');
    const mailbox = bench.idOf('Project');
    await bench.act({ kind: 'move', to: mailbox }, 'INBOX', 'Letter 3');
    await bench.ui.api.deleteMailbox({ mailbox });
    await bench.offline(false);
    await bench.quiet();
    expect(bench.refused).toEqual([]);
    expect(() => bench.box('Project')).toThrow();
  });

  it('B1 renumbered, and then not to be read: refused in sight, and the connection stays', async () => {
    await given();
    await bench.offline(true);
    await bench.act(mark('\\Flagged'), 'INBOX', 'Letter 1');
    renumber('INBOX');
    // The first look, and the one that the operation needs when it finds other numbers.
    for (const nth of [1, 3]) {
      bench.imap.add({
        verb: 'SELECT',
        mailbox: 'INBOX',
        nth,
        act: { do: 'answer', reply: 'NO [NOPERM] not now' },
      });
    }
    const logins = bench.verbs('AUTHENTICATE').length;
    await bench.offline(false);
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['no-permission']);
    // The worker's and the watcher's.
    expect(bench.verbs('AUTHENTICATE')).toHaveLength(logins + 2);
  });

  it('A11 a message that goes to another account takes nobody’s attachment with it', async () => {
    await given('everything', 5, { second: 'everything' });
    const ref = parseMessageKey(bench.key('INBOX', 'Letter 2'));
    const draft = await bench.ui.api.replyDraft({ ref, mode: 'forward-attached' });
    const [attached] = draft.content.attachments;
    const there = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'INBOX' && m.account !== bench.account.id,
    );
    await bench.act({ kind: 'move', to: there!.id }, 'INBOX', 'Letter 2');
    await bench.quiet();
    const { blobs } = bench.engine.parts.vault;
    expect(await blobs.sizeOf((attached?.blob ?? '') as BlobHash)).toBe(attached?.size);
    // What the transfer itself put there is gone.
    const sizes = [];
    for await (const { size } of blobs.list()) sizes.push(size);
    expect(sizes).not.toContain((attached?.size ?? 0) + 16);
  });

  it('A11 what was fetched for a transfer that broke off is not left on the disk, also after a kill', async () => {
    await given('everything', 5, { second: 'everything' });
    const stored = async (): Promise<number> => {
      let count = 0;
      for await (const blob of bench.engine.parts.vault.blobs.list()) count += blob.size > 0 ? 1 : 0;
      return count;
    };
    const there = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'INBOX' && m.account !== bench.account.id,
    );
    const before = await stored();
    const whole = /BODY\.PEEK\[\]/;
    for (const nth of [2, 4, 6]) bench.imap.add({ match: whole, nth, act: { do: 'cut', execute: false } });
    await bench.act({ kind: 'move', to: there!.id }, 'INBOX', 'Letter 1', 'Letter 2', 'Letter 3');
    await bench.quiet();
    expect(await stored()).toBe(before);

    bench.imap.clear();
    let died = false;
    const die = (): void => {
      died = true;
      void bench.kill();
    };
    bench.imap.add({ match: whole, nth: 2, act: { do: 'meanwhile', run: die } });
    await bench.act({ kind: 'move', to: there!.id }, 'INBOX', 'Letter 4', 'Letter 5').catch(() => undefined);
    await vi.waitFor(() => expect(died).toBe(true));
    await bench.start();
    await bench.quiet();
    await bench.stop();
    await bench.start();
    await bench.quiet();
    expect(bench.there('INBOX')).toEqual([]);
    expect(await stored()).toBe(before);
  });

  it('A11 a message that is being restored does not go with what was kept beside it', async () => {
    await given();
    await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 3')) });
    await bench.offline(true);
    bench.elsewhere.expunge('INBOX', 'Letter 3');
    bench.elsewhere.expunge('INBOX', 'Letter 4');
    await bench.offline(false);
    await bench.quiet();
    const kept = await bench.ui.api.removedMessages({ account: null, mailbox: null });
    const idOf = (subject: string): string => kept.find((m) => m.subject === subject)?.id ?? '';
    await bench.offline(true);
    await bench.ui.api.restoreRemoved({ ids: [idOf('Letter 3')], to: null });
    await bench.ui.api.forgetRemoved({ ids: [idOf('Letter 4')] });
    await bench.offline(false);
    await bench.quiet();
    expect(times('INBOX', 'Letter 3')).toBe(1);
  });

  it('D1 a save that replaces one which is just beginning: one draft is there, the newest', async () => {
    await given();
    const { api } = bench.ui;
    let draft = await api.newDraft({ account: bench.account.id, to: 'bo@tern.example' });
    for (let n = 1; n <= 40; n++) {
      const content = { ...draft.content, subject: `Plan ${n}`, text: `Version ${n}` };
      draft = await api.saveDraft({ id: draft.id, base: draft.version, content });
      await api.closeDraft({ id: draft.id });
      for (let moments = 0; moments < 3 * n; moments++) await Promise.resolve();
    }
    await bench.quiet();
    expect(bench.there('Drafts')).toEqual(['Plan 40']);
  });

  it('H5 of two stores that connect the later one counts, also when the earlier one answers later', async () => {
    await given();
    const other = new PlainStore();
    bench.engine.connectStore(slowly(other.connect(), 30));
    bench.engine.connectStore(bench.store.connect());
    await new Promise((resolve) => setTimeout(resolve, 60));
    bench.deliver('INBOX', 6);
    await bench.quiet();
    expect(bench.here('INBOX')).toHaveLength(6);
    expect(other.batches).toBe(0);
  });
});

const isAboutSent = (line: string): boolean => line === '' || line.includes('Sent');

/** The server gives out the UIDs of a mailbox anew, from 1. */
function renumber(box: string): void {
  bench.world.bumpUidValidity(bench.world.account(USER), bench.box(box), 1);
}

/** What comes out of this port comes later. */
function slowly(port: Port, ms: number): Port {
  return {
    post: (message) => port.post(message),
    onMessage: (handler) => port.onMessage((message) => void setTimeout(() => handler(message), ms)),
    onClose: (handler) => port.onClose(handler),
    close: () => port.close(),
  };
}

it('a store that fails with the first thing it is told is none: the next one is told everything', async () => {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 2);
  await bench.start();
  await bench.quiet();
  bench.store.dieAt = bench.store.batches + 1;
  bench.engine.connectStore(bench.store.connect());
  await vi.waitFor(() => expect(bench.engine.store).toBeNull(), 5_000);
  bench.store.dieAt = Infinity;
  bench.engine.connectStore(bench.store.connect());
  bench.deliver('INBOX', 3);
  await bench.quiet();
  expect(bench.here('INBOX')).toHaveLength(3);
});
