import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import { changedFlags, compareUids, isMassDeletion } from './reconcile';

const u = (...n: number[]): Uint32Array => Uint32Array.from(n);

describe('compareUids', () => {
  it('finds what is gone and what is missing', () => {
    const { gone, missing } = compareUids(u(1, 2, 5, 9), [
      [2, 6],
      [11, 12],
    ]);
    expect([...gone]).toEqual([1, 9]);
    expect(missing).toEqual([
      [3, 4],
      [6, 6],
      [11, 12],
    ]);
  });

  it('agrees with plain sets on any input', () => {
    const uids = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map((a) => a.sort((x, y) => x - y));
    fc.assert(
      fc.property(uids, uids, (known, server) => {
        const ranges: [number, number][] = server.map((n) => [n, n]);
        const { gone, missing } = compareUids(u(...known), ranges);
        expect([...gone]).toEqual(known.filter((n) => !server.includes(n)));
        expect(missing.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i))).toEqual(
          server.filter((n) => !known.includes(n)),
        );
      }),
    );
  });

  it('does not expand a range of four billion', () => {
    const { gone, missing } = compareUids(u(7), [[1, 0xffffffff]]);
    expect([...gone]).toEqual([]);
    expect(missing).toEqual([
      [1, 6],
      [8, 0xffffffff],
    ]);
  });
});

describe('changedFlags', () => {
  it("reports real changes only and keeps Tern's own bits", () => {
    const known = {
      uids: u(1, 2, 3),
      flags: u(Flag.Seen | Flag.HasAttachment, 0, Flag.Seen),
      keywords: u(0, 0, 1),
    };
    const changed = changedFlags(known, {
      uids: u(1, 2, 3, 4),
      flags: u(0, 0, Flag.Seen),
      keywords: u(0, 0, 1),
    });
    expect([...changed.uids]).toEqual([1]);
    expect([...changed.flags]).toEqual([Flag.HasAttachment]);
  });

  it('never invents a message that is not held', () => {
    const none = { uids: u(), flags: u(), keywords: u() };
    expect(changedFlags(none, { uids: u(4), flags: u(1), keywords: u(0) }).uids).toHaveLength(0);
  });
});

describe('isMassDeletion', () => {
  it('lets fifty go, or a tenth', () => {
    expect(isMassDeletion(50, 100)).toBe(false);
    expect(isMassDeletion(51, 100)).toBe(true);
    expect(isMassDeletion(1000, 100_000)).toBe(false);
  });
});
