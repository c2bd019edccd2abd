import type { MessageRef } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { loadAll } from './loading';
import { HIDDEN } from './message-columns';
import { refOf } from './reader';
import type { Store } from './store';

/** Where nothing is that somebody else wrote for the person to read. */
const LEFT_OUT: ReadonlySet<MailboxRole> = new Set<MailboxRole>(['sent', 'drafts', 'junk', 'outbox']);
/** More answers than these are not needed to know that there is one. */
const MOST = 100;

/** For each Message-ID hash messages that name it, in any account; the columns alone are looked at. */
export async function naming(store: Store, hashes: Float64Array): Promise<MessageRef[][]> {
  const state = await store.state();
  await loadAll(state);
  const found = new Map<number, MessageRef[]>();
  for (const hash of hashes) if (hash !== 0) found.set(hash, []);
  const { columns, catalogue } = state;
  let refs = new Float64Array(64);
  for (let slot = 0; slot < columns.length; slot++) {
    const place = columns.shownIn[slot] as number;
    if (place === HIDDEN || LEFT_OUT.has(catalogue.boxes[place]?.info?.role ?? null)) continue;
    if (columns.refCount(slot) > refs.length) refs = new Float64Array(columns.refCount(slot) * 2);
    const end = columns.copyRefs(slot, refs, 0);
    const own = columns.idHash[slot];
    for (let i = 0; i < end; i++) {
      const hash = refs[i] as number;
      const list = hash === own ? undefined : found.get(hash);
      // In-Reply-To says again what References said.
      if (list && list.length < MOST && refs.indexOf(hash) === i) list.push(refOf(state, slot));
    }
  }
  return Array.from(hashes, (hash) => found.get(hash) ?? []);
}
