import fc from 'fast-check';
import { deflateRaw, inflateRaw } from 'pako';
import { describe, expect, it } from 'vitest';
import { toLines } from '../model/lines';
import { pageOf } from '../model/page';
import { packRows } from './pack-rows';
import type { MessagesFact } from './store-api';

const factOf = (uids: readonly number[], rows: Uint8Array): MessagesFact => ({
  kind: 'messages',
  mailbox: 'inbox' as MessagesFact['mailbox'],
  generation: 1 as MessagesFact['generation'],
  uids: Uint32Array.from(uids),
  flags: new Uint32Array(uids.length),
  keywords: new Uint32Array(uids.length),
  dates: new Float64Array(uids.length),
  sizes: new Uint32Array(uids.length),
  idHashes: new Float64Array(uids.length),
  refHashes: new Float64Array(0),
  refEnds: new Uint32Array(uids.length),
  rows,
  search: toLines(uids.map((n) => `subject ${n}`)),
});
const pack = (octets: Uint8Array): Uint8Array => deflateRaw(octets);

describe('packRows', () => {
  it('packs the lines of each page apart, in their order', () => {
    const uid = fc.oneof(fc.integer({ min: 1, max: 1100 }), fc.constant(0xffffffff));
    fc.assert(
      fc.property(fc.uniqueArray(uid, { maxLength: 40 }), (some) => {
        const uids = some.sort((a, b) => a - b);
        const fact = packRows(factOf(uids, toLines(uids.map((n) => `["${n}"]`))), { pack });
        expect(fact.rows).toHaveLength(0);
        const pages = new Map<number, number[]>();
        for (const n of uids) pages.set(pageOf(n), [...(pages.get(pageOf(n)) ?? []), n]);
        const unpacked = (octets: Uint8Array[] | undefined) => octets?.map((page) => inflateRaw(page));
        const expected = (line: (n: number) => string) =>
          [...pages.values()].map((page) => toLines(page.map(line)));
        expect(unpacked(fact.packed?.rows)).toEqual(expected((n) => `["${n}"]`));
        expect(unpacked(fact.packed?.search)).toEqual(expected((n) => `subject ${n}`));
        expect(fact.search).toHaveLength(0);
      }),
    );
  });

  it('leaves alone what has not one line for each message', () => {
    const even = factOf([1, 2], toLines(['a', 'b']));
    for (const fact of [factOf([1, 2], toLines(['a'])), { ...even, search: toLines(['a']) }])
      expect(packRows(fact, { pack })).toBe(fact);
  });
});
