import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListRow } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { type Mark, Marks } from './marks';

const KEYS = Array.from({ length: 8 }, (_, i) => `m/1/${i}` as MessageKey);
const row = (threadKeys: readonly MessageKey[], flags: number): ListRow =>
  ({ key: threadKeys.at(-1), threadKeys, flags }) as unknown as ListRow;

/** As plainly as it can be said: every message has a list of its own. */
class PlainMarks {
  readonly #of = new Map<MessageKey, { mark: Mark; action: number; seen: boolean }[]>();
  add(keys: readonly MessageKey[], mark: Mark, action: number): void {
    for (const key of keys) this.#of.set(key, [...(this.#of.get(key) ?? []), { mark, action, seen: false }]);
  }
  remove(action: number): void {
    for (const [key, marks] of this.#of)
      this.#of.set(
        key,
        marks.filter((mark) => mark.action !== action),
      );
  }
  get(key: MessageKey): Mark | undefined {
    const last = this.#of.get(key)?.at(-1);
    return last?.seen === false ? last.mark : undefined;
  }
  liftSeen(rows: readonly ListRow[]): void {
    const standing = new Set<number>();
    for (const { key: leader, threadKeys, flags } of rows) {
      for (const key of threadKeys) {
        for (const entry of this.#of.get(key) ?? []) {
          const { mark } = entry;
          if (mark.kind === 'flags' && leader === key)
            entry.seen ||= (flags & mark.add) === mark.add && (flags & mark.remove) === 0;
          if (!entry.seen) standing.add(entry.action);
        }
      }
    }
    const all = [...this.#of.values()].flat().map(({ action }) => action);
    for (const action of all) if (!standing.has(action)) this.remove(action);
  }
}

const keys = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1 });
const bits = fc.integer({ min: 0, max: 3 });
const step = fc.oneof(
  fc.record({
    keys,
    mark: fc.oneof(
      fc.constant<Mark>({ kind: 'leaving' }),
      fc.record({ add: bits, remove: bits }).map((r): Mark => ({ kind: 'flags', ...r })),
    ),
  }),
  fc.record({ takeOff: fc.nat(20) }),
  fc.record({ rows: fc.array(fc.record({ keys, flags: bits }), { maxLength: 4 }) }),
);

describe('marks', () => {
  it('of whole actions are what marks message by message are', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const marks = new Marks();
        const plain = new PlainMarks();
        const taken: (() => boolean)[] = [];
        for (const one of steps) {
          if ('mark' in one) {
            plain.add(one.keys, one.mark, taken.length);
            taken.push(marks.add(new Set(one.keys), one.mark));
          } else if ('takeOff' in one) {
            taken[one.takeOff]?.();
            plain.remove(one.takeOff);
          } else {
            // A message is in one row.
            const free = new Set(KEYS);
            const rows = one.rows.flatMap((r) => {
              const own = r.keys.filter((key) => free.delete(key));
              return own.length > 0 ? [row(own, r.flags)] : [];
            });
            marks.liftSeen(rows);
            plain.liftSeen(rows);
          }
          expect(KEYS.map((key) => marks.get(key))).toEqual(KEYS.map((key) => plain.get(key)));
        }
      }),
    );
  });
});
