import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageColumns } from './message-columns';
import { merge, newestFirst, sortNewestFirst } from './order';
import { ThreadForest } from './thread-forest';
import { UidIndex } from './uid-index';

describe('UID index', () => {
  it('is a map, whatever is added and deleted in whatever order', () => {
    const uid = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 0xffffffff }));
    fc.assert(
      fc.property(fc.array(fc.record({ uid, add: fc.boolean() }), { maxLength: 200 }), (steps) => {
        const columns = new MessageColumns();
        const index = new UidIndex(() => columns.uid);
        const model = new Map<number, number>();
        for (const step of steps) {
          if (step.add && !model.has(step.uid)) {
            const slot = columns.add(0, step.uid);
            index.add(step.uid, slot);
            model.set(step.uid, slot);
          } else if (!step.add) {
            index.delete(step.uid);
            const slot = model.get(step.uid);
            if (slot !== undefined) columns.release(slot);
            model.delete(step.uid);
          }
        }
        const sorted = [...model.keys()].sort((a, b) => a - b);
        expect(index.size).toBe(model.size);
        for (const [known, slot] of model) expect(index.find(known)).toBe(slot);
        for (const step of steps) if (!model.has(step.uid)) expect(index.find(step.uid)).toBe(-1);
        expect([...index.uidsBetween(1, 0xffffffff)]).toEqual(sorted);
        expect([...index.uidsBetween(3, 20)]).toEqual(sorted.filter((n) => n >= 3 && n <= 20));
        expect([...index.slots()].sort()).toEqual([...model.values()].sort());
      }),
    );
  });
});

describe('order', () => {
  const dates = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: -1e13, max: 1e14 }),
      fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
    ),
    { minLength: 257, maxLength: 600 },
  );
  const columnsOf = (list: readonly number[]): MessageColumns => {
    const columns = new MessageColumns();
    list.forEach((date, i) => {
      columns.date[columns.add(i % 3, ((i * 7919) % 5000) + 1)] = date;
    });
    return columns;
  };

  it('by radix is the order by comparison, dates out of range and equal ones included', () => {
    fc.assert(
      fc.property(dates, (list) => {
        const columns = columnsOf(list);
        const slots = Uint32Array.from(list.keys());
        const sorted = [...slots].sort(newestFirst(columns));
        expect([...sortNewestFirst(slots, columns)]).toEqual(sorted);
      }),
    );
  });

  it('merged from two halves is the order of the whole', () => {
    fc.assert(
      fc.property(dates, (list) => {
        const columns = columnsOf(list);
        const slots = Uint32Array.from(list.keys());
        const half = (odd: number): Uint32Array =>
          sortNewestFirst(
            slots.filter((slot) => slot % 2 === odd),
            columns,
          );
        expect([...merge(half(0), half(1), newestFirst(columns))]).toEqual([
          ...sortNewestFirst(slots, columns),
        ]);
      }),
    );
  });
});

describe('thread forest', () => {
  it('joins what shares a hash, keeps accounts apart, and messages without hashes alone', () => {
    const forest = new ThreadForest();
    const refs = (...list: number[]): Float64Array => Float64Array.from(list);
    const a = forest.enter(0, 11, refs());
    const b = forest.enter(0, 12, refs(13, 0));
    const c = forest.enter(0, 14, refs(11, 13));
    const other = forest.enter(1, 11, refs(13));
    const alone = [forest.enter(0, 0, refs()), forest.enter(0, 0, refs(0))];
    const roots = [a, b, c, other, ...alone].map((node) => forest.root(node));
    expect(roots[0]).toBe(roots[1]);
    expect(roots[1]).toBe(roots[2]);
    expect(new Set(roots).size).toBe(4);
  });

  it('is the connected components of a random graph, whatever the order', () => {
    const hash = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: hash, refs: fc.array(hash, { maxLength: 3 }) }), { maxLength: 60 }),
        (list) => {
          const forest = new ThreadForest();
          const nodes = list.map(({ id, refs }) => forest.enter(0, id, Float64Array.from(refs)));
          // The plain way: spread the smallest label until nothing changes.
          const label = new Map<number, number>();
          for (let changed = true; changed;) {
            changed = false;
            for (const { id, refs } of list) {
              const all = [id, ...refs];
              const low = Math.min(...all.map((h) => label.get(h) ?? h));
              for (const h of all) {
                if ((label.get(h) ?? h) !== low || !label.has(h)) changed = true;
                label.set(h, low);
              }
            }
          }
          list.forEach((x, i) => {
            list.forEach((y, j) => {
              const together = forest.root(nodes[i] as number) === forest.root(nodes[j] as number);
              expect(together).toBe(label.get(x.id) === label.get(y.id));
            });
          });
        },
      ),
    );
  });
});
