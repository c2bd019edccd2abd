import type { MessagesFact } from './store-api';
import { lineEnds } from '../model/lines';
import { pageOf } from '../model/page';
import type { Compression } from '../ports/crypto';

/**
 * The same fact with its rows and search lines packed, a page of 256 UIDs at a time, as the store keeps them. For what comes in bulk: packing
 * costs a hundredth of what it saves in copies on the way to the disk, but whoever looks at a row has to unpack its page.
 */
export function packRows(fact: MessagesFact, { pack }: Pick<Compression, 'pack'>): MessagesFact {
  const rows = packLines(fact.uids, fact.rows, pack);
  const search = packLines(fact.uids, fact.search, pack);
  // Uneven columns are the store's to refuse.
  if (rows === null || search === null) return fact;
  return { ...fact, rows: NONE, search: NONE, packed: { rows, search } };
}

/** Each page of lines packed; null where there is not one line for each message. */
function packLines(uids: Uint32Array, lines: Uint8Array, pack: Compression['pack']): Uint8Array[] | null {
  const ends = lineEnds(lines, uids.length);
  if (ends === null) return null;
  const packed: Uint8Array[] = [];
  let from = 0;
  for (let i = 0; i < uids.length; i++) {
    if (i + 1 < uids.length && pageOf(uids[i + 1] as number) === pageOf(uids[i] as number)) continue;
    const to = ends[i] as number;
    packed.push(pack(lines.subarray(from, to)));
    from = to;
  }
  return packed;
}

const NONE = new Uint8Array(0);
