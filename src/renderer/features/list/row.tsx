import { memo, type ReactNode, useMemo } from 'react';
import { Flag } from '@shared/model/flags';
import type { ListRow } from '@shared/contract/view-api';
import { exactDate, formatCount, listDate, middleCut, textDirection } from '../../i18n/format';
import { t } from '../../i18n';
import { isStarred, isUnread, labelName } from '../../state/actions';
import { roleHere } from '../../state/mailbox-here';
import { mailboxScope } from '../../state/selection';
import { Icon, type IconName } from '../../ui';
import { placeName } from '../folders';
import { Marked } from '../search';
import { tagColor, tagLabel } from '../tags';

export type Density = 'compact' | 'normal' | 'roomy';
/** px, from look.md. */
export const ROW_HEIGHT: Record<Density, number> = { compact: 28, normal: 56, roomy: 76 };

export interface RowProps {
  readonly row: ListRow;
  readonly index: number;
  /** px from the top of the list. */
  readonly top: number;
  readonly density: Density;
  readonly cursor: boolean;
  readonly selected: boolean;
  readonly leaving: boolean;
  readonly hovered: boolean;
  /** Sent and Drafts show whom it goes to. */
  readonly outgoing: boolean;
  /** The account's colour and letter, in views over several accounts. */
  readonly account: { readonly color: number; readonly letter: string; readonly label: string } | null;
  /** Own addresses, to say "me". */
  readonly mine: ReadonlySet<string>;
  /** Today's date in ms, so that rows know when their date's form changes. */
  readonly today: number;
  readonly id: string;
  /** Words of a search, to be marked. */
  readonly marked?: readonly string[] | undefined;
}

/**
 * One line of the list. Pure: the same props draw the same row. Its place, which changes with every message that comes
 * above it, is the frame's; what is in it is made once. The list says how long it is (`aria-setsize`).
 */
