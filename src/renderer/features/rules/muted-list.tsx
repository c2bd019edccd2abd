import { listDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { useMutes } from '../../state/mutes';
import { EmptyState, Icon, IconButton } from '../../ui';
import { unmute } from './muting';

/** Every conversation that is muted, newest first. */
export function MutedList() {
  const t = useT();
  const all = useMutes((state) => state.all);
  return (
    <section>
      <h3 className="form-heading">{t('rules.mute.heading')}</h3>
      <p className="form-note">{t('rules.mute.note')}</p>
      {all.length === 0 ? (
        <EmptyState icon="muted" title={t('rules.mute.none')} text={t('rules.mute.noneHint')} />
      ) : (
        <ul className="settings-senders" aria-label={t('rules.mute.heading')}>
          {all.map(({ id, subject, at }) => (
            <li key={id}>
              <span className="rules-entry truncate selectable" dir="auto">
                <Icon name="muted" size={13} /> {subject.trim() || t('common.noSubject')}
              </span>
              <span className="rules-when tabular">{listDate(at)}</span>
              <IconButton
                size="small"
                icon="close"
                label={t('rules.mute.unmute', { subject: subject.trim() || t('common.noSubject') })}
                onPress={() => unmute(id)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
