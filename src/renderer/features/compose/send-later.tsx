import { useState } from 'react';
import { useT } from '../../i18n';
import { locale } from '../../i18n';
import { Button, Dialog } from '../../ui';

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
  const day = (days: number, hour: number): number => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    return date.setHours(hour, 0, 0, 0);
  };
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    { id: 'hour' as const, at: now + 3_600_000 },
    { id: 'morning' as const, at: day(0, 8) },
    { id: 'evening' as const, at: day(0, 18) },
    { id: 'tomorrow' as const, at: day(1, 8) },
    ...(toMonday > 1 ? [{ id: 'monday' as const, at: day(toMonday, 8) }] : []),
  ].filter(({ at, id }) => id === 'hour' || at > now + 1_800_000);
}

/** With the date: after midnight "tomorrow" is not the same day for everybody. */
const shortTime = (time: number): string =>
  new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(time);

/** `datetime-local` has no zone: it is the person's own time. */
const inputValue = (time: number): string => {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
};

/** When a message shall go out. Tern has to run then, and says so. */
export function SendLaterDialog({ onSend, onClose }: SendLaterProps) {
  const t = useT();
  const [now] = useState(() => Date.now());
  const [own, setOwn] = useState(() => inputValue(suggestedTimes(now).at(-1)?.at ?? now));
  const ownTime = new Date(own).getTime();
  const valid = Number.isFinite(ownTime) && ownTime > now;
  const send = (at: number): void => {
    onClose();
    onSend(at);
  };
  return (
    <Dialog isOpen size="small" title={t('compose.later.title')} onClose={onClose}>
      <div className="compose-later">
        {suggestedTimes(now).map(({ id, at }) => (
          <button key={id} type="button" onClick={() => send(at)}>
            <span>{t(`compose.later.${id}`)}</span>
            <time dateTime={new Date(at).toISOString()}>{shortTime(at)}</time>
          </button>
        ))}
        <form
          className="compose-later-own"
          onSubmit={(event) => {
            event.preventDefault();
            if (valid) send(ownTime);
          }}
        >
          <label>
            <span className="ui-label">{t('compose.later.own')}</span>
            <input
              type="datetime-local"
              className="ui-input"
              value={own}
              min={inputValue(now)}
              onChange={(event) => setOwn(event.target.value)}
            />
          </label>
          <Button type="submit" kind="primary" isDisabled={!valid}>
            {t('compose.later.send')}
          </Button>
        </form>
        <p className="form-note">{t('compose.later.hint')}</p>
      </div>
    </Dialog>
  );
}
