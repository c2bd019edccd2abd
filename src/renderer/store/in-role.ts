import type { AccountId, MessageRef } from '@shared/model/ids';
import { loadAll } from './loading';
import { HIDDEN } from './message-columns';
import { refOf } from './reader';
import type { Store } from './store';

/** For each Message-ID hash the messages that the account shows in mailboxes of a role, after pending moves. */
export async function inRole(
  store: Store,
  account: AccountId,
  role: 'inbox' | 'sent',
  hashes: Float64Array,
): Promise<MessageRef[][]> {
  const state = await store.state();
  await loadAll(state);
  const found = new Map<number, MessageRef[]>();
  for (const hash of hashes) if (hash !== 0) found.set(hash, []);
  const { columns, catalogue } = state;
  for (let slot = 0; slot < columns.length; slot++) {
    const refs = found.get(columns.idHash[slot] as number);
    const place = columns.shownIn[slot] as number;
    if (!refs || place === HIDDEN) continue;
    const info = catalogue.boxes[place]?.info;
    if (info?.account === account && info.role === role) refs.push(refOf(state, slot));
  }
  return Array.from(hashes, (hash) => found.get(hash) ?? []);
}
