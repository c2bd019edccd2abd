import { inflateRaw } from 'pako';
import { fromLines } from '@shared/model/lines';
import type { RowsRecord, SearchRecord } from './database';

type Kept = Pick<RowsRecord | SearchRecord, 'lines' | 'packed'>;

/**
 * The lines of a page, as `model/lines`. What came in bulk is kept as it came, packed: a sixth of the octets on every way
 * from the engine to the disk and back, and most of it is never shown. A page that changes is kept plain from then on.
 * What cannot be unpacked is nothing: its messages are listed without their texts, as any row that cannot be read is.
 */
export function linesOf({ lines, packed }: Kept): Uint8Array {
  if (packed !== true) return lines;
  try {
    return inflateRaw(lines);
  } catch {
    return NOTHING;
  }
}

/** The same, each line apart. */
export const linesTexts = (kept: Kept): string[] => fromLines(linesOf(kept));

const NOTHING = new Uint8Array(0);
