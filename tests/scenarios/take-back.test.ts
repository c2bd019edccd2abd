import { afterEach, describe, expect, it, vi } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import type { Operation } from '@shared/contract/operations';
import { type MailboxId, parseMessageKey } from '@shared/model/ids';
import { formatUids } from '@shared/model/uid-ranges';
import { Bench, type BenchOptions, OTHER, USER } from '../fakes/bench';

/** What has begun is taken back exactly as far as it has come true: nothing is doubled, nothing is lost. */
let bench: Bench;
afterEach(() => bench.stop());

const NO_MOVE = withCapabilities('everything', { remove: ['MOVE'] });
const archive = { kind: 'archive' } as const;

async function given(
  profile: ConstructorParameters<typeof Bench>[0] = NO_MOVE,
  options: BenchOptions = {},
  n = 5,
): Promise<void> {
  bench = new Bench(profile, options);
  bench.deliver('INBOX', 1, n);
  await bench.start();
  await bench.quiet();
}

const refusing = (verb: string, reply = 'NO [NOPERM] not here', times = 1) =>
  bench.imap.add({ verb, times, act: { do: 'answer', reply } });

const ALL = ['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4', 'Letter 5'];
const alive = (name: string, user = USER): string[] =>
  bench
    .box(name, user)
    .messages.filter((m) => !m.flags.has('\\Deleted'))
    .map((m) => m.subject)
    .sort();

