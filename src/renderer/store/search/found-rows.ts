import type { ListRow } from '@shared/contract/view-api';
import { fold } from '@shared/search/fold';
import { textsOf } from '@shared/search/body-text';
import type { Evaluation } from './evaluate';
import { excerptOf } from './excerpt';
import type { StoreState } from '../state';
import { BLANK_ROW } from '../row-cache';
import type { Store } from '../store';

/** Rows whose texts are looked at for the words to show; more are asked for by nobody who looks at them. */
const MAX_EXCERPTS = 80;

/** Rows of a search: which of them only the server found, and of those whose text matched the words around it. */
export async function foundRows(
  store: Store,
  state: StoreState,
  evaluation: Evaluation,
  slots: readonly number[],
  rows: readonly ListRow[],
): Promise<ListRow[]> {
  const here = slots.map((slot) => evaluation.isHere(slot));
  const wanted = slots.slice(0, MAX_EXCERPTS).map((slot) => evaluation.inText(slot));
  const looked = slots.filter((_, i) => wanted[i] !== undefined && wanted[i].length > 0);
  const known = await store.readRows(state, looked);
  const identities = looked.map((slot) => (known.get(slot) ?? BLANK_ROW).identity);
  const bodies =
    looked.length === 0
      ? []
      : await state.database.read(['bodies'], (tx) => tx.getMany('bodies', identities));
  const excerpts = new Map<number, string>();
  looked.forEach((slot, i) => {
    const body = bodies[i];
    const words = wanted[slots.indexOf(slot)] ?? [];
    const excerpt = body ? excerptOf(textsOf(body), words.map(fold)) : null;
    if (excerpt !== null) excerpts.set(slot, excerpt);
  });
  return rows.map((row, i) => {
    const excerpt = excerpts.get(slots[i] as number);
    return {
      ...row,
      ...(here[i] === false && { found: 'server' as const }),
      ...(excerpt !== undefined && { excerpt }),
    };
  });
}
