import type { MailboxView } from '@shared/contract/view-api';
import type { MailboxRole } from '@shared/model/message';
import { useEngineState } from './engine-state';
import { useSelection } from './selection';

/** The mailbox whose messages one is among, when it is one. */
function mailboxAround(): MailboxView | undefined {
  const { place } = useSelection.getState();
  if (place?.kind !== 'mail' || place.scope.kind !== 'mailbox') return undefined;
  const id = place.scope.mailbox;
  return useEngineState.getState().mailboxes.find((mailbox) => mailbox.id === id);
}

/** The mailbox one is in, when it is one as a whole and not what a saved search finds in it. */
export function mailboxHere(): MailboxView | undefined {
  const { place } = useSelection.getState();
  return place?.kind === 'mail' && place.saved !== undefined ? undefined : mailboxAround();
}

/** The mailbox role of the place one is in, when it is one. */
export function roleHere(): MailboxRole {
  const { place } = useSelection.getState();
  if (place?.kind === 'mail' && place.scope.kind === 'role') return place.scope.role;
  return mailboxAround()?.role ?? null;
}
