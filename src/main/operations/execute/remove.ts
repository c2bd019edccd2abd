import { store, type UidSet, uidExpunge } from '../../imap';
import type { SyncContext } from '../../sync/context';
import { inPortions } from './context';

/**
 * Marks messages of the selected mailbox and expunges exactly these. Without UIDPLUS they stay marked: an EXPUNGE would
 * take with it what others marked (A1).
 * @returns whether they are gone.
 */
export async function removeMessages(sync: SyncContext, set: UidSet): Promise<boolean> {
  const { client } = sync;
  const exact = client.capabilities.has('UIDPLUS');
  await inPortions(sync, set, async (part) => {
    const marked = await client.run(store(part, { mode: 'add', flags: ['\\Deleted'] }));
    if (exact) await client.run(uidExpunge(part));
    return marked;
  });
  return exact;
}
