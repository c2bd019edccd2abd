import type { MessagesFact } from './store-api';
import { lineEnds } from '../model/lines';
import { pageOf } from '../model/page';
import type { Compression } from '../ports/crypto';

/**
 * The same fact with its rows packed, a page of 256 UIDs at a time, as the store keeps them. For what comes in bulk: packing
 * costs a hundredth of what it saves in copies on the way to the disk, but whoever looks at a row has to unpack its page.
 */
export function packRows(fact: MessagesFact, { pack }: Pick<Compression, 'pack'>): MessagesFact {
  const { uids, rows } = fact;
  const ends = lineEnds(rows, uids.length);
  // Uneven columns are the store's to refuse.
  if (ends === null) return fact;
  const packed: Uint8Array[] = [];
  let from = 0;
  for (let i = 0; i < uids.length; i++) {
    if (i + 1 < uids.length && pageOf(uids[i + 1] as number) === pageOf(uids[i] as number)) continue;
    const to = ends[i] as number;
    packed.push(pack(rows.subarray(from, to)));
    from = to;
  }
  return { ...fact, rows: NONE, packed };
}

const NONE = new Uint8Array(0);