export const Row = memo(function Row(props: RowProps) {
  const { row, density, account, outgoing, mine, today } = props;
  const unread = isUnread(row);
  const noSubject = row.subject.trim() === '';
  const classes = [
    'row',
    `row-${density}`,
    unread && 'is-unread',
    props.cursor && 'is-cursor',
    props.selected && 'is-selected',
    props.leaving && 'is-leaving',
    noSubject && 'no-subject',
    isMarkedDeleted(row) && 'is-deleted',
  ];
  const { label, direction } = useMemo(() => {
    const who = senders(row, outgoing, mine);
    return { label: spoken(row, who, today), direction: textDirection(row.subject || who) };
  }, [row, outgoing, mine, today]);
  return (
    <div
      id={props.id}
      role="option"
      data-index={props.index}
      aria-selected={props.selected}
      aria-posinset={props.index + 1}
      aria-label={label}
      dir={direction}
      className={classes.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.top}px)`, blockSize: ROW_HEIGHT[density] }}
      draggable
    >
      <Content {...{ row, density, account, outgoing, mine, today }} marked={props.marked} />
      {props.hovered && !props.leaving && <HoverActions row={row} unread={unread} />}
    </div>
  );
});

type ContentProps = Pick<RowProps, 'row' | 'density' | 'account' | 'outgoing' | 'mine' | 'today' | 'marked'>;

const Content = memo(function Content(props: ContentProps) {
  const { row, density, account, outgoing, mine, today, marked } = props;
  const words = (text: string): ReactNode => (marked ? <Marked text={text} words={marked} /> : text);
  const who = senders(row, outgoing, mine);
  const subject = row.subject.trim() || t('common.noSubject');
  const from = (
    <span className={`row-from${who === t('common.unknownSender') ? ' is-missing' : ''}`} dir="auto">
      {row.flags & Flag.Draft ? <span className="row-draft">{t('list.draft')}</span> : null}
      {words(who)}
    </span>
  );
  const count = row.threadCount > 1 && (
    <span className="row-count tabular" title={t('list.inThread', { count: row.threadCount })}>
      {formatCount(row.threadCount)}
    </span>
  );
  const date = (
    // In a mirrored row the time is still read in the reader's own direction.
    <time className="row-date tabular" dir="auto" title={exactDate(row.date)}>
      {listDate(row.date, today)}
    </time>
  );
  // Results are of many folders.
  const place = marked && placeName({ kind: 'mail', scope: mailboxScope(row.mailbox) });
  const badge = account && (
    <span className={`row-letter account-${account.color}`} title={account.label}>
      {account.letter}
    </span>
  );
  const named = (
    <span className="row-subject" dir="auto">
      {words(subject)}
    </span>
  );
  const marks = marksOf(row, place);
  // Marks stay beside the subject; the preview has what is left, or nothing.
  const head =
    marks.length > 0 ? (
      <span className="row-head">
        {named}
        <span className="row-marks">{marks}</span>
      </span>
    ) : (
      named
    );
  const preview = row.flags & Flag.Unreadable ? t('list.unreadable') : words(row.excerpt ?? row.preview);
  return (
    <>
      {account && <span className={`row-stripe account-${account.color}`} />}
      <span className="row-dot">{isUnread(row) && <i />}</span>
      {density === 'compact' ? (
        <>
          {from}
          {count}
          <span className="row-words">
            {head}
            <span className="row-preview" dir="auto">
              {preview}
            </span>
          </span>
          {badge}
          {date}
        </>
      ) : (
        <div className="row-main">
          <div className="row-line">
            {from}
            {count}
            <span className="row-gap" />
            {badge}
            {date}
          </div>
          <div className="row-line row-words">
            {head}
            {density === 'normal' && (
              <span className="row-preview" dir="auto">
                {preview}
              </span>
            )}
          </div>
          {density === 'roomy' && (
            <div className="row-line">
              <span className="row-preview" dir="auto">
                {preview}
              </span>
            </div>
          )}
        </div>
      )}
    </>
  );
});

function marksOf(row: ListRow, place: string | undefined): readonly ReactNode[] {
  const marks: ReactNode[] = [];
  const mark = (name: IconName, label: string, className = ''): void => {
    marks.push(<Icon key={name} name={name} size={13} className={className} label={label} />);
  };
  if (row.found === 'server') mark('online', t('search.server.mark'));
  if (isMarkedDeleted(row)) mark('trash', t('list.markedDeleted'));
  if (row.flags & Flag.HasAttachment) mark('attachment', t('list.attachment'));
  if (isStarred(row)) {
    marks.push(
      <Icon key="star" name="star" size={13} filled className="mark-star" label={t('list.starred')} />,
    );
  }
  if (row.flags & Flag.Answered) mark('reply', t('list.replied'), 'mark-mirror');
  if (row.flags & Flag.Forwarded) mark('forward', t('list.forwarded'), 'mark-mirror');
  if (row.pending > 0) {
    const label = t('list.waiting', { count: row.pending });
    marks.push(
      <span key="pending" className="mark-pending tabular" title={label}>
        <Icon name="pending" size={13} label={label} />
        {row.pending}
      </span>,
    );
  }
  for (const keyword of row.keywords) {
    const tag = tagLabel(keyword);
    if (tag) {
      marks.push(
        <span key={`tag-${keyword}`} className={`mark-tag account-${tagColor(keyword)}`} dir="auto">
          {tag}
        </span>,
      );
    }
  }
  if (place) {
    marks.push(
      <span key="place" className="mark-place" dir="auto">
        {place}
      </span>,
    );
  }
  for (const { mailbox } of row.labels) {
    const name = labelName(mailbox);
    if (name) {
      marks.push(
        <span key={`label-${mailbox}`} className="mark-tag" dir="auto">
          {name}
        </span>,
      );
    }
  }
  return marks;
}

/** For the pointer only: each has a key, too. The list hears the clicks. */
function HoverActions({ row, unread }: { readonly row: ListRow; readonly unread: boolean }) {
  const starred = isStarred(row);
  const actions: readonly (readonly [string, IconName, string, string])[] = [
    ...(roleHere() === 'junk'
      ? [['notJunk', 'shield', t('commands.notJunk'), '!'] as const]
      : roleHere() === 'archive'
        ? []
        : [['archive', 'archive', t('list.actions.archive'), 'E'] as const]),
    ['delete', 'trash', t('list.actions.delete'), '#'],
    ['toggleRead', unread ? 'read' : 'unread', t(unread ? 'list.actions.read' : 'list.actions.unread'), 'U'],
    ['star', 'star', t(starred ? 'list.actions.unstar' : 'list.actions.star'), 'S'],
  ];
  return (
    <span className="row-actions" aria-hidden>
      {actions.map(([action, icon, label, key]) => (
        <button key={action} type="button" tabIndex={-1} data-action={action} title={`${label} (${key})`}>
          <Icon
            name={icon}
            size={15}
            filled={action === 'star' && starred}
            className={action === 'star' && starred ? 'mark-star' : ''}
          />
        </button>
      ))}
    </span>
  );
}

/** Names of who wrote, or of whom it goes to; the thread's people, oldest first, own name as "me". */
export function senders(row: ListRow, outgoing: boolean, mine: ReadonlySet<string>): string {
  if (outgoing) {
    const names = row.to.map(({ name, address }) => name || address);
    return names.length > 0
      ? t('list.to', { names: names.slice(0, 6).join(', ') })
      : t('common.noRecipients');
  }
  if (row.threadCount > 1 && row.participants.length > 1) {
    return row.participants
      .map((name) => (mine.has(name.toLowerCase()) ? t('common.me') : firstName(name)))
      .join(', ');
  }
  const [from] = row.from;
  if (!from) return t('common.unknownSender');
  // Both name and host of an address must be seen; names are cut at the end, by CSS.
  return from.name.trim() || middleCut(from.address, 40) || t('common.unknownSender');
}

/** First word of a name of two or three Latin words; anything else stays whole. */
function firstName(name: string): string {
  const words = name.split(' ');
  return words.length > 1 && words.length < 4 && /^\p{Script=Latin}[\p{L}'-]+$/u.test(words[0] ?? '')
    ? (words[0] ?? name)
    : name;
}

/**
 * `\\Deleted` and still there (RFC 9051 §2.3.2): another program has marked it, and some remove such messages when they
 * close the mailbox. A row that stands for a conversation says nothing of one message in it.
 */
const isMarkedDeleted = (row: ListRow): boolean => row.threadCount === 1 && (row.flags & Flag.Deleted) !== 0;

function spoken(row: ListRow, who: string, today: number): string {
  return [
    isUnread(row) && t('list.unreadMark'),
    row.flags & Flag.Draft && t('list.draft'),
    who,
    row.subject.trim() || t('common.noSubject'),
    listDate(row.date, today),
    row.threadCount > 1 && t('list.inThread', { count: row.threadCount }),
    isMarkedDeleted(row) && t('list.markedDeleted'),
    row.flags & Flag.HasAttachment && t('list.attachment'),
    isStarred(row) && t('list.starred'),
    ...row.keywords.map(tagLabel),
    row.pending > 0 && t('list.waiting', { count: row.pending }),
    row.found === 'server' && t('search.server.mark'),
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * Rows that are still on their way, in the shape of what comes: one element however many, so that a leap through the list
 * costs nothing but the rows it leads to.
 */
export function ComingRows({
  top,
  count,
  density,
}: {
  /** px from the top of the list. */
  readonly top: number;
  readonly count: number;
  readonly density: Density;
}) {
  return (
    <div
      className={`rows-coming rows-coming-${density}`}
      style={{ transform: `translateY(${top}px)`, blockSize: count * ROW_HEIGHT[density] }}
      aria-hidden
    />
  );
}
