import { describe, expect, it } from 'vitest';
import { Table } from './fold';

const sums = (): Table<readonly number[]> =>
  new Table('sum', (value, by) => [...value, (by as { readonly add: number }).add]);

describe('Table', () => {
  it('amends a value, ahead of the disk and on it, in the order of the records', () => {
    const table = sums();
    const records = [table.put('a', [1]), table.amend('a', { add: 2 }), table.amend('a', { add: 3 })];
    const decided = records.map((record) => table.expect(record));
    expect([table.get('a'), table.latest('a')]).toEqual([undefined, [1, 2, 3]]);
    for (const [i, record] of records.entries()) {
      table.apply(record);
      decided[i]?.();
    }
    expect([table.get('a'), table.latest('a')]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([...table.records()]).toEqual([table.put('a', [1, 2, 3])]);
  });

  it('amends nothing that has been dropped, and forgets what the disk did not keep', () => {
    const table = sums();
    table.apply(table.put('a', [1]));
    const lost = table.expect(table.amend('a', { add: 2 }));
    expect(table.latest('a')).toEqual([1, 2]);
    lost();
    expect(table.latest('a')).toEqual([1]);
    table.apply(table.drop('a'));
    table.apply(table.amend('a', { add: 3 }));
    expect([table.has('a'), table.latest('a')]).toEqual([false, undefined]);
  });
});
