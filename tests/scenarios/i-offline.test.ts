import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Action } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { AccountPhase } from '@shared/contract/account';
import { Bench, OTHER, USER } from '../fakes/bench';
import { ManualClock } from '../fakes/clocks';
import { generator } from '../labs/random';
import { type Baseline, baseline, checkInvariants } from '../fakes/world-state';
import { size } from './size';

let bench: Bench;
let before: Baseline;
const flag = (...add: string[]): Action => ({ kind: 'flag', add, remove: [] });
const unflag = (...remove: string[]): Action => ({ kind: 'flag', add: [], remove });

async function given(n = 5, options = {}): Promise<void> {
  bench = new Bench('everything', options);
  bench.deliver('INBOX', 1, n);
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}
const phase = (wanted: AccountPhase): Promise<void> =>
  new Promise((resolve) => {
    bench.ui.on('status', (s) => {
      if (s.accounts[0]?.phase === wanted) resolve();
    });
    if (bench.engine.status().accounts[0]?.phase === wanted) resolve();
  });

describe('I. offline detection and the queue', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each(['no network', 'captive portal', 'captive portal with TLS'])(
    'I1 %s is offline: nothing is refused, everything waits',
    async (what) => {
      await given();
      if (what === 'no network') bench.online = false;
      else if (what === 'captive portal with TLS')
        bench.blocked = new MailError({
          kind: 'unreachable',
          code: 'tls-wrong-host',
          message: 'portal.wifi.example',
        });
      else
        bench.imap.add({
          verb: 'CONNECT',
          act: { do: 'answer', reply: 'HTTP/1.1 302 Found\r\nLocation: http://portal/' },
        });
      bench.engine.resume();
      await phase('offline');
      await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 2');
      await phase('offline');
      expect(bench.refused).toEqual([]);
      expect(bench.engine.status()).toMatchObject({ online: false, waiting: 1, unseenTrouble: 0 });
      bench.online = true;
      bench.blocked = null;
      bench.imap.clear();
      bench.engine.resume();
      await bench.quiet();
      expect(bench.box('INBOX').find(2)?.flags.has('\\Flagged')).toBe(true);
      expect(bench.engine.status().online).toBe(true);
      checkInvariants(bench, before);
    },
  );

  it('I2 three days offline cost a few hundred attempts and nothing that grows', async () => {
    const clock = new ManualClock();
    bench = new Bench('everything', { clock, second: 'everything' });
    bench.online = false;
    await bench.start();
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    let most = 0;
    for (let minute = 0; minute < 3 * 24 * 60; minute++) {
      clock.advance(60_000);
      for (let i = 0; i < 3; i++) await turn();
      most = Math.max(most, clock.pending);
    }
    expect(bench.dials).toBeGreaterThan(2 * 3 * 24 * 2);
    expect(bench.dials).toBeLessThan(2 * 3 * 24 * 7);
    expect(most).toBeLessThan(20);
    expect(bench.engine.queue.all()).toEqual([]);
  });

  it.each([1, 2, 3])('I3 1,000 mixed operations under random cuts converge (seed %i)', async (seed) => {
    await given(60);
    const random = generator(seed);
    await bench.offline(true);
    const boxes = ['INBOX', 'Archive', 'Junk', 'Drafts'].map((name) => bench.idOf(name));
    const subjects = Array.from({ length: 60 }, (_, i) => `Letter ${i + 1}`);
    const keys = new Map(subjects.map((s) => [s, bench.key('INBOX', s)]));
    bench.touch(...subjects);
    const wanted = new Map(subjects.map((s) => [s, { box: 0, seen: false, flagged: false }]));
    for (let i = 0; i < size(1000, 60); i++) {
      const subject = subjects[random.int(60)] as string;
      const state = wanted.get(subject) as { box: number; seen: boolean; flagged: boolean };
      let action: Action;
      if (random.chance(0.4)) {
        state.box = random.int(4);
        action = { kind: 'move', to: boxes[state.box]! };
      } else if (random.chance(0.5)) {
        state.seen = random.chance(0.5);
        action = state.seen ? flag('\\Seen') : unflag('\\Seen');
      } else {
        state.flagged = random.chance(0.5);
        action = state.flagged ? flag('\\Flagged') : unflag('\\Flagged');
      }
      await bench.ui.api.act({ action, keys: [keys.get(subject)!] });
    }
    // One that is refused must not hold up the others.
    bench.imap.add({ verb: 'UID MOVE', nth: 3, act: { do: 'answer', reply: 'NO [NOPERM] no' } });
    let next = 1 + random.int(50);
    let count = 0;
    const cutting = (): void => {
      if (++count !== next) return;
      count = 0;
      next = 1 + random.int(50);
      bench.imap.add({ times: 1, act: { do: 'cut', execute: random.chance(0.5) } });
    };
    bench.imap.add({ act: { do: 'meanwhile', run: cutting } });
    const calm = bench.store.until(
      () => bench.engine.queue.all().every((op) => op.state === 'refused'),
      15_000,
    );
    const kick = setInterval(() => bench.engine.runners.forEach((r) => r.kick()), 100);
    await bench.offline(false);
    await calm;
    clearInterval(kick);
    bench.imap.clear();
    await bench.quiet();
    const refused = new Set(
      bench.refused.map((op) => ('messages' in op.intent ? op.intent.messages.uids : '')),
    );
    expect(refused.size).toBeLessThanOrEqual(1);
    for (const [i, name] of ['INBOX', 'Archive', 'Junk', 'Drafts'].entries()) {
      for (const m of bench.box(name).messages) {
        const state = wanted.get(m.subject)!;
        expect([m.subject, m.has('\\Seen'), m.has('\\Flagged')]).toEqual([
          m.subject,
          state.seen,
          state.flagged,
        ]);
        if (!refused.has(String(subjects.indexOf(m.subject) + 1)))
          expect([m.subject, i]).toEqual([m.subject, state.box]);
      }
    }
    checkInvariants(bench, before, 3000);
  });

  it('I4 star, unstar, star is one command; there and back is none', async () => {
    await given();
    await bench.offline(true);
    for (const action of [flag('\\Flagged'), unflag('\\Flagged'), flag('\\Flagged')])
      await bench.act(action, 'INBOX', 'Letter 2');
    await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 3');
    await bench.act({ kind: 'move', to: bench.idOf('INBOX') }, 'INBOX', 'Letter 3');
    const from = bench.imap.log.length;
    await bench.offline(false);
    await bench.quiet();
    const since = bench.imap.log
      .slice(from)
      .filter((o) => /STORE|MOVE|COPY/.test(o.verb))
      .map((o) => o.line);
    expect(since).toEqual([expect.stringMatching(/^UID STORE 2 \+FLAGS/)]);
    expect(bench.box('INBOX').find(2)?.flags.has('\\Flagged')).toBe(true);
    checkInvariants(bench, before);
  });

  it('I4 the same mark on 200 messages one by one is one command', async () => {
    const many = size(200, 20);
    await given(many);
    await bench.offline(true);
    for (let n = 1; n <= many; n++) await bench.act(flag('\\Seen'), 'INBOX', `Letter ${n}`);
    await bench.offline(false);
    await bench.quiet();
    expect(bench.verbs('UID STORE')).toHaveLength(1);
    checkInvariants(bench, before);
  });

  it('I4 a copy in between sees the marks as they were then', async () => {
    await given();
    await bench.offline(true);
    await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 2');
    await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, 'INBOX', 'Letter 2');
    await bench.act(unflag('\\Flagged'), 'INBOX', 'Letter 2');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.box('Archive').messages.map((m) => m.has('\\Flagged'))).toEqual([true]);
    expect(bench.box('INBOX').find(2)?.has('\\Flagged')).toBe(false);
    checkInvariants(bench, before);
  });

  it('I5 a mark on a message that is still on its way to another account waits for it', async () => {
    await given(5, { second: 'everything' });
    await bench.offline(true);
    const key = bench.key('INBOX', 'Letter 2');
    const target = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account !== bench.account.id,
    );
    await bench.act({ kind: 'move', to: target!.id }, 'INBOX', 'Letter 2');
    await bench.ui.api.act({ action: flag('\\Flagged'), keys: [key] });
    await bench.offline(false);
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages.map((m) => [m.subject, m.has('\\Flagged')])).toEqual([
      ['Letter 2', true],
    ]);
    checkInvariants(bench, before);
  });

  it('I5 … and goes to the original when the other account refuses it', async () => {
    await given(5, { second: 'everything' });
    bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [OVERQUOTA] full' } });
    await bench.offline(true);
    const key = bench.key('INBOX', 'Letter 2');
    const target = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account !== bench.account.id,
    );
    await bench.act({ kind: 'move', to: target!.id }, 'INBOX', 'Letter 2');
    await bench.ui.api.act({ action: flag('\\Flagged'), keys: [key] });
    await bench.offline(false);
    await bench.quiet();
    expect(bench.box('INBOX').find(2)?.has('\\Flagged')).toBe(true);
    expect(bench.refused.map((op) => op.intent.kind)).toEqual(['move']);
    checkInvariants(bench, before);
  });

  it('I6 the password changes in the middle: one question, nothing consumed', async () => {
    await given();
    await bench.offline(true);
    await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 2');
    await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 3');
    bench.world.account(USER).password = 'changed';
    const logins = bench.verbs('AUTHENTICATE').length;
    const asking = phase('needs-password');
    await bench.offline(false);
    await asking;
    bench.jump(3_600_000);
    await bench.ui.api.status({});
    expect(bench.verbs('AUTHENTICATE').length).toBe(logins + 1);
    expect(bench.engine.queue.all().map((op) => op.state)).toEqual(['waiting', 'waiting']);
    await bench.ui.api.setPassword({ account: bench.account.id, direction: 'both', password: 'changed' });
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 3']);
    checkInvariants(bench, before);
  });

  it('I7 what Tern does by itself is in the same queue: it waits, is in sight, and can be taken back', async () => {
    await given();
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    // The mail server is away, the one for sending is not: the marks of what was answered have to wait.
    bench.imap.add({ verb: 'CONNECT', act: { do: 'answer', reply: 'BYE later' } });
    bench.engine.resume();
    const runner = bench.engine.runners.get(bench.account.id);
    await vi.waitFor(() => expect(runner?.status.retryAt).not.toBeNull());
    bench.touch('Letter 1', 'Letter 2');
    for (const n of [1, 2]) {
      const draft = await bench.ui.api.replyDraft({
        ref: { mailbox: bench.idOf('INBOX'), generation: 0 as never, uid: n as never },
        mode: 'reply',
      });
      await bench.ui.api.send({
        id: draft.id,
        base: draft.version,
        content: { ...draft.content, text: 'Tack!' },
      });
    }
    const marks = () => bench.engine.queue.all().filter((op) => op.intent.kind === 'flags');
    await vi.waitFor(() => expect(marks()).toHaveLength(2));
    expect((await bench.ui.api.operations({})).filter((op) => op.intent.kind === 'flags')).toHaveLength(2);
    expect(marks().map((op) => op.state)).toEqual(['waiting', 'waiting']);
    const first = marks().find((op) => op.intent.kind === 'flags' && op.intent.messages.uids === '1');
    if (first) await bench.ui.api.forgetOperation({ id: first.id });
    bench.imap.clear();
    bench.engine.resume();
    await bench.quiet();
    expect(bench.box('INBOX').find(1)?.has('\\Answered')).toBe(false);
    expect(bench.box('INBOX').find(2)?.has('\\Answered')).toBe(true);
    // Attempts to connect count as commands, and on this bench's clock there are fifty a second while the server is away.
    checkInvariants(bench, before, 6_000);
  });
});
