import type { SavedSearch } from '@shared/contract/saved-search';
import type { MailboxId, MessageKey } from '@shared/model/ids';
import { flag } from '../../state/actions';
import { session } from '../../state/connection';
import { searchedBy } from '../../state/saved-searches';
import { mailboxScope, type Scope } from '../../state/selection';
import { openDialog } from '../../state/ui';

/** The messages of a place as it shows now. */
async function keysIn(
  place: { readonly scope: Scope; readonly text?: string },
  unread: boolean,
): Promise<readonly MessageKey[]> {
  const { api } = session().view;
  const query = { ...place, unread, threaded: false };
  const { view } = await api.open({ query, coverage: false });
  const keys = await api.keys({ view, from: 0, to: 200_000 });
  await api.close({ view });
  return keys;
}

/** Marks all unread messages of a folder read, through a view of exactly those. */
export async function markAllRead(mailbox: MailboxId): Promise<void> {
  markRead(await keysIn({ scope: mailboxScope(mailbox) }, true));
}

/** Marks all unread messages that a saved search finds read. */
export async function markFoundRead(search: SavedSearch): Promise<void> {
  const query = searchedBy(search);
  if (query) markRead(await keysIn({ scope: query.scope, text: query.text }, true));
}

function markRead(keys: readonly MessageKey[]): void {
  if (keys.length > 0) flag('\\Seen', true, keys);
}

/** Asks, then deletes for good what the folder shows now: what comes into it meanwhile stays (A17). */
export async function emptyFolder(mailbox: MailboxId): Promise<void> {
  const keys = await keysIn({ scope: mailboxScope(mailbox) }, false);
  if (keys.length > 0) openDialog({ kind: 'destroy', keys });
}
