import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UidSet } from './sets';

const small = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 30 });

describe('UidSet', () => {
  it('is a set: union, difference, intersection, clip, split, chunks agree with Set', () => {
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 60 }), fc.nat(40), (a, b, lo, n) => {
        const [x, y] = [UidSet.from(a), UidSet.from(b)];
        const sorted = (s: Iterable<number>): number[] => [...new Set(s)].sort((p, q) => p - q);
        expect([...x]).toEqual(sorted(a));
        expect([...x.union(y)]).toEqual(sorted([...a, ...b]));
        expect([...UidSet.empty.unionAll([y, x, y])]).toEqual(sorted([...a, ...b]));
        expect([...x.difference(y)]).toEqual(sorted(a.filter((v) => !b.includes(v))));
        expect([...x.intersection(y)]).toEqual(sorted(a.filter((v) => b.includes(v))));
        expect(x.intersects(y)).toBe(a.some((v) => b.includes(v)));
        expect([...x.clip(lo, lo + n)]).toEqual(sorted(a.filter((v) => v >= lo && v <= lo + n)));
        expect(x.countIn(lo, lo + n)).toBe(sorted(a.filter((v) => v >= lo && v <= lo + n)).length);
        expect(x.size).toBe(new Set(a).size);
        for (const v of [1, lo, 60]) expect(x.has(v)).toBe(a.includes(v));
        const { newest, rest } = x.splitNewest(n);
        expect([...newest]).toEqual(sorted(a).slice(Math.max(0, sorted(a).length - n)));
        expect([...rest.union(newest)]).toEqual(sorted(a));
        expect(UidSet.parse(x.toString())?.equals(x)).toBe(true);
        const pieces = x.chunks(12);
        expect([...pieces.reduce((all, one) => all.union(one), UidSet.empty)]).toEqual(sorted(a));
        for (const piece of pieces)
          expect(piece.rangeCount === 1 || piece.toString().length <= 12).toBe(true);
      }),
    );
  });
  it('never expands', () => {
    const all = UidSet.parse('1:4294967295');
    expect(all?.size).toBe(4294967295);
    expect(all?.difference(UidSet.of(5 as never)).toString()).toBe('1:4,6:4294967295');
  });
  it('writes open sets', () => {
    expect(UidSet.startingAt(7).toString()).toBe('7:*');
    expect(UidSet.all.toString()).toBe('1:*');
    expect(UidSet.parse('5,*:7')?.toString()).toBe('5,7:*');
  });
  it.each(['0', '1:', 'a', '1,,2', '4294967296', '-1', '1:2:3'])('refuses %j', (text) => {
    expect(UidSet.parse(text)).toBeNull();
  });
  it('takes descending and overlapping ranges', () => {
    expect(UidSet.parse('9:7,8:10,1')?.toString()).toBe('1,7:10');
  });
});
