import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import type { ListRow } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { startI18n } from '../../i18n';
import { commands } from '../../state/commands';
import { useSelection } from '../../state/selection';
import { rowMenu } from './row-menu';

const row = (over: Partial<ListRow> = {}): ListRow =>
  ({
    key: 'a' as MessageKey,
    flags: Flag.Seen,
    threadUnread: 0,
    threadFlagged: 0,
    threadKeys: ['a'],
    ...over,
  }) as ListRow;
const labels = (of: ListRow): string[] =>
  rowMenu(of).flatMap((entry) => ('label' in entry ? [entry.label] : []));

beforeAll(async () => {
  await startI18n('en');
  commands.register(
    (['archive', 'toggleRead', 'star'] as const).map((id) => ({
      id,
      title: `commands.${id}`,
      group: 'message',
      run: () => undefined,
    })),
  );
});
afterEach(() => useSelection.getState().clearSelection());

describe('the menu of a row', () => {
  it('answers a message that is not open, and says what will be done to it', () =>
    expect(labels(row())).toEqual(['Reply', 'Reply to all', 'Forward', 'Archive', 'Mark unread', 'Star']));

  it('says the other thing for what is unread and starred', () =>
    expect(labels(row({ flags: Flag.Flagged })).slice(-2)).toEqual(['Mark read', 'Unstar']));

  it('looks at the whole conversation', () =>
    expect(labels(row({ threadUnread: 1, threadFlagged: 1 })).slice(-2)).toEqual(['Mark read', 'Unstar']));

  it('answers nothing when several are marked', () => {
    useSelection.getState().select(['a', 'b'] as MessageKey[], 0);
    expect(labels(row())[0]).toBe('Archive');
  });

  it('answers a marked conversation, which is one row', () => {
    useSelection.getState().select(['a', 'b'] as MessageKey[], 0);
    expect(labels(row({ threadKeys: ['a', 'b'] as MessageKey[] }))[0]).toBe('Reply');
  });
});