describe('a move that was refused half way', () => {
  it.each(['undo', 'forget'] as const)(
    'A10 copied, and the original stays: %s takes the copy away, and no mark of ours is left (lab kill seed 9640)',
    async (how) => {
      await given();
      refusing('UID EXPUNGE');
      const group = await bench.act(archive, 'INBOX', 'Letter 2', 'Letter 4');
      await bench.quiet();
      expect(bench.refused.map((op) => op.reason?.code)).toEqual(['original-stays']);
      expect(bench.there('Archive')).toEqual(['Letter 2', 'Letter 4']);
      if (how === 'undo') expect(await bench.ui.api.undo({ group })).toEqual({ undone: 1 });
      else await bench.ui.api.forgetOperation({ id: bench.refused[0]!.id });
      await bench.quiet();
      expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, [], []]);
    },
  );

  it.each(['everything' as const, NO_MOVE])(
    'A10 whatever the server did before it refused (%#)',
    async (profile) => {
      await given(profile);
      const verb = profile === NO_MOVE ? 'UID COPY' : 'UID MOVE';
      bench.imap.add({ verb, times: 1, act: { do: 'execute-then-answer', reply: 'NO [NOPERM] no' } });
      const group = await bench.act(archive, 'INBOX', 'Letter 2');
      await bench.quiet();
      expect(bench.refused).toHaveLength(1);
      await bench.ui.api.undo({ group });
      await bench.quiet();
      expect([alive('INBOX'), alive('Archive'), bench.refused]).toEqual([ALL, [], []]);
    },
  );

  it('A10 the copy of another client that is alike stays, and what can’t be told is said', async () => {
    await given();
    refusing('UID EXPUNGE');
    const group = await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    const [original] = bench.box('INBOX').messages.filter((m) => m.subject === 'Letter 2');
    bench.copied.add('<letter-2@tern.example>');
    bench.world.append(bench.world.account(USER), bench.box('Archive'), original!.content.raw, {
      internalDate: original!.internalDate,
    });
    // The server has named ours: it is taken away, the other is not.
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, ['Letter 2'], []]);
  });

  it('A10 without the server’s word for which is ours, none of two that are alike is taken, in words', async () => {
    await given(withCapabilities('bare', { add: ['UIDPLUS'] }));
    bench.imap.add({
      verb: 'UID COPY',
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({ data, reply: reply.replace(/\[COPYUID[^\]]*\] /, '') }),
      },
    });
    refusing('UID EXPUNGE');
    const group = await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    const [original] = bench.box('INBOX').messages.filter((m) => m.subject === 'Letter 2');
    bench.copied.add('<letter-2@tern.example>');
    bench.world.append(bench.world.account(USER), bench.box('Archive'), original!.content.raw, {
      internalDate: original!.internalDate,
    });
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 2', 'Letter 2']);
    expect(alive('INBOX')).toEqual(ALL);
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['copies-stay']);
    await bench.ui.api.forgetOperation({ id: bench.refused[0]!.id });
    expect(bench.refused).toEqual([]);
  });

  it('A10 a copy whose original is gone by now is the message: it comes back', async () => {
    await given();
    refusing('UID EXPUNGE');
    const group = await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    bench.elsewhere.expunge('INBOX', 'Letter 2');
    bench.deleted.delete('<letter-2@tern.example>');
    await bench.quiet();
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect([alive('INBOX'), alive('Archive'), bench.refused]).toEqual([ALL, [], []]);
  });

  it.each([1, 2, 3, 4, 5, 6])('A10 killed at step %i of taking it back', async (nth) => {
    await given();
    refusing('UID EXPUNGE');
    const group = await bench.act(archive, 'INBOX', 'Letter 2', 'Letter 4');
    await bench.quiet();
    let died = false;
    bench.imap.add({
      match: /^UID (?:STORE|EXPUNGE|FETCH)/,
      nth,
      act: { do: 'afterwards', run: () => void ((died = true), bench.kill()) },
    });
    await bench.ui.api.undo({ group });
    await vi.waitFor(() => expect(died).toBe(true));
    await bench.start();
    await bench.quiet();
    expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, [], []]);
  });

  it('A10 undo while it is on its way, and it is refused half way', async () => {
    await given();
    refusing('UID EXPUNGE');
    let group = '';
    let undone: Promise<unknown> = Promise.resolve();
    bench.imap.add({
      verb: 'UID COPY',
      nth: 1,
      act: { do: 'afterwards', run: () => void (undone = bench.ui.api.undo({ group })) },
    });
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'delay', ms: 20 } });
    group = await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.verbs('UID COPY').length > 0);
    await undone;
    await bench.quiet();
    expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, [], []]);
  });

  it('A10 the server refuses that as well: it is said where what is left is, and nothing is lost', async () => {
    await given();
    refusing('UID EXPUNGE', 'NO [NOPERM] not here', 5);
    const group = await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    bench.copied.add('<letter-2@tern.example>');
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(alive('INBOX')).toEqual(ALL);
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['copies-stay']);
    bench.imap.clear();
    await bench.ui.api.retryOperation({ id: bench.refused[0]!.id });
    await bench.quiet();
    expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, [], []]);
  });

  it('A10 a copy that was refused half way is taken away, the original stays', async () => {
    await given();
    bench.imap.add({
      verb: 'UID COPY',
      times: 1,
      act: { do: 'execute-then-answer', reply: 'NO [NOPERM] no' },
    });
    const group = await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, [], []]);
  });

  it('A10 undo while a copy is on its way', async () => {
    await given('everything');
    let group = '';
    let undone: Promise<unknown> = Promise.resolve();
    bench.imap.add({
      verb: 'UID COPY',
      nth: 1,
      act: { do: 'afterwards', run: () => void (undone = bench.ui.api.undo({ group })) },
    });
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'delay', ms: 20 } });
    group = await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.verbs('UID COPY').length > 0);
    await undone;
    await bench.quiet();
    expect([alive('INBOX'), bench.there('Archive'), bench.refused]).toEqual([ALL, [], []]);
  });

  it('A17 deleting for good was refused after it was marked: undo takes the mark away', async () => {
    await given();
    refusing('UID EXPUNGE');
    const group = await bench.act({ kind: 'destroy' }, 'INBOX', 'Letter 2');
    await bench.quiet();
    bench.deleted.clear();
    expect(alive('INBOX')).toHaveLength(4);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect([alive('INBOX'), bench.refused]).toEqual([ALL, []]);
  });
});

describe('a copy from several mailboxes', () => {
  it.each(['done in both', 'refused in the second'])(
    'A10 %s: forgotten, it is taken back from all of them',
    async (how) => {
      await given('everything');
      const keys = [bench.key('INBOX', 'Letter 2'), bench.key('INBOX', 'Letter 4')];
      const named = keys.map(parseMessageKey);
      await bench.act(archive, 'INBOX', 'Letter 2');
      await bench.quiet();
      const reply = 'NO [NOPERM] no';
      const act =
        how === 'done in both'
          ? { do: 'execute-then-answer' as const, reply }
          : { do: 'answer' as const, reply };
      bench.imap.add({ verb: 'UID COPY', nth: 2, act });
      const messages = {
        mailbox: named[0]!.mailbox,
        generation: named[0]!.generation,
        uids: formatUids(named.map(({ uid }) => uid)),
      };
      const intent = { kind: 'copy' as const, messages, to: bench.idOf('Junk') };
      const [copy] = await bench.engine.queue.accept(bench.account.id, [intent], 'g');
      bench.engine.operationsWaiting(bench.account.id);
      await bench.store.until(() => bench.refused.length === 1);
      expect(bench.there('Junk').length).toBe(how === 'done in both' ? 2 : 1);
      await bench.ui.api.forgetOperation({ id: copy!.id });
      await bench.quiet();
      expect([bench.there('Junk'), alive('Archive'), bench.refused]).toEqual([[], ['Letter 2'], []]);
      expect(alive('INBOX')).toEqual(ALL.filter((subject) => subject !== 'Letter 2'));
    },
  );
});

