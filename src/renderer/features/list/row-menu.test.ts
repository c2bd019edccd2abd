import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import type { ListRow } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { startI18n } from '../../i18n';
import { targetKeys } from '../../state/actions';
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
  it('acts on the row it was opened on, wherever the cursor went meanwhile', () => {
    const opened = row({ key: 'opened' as MessageKey, threadKeys: ['opened'] as unknown as MessageKey[] });
    const neighbour = row({ key: 'next' as MessageKey, threadKeys: ['next'] as unknown as MessageKey[] });
    let acted: readonly MessageKey[] = [];
    const off = commands.register([
      {
        id: 'archive',
        title: 'commands.archive',
        group: 'message',
        run: () => {
          acted = targetKeys();
        },
      },
    ]);
    useSelection.getState().setCursor(0, opened);
    const archive = rowMenu(opened).find(({ id }) => id === 'archive');
    useSelection.getState().setCursor(0, neighbour);
    if (archive && 'run' in archive) archive.run();
    expect(acted).toEqual(['opened']);
    expect(targetKeys()).toEqual(['next']);
    off();
  });

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
