import { generation } from '@shared/model/ids';
import { isMailError } from '@shared/errors/mail-error';
import { fetch, noop, SeqSet, status } from '../../imap';
import type { SyncContext } from '../../sync/context';
import { enterMailbox } from '../../sync/open-mailbox';
import type { KnownMailbox } from '../../sync/mailbox-registry';

/**
 * The UID that the next message of a mailbox will have: what is put there from now on is at or above it. STATUS of the
 * selected mailbox is asked for by no RFC and refused by some, and some servers never tell UIDNEXT (163, Winmail: U8): there
 * the newest message tells. Were everything in the mailbox taken for new, an old letter with the same Message-ID would be
 * taken for the copy of a message that was never copied.
 *
 * The mailbox may be selected afterwards; whoever needs another one enters it again.
 */
export async function nextUid(sync: SyncContext, mailbox: KnownMailbox): Promise<number> {
  const { client } = sync;
  try {
    const { uidNext } = await client.run(status({ wire: mailbox.wire }, ['UIDNEXT', 'UIDVALIDITY']));
    if (uidNext !== undefined && uidNext > 0) return uidNext;
  } catch (error) {
    if (!isMailError(error) || error.kind !== 'refused' || client.view?.wire !== mailbox.wire) throw error;
  }
  await enterMailbox(sync, mailbox.id, generation(mailbox.generation));
  await client.run(noop());
  return aboveNewest(sync);
}

/** The UID after that of the newest message of the selected mailbox; 1 when it is empty. */
async function aboveNewest({ client }: SyncContext): Promise<number> {
  const exists = client.view?.exists ?? 0;
  let next = 1;
  if (exists > 0) {
    await client.run(
      fetch(SeqSet.range(exists, exists), ['FLAGS'], {}, ({ uid }) => {
        if (uid !== null) next = Math.max(next, uid + 1);
      }),
    );
  }
  return next;
}
