import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { act } from '../../state/actions';
import { IconButton } from '../../ui';
import { tagColor, tagLabel } from './tags';

/** The tags of a message, each with a way to take it off. */
export function TagList({ message }: { readonly message: Pick<MessageDetail, 'key' | 'keywords'> }) {
  const t = useT();
  const tags = message.keywords.flatMap((keyword) => {
    const label = tagLabel(keyword);
    return label === null ? [] : [{ keyword, label }];
  });
  if (tags.length === 0) return null;
  return (
    <ul className="reader-labels" aria-label={t('list.tags')}>
      {tags.map(({ keyword, label }) => (
        <li key={keyword} className={`reader-label account-${tagColor(keyword)}`}>
          <bdi>{label}</bdi>
          <IconButton
            icon="close"
            size="small"
            label={t('list.tagRemove', { tag: label })}
            onPress={() =>
              act({ kind: 'flag', add: [], remove: [keyword] }, [message.key], {
                said: t('list.untagged', { tag: label }),
              })
            }
          />
        </li>
      ))}
    </ul>
  );
}
