import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { momentDate } from '../../i18n/format';
import { useSnoozeOf } from '../../state/snoozed';
import { wake } from '../../state/snoozing';
import { Button, Icon } from '../../ui';
import './snooze.css';

/** Says of the open conversation that it is snoozed, with the way back, or that it was; nothing of others. */
export function SnoozedMark({ messages }: { readonly messages: readonly MessageDetail[] }) {
  const t = useT();
  const named = messages.map(({ account, envelope }) => ({ account, messageId: envelope.messageId }));
  const state = useSnoozeOf(named);
  if (!state) return null;
  const { until, back } = state;
  return (
    <span className="snoozed-mark">
      <Icon name="snooze" size={14} />
      <span>
        {back === null
          ? t('snooze.until', { when: momentDate(until) })
          : t('snooze.back', { when: momentDate(back) })}
      </span>
      {back === null && (
        <Button kind="link" size="small" onPress={() => wake(messages.map(({ key }) => key))}>
          {t('commands.wake')}
        </Button>
      )}
    </span>
  );
}
