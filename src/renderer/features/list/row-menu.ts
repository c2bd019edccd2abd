import type { ListRow } from '@shared/contract/view-api';
import { t } from '../../i18n';
import { isStarred, isUnread } from '../../state/actions';
import { onRow } from '../../state/aim';
import { answer, ANSWERS } from '../../state/answer';
import { useSelection } from '../../state/selection';
import { commandEntry, type MenuEntry } from '../../ui';

/**
 * What can be done with a row, or with everything that is marked when it is among it. One message is answered, open or
 * not: the row stands for the newest of its conversation.
 */
export function rowMenu(row: ListRow): MenuEntry[] {
  return entriesOf(row).map((entry) =>
    'run' in entry ? { ...entry, run: () => onRow(row, entry.run) } : entry,
  );
}

function entriesOf(row: ListRow): MenuEntry[] {
  const { selectedKeys } = useSelection.getState();
  const alone = row.threadKeys.length >= selectedKeys.size;
  const said = { toggleRead: readWords(row), star: starWords(row) };
  return [
    ...(alone
      ? [
          ...ANSWERS.map(({ id, mode, icon, key }) => ({
            id,
            label: t(`reader.command.${id}`),
            icon,
            keys: key,
            run: () => answer(row, mode),
          })),
          { kind: 'separator' as const, id: 'answers' },
        ]
      : []),
    ...[
      'archive',
      'snooze',
      'wake',
      'remind',
      'endReminder',
      'move',
      'copy',
      'delete',
      'junk',
      'notJunk',
    ].flatMap(commandEntry),
    { kind: 'separator', id: 'line' },
    ...(['toggleRead', 'star'] as const).flatMap((id) =>
      commandEntry(id).map((entry) => ({ ...entry, label: t(said[id]) })),
    ),
    ...commandEntry('tag'),
    ...afterLine(
      'sender',
      ['createRule', 'mute', 'unmute', 'block', 'blockDomain', 'unblock'].flatMap(commandEntry),
    ),
  ];
}

/** Entries behind a line of their own; nothing where there are none. */
const afterLine = (id: string, entries: readonly MenuEntry[]): readonly MenuEntry[] =>
  entries.length > 0 ? [{ kind: 'separator', id }, ...entries] : [];

/** As the commands do it: read when anything of it is unread. */
const readWords = (row: ListRow): string => (isUnread(row) ? 'list.actions.read' : 'list.actions.unread');

const starWords = (row: ListRow): string => (isStarred(row) ? 'list.actions.unstar' : 'list.actions.star');
