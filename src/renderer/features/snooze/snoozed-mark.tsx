import { isReminder } from '@shared/contract/snooze';
import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { snoozeOf, snoozeWords, useSnoozeOf } from '../../state/snoozed';
import { wake } from '../../state/snoozing';
import { Button, Icon } from '../../ui';
import './snooze.css';

/** Says of the open conversation that it is snoozed or waits for an answer, with the way back, or that it was; nothing of others. */
export function SnoozedMark({ messages }: { readonly messages: readonly MessageDetail[] }) {
  const t = useT();
  const named = messages.map(({ account, envelope }) => ({ account, messageId: envelope.messageId }));
  const state = useSnoozeOf(named);
  if (!state) return null;
  const reminder = isReminder(state);
  const action = !reminder ? 'commands.wake' : state.back === null ? 'snooze.callOff' : 'snooze.dealtWith';
  /** Of a conversation the reminders alone, or all of it. */
  const end = (): void =>
    wake(messages.flatMap(({ key }, i) => (!reminder || isReminderAt(named[i]) ? [key] : [])));
  return (
    <span className="snoozed-mark">
      <Icon name={reminder ? 'notification' : 'snooze'} size={14} />
      <span>{snoozeWords(state)}</span>
      {(reminder || state.back === null) && (
        <Button kind="link" size="small" onPress={end}>
          {t(action)}
        </Button>
      )}
    </span>
  );
}

function isReminderAt(message: Parameters<typeof snoozeOf>[0] | undefined): boolean {
  const state = message && snoozeOf(message);
  return state ? isReminder(state) : false;
}
