import type { MessageDetail } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import type { ReplyMode } from '@shared/contract/compose';
import { t } from '../../i18n';
import { act, deleteMessages, flag } from '../../state/actions';
import { useEngineState } from '../../state/engine-state';
import { errorText } from '../../state/errors';
import { messagesOut, saveOut } from '../../state/file-out';
import { isInSent } from '../../state/snoozing';
import { showToast } from '../../state/toasts';
import { openDialog } from '../../state/ui';
import { commandEntry, type MenuEntry } from '../../ui';
import { muteEntries, ruleFromMessage, senderEntries } from '../rules';
import { canLeave } from './unsubscribe/left-list';

export interface MessageActions {
  write(message: Pick<MessageDetail, 'ref'>, mode: ReplyMode): void;
  redirect(message: MessageDetail): void;
  star(message: MessageDetail): void;
  source(message: MessageDetail): void;
  /** One message, or all that are unfolded. */
  print(message?: MessageDetail): void;
}

/** Whether a message came by a mailing list that one can write to (RFC 2369). */
export const hasList = ({ envelope }: MessageDetail): boolean =>
  /<mailto:[^>]+>/i.test(envelope.extra['list-post'] ?? '');

/** Whether one can leave the list that a message came by, where it is now. */
export const canLeaveNow = (message: MessageDetail): boolean => {
  const { mailboxes, status } = useEngineState.getState();
  return (
    (status?.accounts.some(({ account }) => account.id === message.account) ?? false) &&
    canLeave(
      message,
      mailboxes.find(({ id }) => id === message.mailbox),
    )
  );
};

export function star(message: MessageDetail): void {
  flag('\\Flagged', (message.flags & Flag.Flagged) === 0, [message.key]);
}

/** What can be done with one message, in the order of the hand. */
export function menuOf(message: MessageDetail, actions: MessageActions): readonly MenuEntry[] {
  const unread = (message.flags & Flag.Seen) === 0;
  return [
    {
      id: 'reply',
      label: t('reader.command.reply'),
      icon: 'reply',
      keys: 'r',
      run: () => actions.write(message, 'reply'),
    },
    {
      id: 'reply-all',
      label: t('reader.command.replyAll'),
      icon: 'reply-all',
      keys: 'a',
      run: () => actions.write(message, 'reply-all'),
    },
    ...(hasList(message)
      ? [
          {
            id: 'reply-list',
            label: t('reader.command.replyList'),
            keys: 'Shift+l',
            run: () => actions.write(message, 'reply-list'),
          },
        ]
      : []),
    {
      id: 'forward',
      label: t('reader.command.forward'),
      icon: 'forward',
      keys: 'f',
      run: () => actions.write(message, 'forward'),
    },
    {
      id: 'forward-attached',
      label: t('reader.command.forwardAttached'),
      run: () => actions.write(message, 'forward-attached'),
    },
    { id: 'redirect', label: t('reader.command.redirect'), run: () => actions.redirect(message) },
    {
      id: 'edit-as-new',
      label: t('reader.command.editAsNew'),
      run: () => actions.write(message, 'edit-as-new'),
    },
    { kind: 'separator', id: 's1' },
    ...commandEntry('archive').map((entry) => ({
      ...entry,
      run: () => act({ kind: 'archive' }, [message.key]),
    })),
    ...commandEntry('snooze'),
    ...commandEntry('wake'),
    // Of a conversation any letter of one's own, wherever the row stands for.
    ...(isInSent(message.key)
      ? [
          {
            id: 'remind',
            label: t('commands.remind'),
            icon: 'notification' as const,
            keys: 'b',
            run: () => openDialog({ kind: 'remind', keys: [message.key] }),
          },
        ]
      : []),
    ...commandEntry('endReminder'),
    {
      id: 'delete',
      label: t('commands.delete'),
      icon: 'trash',
      keys: '#',
      run: () => deleteMessages([message.key]),
    },
    {
      id: 'unread',
      label: t(unread ? 'list.actions.read' : 'list.actions.unread'),
      icon: unread ? 'read' : 'unread',
      keys: 'u',
      run: () => flag('\\Seen', unread, [message.key]),
    },
    ...commandEntry('move').map((entry) => ({
      ...entry,
      run: () => openDialog({ kind: 'pick-folder', mode: 'move', keys: [message.key] }),
    })),
    ...commandEntry('tag').map((entry) => ({
      ...entry,
      run: () => openDialog({ kind: 'tag', keys: [message.key] }),
    })),
    ...(canLeaveNow(message)
      ? [
          {
            id: 'unsubscribe',
            label: t('unsubscribe.command'),
            run: () => openDialog({ kind: 'unsubscribe', message }),
          },
        ]
      : []),
    {
      id: 'create-rule',
      label: t('commands.createRule'),
      icon: 'filter',
      run: () => ruleFromMessage(message),
    },
    ...muteEntries(message),
    ...senderEntries(message),
    { kind: 'separator', id: 's2' },
    {
      id: 'save-file',
      label: t('reader.command.saveFile'),
      icon: 'download',
      run: () => {
        const file = messagesOut([message.key], message.envelope.subject);
        if (file)
          saveOut(file).catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
      },
    },
    {
      id: 'print',
      label: t('reader.command.print'),
      icon: 'print',
      keys: '$mod+p',
      run: () => actions.print(message),
    },
    { id: 'source', label: t('reader.command.source'), icon: 'source', run: () => actions.source(message) },
    {
      id: 'inspect',
      label: t('inspector.message.open'),
      icon: 'details',
      run: () => openDialog({ kind: 'inspect-message', message: message.ref }),
    },
  ];
}
