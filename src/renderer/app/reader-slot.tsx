import { useT } from '../i18n';
import { useSelection } from '../state/selection';
import { EmptyState } from '../ui';

/** The open message, or a word about there being none. */
export function ReaderSlot() {
  const t = useT();
  const key = useSelection((state) => state.openMessageKey);
  if (!key) return <EmptyState icon="mail" title={t('list.noMessage')} text={t('list.noMessageHint')} />;
  return <div data-key={key} />;
}
