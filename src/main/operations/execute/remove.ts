import { isMailError, MailError } from '@shared/errors/mail-error';
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

/**
 * The same for originals whose copies are proven to be in the target. A server that refuses it for good has left them in
 * both places, which is said in these words.
 */
export async function removeOriginals(sync: SyncContext, set: UidSet): Promise<boolean> {
  try {
    return await removeMessages(sync, set);
  } catch (error) {
    if (!isMailError(error) || error.kind !== 'refused' || error.retry.kind !== 'never') throw error;
    throw new MailError({
      kind: 'refused',
      code: 'original-stays',
      message: 'The messages were copied, and the server refused to remove the originals',
      ...(error.server === undefined ? {} : { server: error.server }),
      cause: error,
    });
  }
}
