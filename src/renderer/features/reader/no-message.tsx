import { useT } from '../../i18n';
import { EmptyState } from '../../ui';

/** The reader while no message is open. */
export function NoMessage() {
  const t = useT();
  return (
    <section className="reader" aria-label={t('common.pane.reader')}>
      <EmptyState icon="mail" title={t('list.noMessage')} text={t('list.noMessageHint')} />
    </section>
  );
}
