import { useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import type { Address } from '@shared/model/message';
import { t, useT } from '../../i18n';
import { exactDate, formatNames, momentDate, relativeDate } from '../../i18n/format';
import { labelName, removeLabel } from '../../state/actions';
import { dragOut, messagesOut } from '../../state/file-out';
import { Icon, IconButton, Notice } from '../../ui';
import { TagList } from '../tags';
import { UnsubscribeLine } from './unsubscribe/unsubscribe-line';
import { divertedReplies, foreignAddressIn, shownName, visibleAddress, visibleName } from './people';

const SHOWN_TOGETHER = 3;

export function Who({ person }: { readonly person: Address }) {
  const name = visibleName(person.name);
  const address = visibleAddress(person.address);
  return (
    <span className="reader-who">
      {name !== '' && <bdi className="reader-name">{name}</bdi>}
      <bdi className={name === '' ? 'reader-name' : 'reader-address'} dir="ltr">
        {name === '' ? address : `<${address}>`}
      </bdi>
    </span>
  );
}

function People({ label, people }: { readonly label: string; readonly people: readonly Address[] }) {
  if (people.length === 0) return null;
  return (
    <div className="reader-people">
      <dt>{label}</dt>
      <dd>
        {people.map((person, index) => (
          <Who key={index} person={person} />
        ))}
      </dd>
    </div>
  );
}

/** How far away people count the hours and days of a message. */
const RECENT_MS = 30 * 86_400_000;

/** To the minute, and how long ago where that says more. */
function whenWords(when: number): string {
  const age = Date.now() - when;
  return age >= 0 && age < RECENT_MS
    ? t('reader.when', { moment: momentDate(when), ago: relativeDate(when) })
    : momentDate(when);
}

/** Who, to whom, when; the trust line only when there is something to say. */
export function MessageHeader({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { envelope } = message;
  const [from] = envelope.from;
  const recipients = [...envelope.to, ...envelope.cc, ...envelope.bcc];
  const named = recipients.slice(0, SHOWN_TOGETHER).map(shownName);
  const rest = recipients.length - named.length;
  const summary =
    rest > 0
      ? t('reader.toMore', { names: named.join(', '), count: rest })
      : t('reader.to', { names: formatNames(named) });
  const when = envelope.date ?? message.date;
  return (
    <div className="reader-header-words selectable">
      <div className="reader-from">
        {from === undefined ? (
          <span className="reader-name">{t('common.unknownSender')}</span>
        ) : (
          <Who person={from} />
        )}
      </div>
      {envelope.from.length > 1 && <People label={t('reader.alsoFrom')} people={envelope.from.slice(1)} />}
      <div className="reader-line">
        <button type="button" className="reader-to" aria-expanded={open} onClick={() => setOpen(!open)}>
          <bdi>{recipients.length === 0 ? t('reader.toNobody') : summary}</bdi>
        </button>
        <UnsubscribeLine message={message} />
        <span className="reader-when">
          <span
            className="reader-grip"
            draggable
            title={t('reader.dragOut')}
            onDragStart={(event) => {
              const file = messagesOut([message.key], envelope.subject);
              if (file) dragOut(event, file);
            }}
          >
            <Icon name="mail" />
          </span>
          <time dateTime={new Date(when).toISOString()} title={exactDate(when)}>
            {whenWords(when)}
          </time>
        </span>
      </div>
      {open && (
        <dl className="reader-details">
          <People label={t('reader.label.to')} people={envelope.to} />
          <People label={t('reader.label.cc')} people={envelope.cc} />
          <People label={t('reader.label.bcc')} people={envelope.bcc} />
          <People label={t('reader.label.replyTo')} people={envelope.replyTo} />
          <div className="reader-people">
            <dt>{t('reader.label.date')}</dt>
            <dd>{envelope.date === null ? t('reader.noDate') : exactDate(envelope.date)}</dd>
          </div>
        </dl>
      )}
      <Labels labels={message.labels} />
      <TagList message={message} />
      <Trust message={message} />
    </div>
  );
}

/** Labels, each with a way to take it off. */
function Labels({ labels }: { readonly labels: MessageDetail['labels'] }) {
  const t = useT();
  const named = labels.flatMap((label) => {
    const name = labelName(label.mailbox);
    return name === '' ? [] : [{ label, name }];
  });
  if (named.length === 0) return null;
  return (
    <ul className="reader-labels" aria-label={t('reader.labels')}>
      {named.map(({ label, name }) => (
        <li key={label.mailbox} className="reader-label">
          <bdi>{name}</bdi>
          <IconButton
            icon="close"
            size="small"
            label={t('reader.labelRemove', { name })}
            onPress={() => removeLabel(label)}
          />
        </li>
      ))}
    </ul>
  );
}

/** Facts that make a sender doubtful, from the message's own header. */
function Trust({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const { from, sender, replyTo } = message.envelope;
  const [first] = from;
  const claims = from.flatMap((person) => foreignAddressIn(person) ?? []);
  const diverted = divertedReplies(from, replyTo);
  const lines: { tone: 'warning' | 'info'; text: string }[] = [];
  if (claims[0] !== undefined && first !== undefined) {
    lines.push({
      tone: 'warning',
      text: t('reader.trust.claims', { claimed: claims[0], address: visibleAddress(first.address) }),
    });
  }
  if (from.length > 1)
    lines.push({ tone: 'warning', text: t('reader.trust.severalSenders', { count: from.length }) });
  if (from.length > 1 && sender[0] !== undefined) {
    lines.push({
      tone: 'info',
      text: t('reader.trust.sentBy', { address: visibleAddress(sender[0].address) }),
    });
  }
  if (diverted[0] !== undefined && message.envelope.extra['list-id'] === undefined) {
    lines.push({
      tone: 'info',
      text: t('reader.trust.replyElsewhere', { address: visibleAddress(diverted[0].address) }),
    });
  }
  return lines.map((line) => (
    <Notice key={line.text} compact tone={line.tone}>
      {line.text}
    </Notice>
  ));
}
