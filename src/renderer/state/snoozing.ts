import type { MessageKey } from '@shared/model/ids';
import { t } from '../i18n';
import { formatCount, momentDate } from '../i18n/format';
import { follow, leaveList } from './actions';
import { session } from './connection';
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

/** Brings snoozed messages back now. */
export function wake(keys: readonly MessageKey[]): void {
  const answer = session().engine.api.wake({ keys: [...keys] });
  follow(
    scopeHere() === 'snoozed' ? leaveList(keys) : null,
    answer.then(({ group }) => group),
    async () => {
      const { messages: count } = await answer;
      return t('snooze.woken', { count, formatted: formatCount(count) });
    },
  );
}
