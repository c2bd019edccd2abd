import { useState } from 'react';
import type { MessageKey } from '@shared/model/ids';
import { locale, useT } from '../../i18n';
import { Dialog, TimeChoice } from '../../ui';
import { snooze } from '../../state/snoozing';
import { snoozeTimes, weekendOf } from './times';

/** Until when messages shall be out of the inbox. */
export function SnoozeDialog({
  keys,
  onClose,
}: {
  readonly keys: readonly MessageKey[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const [now] = useState(() => Date.now());
  const offered = snoozeTimes(now, weekendOf(locale())).map((one) => ({
    ...one,
    label: t(`snooze.time.${one.id}`),
  }));
  return (
    <Dialog isOpen size="small" title={t('snooze.title')} onClose={onClose}>
      <TimeChoice
        offered={offered}
        first={offered.at(-1)?.at ?? now}
        now={now}
        submit={t('snooze.submit')}
        hint={t('snooze.hint')}
        onChoose={(until) => {
          onClose();
          snooze(keys, until);
        }}
      />
    </Dialog>
  );
}
