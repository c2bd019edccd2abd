import type { MessageRef } from '@shared/model/ids';
import { loadFolder } from '../loading';
import type { Store } from '../store';
import { textKeyOf } from './text-key';

/** Which messages of a mailbox have texts that are neither indexed nor wait for it. @see StoreApi.textsMissing */
export async function textsMissing(
  store: Store,
  ref: Omit<MessageRef, 'uid'>,
  from: number,
  limit: number,
): Promise<{ uids: Uint32Array<ArrayBuffer>; waiting: number }> {
  const state = await store.state();
  const folder = state.catalogue.folder(ref.mailbox, ref.generation);
  await loadFolder(state, folder);
  await state.indexer.load();
  const missing: number[] = [];
  for (const uid of folder.uids.uidsBetween(from, 0xffffffff)) {
    const key = textKeyOf(state.columns, folder.uids.find(uid));
    if (!state.texts.has(key) && !state.indexer.isWaiting(key)) missing.push(uid);
    if (missing.length === limit) break;
  }
  return { uids: Uint32Array.from(missing), waiting: state.indexer.waiting };
}
