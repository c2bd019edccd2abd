import { useState } from 'react';
import { locale, t } from '../i18n';
import { Button } from './button';

interface OfferedTime {
  readonly id: string;
  readonly label: string;
  /** ms since 1970. */
  readonly at: number;
}

interface TimeChoiceProps {
  readonly offered: readonly OfferedTime[];
  /** What one's own time begins with, ms since 1970. */
  readonly first: number;
  /** When they are shown: nothing before it can be chosen, ms since 1970. */
  readonly now: number;
  /** Says what is done with one's own time. */
  readonly submit: string;
  readonly hint: string;
  readonly onChoose: (at: number) => void;
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

/** Times that people choose, each with its date, and a time of one's own. The first has the focus: Enter takes it. */
export function TimeChoice({ offered, first, now, submit, hint, onChoose }: TimeChoiceProps) {
  const [own, setOwn] = useState(() => inputValue(first));
  const ownTime = new Date(own).getTime();
  const valid = Number.isFinite(ownTime) && ownTime > now;
  return (
    <div className="time-choice">
      {offered.map(({ id, label, at }, index) => (
        <button key={id} type="button" autoFocus={index === 0} onClick={() => onChoose(at)}>
          <span>{label}</span>
          <time dateTime={new Date(at).toISOString()}>{shortTime(at)}</time>
        </button>
      ))}
      <form
        className="time-choice-own"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) onChoose(ownTime);
        }}
      >
        <label>
          <span className="ui-label">{t('common.ownTime')}</span>
          <input
            type="datetime-local"
            className="ui-input"
            value={own}
            min={inputValue(now)}
            onChange={(event) => setOwn(event.target.value)}
          />
        </label>
        <Button type="submit" kind="primary" isDisabled={!valid}>
          {submit}
        </Button>
      </form>
      <p className="form-note">{hint}</p>
    </div>
  );
}
