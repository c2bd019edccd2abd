import { afterEach, describe, expect, it } from 'vitest';
import type { Action } from '@shared/contract/engine-api';
import { Flag } from '@shared/model/flags';
import { type ImapProfile, type ImapProfileName, withCapabilities } from '@main/demo/imap/profiles';
import { Bench, letter, OTHER, USER } from '../fakes/bench';
import { type Baseline, baseline, checkInvariants } from '../fakes/world-state';

let bench: Bench;
let before: Baseline;
const flag = (...add: string[]): Action => ({ kind: 'flag', add, remove: [] });
const unflag = (...remove: string[]): Action => ({ kind: 'flag', add: [], remove });

async function given(profile: ImapProfileName | ImapProfile, n = 5): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, n);
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}

describe('F. flags', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each(['exchange', 'zoho', 'everything'] as const)(
    'F1 marked read while a scan that began earlier is running (%s)',
    async (profile) => {
      await given(profile);
      let acted: Promise<unknown> = Promise.resolve();
      const verb = profile === 'everything' ? 'SELECT' : 'UID FETCH';
      // The answer is made before the person acts, and arrives after it.
      bench.imap.add({
        verb,
        nth: 1,
        act: { do: 'afterwards', run: () => void (acted = bench.act(flag('\\Seen'), 'INBOX', 'Letter 3')) },
      });
      bench.imap.add({ verb, nth: 1, act: { do: 'delay', ms: 20 } });
      bench.touch('Letter 5').elsewhere.flag('INBOX', 'Letter 5', '\\Flagged');
      await bench.ui.api.syncNow({ account: null, mailbox: bench.idOf('INBOX') });
      await bench.store.until(() => bench.touched.has('<letter-3@tern.example>'));
      await acted;
      await bench.quiet();
      expect(bench.box('INBOX').find(3)?.flags.has('\\Seen')).toBe(true);
      expect((bench.store.shown('INBOX').get(3)?.flags ?? 0) & Flag.Seen).not.toBe(0);
      checkInvariants(bench, before);
    },
  );

  it('F2 days offline with a moved clock: the wish still counts', async () => {
    await given('everything');
    await bench.offline(true);
    await bench.act(flag('\\Seen'), 'INBOX', 'Letter 2');
    bench.jump(-9 * 86_400_000);
    await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 2');
    bench.jump(12 * 86_400_000);
    await bench.kill();
    await bench.start();
    await bench.offline(false);
    await bench.quiet();
    expect([...(bench.box('INBOX').find(2)?.flags ?? [])].sort()).toEqual(['\\Flagged', '\\Seen']);
    checkInvariants(bench, before);
  });

  it('F3 different marks from both sides merge; on the same one the person’s later wish wins', async () => {
    await given('everything');
    await bench.act(flag('\\Seen'), 'INBOX', 'Letter 2', 'Letter 3');
    await bench.quiet();
    await bench.offline(true);
    await bench.act(unflag('\\Seen'), 'INBOX', 'Letter 2');
    await bench.act(unflag('\\Seen'), 'INBOX', 'Letter 3');
    bench.elsewhere.flag('INBOX', 'Letter 2', '\\Flagged', '$Label1');
    bench.elsewhere.unflag('INBOX', 'Letter 3', '\\Seen');
    bench.elsewhere.flag('INBOX', 'Letter 3', '\\Seen');
    await bench.offline(false);
    await bench.quiet();
    expect([...(bench.box('INBOX').find(2)?.flags ?? [])].sort()).toEqual(['$Label1', '\\Flagged']);
    expect([...(bench.box('INBOX').find(3)?.flags ?? [])]).toEqual([]);
    checkInvariants(bench, before);
  });

  it('F4 a keyword that the server does not keep is refused in sight, survives scans, and holds up nobody', async () => {
    bench = new Bench('exchange');
    bench.world.createMailbox(bench.world.account(USER), 'Fixed', { keywords: false });
    bench.deliver('Fixed', 1, 3);
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    await bench.act(flag('Later', '\\Flagged'), 'Fixed', 'Letter 2');
    await bench.act(flag('\\Seen'), 'Fixed', 'Letter 2', 'Letter 3');
    await bench.quiet();
    await bench.quiet();
    expect(bench.refused.map((op) => [op.reason?.code, op.reason?.message])).toEqual([
      ['flag-not-kept', expect.stringContaining('Later')],
    ]);
    expect(bench.store.operations.get(bench.refused[0]?.id ?? '')?.intent).toMatchObject({
      add: ['Later', '\\Flagged'],
    });
    expect([...(bench.box('Fixed').find(2)?.flags ?? [])].sort()).toEqual(['\\Flagged', '\\Seen']);
    expect(bench.imap.log.filter((o) => o.line.includes('Later'))).toEqual([]);
    checkInvariants(bench, before);
  });

  const marks = ['$Forwarded', '$Label1', '\\Answered', '\\Flagged', '\\Seen'];
  it.each([false, true])(
    'F5 marks and INTERNALDATE go along with a move (to another account: %s)',
    async (across) => {
      bench = new Bench(
        withCapabilities('everything', { remove: ['MOVE'] }),
        across ? { second: 'exchange' } : {},
      );
      const date = Date.UTC(2019, 3, 5, 6, 7, 8);
      const raw =
        letter(1, `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n`) +
        'Grüße ✓\r\n.\r\n';
      bench.world.append(bench.world.account(USER), bench.box('INBOX'), raw, {
        flags: marks,
        internalDate: date,
      });
      before = baseline(bench.world);
      await bench.start();
      await bench.quiet();
      const target = [...bench.store.mailboxes.values()].find(
        (m) => m.name === 'Archive' && (m.account !== bench.account.id) === across,
      );
      const original = bench.box('INBOX').messages[0]?.content.raw;
      await bench.act({ kind: 'move', to: target!.id }, 'INBOX', 'Letter 1');
      await bench.quiet();
      const [moved] = bench.box('Archive', across ? OTHER : USER).messages;
      expect([...(moved?.flags ?? [])].sort()).toEqual(marks);
      expect(moved?.internalDate).toBe(date);
      expect(moved?.content.raw).toBe(original);
      expect(bench.there('INBOX')).toEqual([]);
      checkInvariants(bench, before);
    },
  );

  it('F5 a copy to another account keeps the original', async () => {
    bench = new Bench('everything', { second: 'bare' });
    bench.deliver('INBOX', 1, 3);
    bench.copied.add('<letter-2@tern.example>');
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    const target = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account !== bench.account.id,
    );
    await bench.act({ kind: 'copy', to: target!.id }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages.map((m) => m.subject)).toEqual(['Letter 2']);
    expect(bench.there('INBOX')).toHaveLength(3);
    checkInvariants(bench, before);
  });

  it('F6 a star shows on every copy that the server keeps as one message', async () => {
    await given('gmail');
    bench.copied.add('<letter-2@tern.example>');
    const account = Object.assign(bench.world.account(USER), { gmail: true });
    bench.world.createMailbox(account, 'Project');
    bench.world.copy(account, bench.box('INBOX'), [2], bench.box('Project'));
    bench.touch('Letter 2');
    await bench.quiet();
    await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 2');
    await bench.quiet();
    expect([...bench.store.shown('Project').values()].map((m) => m.flags & Flag.Flagged)).toEqual([
      Flag.Flagged,
    ]);
    checkInvariants(bench, before);
  });

  it('F4 a mark is not shown under the name of another after a reconnect (lab seed 10285)', async () => {
    await given('cyrus');
    bench.touch('Letter 1').elsewhere.flag('INBOX', 'Letter 1', '$Label2');
    await bench.quiet();
    await bench.offline(true);
    await bench.act(unflag('$Label1'), 'INBOX', 'Letter 4');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.store.keywords.get(bench.idOf('INBOX'))?.[0]).toBe('$Label2');
    checkInvariants(bench, before);
  });
});
