import type { MailboxView } from '@shared/contract/view-api';
import type { MailboxRole } from '@shared/model/message';
import { t } from '../../i18n';
import { accountConfigs, useEngineState } from '../../state/engine-state';
import { savedIn, savedSearches } from '../../state/saved-searches';
import type { Place, Scope } from '../../state/selection';
import type { IconName } from '../../ui';

const ROLE_ICONS: Record<NonNullable<MailboxRole>, IconName> = {
  inbox: 'inbox',
  archive: 'archive',
  drafts: 'drafts',
  sent: 'sent',
  junk: 'junk',
  trash: 'trash',
  all: 'all-mail',
  flagged: 'star',
  important: 'notice',
  outbox: 'outbox',
};

export const mailboxIcon = (role: MailboxRole): IconName => (role ? ROLE_ICONS[role] : 'folder');

/** What people call a mailbox: its role in their language, else its own name. */
export const mailboxLabel = (mailbox: Pick<MailboxView, 'role' | 'leaf'>): string =>
  mailbox.role ? t(`folders.role.${mailbox.role}`) : mailbox.leaf;

/** What people call the place they are in. */
export function placeName(place: Place | null): string {
  if (!place) return '';
  if (place.kind === 'outbox') return t('folders.outbox');
  const saved = savedIn(place, savedSearches());
  return saved ? saved.name : scopeName(place.scope);
}

/** What people call what a view covers; '' for a mailbox that is gone. */
export function scopeName(scope: Scope): string {
  switch (scope.kind) {
    case 'mailbox': {
      const mailbox = useEngineState.getState().mailboxes.find(({ id }) => id === scope.mailbox);
      return mailbox ? mailboxLabel(mailbox) : '';
    }
    case 'role':
      return scope.role === 'inbox' ? t('folders.allInboxes') : t(`folders.role.${scope.role}`);
    case 'flagged':
      return t('folders.starred');
    case 'unread':
      return t('folders.unread');
    case 'snoozed':
      return t('folders.snoozed');
    case 'all':
      return scope.account === null
        ? t('folders.role.all')
        : (accountConfigs().find(({ id }) => id === scope.account)?.label ?? '');
  }
}
