import type { OutboxItem } from '@shared/contract/compose';
import { hasKey, t } from '../../i18n';
import { exactDate, relativeDate } from '../../i18n/format';

/** Why a recipient was refused, in a few words. */
export function refusalWord(code: string | undefined): string {
  const key = `activity.out.refusal.${code ?? ''}`;
  return t(
    code !== undefined && /^[a-z-]+$/.test(code) && hasKey(key) ? key : 'activity.out.refusal.refused',
  );
}

/**
 * What became of each recipient, in one sentence: "2 delivered to the server, 1 refused: mailbox full". '' while nothing
 * has been decided about anybody.
 */
export function resultWords({ recipients }: Pick<OutboxItem, 'recipients'>): string {
  const of = (state: OutboxItem['recipients'][number]['state']) =>
    recipients.filter((one) => one.state === state);
  const accepted = of('accepted');
  const refused = of('refused');
  if (accepted.length + refused.length === 0) return '';
  const reasons = [...new Set(refused.map(({ code }) => refusalWord(code)))].join(', ');
  return [
    accepted.length > 0 && t('activity.out.result.accepted', { count: accepted.length }),
    refused.length > 0 && t('activity.out.result.refused', { count: refused.length, reasons }),
    of('waiting').length > 0 && t('activity.out.result.waiting', { count: of('waiting').length }),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What a message is waiting for, and when it goes on by itself. */
export function stateWords(item: OutboxItem, offline: boolean, now: number = Date.now()): string {
  const { at, state, scheduled } = item;
  if (state === 'held' && scheduled !== undefined)
    return t('activity.out.state.scheduled', { when: exactDate(scheduled) });
  if (state === 'held' && (at ?? 0) <= now) return t('activity.out.state.heldNow');
  if (state === 'missed')
    return scheduled === undefined
      ? t('activity.out.state.late', { when: exactDate(item.created) })
      : t('activity.out.state.missed', { when: exactDate(scheduled) });
  if (state === 'uncertain' && item.went !== undefined)
    return t('activity.out.state.wentBefore', { when: exactDate(item.went) });
  if ((state === 'queued' || state === 'retry') && offline) return t('activity.out.state.queuedOffline');
  return t(`activity.out.state.${state}`, { when: at === null ? '' : relativeDate(at) });
}

/** What a letter that asks for a decision means for the mail, and what one could do; '' where the reason says it. */
export function questionWords(item: OutboxItem): string {
  const { state, scheduled, went, reason } = item;
  if (state === 'missed') return t(`activity.out.${scheduled === undefined ? 'lateText' : 'missedText'}`);
  if (state !== 'uncertain') return '';
  if (went !== undefined) return t('activity.out.wentText');
  // Nobody looks for these: what was passed on has its author's name, and others have the letter already.
  if (item.editable === false || item.recipients.some((one) => one.state === 'accepted'))
    return t('activity.out.cantTellText');
  return t(`activity.out.${reason?.code === 'not-found-in-sent' ? 'uncertainText' : 'lookingText'}`);
}

/** It goes nowhere until somebody decides. */
export const needsDecision = ({ state }: Pick<OutboxItem, 'state'>): boolean =>
  state === 'refused' || state === 'uncertain' || state === 'missed';

/** What needs a decision first, else as it was written. */
export const inOrder = (items: readonly OutboxItem[]): readonly OutboxItem[] =>
  [...items].sort((a, b) => Number(needsDecision(b)) - Number(needsDecision(a)));
