import { useEngineState } from './engine-state';
import { useSelection } from './selection';

/** Begins in the inbox, and leaves a place that is gone; as soon as accounts and mailboxes are known. */
export function followPlace(): () => void {
  const look = (): void => {
    const { mailboxes, mailboxesLoaded, status, settings, settingsLoaded } = useEngineState.getState();
    if (!status || !settingsLoaded || !mailboxesLoaded || mailboxes.length === 0) return;
    const { place, go } = useSelection.getState();
    const scope = place?.kind === 'mail' ? place.scope : null;
    const saved = place?.kind === 'mail' ? place.saved : undefined;
    const gone =
      saved === undefined
        ? scope?.kind === 'mailbox' && !mailboxes.some(({ id }) => id === scope.mailbox)
        : !settings.savedSearches.some(({ id }) => id === saved);
    if (place && !gone) return;
    const inbox = mailboxes.find(({ role }) => role === 'inbox') ?? mailboxes[0];
    if (status.accounts.length > 1) go({ kind: 'mail', scope: { kind: 'role', role: 'inbox' } });
    else if (inbox) go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: inbox.id } });
  };
  look();
  return useEngineState.subscribe(look);
}
