import { create } from 'zustand';
import { snoozeId, type SnoozeState } from '@shared/contract/snooze';
import type { AccountId } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import { t } from '../i18n';
import { dayDate, momentDate } from '../i18n/format';

interface SnoozedState {
  /** By account and hash of the Message-ID. */
  readonly index: ReadonlyMap<string, SnoozeState>;
}

/** Apart from the rest of what the engine says: every row asks it. */
export const useSnoozed = create<SnoozedState>(() => ({ index: new Map() }));

export function setSnoozed(all: readonly SnoozeState[]): void {
  useSnoozed.setState({ index: new Map(all.map((one) => [snoozeId(one.account, one.idHash), one])) });
}

interface Named {
  readonly account: AccountId;
  readonly messageId: string;
}

const stateIn = ({ index }: SnoozedState, { account, messageId }: Named): SnoozeState | null =>
  index.size === 0 || messageId === '' ? null : (index.get(snoozeId(account, hash53(messageId))) ?? null);

/** Until when a message is out of the inbox or waits for its answer, or since when it is back; null for others. */
export const snoozeOf = (message: Named): SnoozeState | null => stateIn(useSnoozed.getState(), message);

/** The same of a conversation: of what sleeps, if anything does, else of what came back last. */
export const useSnoozeOf = (messages: readonly Named[]): SnoozeState | null =>
  useSnoozed((state) => {
    const states = messages.flatMap((message) => stateIn(state, message) ?? []);
    const asleep = states.find(({ back }) => back === null);
    return asleep ?? states.sort((a, b) => (b.back ?? 0) - (a.back ?? 0))[0] ?? null;
  });

/** Whether anything sleeps. */
export const anyAsleep = ({ index }: SnoozedState): boolean =>
  [...index.values()].some(({ back }) => back === null);

/** What is said of a message that is snoozed or waits, or came back. */
export function snoozeWords({ sent, until, back }: SnoozeState): string {
  if (sent !== undefined)
    return back === null
      ? t('snooze.waits', { when: momentDate(until) })
      : t('snooze.unanswered', { when: dayDate(sent) });
  return back === null
    ? t('snooze.until', { when: momentDate(until) })
    : t('snooze.back', { when: momentDate(back) });
}
