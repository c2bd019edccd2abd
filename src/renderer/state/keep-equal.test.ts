import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEqual } from './keep-equal';

const data = fc.jsonValue({ maxDepth: 4 });

describe('keepEqual', () => {
  it('answers with the old object for an equal new one', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(keepEqual(value, structuredClone(value))).toBe(value);
      }),
    );
  });

  it('never changes what is said', () => {
    fc.assert(
      fc.property(data, data, (last, next) => {
        expect(keepEqual(last, structuredClone(next))).toEqual(next);
      }),
    );
  });

  it('takes a key named __proto__ as a key', () => {
    const next: unknown = JSON.parse('{"__proto__":{"a":1},"b":2}');
    const kept = keepEqual({ b: 2 }, next);
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"a":1},"b":2}');
    expect(keepEqual(next, structuredClone(next))).toBe(next);
  });

  it('keeps the parts that did not change', () => {
    const last = { accounts: [{ id: 'a', names: ['x'] }, { id: 'b' }], count: 1 };
    const next = keepEqual(last, { accounts: [{ id: 'a', names: ['x'] }, { id: 'c' }], count: 1 });
    expect(next).not.toBe(last);
    expect(next.accounts[0]).toBe(last.accounts[0]);
    expect(next.accounts[1]).toEqual({ id: 'c' });
  });

  it('tells a missing property from an undefined one', () => {
    const next = keepEqual({ a: 1 }, { a: 1, b: undefined });
    expect('b' in next).toBe(true);
    expect('b' in keepEqual({ b: undefined, a: 1 }, { a: 1 })).toBe(false);
  });

  it('takes bigints and typed arrays as they are', () => {
    const bytes = new Uint8Array([1]);
    const next = keepEqual({ modseq: 5n, bytes: new Uint8Array([1]) }, { modseq: 5n, bytes });
    expect(next.bytes).toBe(bytes);
    const last = { modseq: 5n };
    expect(keepEqual(last, { modseq: 5n })).toBe(last);
  });
});
