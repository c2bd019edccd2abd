import { MailError } from '@shared/errors/mail-error';
import type { Generation, MailboxId } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import type { SyncContext } from '../../sync/context';
import { type Mark, messageIdIn } from './scan';

/**
 * Before anything is taken away: the messages that the server has under these UIDs must be those that are listed here.
 * Proton Bridge served other messages under old UIDs, and clients deleted the wrong ones (B5, proton-bridge #220).
 * @throws MailError `refused` `message-mismatch`; nothing has been changed.
 */
export async function checkIdentity(
  sync: SyncContext,
  mailbox: MailboxId,
  generation: Generation,
  marks: ReadonlyMap<number, Mark>,
): Promise<void> {
  const uids = [...marks.keys()];
  if (uids.length === 0) return;
  const held = await sync.store.columns({
    mailbox,
    generation,
    first: uids[0] ?? 1,
    last: uids.at(-1) ?? 1,
  });
  for (const [i, n] of held.uids.entries()) {
    const mark = marks.get(n);
    if (mark === undefined) continue;
    const id = messageIdIn(mark);
    if ((id === '' ? 0 : hash53(id)) === held.idHashes[i]) continue;
    throw new MailError({
      kind: 'refused',
      code: 'message-mismatch',
      message:
        'The server has another message under this number than the one that is listed; nothing was changed',
      details: { uid: n },
    });
  }
}
