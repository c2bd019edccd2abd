import { type MessageKey, parseMessageKey } from '@shared/model/ids';
import { t } from '../i18n';
import { formatCount, momentDate } from '../i18n/format';
import { follow, leaveList } from './actions';
import { session } from './connection';
import { useEngineState } from './engine-state';
import { useList } from './list';
import { roleHere } from './mailbox-here';
import { useSelection } from './selection';

const scopeHere = (): string | null => {
  const { place } = useSelection.getState();
  return place?.kind === 'mail' ? place.scope.kind : null;
};

/** Takes messages out of the inbox until a time (ms since 1970): gone in the same frame, to be taken back. */
export function snooze(keys: readonly MessageKey[], until: number): void {
  const { window } = useList.getState();
  const leaves = (roleHere() === 'inbox' || scopeHere() === 'unread') && window?.query.text === '';
  const answer = session().engine.api.snooze({ keys: [...keys], until });
  follow(
    leaves ? leaveList(keys) : null,
    answer.then(({ group }) => group),
    async () => {
      const { messages: count, without } = await answer;
      const done = t('snooze.done', { count, formatted: formatCount(count), when: momentDate(until) });
      return without === 0 ? done : `${done} ${t('snooze.without', { count: without })}`;
    },
  );
}

/** Brings snoozed messages back now, and ends reminders: what waits is called off, and what came up leaves the inbox. */
export function wake(keys: readonly MessageKey[]): void {
  const answer = session().engine.api.wake({ keys: [...keys] });
  const leaves = scopeHere() === 'snoozed' || (roleHere() === 'inbox' && keys.every(isInSent));
  follow(
    leaves ? leaveList(keys) : null,
    answer.then(({ group }) => group),
    async () => {
      const { messages, ended } = await answer;
      return messages === 0 && ended > 0
        ? t('snooze.ended', { count: ended, formatted: formatCount(ended) })
        : t('snooze.woken', { count: messages, formatted: formatCount(messages) });
    },
  );
}

/** Waits for answers to sent letters until a time (ms since 1970). */
export function remind(keys: readonly MessageKey[], until: number): void {
  const answer = session().engine.api.remind({ keys: [...keys], until });
  follow(
    // What came up waits again.
    roleHere() === 'inbox' ? leaveList(keys) : null,
    answer.then(({ group }) => group),
    async () => {
      const { messages: count } = await answer;
      return t('snooze.reminding', { count, formatted: formatCount(count), when: momentDate(until) });
    },
  );
}

/** Whether a message is in a folder for sent mail. */
export function isInSent(key: MessageKey): boolean {
  const { mailbox } = parseMessageKey(key);
  return useEngineState.getState().mailboxes.some(({ id, role }) => id === mailbox && role === 'sent');
}
