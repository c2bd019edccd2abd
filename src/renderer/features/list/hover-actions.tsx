import type { MessageKey } from '@shared/model/ids';
import { t } from '../../i18n';
import { isStarred, isUnread } from '../../state/actions';
import { indexOfKey, useWindowRevision } from '../../state/list';
import { roleHere } from '../../state/mailbox-here';
import { isInSent } from '../../state/snoozing';
import type { ViewWindow } from '../../state/view-window';
import { Icon, type IconName } from '../../ui';
import type { RowElement } from './row-element';

/** The row under the pointer, and of which message it is. */
export interface Hovered {
  readonly row: RowElement;
  readonly key: MessageKey;
}

/** For the pointer only: each has a key, too. The list hears the clicks. */
export function HoverActions({ view, hovered }: { readonly view: ViewWindow; readonly hovered: Hovered }) {
  useWindowRevision(view);
  const row = view.row(indexOfKey(view, hovered.key, hovered.row.index));
  if (!row || view.isLeaving(row)) return null;
  const unread = isUnread(row);
  const starred = isStarred(row);
  const actions: readonly (readonly [string, IconName, string, string])[] = [
    ...(roleHere() === 'junk'
      ? [['notJunk', 'shield', t('commands.notJunk'), '!'] as const]
      : roleHere() === 'archive'
        ? []
        : [['archive', 'archive', t('list.actions.archive'), 'E'] as const]),
    ...(isInSent(row.key)
      ? [['remind', 'notification', t('list.actions.remind'), 'B'] as const]
      : roleHere() === 'inbox'
        ? [['snooze', 'snooze', t('list.actions.snooze'), 'B'] as const]
        : []),
    ['delete', 'trash', t('list.actions.delete'), '#'],
    ['toggleRead', unread ? 'read' : 'unread', t(unread ? 'list.actions.read' : 'list.actions.unread'), 'U'],
    ['star', 'star', t(starred ? 'list.actions.unstar' : 'list.actions.star'), 'S'],
  ];
  return (
    <span className="row-actions" aria-hidden>
      {actions.map(([action, icon, label, key]) => (
        <button key={action} type="button" tabIndex={-1} data-action={action} title={`${label} (${key})`}>
          <Icon
            name={icon}
            size={15}
            filled={action === 'star' && starred}
            className={action === 'star' && starred ? 'mark-star' : ''}
          />
        </button>
      ))}
    </span>
  );
}