describe('markings', () => {
  const flagged = (): string[] =>
    bench
      .box('INBOX')
      .messages.filter((m) => m.flags.has('\\Flagged'))
      .map((m) => m.subject);

  it.each(['undo', 'forget'] as const)(
    'F4 the server keeps one of two: %s takes away the one that was kept',
    async (how) => {
      bench = new Bench('exchange');
      bench.world.createMailbox(bench.world.account(USER), 'Fixed', { keywords: false });
      bench.deliver('Fixed', 1, 2);
      await bench.start();
      await bench.quiet();
      const group = await bench.act(
        { kind: 'flag', add: ['Later', '\\Flagged'], remove: [] },
        'Fixed',
        'Letter 2',
      );
      await bench.quiet();
      expect([...bench.box('Fixed').messages[1]!.flags]).toContain('\\Flagged');
      if (how === 'undo') expect(await bench.ui.api.undo({ group })).toEqual({ undone: 1 });
      else await bench.ui.api.forgetOperation({ id: bench.refused[0]!.id });
      await bench.quiet();
      expect([...bench.box('Fixed').messages[1]!.flags]).not.toContain('\\Flagged');
      expect(bench.refused).toEqual([]);
    },
  );

  it('I4 the answer was lost: undo takes away the mark that the server has set', async () => {
    await given('everything');
    bench.imap.add({ verb: 'UID STORE', times: 1, act: { do: 'cut', execute: true } });
    bench.imap.add({
      verb: 'UID STORE',
      nth: 1,
      act: { do: 'afterwards', run: () => void (bench.online = false) },
    });
    const group = await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 2');
    await bench.store.until(() =>
      bench.engine.queue.all().some((op) => op.state === 'waiting' && op.tries > 0),
    );
    expect(flagged()).toEqual(['Letter 2']);
    await bench.ui.api.undo({ group });
    bench.online = true;
    await bench.quiet();
    expect(flagged()).toEqual([]);
  });

  it('I4 refused, and to be tried again: undo still knows that some of it may have come true', async () => {
    await given('everything');
    bench.imap.add({
      verb: 'UID STORE',
      times: 1,
      act: { do: 'execute-then-answer', reply: 'NO [NOPERM] no' },
    });
    const group = await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.refused.length === 1);
    await bench.offline(true);
    await bench.ui.api.retryOperation({ id: bench.refused[0]!.id });
    await bench.ui.api.undo({ group });
    await bench.offline(false);
    await bench.quiet();
    expect(flagged()).toEqual([]);
  });
});

describe('what is on its way', () => {
  it('A10 a copy that a move has left for now is not to be taken away from under it (lab seed 380129)', async () => {
    await given();
    refusing('UID STORE', 'NO [UNAVAILABLE] later');
    await bench.act({ kind: 'move', to: bench.idOf('Junk') }, 'INBOX', 'Letter 2', 'Letter 4');
    await bench.store.until(() => bench.engine.queue.all().some((op) => op.nextTry !== null));
    bench.ask();
    await bench.store.until(() => bench.there('Junk').length === 2 && bench.here('Junk').length === 2);
    // The copy shows; the person deletes it while its original waits to be removed.
    await bench.act({ kind: 'delete' }, 'Junk', 'Letter 4');
    await bench.ui.api.syncNow({ account: null, mailbox: null });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const waiting = bench.engine.queue.all().find((op) => op.nextTry !== null);
    await bench.ui.api.retryOperation({ id: waiting!.id });
    await bench.quiet(15_000);
    expect([alive('Junk'), alive('Trash')]).toEqual([['Letter 2'], ['Letter 4']]);
    expect(alive('INBOX')).toEqual(['Letter 1', 'Letter 3', 'Letter 5']);
  });

  it('A17 deleted twice, as two windows may: it is in the trash, and not gone for good (lab seed 375162)', async () => {
    await given('everything');
    const keys = [bench.key('INBOX', 'Letter 2')];
    bench.touch('Letter 2');
    await bench.offline(true);
    await bench.ui.api.act({ action: { kind: 'delete' }, keys });
    expect((await bench.ui.api.act({ action: { kind: 'delete' }, keys })).operations).toBe(0);
    await bench.offline(false);
    await bench.quiet();
    await bench.ui.api.act({ action: { kind: 'delete' }, keys });
    await bench.quiet();
    expect(alive('Trash')).toEqual(['Letter 2']);
  });

  it('A8 where a message shows is known by whatever name: moved back before the last move ran (lab seed 379798)', async () => {
    await given('everything');
    await bench.act(archive, 'INBOX', 'Letter 2');
    const old = [bench.key('INBOX', 'Letter 2')];
    await bench.quiet();
    await bench.offline(true);
    await bench.ui.api.act({ action: { kind: 'move', to: bench.idOf('Junk') }, keys: old });
    await bench.act({ kind: 'move', to: bench.idOf('Archive') }, 'Archive', 'Letter 2');
    await bench.offline(false);
    await bench.quiet();
    expect([alive('Archive'), alive('Junk')]).toEqual([['Letter 2'], []]);
  });
});

