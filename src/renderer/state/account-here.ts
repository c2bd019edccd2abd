import type { AccountId } from '@shared/model/ids';
import { useEngineState } from './engine-state';
import { useSelection } from './selection';

/** The account one is in; else the first. */
export function accountHere(): AccountId | null {
  const { place } = useSelection.getState();
  const scope = place?.kind === 'mail' && place.scope.kind === 'mailbox' ? place.scope : null;
  const { mailboxes, status } = useEngineState.getState();
  return (
    (scope && mailboxes.find(({ id }) => id === scope.mailbox)?.account) ??
    status?.accounts[0]?.account.id ??
    null
  );
}
