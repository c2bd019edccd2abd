import { useState } from 'react';
import { useT } from '../../i18n';
import { hourOfDay, MORNING } from '@shared/util/day';
import { Dialog, TimeChoice } from '../../ui';

export interface SendLaterProps {
  readonly onSend: (at: number) => void;
  readonly onClose: () => void;
}

type Suggested = 'hour' | 'morning' | 'evening' | 'tomorrow' | 'monday';

/**
 * Times people choose: in an hour, this morning (for whoever is up before it), this evening, tomorrow morning, on Monday.
 * Those that are past, or about to be, are left out.
 */
export function suggestedTimes(now: number): { readonly id: Suggested; readonly at: number }[] {
  const day = (days: number, hour: number): number => hourOfDay(now, days, hour);
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    { id: 'hour' as const, at: now + 3_600_000 },
    { id: 'morning' as const, at: day(0, MORNING) },
    { id: 'evening' as const, at: day(0, 18) },
    { id: 'tomorrow' as const, at: day(1, MORNING) },
    ...(toMonday > 1 ? [{ id: 'monday' as const, at: day(toMonday, MORNING) }] : []),
  ].filter(({ at, id }) => id === 'hour' || at > now + 1_800_000);
}

/** When a message shall go out. Tern has to run then, and says so. */
export function SendLaterDialog({ onSend, onClose }: SendLaterProps) {
  const t = useT();
  const [now] = useState(() => Date.now());
  const offered = suggestedTimes(now).map((one) => ({ ...one, label: t(`compose.later.${one.id}`) }));
  return (
    <Dialog isOpen size="small" title={t('compose.later.title')} onClose={onClose}>
      <TimeChoice
        offered={offered}
        first={offered.at(-1)?.at ?? now}
        now={now}
        submit={t('compose.later.send')}
        hint={t('compose.later.hint')}
        onChoose={(at) => {
          onClose();
          onSend(at);
        }}
      />
    </Dialog>
  );
}