describe('to another account', () => {
  const other = (name = 'INBOX'): MailboxId =>
    [...bench.store.mailboxes.values()].find((m) => m.name === name && m.account !== bench.account.id)!.id;

  describe.each(['move', 'copy'] as const)('%s', (kind) => {
    it('A11 undo before anything was appended: nothing is', async () => {
      await given('everything', { second: 'everything' });
      let group = '';
      let undone: Promise<unknown> = Promise.resolve();
      bench.imap.add({
        match: /BODY\.PEEK\[\]/,
        nth: 1,
        act: { do: 'meanwhile', run: () => void (undone = bench.ui.api.undo({ group })) },
      });
      group = await bench.act({ kind, to: other() }, 'INBOX', 'Letter 2', 'Letter 4');
      await bench.store.until(() => bench.engine.queue.all().length === 0);
      await undone;
      await bench.quiet();
      expect([alive('INBOX'), alive('INBOX', OTHER)]).toEqual([ALL, []]);
      expect(bench.verbs('APPEND')).toEqual([]);
    });

    it.each(['APPEND', 'half of them'])(
      'A11 undo in the middle (%s): it stops, and ours are taken away',
      async (when) => {
        await given('everything', { second: 'everything' });
        let group = '';
        let undone: Promise<unknown> = Promise.resolve();
        bench.imap.add({
          verb: 'APPEND',
          nth: when === 'APPEND' ? 1 : 2,
          act: { do: 'afterwards', run: () => void (undone = bench.ui.api.undo({ group })) },
        });
        group = await bench.act({ kind, to: other() }, 'INBOX', 'Letter 2', 'Letter 3', 'Letter 4');
        await bench.store.until(() => bench.verbs('APPEND').length > 0);
        await undone;
        await bench.quiet();
        bench.copied.clear();
        // Ours went to the trash there: nobody’s undo costs a message.
        expect([alive('INBOX'), alive('INBOX', OTHER)]).toEqual([ALL, []]);
        expect(bench.refused).toEqual([]);
        // The portion after them was never begun.
        expect(bench.verbs('APPEND').length).toBeLessThanOrEqual(2);
        for (const n of [2, 3, 4]) bench.copied.add(`<letter-${n}@tern.example>`);
      },
    );

    it('A11 forgotten while it waits for the other account: nothing is appended later', async () => {
      await given('everything', { second: 'everything' });
      bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [UNAVAILABLE] later' } });
      await bench.act({ kind, to: other() }, 'INBOX', 'Letter 2');
      await bench.store.until(() => bench.verbs('APPEND').length > 0);
      await vi.waitFor(async () => {
        const child = bench.engine.queue.all().find((op) => op.intent.kind === 'append');
        expect(child?.nextTry ?? null).not.toBeNull();
        await bench.ui.api.forgetOperation({ id: child!.id });
      });
      bench.imap.clear();
      await bench.quiet(20_000);
      expect([alive('INBOX'), alive('INBOX', OTHER)]).toEqual([ALL, []]);
    });

    it('A11 undone while the other account is not there, killed, and back: nothing is appended', async () => {
      await given('everything', { second: 'everything' });
      bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'cut', execute: true } });
      let died = false;
      bench.imap.add({
        verb: 'APPEND',
        nth: 1,
        act: { do: 'afterwards', run: () => void (died = true) },
      });
      const group = await bench.act({ kind, to: other() }, 'INBOX', 'Letter 2', 'Letter 3');
      await vi.waitFor(() => expect(died).toBe(true));
      await bench.ui.api.undo({ group });
      await bench.kill();
      await bench.start();
      await bench.quiet();
      expect([alive('INBOX'), alive('INBOX', OTHER)]).toEqual([ALL, []]);
      for (const n of [2, 3]) bench.copied.add(`<letter-${n}@tern.example>`);
    });
  });

  it('A14 it is told how far it is, and as the one change that it is', async () => {
    await given('everything', { second: 'everything' }, 30);
    const told: Operation[] = [];
    bench.ui.on('operations', ({ upsert }) => told.push(...upsert));
    const subjects = Array.from({ length: 30 }, (_, i) => `Letter ${i + 1}`);
    await bench.act({ kind: 'move', to: other() }, 'INBOX', ...subjects);
    await bench.store.until(() => bench.engine.queue.all().length === 0, 20_000);
    const move = told.find(({ intent }) => intent.kind === 'move')!;
    const parts = told.filter(({ intent }) => intent.kind === 'append');
    expect(new Set(parts.map(({ partOf }) => partOf))).toEqual(new Set([move.id]));
    const through = told.flatMap(({ id, done }) => (id === move.id && done !== undefined ? [done] : []));
    expect(through).toEqual([...through].sort((a, b) => a - b));
    expect(through).toEqual(expect.arrayContaining([0, 20, 30]));
    const ended = await bench.ui.api.endedOperations({});
    expect(ended.map(({ operation, outcome }) => [operation.id, outcome])).toEqual([[move.id, 'done']]);
  });

  it('A11 what had moved already comes back, what had not stays', async () => {
    await given('everything', { second: 'everything' }, 30);
    let group = '';
    let undone: Promise<unknown> = Promise.resolve();
    // The second portion.
    bench.imap.add({
      verb: 'APPEND',
      nth: 22,
      act: { do: 'afterwards', run: () => void (undone = bench.ui.api.undo({ group })) },
    });
    const subjects = Array.from({ length: 30 }, (_, i) => `Letter ${i + 1}`);
    group = await bench.act({ kind: 'move', to: other() }, 'INBOX', ...subjects);
    await bench.store.until(() => bench.verbs('APPEND').length >= 22, 20_000);
    await undone;
    await bench.quiet(20_000);
    expect([alive('INBOX'), alive('INBOX', OTHER)]).toEqual([[...subjects].sort(), []]);
    expect(bench.refused).toEqual([]);
    for (const n of [21, 22, 23]) bench.copied.add(`<letter-${n}@tern.example>`);
  });

  describe('an append that could not be proven', () => {
    /** The server says that it took it, and shows it only later. */
    async function unproven(): Promise<string> {
      await given(withCapabilities('everything', { remove: ['UIDPLUS'] }), { second: 'bare' });
      const account = bench.world.account(OTHER);
      bench.imap.add({
        verb: 'APPEND',
        times: 1,
        act: { do: 'answer', reply: 'OK taken' },
      });
      const group = await bench.act({ kind: 'move', to: other() }, 'INBOX', 'Letter 2');
      await bench.store.until(() => bench.refused.length > 1);
      expect(bench.refused.map((op) => op.reason?.code)).toEqual(['append-not-proven', 'append-not-proven']);
      const [original] = bench.box('INBOX').messages.filter((m) => m.subject === 'Letter 2');
      bench.copied.add('<letter-2@tern.example>');
      bench.world.append(account, bench.box('INBOX', OTHER), original!.content.raw, {
        internalDate: original!.internalDate,
      });
      return group;
    }

    it.each(['undo', 'forget'] as const)(
      'A11 %s takes it away when it has arrived after all',
      async (how) => {
        const group = await unproven();
        if (how === 'undo') await bench.ui.api.undo({ group });
        else await bench.ui.api.forgetOperation({ id: bench.refused[0]!.id });
        await bench.store.until(() => bench.engine.queue.all().length === 0);
        await bench.quiet();
        expect([alive('INBOX'), alive('INBOX', OTHER)]).toEqual([ALL, []]);
      },
    );

    it('A11 tried again it is found, not brought twice', async () => {
      await unproven();
      await bench.ui.api.retryOperation({ id: bench.refused[0]!.id });
      await bench.quiet(15_000);
      expect(bench.refused).toEqual([]);
      expect([alive('INBOX').length, alive('INBOX', OTHER)]).toEqual([4, ['Letter 2']]);
      expect(bench.verbs('APPEND')).toHaveLength(1);
    });

    it('A11 undo of what has not arrived takes nothing away', async () => {
      const group = await unproven();
      const box = bench.box('INBOX', OTHER);
      bench.world.expunge(
        bench.world.account(OTHER),
        box,
        box.messages.map((m) => m.uid),
      );
      await bench.ui.api.undo({ group });
      await bench.store.until(() => bench.engine.queue.all().length === 0);
      await bench.quiet();
      expect([alive('INBOX'), alive('INBOX', OTHER), bench.verbs('APPEND').length]).toEqual([ALL, [], 1]);
    });
  });
});
