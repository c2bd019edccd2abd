import { useEffect, useState } from 'react';
import type { Section } from '@shared/model/ids';
import type { GivenAnswer } from '@shared/contract/compose';
import type { MessageDetail } from '@shared/contract/view-api';
import { exactDate } from '../../../i18n/format';
import { locale, useT } from '../../../i18n';
import { useEngine } from '../../../state/connection';
import { isClosed } from '../../../state/engine-state';
import { errorText } from '../../../state/errors';
import { showToast } from '../../../state/toasts';
import { Button, Icon } from '../../../ui';
import { visibleName } from '../people';
import { leaves } from './attachments';
import { type CalendarTime, type Invitation, readInvitation } from './calendar';

const LONGEST = 1024 * 1024;

/** What, when, where and who of a calendar part. No link of it is followed, and nothing is answered by itself. */
export function InvitationCard({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const engine = useEngine();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const { ref } = message;
  const part = leaves(message.structure).find((leaf) => leaf.type === 'text/calendar' && leaf.size < LONGEST);
  const section = part?.section;

  useEffect(() => {
    if (section === undefined) return undefined;
    const aborter = new AbortController();
    const read = async (): Promise<void> => {
      const prepared = await engine.ask.fetchPart({ ref, section }, { signal: aborter.signal });
      const response = await fetch(new URL(prepared.url, location.origin), { signal: aborter.signal });
      if (response.ok) setInvitation(readInvitation(await response.text()));
    };
    read().catch((error: unknown) => {
      // Without the part there is no card; it stays among the attachments or the message's source.
      if (!aborter.signal.aborted && !isClosed(error)) setInvitation(null);
    });
    return () => aborter.abort();
  }, [engine, ref, section]);

  if (invitation === null) return null;
  return (
    <section className="reader-invitation selectable" aria-label={t('reader.invitation.title')}>
      <Icon name="calendar" size={20} />
      <dl>
        <div>
          <dt>{t(invitation.cancelled ? 'reader.invitation.cancelled' : 'reader.invitation.what')}</dt>
          <dd className="reader-name" dir="auto">
            {visibleName(invitation.summary) || t('common.noSubject')}
          </dd>
        </div>
        {invitation.start !== null && (
          <div>
            <dt>{t('reader.invitation.when')}</dt>
            <dd>
              {span(invitation.start, invitation.end)}
              {invitation.repeats && (
                <span className="reader-quiet"> · {t('reader.invitation.repeats')}</span>
              )}
            </dd>
          </div>
        )}
        {invitation.location !== '' && (
          <div>
            <dt>{t('reader.invitation.where')}</dt>
            <dd dir="auto">{visibleName(invitation.location)}</dd>
          </div>
        )}
        {invitation.organizer !== '' && (
          <div>
            <dt>{t('reader.invitation.organizer')}</dt>
            <dd dir="auto">{visibleName(invitation.organizer)}</dd>
          </div>
        )}
        {invitation.attendees.length > 0 && (
          <div>
            <dt>{t('reader.invitation.who')}</dt>
            <dd dir="auto">
              {invitation.attendees.slice(0, 12).map(visibleName).join(', ')}
              {invitation.attendees.length > 12 &&
                ` ${t('reader.invitation.more', { count: invitation.attendees.length - 12 })}`}
            </dd>
          </div>
        )}
        {section !== undefined && invitation.method === 'REQUEST' && !invitation.cancelled && (
          <Answer message={message} section={section} invitation={invitation} />
        )}
      </dl>
    </section>
  );
}

const ANSWERS = ['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const;

/** Whether one comes: told to the organiser, and to nobody before one of these is pressed. */
function Answer({
  message,
  section,
  invitation,
}: {
  readonly message: MessageDetail;
  readonly section: Section;
  readonly invitation: Invitation;
}) {
  const t = useT();
  const engine = useEngine();
  const [given, setGiven] = useState<GivenAnswer | null>(null);
  const { ref } = message;
  const { summary, uid, recurrence, sequence } = invitation;

  useEffect(() => {
    const aborter = new AbortController();
    engine.ask
      .givenAnswer({ ref, uid, recurrence }, { signal: aborter.signal })
      .then((known) => {
        if (!aborter.signal.aborted) setGiven(known);
      })
      .catch((error: unknown) => {
        if (!aborter.signal.aborted && !isClosed(error))
          showToast({ text: errorText(error), tone: 'danger' });
      });
    return () => aborter.abort();
  }, [engine, ref, uid, recurrence]);

  const answer = (participation: GivenAnswer['participation']): void => {
    const before = given;
    setGiven({ participation, at: Date.now(), sequence, waiting: true });
    const subject = t(`reader.invitation.subject.${participation}`);
    engine.api
      .answerInvitation({
        ref: message.ref,
        section,
        participation,
        words: { subject, text: `${subject}: ${visibleName(summary)}` },
      })
      .then(setGiven)
      .catch((error: unknown) => {
        setGiven(before);
        if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
      });
  };
  return (
    <div>
      <dt>{t('reader.invitation.come')}</dt>
      <dd className="reader-invitation-answers" role="group" aria-label={t('reader.invitation.come')}>
        {ANSWERS.map((one) => (
          <Button
            key={one}
            size="small"
            kind={given?.participation === one ? 'primary' : 'plain'}
            aria-pressed={given?.participation === one}
            onPress={() => answer(one)}
          >
            {t(`reader.invitation.answer.${one}`)}
          </Button>
        ))}
        {given !== null && (
          <span className="reader-quiet" role="status">
            {t(
              given.sequence < sequence
                ? `reader.invitation.answeredEarlier.${given.participation}`
                : `reader.invitation.answeredOn.${given.participation}`,
              { when: exactDate(given.at) },
            )}
            {given.waiting && ` ${t('reader.invitation.answered')}`}
          </span>
        )}
      </dd>
    </div>
  );
}

/** A stretch of time in the reader's words; times of a named zone keep their clock and name the zone. */
function span(start: CalendarTime, end: CalendarTime | null): string {
  const format = new Intl.DateTimeFormat(locale(), {
    dateStyle: 'full',
    ...(start.allDay ? {} : { timeStyle: 'short' }),
    ...(start.absolute ? {} : { timeZone: 'UTC' }),
  });
  // The end of an all-day event is the day after its last (RFC 5545 §3.6.1).
  const until = end === null ? null : end.allDay ? end.at - 86_400_000 : end.at;
  const words =
    until === null || until <= start.at || end?.absolute !== start.absolute
      ? format.format(start.at)
      : format.formatRange(start.at, until);
  return start.absolute || start.allDay || start.zone === ''
    ? words
    : `${words} (${visibleName(start.zone)})`;
}
