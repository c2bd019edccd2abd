import { useCallback } from 'react';
import { remindAt } from '@shared/contract/snooze';
import { AddAccount, PasswordDialog, SignInDialog } from '../features/accounts';
import { Activity } from '../features/activity';
import { AuditDialog } from '../features/audit';
import { FilesDialog } from '../features/files';
import { RedirectDialog, StartFromTemplate } from '../features/compose';
import { DeleteFolder, DestroyConfirm, FolderPicker, NewFolder, RenameFolder } from '../features/folders';
import { MessageInspector, SyncInspector } from '../features/inspector';
import { OfflineDialog } from '../features/offline';
import { Palette, ShortcutsSheet } from '../features/palette';
import { LetterDialog, UnsubscribeDialog } from '../features/reader';
import { RemovedDialog } from '../features/removed';
import { BlockDialog, RuleDialog } from '../features/rules';
import { PendingChanges } from '../features/pending';
import { SavedSearchDialog } from '../features/search';
import { SettingsDialog } from '../features/settings';
import { RemindDialog, SnoozeDialog } from '../features/snooze';
import { TagPicker } from '../features/tags';
import { remind } from '../state/snoozing';
import { closeDialog, useUi } from '../state/ui';

/** The dialog that is open, if any. */
export function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  const onClose = useCallback(() => closeDialog(dialog), [dialog]);
  if (!dialog) return null;
  switch (dialog.kind) {
    case 'palette':
      return <Palette onClose={onClose} />;
    case 'shortcuts':
      return <ShortcutsSheet onClose={onClose} />;
    case 'activity':
      return <Activity onClose={onClose} />;
    case 'audit':
      return <AuditDialog account={dialog.account} mailbox={dialog.mailbox} onClose={onClose} />;
    case 'files':
      return (
        <FilesDialog
          step={dialog.step}
          account={dialog.account ?? null}
          mailbox={dialog.mailbox ?? null}
          onClose={onClose}
        />
      );
    case 'offline':
      return <OfflineDialog account={dialog.account} onClose={onClose} />;
    case 'pending':
      return <PendingChanges onClose={onClose} />;
    case 'inspector':
      return <SyncInspector account={dialog.account} onClose={onClose} />;
    case 'inspect-message':
      return <MessageInspector message={dialog.message} onClose={onClose} />;
    case 'settings':
      return <SettingsDialog tab={dialog.tab} account={dialog.account} onClose={onClose} />;
    case 'add-account':
      return <AddAccount onClose={onClose} />;
    case 'password':
      return <PasswordDialog account={dialog.account} onClose={onClose} />;
    case 'sign-in':
      return <SignInDialog account={dialog.account} onClose={onClose} />;
    case 'pick-folder':
      return <FolderPicker mode={dialog.mode} keys={dialog.keys} onClose={onClose} />;
    case 'start-from-template':
      return <StartFromTemplate onClose={onClose} />;
    case 'snooze':
      return <SnoozeDialog keys={dialog.keys} onClose={onClose} />;
    case 'remind':
      return (
        <RemindDialog
          onChoose={(when) => remind(dialog.keys, remindAt(when, Date.now()))}
          onClose={onClose}
        />
      );
    case 'tag':
      return <TagPicker keys={dialog.keys} onClose={onClose} />;
    case 'destroy':
      return <DestroyConfirm keys={dialog.keys} onClose={onClose} />;
    case 'letter':
      return <LetterDialog {...dialog} onClose={onClose} />;
    case 'redirect':
      return <RedirectDialog message={dialog.message} subject={dialog.subject} onClose={onClose} />;
    case 'unsubscribe':
      return <UnsubscribeDialog message={dialog.message} onClose={onClose} />;
    case 'new-folder':
      return <NewFolder account={dialog.account} parent={dialog.parent} onClose={onClose} />;
    case 'rename-folder':
      return <RenameFolder mailbox={dialog.mailbox} onClose={onClose} />;
    case 'delete-folder':
      return <DeleteFolder mailbox={dialog.mailbox} onClose={onClose} />;
    case 'rule':
      return <RuleDialog key={dialog.rule.id} rule={dialog.rule} isNew={dialog.isNew} onClose={onClose} />;
    case 'block':
      return <BlockDialog entry={dialog.entry} risk={dialog.risk} onClose={onClose} />;
    case 'saved-search':
      return <SavedSearchDialog search={dialog.search} isNew={dialog.isNew} onClose={onClose} />;
    case 'removed':
      return <RemovedDialog account={dialog.account} mailbox={dialog.mailbox} onClose={onClose} />;
  }
}
