import type { ReplyMode } from '@shared/contract/compose';
import type { ListRow } from '@shared/contract/view-api';
import { answer } from '../state/answer';
import type { Command } from '../state/commands';
import { currentRow } from '../state/list';
import { useSelection } from '../state/selection';
import type { IconName } from '../ui';

/** The row under the cursor, unless more than its conversation is marked: nobody answers several messages with one. */
function answeredRow(): ListRow | null {
  const { place, selectedKeys } = useSelection.getState();
  const row = place?.kind === 'mail' ? currentRow() : null;
  return row !== null && row.threadKeys.length >= selectedKeys.size ? row : null;
}

const command = (id: string, mode: ReplyMode, icon: IconName, key: string): Command => ({
  id,
  title: `reader.command.${id}`,
  group: 'message',
  icon,
  keys: [key],
  when: () => answeredRow() !== null,
  run: () => {
    const row = answeredRow();
    if (row) answer(row, mode);
  },
});

/** Answers what the cursor is on while nothing is open; an open conversation has its own, which know which message is read. */
export const answerCommands: readonly Command[] = [
  command('reply', 'reply', 'reply', 'r'),
  command('replyAll', 'reply-all', 'reply-all', 'a'),
  command('forward', 'forward', 'forward', 'f'),
];
