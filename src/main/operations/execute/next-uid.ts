import { MailError } from '@shared/errors/mail-error';
import { status } from '../../imap';
import type { SyncContext } from '../../sync/context';
import type { KnownMailbox } from '../../sync/mailbox-registry';

/**
 * The UID that the next message of a mailbox will have, or 1 where nobody says it: what is put there from now on is at or
 * above it. STATUS of the selected mailbox is asked for by no RFC and refused by some; its own view knows as well.
 */
export async function nextUid(sync: SyncContext, mailbox: KnownMailbox): Promise<number> {
  const { client } = sync;
  try {
    const { uidNext } = await client.run(status({ wire: mailbox.wire }, ['UIDNEXT', 'UIDVALIDITY']));
    return uidNext ?? 1;
  } catch (error) {
    if (!(error instanceof MailError) || error.kind !== 'refused' || client.view?.wire !== mailbox.wire)
      throw error;
    return client.view.uidNext || 1;
  }
}
