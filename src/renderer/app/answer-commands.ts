import type { ListRow } from '@shared/contract/view-api';
import { answer, ANSWERS } from '../state/answer';
import type { Command } from '../state/commands';
import { currentRow } from '../state/list';
import { useSelection } from '../state/selection';

/** The row under the cursor, unless more than its conversation is marked: nobody answers several messages with one. */
function answeredRow(): ListRow | null {
  const { place, selectedKeys } = useSelection.getState();
  const row = place?.kind === 'mail' ? currentRow() : null;
  return row !== null && row.threadKeys.length >= selectedKeys.size ? row : null;
}

/** Answers what the cursor is on while nothing is open; an open conversation has its own, which know which message is read. */
export const answerCommands: readonly Command[] = ANSWERS.map(({ id, mode, icon, key }) => ({
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
}));
