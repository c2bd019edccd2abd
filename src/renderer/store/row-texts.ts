import { inflateRaw } from 'pako';
import { fromLines } from '@shared/model/lines';
import type { RowsRecord } from './database';

/**
 * The texts of a page of rows. Rows that came in bulk are kept as they came, packed: a sixth of the octets on every way
 * from the engine to the disk and back, and most of them are never shown. A page that changes is kept plain from then on.
 * What cannot be unpacked is nothing: its messages are listed without their texts, as any row that cannot be read is.
 */
export function rowTextsOf({ lines, packed }: Pick<RowsRecord, 'lines' | 'packed'>): string[] {
  if (packed !== true) return fromLines(lines);
  try {
    return fromLines(inflateRaw(lines));
  } catch {
    return [];
  }
}
