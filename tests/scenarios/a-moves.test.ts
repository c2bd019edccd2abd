import { afterEach, describe, expect, it } from 'vitest';
import { emptyCopyUid, withoutUidPlusCodes, wrongCopyUid } from '@main/demo/lies';
import { type ImapProfile, type ImapProfileName, withCapabilities } from '@main/demo/imap/profiles';
import { Bench, type BenchOptions, OTHER, USER } from '../fakes/bench';
import { type Baseline, baseline, checkInvariants, whereIs } from '../fakes/world-state';
import { size } from './size';

/** Neither MOVE nor UIDPLUS nor anything else. */
const BARE = 'bare' as const;
/** COPY and UID EXPUNGE, no MOVE: what most fallbacks run on. */
const NO_MOVE = withCapabilities('everything', { remove: ['MOVE'] });

let bench: Bench;
let before: Baseline;

/** A bench with letters 1 … n in INBOX, synchronised. */
async function given(
  profile: ImapProfileName | ImapProfile,
  n = 5,
  options: BenchOptions = {},
): Promise<void> {
  bench = new Bench(profile, options);
  bench.deliver('INBOX', 1, n);
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}
const trash = { kind: 'delete' } as const;
const archive = { kind: 'archive' } as const;
const moveTo = (name: string) => ({ kind: 'move', to: bench.idOf(name) }) as const;
const alive = (name: string): string[] =>
  bench
    .box(name)
    .messages.filter((m) => !m.flags.has('\\Deleted'))
    .map((m) => m.subject);

