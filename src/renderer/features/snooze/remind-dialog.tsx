import { useState } from 'react';
import { remindAt, type RemindWhen } from '@shared/contract/snooze';
import { useT } from '../../i18n';
import { Dialog, TimeChoice } from '../../ui';

/** Days that people give others to answer. */
const DAYS = [1, 3, 7, 14];

/** Until when an answer to a letter is waited for. */
export function RemindDialog({
  onChoose,
  onClose,
}: {
  readonly onChoose: (when: RemindWhen) => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [now] = useState(() => Date.now());
  const offered = DAYS.map((days) => ({
    id: String(days),
    days,
    label: t('snooze.inDays', { count: days }),
    at: remindAt({ days }, now),
  }));
  return (
    <Dialog isOpen size="small" title={t('snooze.remindTitle')} onClose={onClose}>
      <TimeChoice
        offered={offered}
        first={offered[1]?.at ?? now}
        now={now}
        submit={t('snooze.remindSubmit')}
        hint={t('snooze.remindHint')}
        onChoose={(at) => {
          onClose();
          const days = offered.find((one) => one.at === at)?.days;
          onChoose(days === undefined ? { at } : { days });
        }}
      />
    </Dialog>
  );
}
