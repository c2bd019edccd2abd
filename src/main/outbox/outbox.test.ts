import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import type { OutboxId } from '@shared/model/ids';
import { VaultError } from '@shared/ports/vault';
import type { SubmissionResult } from './ports';
import { acceptAll, account, type Answer, Bench, bench, draft } from '../../../tests/fakes/outbox-bench';

describe('Outbox', () => {
  it('goes through its states in order, files once, and remembers the Message-ID', async () => {
    const b = await bench();
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.states).toEqual(['held', 'connecting', 'envelope', 'data-started', 'dot-sent', 'accepted']);
    expect(b.outbox.list()).toEqual([]);
    expect(b.filed).toMatchObject([{ kind: 'append', to: 'sent', messageId: 'x1@tern.example' }]);
    expect(b.outbox.ledger.has('x1@tern.example')).toBe(true);
  });

  it('E13 holds a message back for the undo time, and undo within it is certain', async () => {
    const b = await bench();
    await b.enqueue(['bob@example.com'], 10_000);
    await b.settle();
    expect(b.sent).toEqual([]);
    expect(await b.outbox.undo('x1' as OutboxId, () => [])).toEqual({ taken: true, draft });
    b.clock.advance(20_000);
    await b.settle();
    expect(b.sent).toEqual([]);

    await b.enqueue(['bob@example.com'], 10_000, 'x2');
    b.clock.advance(10_000);
    await b.settle();
    expect(b.sent).toHaveLength(1);
    expect(await b.outbox.undo('x2' as OutboxId, () => [])).toEqual({ taken: false, draft: null });
  });

  it('E1 never sends again by itself what was lost after the dot, and asks', async () => {
    const b = await bench();
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      return { outcome: 'uncertain', accepted: [], refused: [], code: 'closed', server: '' };
    };
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.state).toBe('uncertain');
    expect(b.outbox.list()[0]?.reason?.code).toBe('not-found-in-sent');
    b.clock.advance(100 * 86_400_000);
    b.outbox.wake(account);
    await b.settle();
    expect(b.sent).toHaveLength(1);
    b.answer = acceptAll;
    await b.outbox.resolve('x1' as OutboxId, 'send-again', () => []);
    await b.settle();
    expect(b.sent).toHaveLength(2);
    expect(b.outbox.list()).toEqual([]);
  });

  it('E1 settles an uncertain message by itself when it is found in Sent', async () => {
    const b = await bench();
    b.inSent = true;
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      throw new MailError({ kind: 'unreachable', code: 'closed', message: 'cut' });
    };
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.sent).toHaveLength(1);
    expect(b.outbox.list()).toEqual([]);
    expect(b.filed).toHaveLength(1);
  });

  it('does not decide about an uncertain message while it cannot look', async () => {
    const b = await bench();
    b.inSent = null;
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      throw new MailError({ kind: 'unreachable', code: 'closed', message: 'cut' });
    };
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.outbox.list()[0]?.reason?.code).toBe('closed');
    b.inSent = true;
    b.outbox.wake(account);
    await b.settle();
    expect(b.outbox.list()).toEqual([]);
  });

  it.each([
    ['connecting', 1, 'queued'],
    ['envelope', 2, 'queued'],
    ['data-started', 3, 'queued'],
    ['dot-sent', 4, 'uncertain'],
  ] as const)('E2/E3 killed in %s, the next start finds it %s', async (_name, phases, expected) => {
    const b = await bench();
    let hang!: () => void;
    const reached = new Promise<void>((resolve) => (hang = resolve));
    b.answer = async (s) => {
      const names = ['envelope', 'data-started', 'dot-sent'] as const;
      for (const name of names.slice(0, phases - 1)) await s.onPhase(name, []);
      hang();
      return new Promise(() => undefined);
    };
    const disk = await b.open();
    await b.enqueue(['bob@example.com']);
    await reached;
    await b.settle();

    const after = new Bench();
    after.online = false;
    await after.open(disk.crash());
    await after.outbox.start();
    expect(after.state).toBe(expected);
    after.online = true;
    after.outbox.wake(account);
    await after.settle();
    expect(after.sent).toHaveLength(expected === 'queued' ? 1 : 0);
  });

  it('E2 killed between 250 and filing: not sent again, filed once', async () => {
    const b = await bench();
    const disk = await b.open();
    await b.enqueue(['bob@example.com'], 50_000);
    const mail = [...b.outbox.table.values()][0]!;
    await b.vault.appendAll([b.outbox.table.put(mail.id, { ...mail, state: 'accepted' })]);
    const after = new Bench();
    await after.open(disk.crash());
    await after.outbox.start();
    await after.settle();
    expect(after.sent).toEqual([]);
    expect(after.filed).toHaveLength(1);
    expect(after.outbox.list()).toEqual([]);
  });

  it('E8 tells what became of each recipient and offers only the refused again', async () => {
    const b = await bench();
    b.answer = (s) =>
      Promise.resolve({
        outcome: 'accepted',
        accepted: s.to.filter((a) => a !== 'bob@example.com').map((address) => ({ address, server: '250' })),
        refused: s.to
          .filter((a) => a === 'bob@example.com')
          .map((address) => ({ address, server: '550 no such user', permanent: true })),
        code: '',
        server: '250',
      });
    await b.enqueue(['ann@example.com', 'bob@example.com', 'cyd@example.com']);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({
      state: 'refused',
      reason: { code: 'some-refused', server: '550 no such user' },
      recipients: [
        { state: 'accepted' },
        { state: 'refused', server: '550 no such user' },
        { state: 'accepted' },
      ],
    });
    expect(b.filed).toHaveLength(1);
    await b.outbox.retry('x1' as OutboxId);
    await b.settle();
    expect(b.sent).toEqual([['ann@example.com', 'bob@example.com', 'cyd@example.com'], ['bob@example.com']]);
  });

  describe('E8 when the server takes a message for some and asks to come back for others', () => {
    const ann = 'ann@example.com';
    const bob = 'bob@example.com';
    type No = readonly [address: string, server: string];
    /** One attempt: who is refused, and how it ends. */
    const attempt =
      (outcome: SubmissionResult['outcome'], ...no: readonly No[]): Answer =>
      async (s) => {
        const refused = no.map(([address, server]) => ({
          address,
          server,
          permanent: server.startsWith('5'),
        }));
        for (const phase of ['envelope', 'data-started', 'dot-sent'] as const)
          await s.onPhase(phase, refused);
        const accepted = s.to
          .filter((to) => !no.some(([address]) => address === to))
          .map((address) => ({ address, server: '250' }));
        return { outcome, accepted, refused, code: '', server: '' };
      };
    const recipients = (b: Bench): unknown => b.outbox.list()[0]?.recipients.map(({ state }) => state);

    it('the copy for Sent is there, once, also when the others are refused in the end', async () => {
      const b = await bench();
      b.answer = attempt('accepted', [bob, '451 later']);
      await b.enqueue([ann, bob]);
      await b.settle();
      expect(b.outbox.list()[0]).toMatchObject({
        state: 'retry',
        at: b.clock.now() + 60_000,
        reason: { code: 'some-later', server: '451 later' },
      });
      expect(recipients(b)).toEqual(['accepted', 'waiting']);
      expect(b.filed).toHaveLength(1);
      b.answer = attempt('refused', [bob, '550 nobody']);
      b.clock.advance(60_000);
      await b.settle();
      expect(b.sent).toEqual([[ann, bob], [bob]]);
      expect(b.state).toBe('refused');
      b.answer = acceptAll;
      await b.outbox.retry('x1' as OutboxId);
      await b.settle();
      expect(b.outbox.list()).toEqual([]);
      expect(b.filed).toHaveLength(1);
      expect(b.outbox.ledger.has('x1@tern.example')).toBe(true);
    });

    it('and when what is left of it is taken back', async () => {
      const b = await bench();
      b.answer = attempt('accepted', [bob, '451 later']);
      await b.enqueue([ann, bob]);
      await b.settle();
      await b.outbox.resolve('x1' as OutboxId, 'discard', () => []);
      expect(b.outbox.list()).toEqual([]);
      expect(b.filed).toMatchObject([{ kind: 'append', to: 'sent' }]);
    });

    it('an address that is wrong does not give up those who were asked to wait', async () => {
      const b = await bench();
      b.answer = attempt('refused', [ann, '550 nobody'], [bob, '451 greylisted']);
      await b.enqueue([ann, bob]);
      await b.settle();
      expect(b.outbox.list()[0]).toMatchObject({ state: 'retry', reason: { server: '451 greylisted' } });
      expect(b.filed).toEqual([]);
      b.answer = acceptAll;
      b.clock.advance(60_000);
      await b.settle();
      expect(b.sent).toEqual([[ann, bob], [bob]]);
      expect(recipients(b)).toEqual(['refused', 'accepted']);
      expect(b.outbox.list()[0]).toMatchObject({ state: 'refused', reason: { code: 'some-refused' } });
      expect(b.filed).toHaveLength(1);
    });

    it('a message that is refused itself is not tried again for those who were to wait', async () => {
      const b = await bench();
      b.answer = attempt('refused', [bob, '451 later']);
      await b.enqueue([ann, bob]);
      await b.settle();
      expect(b.state).toBe('refused');
    });

    it.each(['the answer', 'Tern'])(
      '%s lost after the dot: who was to wait does not have it',
      async (lost) => {
        const before = await bench();
        const disk = await before.open();
        before.inSent = null;
        const cut = attempt('uncertain', [bob, '451 later']);
        const never = new Promise<never>(() => undefined);
        before.answer = lost === 'Tern' ? (s) => cut(s).then(() => never) : cut;
        await before.enqueue([ann, bob]);
        await before.settle();
        expect(before.state).toBe(lost === 'Tern' ? 'dot-sent' : 'uncertain');
        const b = new Bench();
        await b.open(disk.crash());
        b.inSent = true;
        await b.outbox.start();
        await b.settle();
        expect(recipients(b)).toEqual(['accepted', 'waiting']);
        b.clock.advance(60_000);
        await b.settle();
        expect(b.sent.at(-1)).toEqual([bob]);
        expect(b.outbox.list()).toEqual([]);
      },
    );
  });

  it('whoever looks for mail now does not wait for the schedule; one that the ledger knows is asked about all the same', async () => {
    const b = await bench();
    b.answer = () =>
      Promise.resolve({ outcome: 'retry', accepted: [], refused: [], code: 'greylisted', server: '451' });
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({ state: 'retry', tries: 1 });
    await b.outbox.hurry(account);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({ state: 'retry', tries: 2 });
    const [mail] = b.outbox.table.values();
    if (!mail) throw new Error('it is gone');
    await b.vault.appendAll([b.outbox.ledger.put(mail.messageId, { at: 1, account })]);
    await b.outbox.hurry(account);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({ state: 'uncertain' });
    expect(b.sent).toHaveLength(2);
  });

  it('E9 an authentication failure consumes nothing, 4xx is tried on a visible schedule, 5xx is said', async () => {
    const b = await bench();
    b.answer = () => Promise.reject(new MailError({ kind: 'refused', code: 'auth-failed', message: 'no' }));
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({ state: 'queued', tries: 0 });
    expect(b.authFailures).toBe(1);

    b.answer = () =>
      Promise.resolve({
        outcome: 'retry',
        accepted: [],
        refused: [],
        code: 'greylisted',
        server: '451 later',
      });
    b.outbox.wake(account);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({ state: 'retry', tries: 1, at: b.clock.now() + 60_000 });
    b.clock.advance(59_000);
    await b.settle();
    expect(b.sent).toHaveLength(2);
    b.answer = () =>
      Promise.resolve({
        outcome: 'refused',
        accepted: [],
        refused: [],
        code: 'too-large',
        server: '552 too big',
      });
    b.clock.advance(1_000);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({
      state: 'refused',
      reason: { code: 'too-large', server: '552 too big' },
    });
    await b.outbox.retry('x1' as OutboxId);
    await b.settle();
    expect(b.sent).toHaveLength(4);
  });

  it.each(['auth-missing', 'no-safe-mechanism'])(
    'E9 a server that offers no login to use (%s) consumes nothing, is asked again, and when somebody hurries at once',
    async (code) => {
      const b = await bench();
      b.answer = () => Promise.reject(new MailError({ kind: 'refused', code, message: 'no' }));
      await b.enqueue(['bob@example.com']);
      await b.settle();
      const waiting = { state: 'retry', tries: 0, at: b.clock.now() + 300_000, reason: { code } };
      expect(b.outbox.list()[0]).toMatchObject(waiting);
      expect(b.authFailures).toBe(1);
      b.answer = acceptAll;
      await b.outbox.hurry(account);
      await b.settle();
      expect(b.outbox.list()).toEqual([]);
    },
  );

  it('E9 a login that the server refuses for now (454) is tried again, and when somebody hurries at once', async () => {
    const b = await bench();
    const retry = { kind: 'later' } as const;
    b.answer = () =>
      Promise.reject(new MailError({ kind: 'refused', code: 'auth-unavailable', message: 'no', retry }));
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({ state: 'retry', reason: { code: 'auth-unavailable' } });
    b.answer = acceptAll;
    await b.outbox.hurry(account);
    await b.settle();
    expect(b.outbox.list()).toEqual([]);
  });

  it('a clock that is set back makes nothing wait but what the person has put off', async () => {
    const b = await bench();
    const YEAR = 365 * 86_400_000;
    b.clock.time += YEAR;
    b.answer = () =>
      Promise.resolve({ outcome: 'retry', accepted: [], refused: [], code: 'later', server: '450' });
    await b.enqueue(['ann@example.com'], 0, 'x1');
    await b.settle();
    expect(b.state).toBe('retry');
    b.answer = acceptAll;
    await b.enqueue(['bob@example.com'], 10_000, 'x2');
    await b.enqueue(['cyd@example.com'], 3_600_000, 'x3');
    await b.outbox.reschedule('x3' as OutboxId, b.clock.now() + 3_600_000);
    b.clock.time -= YEAR;
    b.outbox.wake(account);
    await b.settle();
    expect(b.sent).toEqual([['ann@example.com'], ['ann@example.com'], ['bob@example.com']]);
    expect(b.outbox.list()).toMatchObject([{ id: 'x3', state: 'held' }]);
  });

  it('E11 a restored backup does not send what the ledger knows', async () => {
    const b = await bench();
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.sent).toHaveLength(1);
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.sent).toHaveLength(1);
    expect(b.outbox.list()[0]).toMatchObject({
      state: 'uncertain',
      went: b.clock.time,
      reason: { code: 'already-sent' },
    });
  });

  it('what is taken back while others are being hurried stays taken back', async () => {
    const b = await bench();
    b.answer = () =>
      Promise.resolve({ outcome: 'retry', accepted: [], refused: [], code: 'later', server: '450 later' });
    await b.enqueue(['bob@example.com'], 0, 'x1');
    await b.settle();
    await b.enqueue(['bob@example.com'], 0, 'x2');
    await b.settle();
    expect(b.outbox.list().map(({ state }) => state)).toEqual(['retry', 'retry']);
    const sent = b.sent.length;
    b.online = false;
    const hurrying = b.outbox.hurry(account);
    const { taken } = await b.outbox.undo('x2' as OutboxId, () => []);
    await hurrying;
    expect(taken).toBe(true);
    expect(b.outbox.list().map(({ id }) => id)).toEqual(['x1']);
    b.online = true;
    b.outbox.wake(account);
    await b.settle();
    expect(b.sent).toHaveLength(sent + 1);
  });

  it('goes no further when its account is taken away', async () => {
    const b = await bench();
    let phases = 0;
    b.answer = async (submission) => {
      await submission.onPhase('envelope', []);
      phases += 1;
      void b.vault.appendAll(b.outbox.forget(account));
      await submission.onPhase('data-started', []);
      phases += 1;
      return acceptAll(submission);
    };
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect([phases, b.outbox.list()]).toEqual([1, []]);
  });

  it('waits while offline, and stops cleanly', async () => {
    const b = await bench();
    b.online = false;
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.sent).toEqual([]);
    b.online = true;
    b.outbox.wake(account);
    await b.outbox.stop();
    expect(b.outbox.list()).toEqual([]);
    expect(b.clock.timers).toEqual([]);
  });

  it.each([
    ['before the dot', 4, 'sent'],
    ['behind the dot', 5, 'uncertain'],
  ] as const)(
    'the disk refuses %s: nothing is lost, and it goes on when the disk is well',
    async (_when, nth, then) => {
      const b = new Bench();
      const disk = await b.open();
      b.inSent = null;
      b.online = false;
      await b.enqueue(['bob@example.com']);
      await b.settle();
      let written = 0;
      const append = b.vault.appendAll.bind(b.vault);
      b.vault.appendAll = async (records) => {
        written += 1;
        if (written === nth) throw new VaultError('io', 'no');
        return append(records);
      };
      b.online = true;
      b.outbox.wake(account);
      await b.settle();
      expect(disk.operations).toBeGreaterThan(0);
      expect(b.outbox.list()).toHaveLength(1);
      b.answer = acceptAll;
      b.clock.advance(61_000);
      await b.settle();
      if (then === 'uncertain') expect(b.state).toBe('uncertain');
      else expect(b.outbox.list()).toEqual([]);
      expect(b.sent).toHaveLength(then === 'uncertain' ? 1 : 2);
    },
  );
});
