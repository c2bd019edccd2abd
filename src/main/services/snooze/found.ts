import { type MessageKey, type MessageRef, parseMessageKey } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import type { Engine } from '../engine';

/** As many as `StoreApi.rows` answers at a time. */
const ROWS_AT_ONCE = 1000;

export interface Found {
  readonly key: MessageKey;
  /** Where it is now. */
  readonly ref: MessageRef;
  readonly row: MessageRow;
}

/** Of messages, those that are here, with their rows. */
export async function messagesOf(
  { store, forwarding }: Engine,
  keys: readonly MessageKey[],
): Promise<Found[]> {
  const found: Found[] = [];
  for (let start = 0; store && start < keys.length; start += ROWS_AT_ONCE) {
    const some = keys.slice(start, start + ROWS_AT_ONCE);
    const refs = some.map((key) => forwarding.resolve(parseMessageKey(key)));
    const rows = await store.api.rows({ refs });
    some.forEach((key, i) => {
      const ref = refs[i];
      const row = rows[i];
      if (ref && row) found.push({ key, ref, row });
    });
  }
  return found;
}
