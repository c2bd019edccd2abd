import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UidSet } from '../sets';
import { MailboxView } from './mailbox-view';

const view = (exists: number, uidNext = 1_000_000): MailboxView =>
  new MailboxView({
    wire: 'INBOX',
    readOnly: false,
    exists,
    uidValidity: 1,
    uidNext,
    highestModSeq: null,
    flags: [],
    permanentFlags: null,
    sequence: true,
  });

describe('MailboxView', () => {
  it('costs nothing for an announced number', () => {
    const v = view(0xffff_ffff);
    v.learnUid(4_000_000_000, 7);
    expect(v.uidOf(4_000_000_000)).toBe(7);
    expect(v.expunge(1)).toBeNull();
    expect(v.uidOf(3_999_999_999)).toBe(7);
    expect(v.exists).toBe(0xffff_fffe);
  });

  it('follows EXPUNGE high to low and low to high (M18)', () => {
    for (const order of [
      [3, 2],
      [2, 2],
    ]) {
      const v = view(4);
      [11, 12, 13, 14].forEach((uid, i) => v.learnUid(i + 1, uid));
      const gone = order.map((seq) => v.expunge(seq));
      expect(gone.sort()).toEqual([12, 13]);
      expect([v.uidOf(1), v.uidOf(2), v.exists]).toEqual([11, 14, 2]);
    }
  });

  it.each([
    ['exists-shrank', (v: MailboxView) => v.setExists(2)],
    ['expunge-out-of-range', (v: MailboxView) => v.expunge(4)],
    ['expunge-out-of-range', (v: MailboxView) => v.expunge(0)],
    ['fetch-out-of-range', (v: MailboxView) => v.learnUid(9, 5)],
    ['uid-mismatch', (v: MailboxView) => (v.learnUid(1, 5), v.learnUid(1, 6))],
    ['vanished-unclear', (v: MailboxView) => v.vanish(UidSet.parse('10:900') ?? UidSet.empty)],
  ] as const)('says %s instead of guessing', (reason, act) => {
    const v = view(3);
    act(v);
    expect(v.dirty).toBe(reason);
  });

  it('hears of mail that comes after mail that came and went (IDLE without a look between)', () => {
    const v = view(3, 14);
    expect(v.setExists(4)).toBe(3);
    expect([...v.vanish(UidSet.from([14]))]).toEqual([14]);
    expect(v.exists).toBe(3);
    expect(v.setExists(4)).toBe(3);
    expect(v.dirty).toBeNull();
  });

  it('takes a range without an end for no more than can be there (iCloud, A2)', () => {
    const v = view(3, 14);
    v.setExists(4);
    v.vanish(UidSet.startingAt(13));
    expect(v.exists).toBe(3);
  });

  it('ignores FETCH of message 0 (Courier, U2)', () => {
    const v = view(3);
    v.learnUid(0, 5);
    expect(v.dirty).toBeNull();
  });

  it('clips VANISHED to UIDs that can exist (iCloud, A2)', () => {
    const v = view(3, 14);
    [11, 12, 13].forEach((uid, i) => v.learnUid(i + 1, uid));
    const gone = v.vanish(UidSet.startingAt(12));
    expect(gone.toString()).toBe('12:13');
    expect([v.exists, v.uidOf(1)]).toEqual([1, 11]);
  });

  it('counts MODSEQs of FETCH data only at a tagged response, and HIGHESTMODSEQ wins even when lower', () => {
    const v = view(1);
    v.highestModSeq = 5n as never;
    v.seeModSeq(9n as never);
    expect(v.highestModSeq).toBe(5n);
    v.settleModSeq();
    expect(v.highestModSeq).toBe(9n);
    v.seeModSeq(12n as never);
    v.setHighestModSeq(8n as never);
    v.settleModSeq();
    expect(v.highestModSeq).toBe(8n);
  });

  it('agrees with a plain array whatever is known, for EXPUNGE, VANISHED and new mail', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('learn' as const), at: fc.nat(2000) }),
      fc.record({ kind: fc.constant('expunge' as const), at: fc.nat(2000) }),
      fc.record({
        kind: fc.constant('vanish' as const),
        at: fc.nat(2000),
        n: fc.integer({ min: 1, max: 40 }),
      }),
      fc.record({ kind: fc.constant('grow' as const), at: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.array(step, { maxLength: 80 }), (size, steps) => {
        // The server's mailbox: UIDs with holes. The view learns some of them.
        const truth = Array.from({ length: size }, (_, i) => i * 3 + 2);
        let next = size * 3 + 2;
        const v = view(size, next);
        for (const s of steps) {
          if (s.kind === 'grow') {
            for (let i = 0; i < s.at; i++) truth.push((next += 2));
            next++;
            v.setExists(truth.length);
            v.uidNext = next;
          } else if (truth.length === 0) continue;
          else if (s.kind === 'learn') {
            const at = s.at % truth.length;
            v.learnUid(at + 1, truth[at] as number);
          } else if (s.kind === 'expunge') {
            const at = s.at % truth.length;
            const uid = v.expunge(at + 1);
            expect(uid === null || uid === truth[at]).toBe(true);
            truth.splice(at, 1);
          } else {
            const at = s.at % truth.length;
            v.vanish(UidSet.from(truth.splice(at, s.n)));
          }
        }
        expect(v.dirty).toBeNull();
        expect(v.exists).toBe(truth.length);
        truth.forEach((uid, i) => {
          const known = v.uidOf(i + 1);
          expect(known === null || known === uid).toBe(true);
          const seq = v.seqOf(uid);
          expect(seq === null || seq === i + 1).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('stays cheap when 100,000 messages vanish one by one', () => {
    const n = 100_000;
    const v = view(n, n + 1);
    for (let i = 1; i <= n; i += 1) v.learnUid(i, i);
    for (let i = n; i > 0; i -= 1) v.vanish(UidSet.from([i]));
    expect(v.exists).toBe(0);
    expect(v.dirty).toBeNull();
  });
});
