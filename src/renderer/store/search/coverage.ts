import type { SearchCoverage } from '@shared/contract/view-api';
import type { StoreState } from '../state';
import { KeyTable, textKeyOf } from './text-key';

type Counted = Pick<SearchCoverage, 'messages' | 'texts' | 'waiting'>;

/** What was counted last of a state: with each letter that is typed the same is asked. */
interface Remembered extends Counted {
  /** Of what it was counted. */
  readonly of: string;
}
const remembered = new WeakMap<StoreState, Remembered>();

/**
 * What a search in these mailboxes has looked at, and what it could not look at because it is not here.
 * @param covered one octet a mailbox, by index.
 */
export function coverageOf(state: StoreState, covered: Uint8Array, readsTexts: boolean): SearchCoverage {
  const { catalogue, texts, indexer, places } = state;
  const of = `${places} ${texts.revision} ${indexer.waiting} ${covered.join('')}`;
  let counted = remembered.get(state);
  if (counted?.of !== of) {
    counted = { of, ...countOf(state, covered) };
    remembered.set(state, counted);
  }
  let unlisted = 0;
  for (const { index, info, total } of catalogue.boxes) {
    if (covered[index] !== 1 || !info || (info.label && info.role !== 'all')) continue;
    unlisted += Math.max(0, (info.serverTotal ?? 0) - total);
  }
  const { messages, texts: withText, waiting } = counted;
  return { messages, texts: withText, readsTexts, waiting, unlisted };
}

function countOf(state: StoreState, covered: Uint8Array): Counted {
  const { columns, catalogue, texts, indexer } = state;
  const labels = catalogue.boxes.some(({ index, info }) => covered[index] === 1 && info?.label === true);
  // Where being in a mailbox is a label, a message is in several of them and counts once.
  const seen = labels ? new KeyTable() : null;
  let messages = 0;
  let withText = 0;
  let waiting = 0;
  for (let slot = 0; slot < columns.length; slot++) {
    if (covered[columns.shownIn[slot] as number] !== 1) continue;
    if (seen || texts.size > 0 || indexer.waiting > 0) {
      const key = textKeyOf(columns, slot);
      if (seen && seen.set(key, 1) >= 0) continue;
      if (texts.has(key)) withText++;
      else if (indexer.waiting > 0 && indexer.isWaiting(key)) waiting++;
    }
    messages++;
  }
  return { messages, texts: withText, waiting };
}
