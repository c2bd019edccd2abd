import type { RemindWhen } from '@shared/contract/snooze';
import { useT } from '../../i18n';
import { momentDate } from '../../i18n/format';
import { Button, Notice } from '../../ui';

/** Says of a letter that is being written that one will be reminded of it, with the ways to change that. */
export function ReminderLine({
  when,
  onChange,
  onRemove,
}: {
  readonly when: RemindWhen;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}) {
  const t = useT();
  return (
    <Notice
      compact
      actions={
        <>
          <Button size="small" onPress={onChange}>
            {t('snooze.change')}
          </Button>
          <Button size="small" onPress={onRemove}>
            {t('snooze.noReminder')}
          </Button>
        </>
      }
    >
      {'days' in when
        ? t('snooze.remindsAfter', { count: when.days })
        : t('snooze.remindsAt', { when: momentDate(when.at) })}
    </Notice>
  );
}
