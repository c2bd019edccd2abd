import type { MailboxId, MessageKey } from '@shared/model/ids';
import { flag } from '../../state/actions';
import { session } from '../../state/connection';
import { openDialog } from '../../state/ui';

/** The messages of a folder as it shows now. */
async function keysIn(mailbox: MailboxId, unread: boolean): Promise<readonly MessageKey[]> {
  const { api } = session().view;
  const scope = { kind: 'mailbox', mailbox } as const;
  const { view } = await api.open({ query: { scope, unread, threaded: false } });
  const keys = await api.keys({ view, from: 0, to: 200_000 });
  await api.close({ view });
  return keys;
}

/** Marks all unread messages of a folder read, through a view of exactly those. */
export async function markAllRead(mailbox: MailboxId): Promise<void> {
  const keys = await keysIn(mailbox, true);
  if (keys.length > 0) flag('\\Seen', true, keys);
}

/** Asks, then deletes for good what the folder shows now: what comes into it meanwhile stays (A17). */
export async function emptyFolder(mailbox: MailboxId): Promise<void> {
  const keys = await keysIn(mailbox, false);
  if (keys.length > 0) openDialog({ kind: 'destroy', keys });
}