describe('A. moves, copies, deletes', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each<[string, ImapProfileName | ImapProfile]>([
    ['bare', BARE],
    ['COPY', NO_MOVE],
  ])('A1 what another client marked as deleted is left alone (%s)', async (_, profile) => {
    await given(profile);
    bench.touch('Letter 1').elsewhere.flag('INBOX', 'Letter 1', '\\Deleted');
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Letter 1');
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    expect(alive('INBOX')).toEqual(['Letter 3', 'Letter 4', 'Letter 5']);
    checkInvariants(bench, before);
  });

  it.each(['NO [OVERQUOTA] full', 'NO [TRYCREATE] no such mailbox'])(
    'A2 a COPY that is refused takes nothing away: %s',
    async (reply) => {
      await given(NO_MOVE);
      bench.imap.add({ verb: 'UID COPY', act: { do: 'answer', reply } });
      await bench.act(archive, 'INBOX', 'Letter 2');
      await bench.quiet();
      expect(bench.verbs('UID STORE', 'UID EXPUNGE')).toEqual([]);
      expect(alive('INBOX')).toHaveLength(5);
      expect(bench.refused.map((op) => op.reason?.server)).toEqual([expect.stringMatching(/full|no such/)]);
      checkInvariants(bench, before);
    },
  );

  it.each(['UID STORE', 'UID EXPUNGE'])(
    'A2 a %s that is refused after the COPY: in both places, in these words, and moved once when tried again',
    async (verb) => {
      await given(NO_MOVE);
      bench.imap.add({ verb, nth: 1, act: { do: 'answer', reply: 'NO not yours' } });
      bench.copied.add('<letter-2@tern.example>');
      await bench.act(archive, 'INBOX', 'Letter 2');
      await bench.quiet();
      expect(bench.there('Archive')).toEqual(['Letter 2']);
      expect(bench.there('INBOX')).toContain('Letter 2');
      const [refused] = bench.refused;
      expect(refused?.reason).toMatchObject({ code: 'original-stays', server: 'not yours' });
      if (!refused) throw new Error('not refused');
      await bench.ui.api.retryOperation({ id: refused.id });
      await bench.store.until(() => bench.engine.queue.all().length === 0);
      await bench.quiet();
      expect(bench.verbs('UID COPY')).toHaveLength(1);
      checkInvariants(bench, before);
    },
  );

  it.each([true, false])('A3 COPY cut before its answer is not repeated (executed: %s)', async (execute) => {
    await given(NO_MOVE);
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'cut', execute } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    expect(bench.there('INBOX')).not.toContain('Letter 2');
    expect(bench.verbs('UID COPY')).toHaveLength(execute ? 1 : 2);
    checkInvariants(bench, before);
  });

  it('A3 a copy that was not accounted for yet is not taken away by a later move, and not made again (lab seed 380129)', async () => {
    await given(NO_MOVE);
    bench.imap.add({ verb: 'UID STORE', nth: 1, act: { do: 'answer', reply: 'NO [UNAVAILABLE] later' } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.ui.api.syncNow({ account: null, mailbox: null });
    await bench.store.until(() => bench.store.shown('Archive').size === 1);
    await bench.act(trash, 'Archive', 'Letter 2');
    // Half a second in which it could go at once, and must not.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bench.there('Trash')).toEqual([]);
    const [first] = bench.operations();
    if (!first) throw new Error('not waiting');
    await bench.ui.api.retryOperation({ id: first.id });
    await bench.store.until(() => bench.store.operations.size === 0);
    await bench.quiet();
    expect(bench.there('Trash')).toEqual(['Letter 2']);
    expect(bench.there('Archive')).toEqual([]);
    expect(alive('INBOX')).not.toContain('Letter 2');
    expect(bench.verbs('UID COPY')).toHaveLength(2);
    checkInvariants(bench, before);
  });

  it('A3 a letter without a Message-ID is recognised as well', async () => {
    bench = new Bench(NO_MOVE);
    bench.world.append(
      bench.world.account(USER),
      bench.box('INBOX'),
      'From: a@b.c\r\nSubject: nameless\r\n\r\nx\r\n',
      {
        internalDate: Date.UTC(2020, 1, 1),
      },
    );
    await bench.start();
    await bench.quiet();
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'cut', execute: true } });
    await bench.act(archive, 'INBOX', 'nameless');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['nameless']);
    expect(bench.there('INBOX')).toEqual([]);
  });

  it.each(['UID COPY', 'UID STORE', 'UID EXPUNGE'])('A4 killed around %s: completes once', async (verb) => {
    for (const execute of [false, true]) {
      await given(NO_MOVE);
      const killed = new Promise<void>((resolve) => {
        const kill = (): void => void bench.kill().then(resolve);
        bench.imap.add({ verb, nth: 1, act: { do: execute ? 'afterwards' : 'meanwhile', run: kill } });
        bench.imap.add({ verb, nth: 1, act: { do: 'silence', execute } });
      });
      await bench.act(archive, 'INBOX', 'Letter 2', 'Letter 3');
      await killed;
      await bench.start();
      await bench.quiet();
      expect(bench.there('Archive')).toEqual(['Letter 2', 'Letter 3']);
      expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 4', 'Letter 5']);
      checkInvariants(bench, before);
      if (!execute) await bench.stop();
    }
  });

  it('A5 a move whose answer never came is looked into, not dropped and not repeated', async () => {
    await given('everything');
    bench.imap.add({ verb: 'UID MOVE', nth: 1, act: { do: 'cut', execute: true } });
    const seen = new Set<string>();
    bench.engine.queue.onChange(({ upsert }) => upsert.forEach((op) => seen.add(op.state)));
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.verbs('UID MOVE')).toHaveLength(1);
    expect(seen).toContain('verifying');
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    checkInvariants(bench, before);
  });

  it('A6 a refused move leaves the message where it is and says why', async () => {
    await given('everything');
    bench.imap.add({ verb: 'UID MOVE', act: { do: 'answer', reply: 'NO [NOPERM] not yours' } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.here('INBOX')).toContain('Letter 2');
    expect(bench.refused[0]?.reason).toMatchObject({
      code: 'no-permission',
      server: expect.stringContaining('not yours'),
    });
    expect(bench.store.operations.get(bench.refused[0]?.id ?? '')?.state).toBe('refused');
    checkInvariants(bench, before);
  });

  it.each([
    ['MOVE', 'wrong', wrongCopyUid()],
    ['MOVE', 'missing', withoutUidPlusCodes()],
    ['MOVE', 'empty', emptyCopyUid()],
    ['COPY', 'wrong', wrongCopyUid()],
    ['COPY', 'wrong by one', wrongCopyUid(1)],
    ['COPY', 'missing', withoutUidPlusCodes()],
    ['COPY', 'empty', emptyCopyUid()],
  ] as const)('A7 %s with a COPYUID that is %s', async (verb, _, lie) => {
    await given(verb === 'MOVE' ? 'everything' : NO_MOVE);
    bench.imap.add({ verb: `UID ${verb}`, act: lie });
    const key = bench.key('INBOX', 'Letter 2');
    await bench.act(archive, 'INBOX', 'Letter 2', 'Letter 3');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 2', 'Letter 3']);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 4', 'Letter 5']);
    // A mark by the old name reaches the message in its new place, whatever COPYUID said.
    await bench.ui.api.act({ action: { kind: 'flag', add: ['\\Flagged'], remove: [] }, keys: [key] });
    await bench.quiet();
    expect(bench.box('Archive').messages.map((m) => m.flags.has('\\Flagged'))).toEqual([true, false]);
    checkInvariants(bench, before);
  });

  it.each<[string, ImapProfileName | ImapProfile]>([
    ['MOVE', 'everything'],
    ['COPY', NO_MOVE],
    ['gmail', 'gmail'],
  ])('A8 a chain of moves, marks and deletion made offline (%s)', async (_, profile) => {
    await given(profile);
    await bench.offline(true);
    const keys = [bench.key('INBOX', 'Letter 2')];
    bench.touch('Letter 2');
    await bench.ui.api.act({ action: moveTo('Archive'), keys });
    await bench.ui.api.act({ action: moveTo('Junk'), keys });
    await bench.ui.api.act({ action: { kind: 'flag', add: ['\\Flagged'], remove: [] }, keys });
    await bench.ui.api.act({ action: trash, keys });
    await bench.offline(false);
    await bench.quiet();
    expect(whereIs(bench.world, USER, '<letter-2@tern.example>')).toEqual(['Trash']);
    expect(bench.box('Trash').messages[0]?.flags.has('\\Flagged')).toBe(true);
    checkInvariants(bench, before);
  });

  it('A9 looking at the target right after a move does not lose the message', async () => {
    await given('exchange');
    for (const n of [1, 2, 3]) {
      await bench.act(archive, 'INBOX', `Letter ${n}`);
      await bench.ui.api.syncNow({ account: null, mailbox: bench.idOf('Archive') });
      await bench.ui.api.syncNow({ account: null, mailbox: bench.idOf('INBOX') });
    }
    await bench.quiet();
    expect(bench.here('Archive')).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    checkInvariants(bench, before);
  });

  it.each<[string, ImapProfileName | ImapProfile]>([
    ['MOVE', 'everything'],
    ['COPY', NO_MOVE],
  ])('A10 undo while the move is on its way (%s)', async (_, profile) => {
    await given(profile);
    let group = '';
    let undone: Promise<unknown> = Promise.resolve();
    const verb = profile === 'everything' ? 'UID MOVE' : 'UID COPY';
    bench.imap.add({
      verb,
      nth: 1,
      act: { do: 'afterwards', run: () => void (undone = bench.ui.api.undo({ group })) },
    });
    bench.imap.add({ verb, nth: 1, act: { do: 'delay', ms: 20 } });
    group = await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.verbs(verb).length > 0);
    await undone;
    await bench.quiet();
    expect(alive('INBOX')).toContain('Letter 2');
    expect(whereIs(bench.world, USER, '<letter-2@tern.example>')).toEqual(['INBOX']);
    checkInvariants(bench, before);
  });

  it.each([true, false])(
    'A11 across accounts the source goes only after the proof (APPEND executed: %s)',
    async (execute) => {
      await given('everything', 5, { second: 'exchange' });
      bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'cut', execute } });
      let early = false;
      bench.imap.add({
        verb: 'UID EXPUNGE',
        act: { do: 'meanwhile', run: () => (early ||= bench.box('INBOX', OTHER).messages.length === 0) },
      });
      const other = [...bench.store.mailboxes.values()].find(
        (m) => m.name === 'INBOX' && m.account !== bench.account.id,
      );
      await bench.act({ kind: 'move', to: other!.id }, 'INBOX', 'Letter 2');
      await bench.quiet();
      expect(bench.box('INBOX', OTHER).messages.map((m) => m.subject)).toEqual(['Letter 2']);
      expect(bench.there('INBOX')).not.toContain('Letter 2');
      expect(early).toBe(false);
      expect(bench.verbs('APPEND')).toHaveLength(execute ? 1 : 2);
      checkInvariants(bench, before);
    },
  );

  it('A11 an account that does not take the message: it stays, in sight', async () => {
    await given('everything', 5, { second: 'everything' });
    bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [OVERQUOTA] full' } });
    const other = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'INBOX' && m.account !== bench.account.id,
    );
    await bench.act({ kind: 'move', to: other!.id }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('INBOX')).toHaveLength(5);
    expect(bench.refused.map((op) => [op.intent.kind, op.reason?.code])).toEqual([['move', 'overquota']]);
    checkInvariants(bench, before);
  });

  it('A11 undo brings it back', async () => {
    await given('everything', 5, { second: 'everything' });
    const other = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account !== bench.account.id,
    );
    const group = await bench.act({ kind: 'move', to: other!.id }, 'INBOX', 'Letter 2', 'Letter 4');
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages).toHaveLength(2);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages).toHaveLength(0);
    expect(bench.there('INBOX').sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4', 'Letter 5']);
    checkInvariants(bench, before);
  });

  it('A12 the target is gone: the wish is refused in sight, the message stays', async () => {
    await given('everything');
    bench.elsewhere.create('Projects');
    await bench.quiet();
    await bench.offline(true);
    await bench.act(moveTo('Projects'), 'INBOX', 'Letter 2');
    bench.elsewhere.delete('Projects');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['mailbox-gone']);
    expect(bench.there('INBOX')).toContain('Letter 2');
    checkInvariants(bench, before);
  });

  it.each(['everything', 'dovecot'] as const)(
    'A12 the target was renamed: the message follows (%s)',
    async (profile) => {
      await given(profile);
      bench.elsewhere.create('Projects');
      await bench.quiet();
      await bench.offline(true);
      await bench.act(moveTo('Projects'), 'INBOX', 'Letter 2');
      bench.elsewhere.rename('Projects', 'Work');
      await bench.offline(false);
      await bench.quiet();
      expect(bench.there('Work')).toEqual(['Letter 2']);
      checkInvariants(bench, before);
    },
  );

  it('A13 another client moved it first: said so, no second copy', async () => {
    await given('everything');
    await bench.offline(true);
    await bench.act(archive, 'INBOX', 'Letter 2');
    bench.elsewhere.move('INBOX', 'Letter 2', 'Junk');
    await bench.offline(false);
    await bench.quiet();
    expect(whereIs(bench.world, USER, '<letter-2@tern.example>')).toEqual(['Junk']);
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['already-gone']);
    checkInvariants(bench, before);
  });

  it.each<[string, ImapProfileName | ImapProfile]>([
    ['MOVE', 'everything'],
    ['COPY', NO_MOVE],
  ])('A14 5,000 messages with a cut in the middle (%s)', async (_, profile) => {
    const half = size(2500, 100);
    bench = new Bench(profile);
    bench.deliver('INBOX', 1, 2 * half);
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet(20_000);
    const verb = profile === 'everything' ? 'UID MOVE' : 'UID COPY';
    bench.imap.add({ verb, nth: size(2, 1), act: { do: 'cut', execute: true } });
    // Every other one, so that the sets have no runs.
    const odd = Array.from({ length: half }, (_, i) => `Letter ${2 * i + 1}`);
    for (const subject of odd) bench.touch(subject);
    const byName = new Map([...bench.store.shown('INBOX')].map(([n, m]) => [m.subject, n]));
    const id = bench.idOf('INBOX');
    const keys = odd.map((s) => `${id}/0/${String(byName.get(s))}` as never);
    await bench.ui.api.act({ action: archive, keys });
    await bench.quiet(20_000);
    expect(bench.box('Archive').messages).toHaveLength(half);
    expect(bench.box('INBOX').messages).toHaveLength(half);
    expect(Math.max(...bench.imap.log.map((o) => o.line.length))).toBeLessThan(8192);
    expect(bench.verbs(verb).length).toBeLessThan(8);
    checkInvariants(bench, before);
  });

  it.each(['exchange', 'bare'] as const)(
    'A15 others expunge while our commands run: the right ones are meant (%s)',
    async (profile) => {
      await given(profile, 20);
      for (const n of [1, 2, 3]) bench.touch(`Letter ${n}`).deleted.add(`<letter-${n}@tern.example>`);
      bench.imap.add({
        verb: 'UID STORE',
        nth: 1,
        act: { do: 'meanwhile', run: () => bench.elsewhere.expunge('INBOX', 'Letter 1') },
      });
      bench.imap.add({
        verb: 'UID FETCH',
        nth: 1,
        act: { do: 'meanwhile', run: () => bench.elsewhere.expunge('INBOX', 'Letter 2') },
      });
      bench.imap.add({
        verb: 'UID COPY',
        nth: 1,
        act: { do: 'meanwhile', run: () => bench.elsewhere.expunge('INBOX', 'Letter 3') },
      });
      await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 10', 'Letter 11');
      await bench.act(archive, 'INBOX', 'Letter 12');
      await bench.act({ kind: 'copy', to: bench.idOf('Junk') }, 'INBOX', 'Letter 13');
      await bench.quiet();
      const flagged = bench
        .box('INBOX')
        .messages.filter((m) => m.flags.has('\\Flagged'))
        .map((m) => m.subject);
      expect(flagged).toEqual(['Letter 10', 'Letter 11']);
      expect(bench.there('Archive')).toEqual(['Letter 12']);
      expect(bench.there('Junk')).toEqual(['Letter 13']);
      checkInvariants(bench, before);
    },
  );

  it('A16 new mail between the look and the key: the one that was shown is deleted', async () => {
    await given('everything');
    const keys = [bench.key('INBOX', 'Letter 5')];
    bench.touch('Letter 5');
    bench.deliver('INBOX', 6);
    await bench.settled('INBOX');
    await bench.ui.api.act({ action: trash, keys });
    await bench.quiet();
    expect(bench.there('Trash')).toEqual(['Letter 5']);
    expect(bench.there('INBOX')).toContain('Letter 6');
    checkInvariants(bench, before);
  });

  it.each(['everything', 'bare'] as const)(
    'A17 emptying Trash takes only what was seen in it (%s)',
    async (profile) => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1);
      bench.deliver('Trash', 2, 4);
      before = baseline(bench.world);
      await bench.start();
      await bench.quiet();
      bench.imap.add({
        verb: 'UID STORE',
        nth: 1,
        act: {
          do: 'meanwhile',
          run: () => {
            bench.touch('Letter 1').elsewhere.move('INBOX', 'Letter 1', 'Trash');
            bench.elsewhere.flag('Trash', 'Letter 1', '\\Deleted');
          },
        },
      });
      await bench.act({ kind: 'destroy' }, 'Trash', 'Letter 2', 'Letter 3', 'Letter 4');
      await bench.quiet();
      expect(bench.there('Trash')).toContain('Letter 1');
      if (profile === 'everything') expect(bench.there('Trash')).toEqual(['Letter 1']);
      checkInvariants(bench, before);
    },
  );
});
