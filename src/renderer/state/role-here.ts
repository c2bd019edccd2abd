import type { MailboxRole } from '@shared/model/message';
import { useEngineState } from './engine-state';
import { useSelection } from './selection';

/** The mailbox role of the place one is in, when it is one. */
export function roleHere(): MailboxRole {
  const { place } = useSelection.getState();
  if (place?.kind !== 'mail') return null;
  const { scope } = place;
  if (scope.kind === 'role') return scope.role;
  if (scope.kind !== 'mailbox') return null;
  return useEngineState.getState().mailboxes.find(({ id }) => id === scope.mailbox)?.role ?? null;
}
