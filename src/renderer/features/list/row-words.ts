import { Flag } from '@shared/model/flags';
import { isReminder } from '@shared/contract/snooze';
import type { ListRow } from '@shared/contract/view-api';
import { middleCut } from '../../i18n/format';
import { t } from '../../i18n';
import { mutedBy } from '../../state/mutes';
import { isStarred, isUnread, labelName } from '../../state/actions';
import { snoozeOf, snoozeWords } from '../../state/snoozed';
import { tagColor, tagLabel } from '../tags';
import type { MarkIcon } from './mark-icons';

/** What stands beside a subject. */
export type RowMark =
  | { readonly kind: 'icon'; readonly icon: MarkIcon; readonly label: string }
  | { readonly kind: 'pending'; readonly count: number; readonly label: string }
  | { readonly kind: 'tag'; readonly text: string; readonly color: number | null }
  /** They are what the row is here for: shown whole. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'place'; readonly text: string };

/**
 * @param place where the message is, said in lists over many folders. @param wakings the list is of what is snoozed, and says
 * until when
 */
export function marksOf(row: ListRow, place: string, wakings: boolean): readonly RowMark[] {
  const marks: RowMark[] = [];
  const icon = (name: MarkIcon, label: string): void => void marks.push({ kind: 'icon', icon: name, label });
  if (row.found === 'server') icon('online', t('search.server.mark'));
  if (isMarkedDeleted(row)) icon('trash', t('list.markedDeleted'));
  if (mutedBy(row) !== null) icon('muted', t('rules.mute.mark'));
  const snoozed = snoozeOf(row);
  if (snoozed && isReminder(snoozed) && (snoozed.back !== null || wakings))
    marks.push({
      kind: 'words',
      // When it is due stands at the end of the row.
      text: snoozed.back === null ? t('snooze.waitsHere') : snoozeWords(snoozed),
    });
  else if (snoozed) icon(isReminder(snoozed) ? 'notification' : 'snooze', snoozeWords(snoozed));
  if (row.flags & Flag.HasAttachment) icon('attachment', t('list.attachment'));
  if (isStarred(row)) icon('star', t('list.starred'));
  if (row.flags & Flag.Answered) icon('reply', t('list.replied'));
  if (row.flags & Flag.Forwarded) icon('forward', t('list.forwarded'));
  if (row.pending > 0) {
    const { pending: count } = row;
    marks.push({ kind: 'pending', count, label: t('list.waiting', { count }) });
  }
  for (const keyword of row.keywords) {
    const text = tagLabel(keyword);
    if (text) marks.push({ kind: 'tag', text, color: tagColor(keyword) });
  }
  if (place) marks.push({ kind: 'place', text: place });
  for (const { mailbox } of row.labels) {
    const text = labelName(mailbox);
    if (text) marks.push({ kind: 'tag', text, color: null });
  }
  return marks;
}

/** Until when it is out of the inbox or waits for its answer, or since when it is back; '' of others. */
function snoozedWords(row: ListRow): string {
  const state = snoozeOf(row);
  return state ? snoozeWords(state) : '';
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

export const subjectOf = (row: ListRow): string => row.subject.trim() || t('common.noSubject');

/**
 * `\\Deleted` and still there (RFC 9051 §2.3.2): another program has marked it, and some remove such messages when they
 * close the mailbox. A row that stands for a conversation says nothing of one message in it.
 */
export const isMarkedDeleted = (row: ListRow): boolean =>
  row.threadCount === 1 && (row.flags & Flag.Deleted) !== 0;

/**
 * A row as it is read out.
 * @param date when it came, or how large it is, as it is shown
 */
export function spoken(row: ListRow, who: string, date: string): string {
  return [
    isUnread(row) && t('list.unreadMark'),
    row.flags & Flag.Draft && t('list.draft'),
    who,
    subjectOf(row),
    date,
    row.threadCount > 1 && t('list.inThread', { count: row.threadCount }),
    isMarkedDeleted(row) && t('list.markedDeleted'),
    snoozedWords(row),
    row.flags & Flag.HasAttachment && t('list.attachment'),
    isStarred(row) && t('list.starred'),
    ...row.keywords.map(tagLabel),
    row.pending > 0 && t('list.waiting', { count: row.pending }),
    row.found === 'server' && t('search.server.mark'),
  ]
    .filter(Boolean)
    .join(', ');
}
