import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import type { OutboxId } from '@shared/model/ids';
import { acceptAll, account, Bench, bench } from '../../../tests/fakes/outbox-bench';

describe('Outbox, what it looks for before it believes anything', () => {
  describe('E11 a whole profile brought back from a backup, its ledger too', () => {
    const HOUR = 3_600_000;
    async function waitingFor(ms: number): Promise<Bench> {
      const b = await bench();
      b.online = false;
      await b.enqueue(['bob@example.com']);
      await b.settle();
      b.clock.advance(ms);
      return b;
    }
    const online = async (b: Bench): Promise<void> => {
      b.online = true;
      b.outbox.wake(account);
      await b.settle();
    };

    it('what went out since is found in Sent, and does not go out again', async () => {
      const b = await waitingFor(5 * HOUR);
      b.inSent = true;
      await online(b);
      expect(b.sent).toEqual([]);
      expect(b.outbox.list()).toEqual([]);
      expect(b.outbox.ledger.has('x1@tern.example')).toBe(true);
    });

    it.each([true, false])(
      'within the hour: it is looked for once after each start (found: %s)',
      async (inSent) => {
        const b = new Bench();
        const disk = await b.open();
        b.online = false;
        await b.enqueue(['bob@example.com']);
        await b.settle();
        b.clock.advance(60_000);
        await b.open(disk.crash());
        await b.outbox.start();
        b.inSent = inSent;
        let looks = 0;
        b.onLook = () => looks++;
        b.answer = () =>
          Promise.resolve({
            outcome: 'retry',
            accepted: [],
            refused: [],
            code: 'later',
            server: '450 later',
          });
        await online(b);
        expect([looks, b.sent.length, b.outbox.list().length]).toEqual(inSent ? [1, 0, 0] : [1, 1, 1]);
        expect(b.outbox.ledger.has('x1@tern.example')).toBe(inSent);
        // What this start has tried itself needs no look.
        b.clock.advance(120_000);
        await b.settle();
        expect([looks, b.sent.length]).toEqual(inSent ? [1, 0] : [1, 2]);
      },
    );

    /** What waited in the Outbox when Tern ended, after the next start; nobody can be asked for it yet. */
    async function fromBefore(): Promise<Bench> {
      const b = new Bench();
      const disk = await b.open();
      b.online = false;
      await b.enqueue(['bob@example.com']);
      await b.settle();
      await b.open(disk.crash());
      b.inSent = null;
      b.online = true;
      await b.outbox.start();
      await b.settle();
      return b;
    }

    it('nobody can be asked yet: it waits until somebody can', async () => {
      const b = await fromBefore();
      expect([b.sent.length, b.outbox.list().length]).toEqual([0, 1]);
      let looks = 0;
      b.onLook = () => looks++;
      b.clock.advance(10_000);
      await b.settle();
      expect([looks, b.sent.length]).toEqual([1, 0]);
      b.inSent = true;
      b.outbox.wake(account);
      await b.settle();
      expect([b.sent.length, b.outbox.list().length]).toEqual([0, 0]);
    });

    it('nobody can be asked yet and the person says so: it goes out', async () => {
      const b = await fromBefore();
      await b.outbox.retry('x1' as OutboxId);
      await b.settle();
      expect([b.sent.length, b.outbox.list().length]).toEqual([1, 0]);
    });

    it('nobody can be asked at all: it goes out after two minutes, and what is new at once', async () => {
      const b = await fromBefore();
      await b.enqueue(['eve@example.com'], 0, 'x2');
      b.outbox.wake(account);
      await b.settle();
      expect(b.sent).toEqual([['eve@example.com']]);
      b.answer = () =>
        Promise.reject(new MailError({ kind: 'unreachable', code: 'timeout', message: 'away' }));
      for (let waited = 0; waited < 120_000; waited += 10_000) {
        b.clock.advance(10_000);
        await b.settle();
      }
      expect(b.sent.at(-1)).toEqual(['bob@example.com']);
      // That came to nothing: the doubt stays until somebody has looked.
      b.inSent = true;
      b.clock.advance(600_000);
      await b.settle();
      expect([b.sent.length, b.outbox.list().length]).toEqual([2, 0]);
    });

    it.each([false, null])(
      'some hours without a connection: it goes out (found in Sent: %s)',
      async (inSent) => {
        const b = await waitingFor(5 * HOUR);
        b.inSent = inSent;
        await online(b);
        expect(b.sent).toHaveLength(1);
      },
    );

    it.each([false, null])('days: asked about, and sent when the person says so (%s)', async (inSent) => {
      const b = await waitingFor(4 * 24 * HOUR);
      b.inSent = inSent;
      await b.outbox.hurry(account);
      await online(b);
      expect(b.sent).toEqual([]);
      expect(b.outbox.list()[0]).toMatchObject({ state: 'missed', reason: { code: 'waited-long' } });
      await b.outbox.retry('x1' as OutboxId);
      await b.settle();
      expect(b.sent).toHaveLength(1);
      expect(b.outbox.list()).toEqual([]);
    });

    it('a retry that is due is not late, however old the letter', async () => {
      const b = await bench();
      b.answer = () =>
        Promise.resolve({ outcome: 'retry', accepted: [], refused: [], code: 'later', server: '450 later' });
      await b.enqueue(['bob@example.com']);
      await b.settle();
      for (const ms of [60_000, 300_000, 900_000, HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR]) {
        b.clock.advance(ms);
        await b.settle();
      }
      expect(b.sent).toHaveLength(9);
      expect(b.outbox.list()[0]).toMatchObject({ state: 'refused', reason: { code: 'gave-up' } });
    });

    it('E8 the copy of those who have it does not speak for the others', async () => {
      const b = await bench();
      b.answer = async (s) => {
        const { accepted, ...result } = await acceptAll(s);
        const [first] = accepted;
        if (!first) throw new Error('nobody');
        const later = { address: 'later@example.com', server: '451 later', permanent: false };
        return { ...result, accepted: [first], refused: [later] };
      };
      await b.enqueue(['bob@example.com', 'later@example.com']);
      await b.settle();
      expect(b.filed).toHaveLength(1);
      expect(b.state).toBe('retry');
      b.inSent = true;
      b.answer = acceptAll;
      b.online = false;
      b.clock.advance(5 * HOUR);
      await online(b);
      expect(b.sent).toEqual([['bob@example.com', 'later@example.com'], ['later@example.com']]);
      expect(b.outbox.list()).toEqual([]);
    });
  });

  it('E1 E8 lost after the dot for the others: the copy that is in Sent already settles nothing', async () => {
    const b = await bench();
    b.answer = async (s) => {
      const result = await acceptAll(s);
      const later = { address: 'later@example.com', server: '451 later', permanent: false };
      return { ...result, accepted: result.accepted.slice(0, 1), refused: [later] };
    };
    await b.enqueue(['bob@example.com', 'later@example.com']);
    await b.settle();
    b.inSent = true;
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      return { outcome: 'uncertain', accepted: [], refused: [], code: 'closed', server: '' };
    };
    b.clock.advance(60_000);
    await b.settle();
    expect(b.outbox.list()[0]).toMatchObject({
      state: 'uncertain',
      reason: { code: 'not-found-in-sent' },
      recipients: [{ state: 'accepted' }, { state: 'waiting' }],
    });
  });

  it('E1 E6 a server that files late: asked about at once, settled by itself when the copy is there', async () => {
    const b = await bench();
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      return { outcome: 'uncertain', accepted: [], refused: [], code: 'closed', server: '' };
    };
    await b.enqueue(['bob@example.com']);
    await b.settle();
    expect(b.outbox.list()[0]?.reason?.code).toBe('not-found-in-sent');
    b.clock.advance(10_000);
    await b.settle();
    expect(b.state).toBe('uncertain');
    b.inSent = true;
    b.clock.advance(30_000);
    await b.settle();
    expect(b.outbox.list()).toEqual([]);
    expect(b.sent).toHaveLength(1);
  });

  it('E1 it is looked for once more when the person looks for mail, and after a start', async () => {
    const b = await bench();
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      return { outcome: 'uncertain', accepted: [], refused: [], code: 'closed', server: '' };
    };
    await b.enqueue(['bob@example.com']);
    await b.settle();
    for (const ms of [10_000, 30_000, 80_000, 86_400_000]) {
      b.clock.advance(ms);
      await b.settle();
    }
    b.inSent = true;
    b.outbox.wake(account);
    await b.settle();
    expect(b.state).toBe('uncertain');
    await b.outbox.hurry(account);
    await b.settle();
    expect(b.outbox.list()).toEqual([]);
  });

  it('what a person decides while it is being looked for counts', async () => {
    const b = await bench();
    b.answer = async (s) => {
      await s.onPhase('dot-sent', []);
      return { outcome: 'uncertain', accepted: [], refused: [], code: 'closed', server: '' };
    };
    let found = (_: boolean): void => undefined;
    b.inSent = new Promise<boolean>((resolve) => (found = resolve));
    await b.enqueue(['bob@example.com']);
    await b.settle();
    b.answer = acceptAll;
    await b.outbox.resolve('x1' as OutboxId, 'send-again', () => []);
    found(false);
    await b.settle();
    expect(b.sent).toHaveLength(2);
    expect(b.outbox.list()).toEqual([]);
  });
});
