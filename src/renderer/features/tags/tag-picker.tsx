import { useMemo } from 'react';
import type { ListRow } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { keywordOfTag } from '@shared/model/tag';
import { useT } from '../../i18n';
import { act } from '../../state/actions';
import { useSettings } from '../../state/engine-state';
import { useList } from '../../state/list';
import { Dialog, Icon, Picker, type PickerItem } from '../../ui';
import { offeredTags, rememberTag, tagColor, tagLabel } from './tags';

/** Puts a tag on messages, or takes it off where all of them have it. A name that is none yet makes one. */
export function TagPicker({
  keys,
  onClose,
}: {
  readonly keys: readonly MessageKey[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const { ui } = useSettings();
  const rows = useMemo(() => rowsOf(new Set(keys)), [keys]);
  const has = (keyword: string): boolean => rows.length > 0 && rows.every((row) => carries(row, keyword));
  const there = rows.flatMap(({ keywords }) => keywords);
  const item = (keyword: string, label: string, isNew: boolean): PickerItem => {
    const on = !isNew && has(keyword);
    return {
      id: keyword,
      label: on ? t('list.tagOn', { tag: label }) : isNew ? t('list.tagNew', { tag: label }) : label,
      content: (
        <>
          <Icon name={isNew ? 'add' : on ? 'check' : 'tag'} />
          <span className={`mark-tag account-${tagColor(keyword)}`} dir="auto">
            {label}
          </span>
          {isNew && <span className="picker-side truncate">{t('list.tagNewHint')}</span>}
          {on && <span className="picker-side truncate">{t('list.tagOff')}</span>}
        </>
      ),
      run: () => {
        if (!on) rememberTag(keyword);
        act({ kind: 'flag', add: on ? [] : [keyword], remove: on ? [keyword] : [] }, keys, {
          said: t(on ? 'list.untagged' : 'list.tagged', { tag: label }),
        });
      },
    };
  };
  const items = (typed: string): readonly PickerItem[] => {
    const wanted = typed.trim().toLocaleLowerCase();
    const all = offeredTags(ui, there).map((keyword) => ({ keyword, label: tagLabel(keyword) ?? keyword }));
    const found = all.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
    const made = keywordOfTag(typed);
    const isNew =
      made !== '' &&
      tagLabel(made) !== null &&
      !all.some(({ label }) => label.toLocaleLowerCase() === wanted);
    return [
      ...found.map(({ keyword, label }) => item(keyword, label, false)),
      ...(isNew ? [item(made, tagLabel(made) ?? made, true)] : []),
    ];
  };
  return (
    <Dialog bare isOpen title={t('list.tagTitle')} onClose={onClose}>
      <Picker
        label={t('list.tagTitle')}
        placeholder={t('list.tagHint')}
        empty={() => t('list.tagEmpty')}
        onDone={onClose}
        items={items}
      />
    </Dialog>
  );
}

const carries = ({ keywords }: ListRow, keyword: string): boolean =>
  keywords.some((one) => one.toLowerCase() === keyword.toLowerCase());

/** The rows of messages, of those that are here. */
function rowsOf(keys: ReadonlySet<MessageKey>): ListRow[] {
  const { window } = useList.getState();
  const rows: ListRow[] = [];
  for (let index = 0; window && index < window.total && rows.length < keys.size; index++) {
    const row = window.row(index);
    if (row && keys.has(row.key)) rows.push(row);
  }
  return rows;
}
