import type { Command } from '../session/command';
import type { MailboxName, MailboxStatus } from '../types';
import type { FetchItem } from './fetch';

export type NotifyEvent =
  | 'MessageNew'
  | 'MessageExpunge'
  | 'FlagChange'
  | 'AnnotationChange'
  | 'MailboxName'
  | 'SubscriptionChange'
  | 'MailboxMetadataChange'
  | 'ServerMetadataChange';

export interface NotifyGroup {
  readonly which:
    | 'selected'
    | 'selected-delayed'
    | 'inboxes'
    | 'personal'
    | 'subscribed'
    | { readonly subtree: readonly MailboxName[] }
    | { readonly mailboxes: readonly MailboxName[] };
  /** Empty is NONE. */
  readonly events: readonly NotifyEvent[];
  /** What to send with MessageNew in the selected mailbox. */
  readonly fetch?: readonly (FetchItem & string)[];
}

/**
 * NOTIFY SET (RFC 5465 §3.1): what happens in which mailboxes comes as events. MessageNew and MessageExpunge go
 * together. @returns with `status` the counters of every mailbox named.
 */
export function notifySet(groups: readonly NotifyGroup[], status = false): Command<MailboxStatus[]> {
  const statuses: MailboxStatus[] = [];
  return {
    name: 'NOTIFY',
    lane: 'alone',
    idempotent: true,
    write(w) {
      w.raw(status ? 'NOTIFY SET STATUS' : 'NOTIFY SET');
      for (const group of groups) {
        w.raw(' (');
        if (typeof group.which === 'string') w.raw(group.which.toUpperCase());
        else {
          const [word, names] =
            'subtree' in group.which
              ? ['SUBTREE', group.which.subtree]
              : ['MAILBOXES', group.which.mailboxes];
          w.raw(`${word} (`);
          names.forEach((name, i) => (i > 0 ? w.sp() : w).mailbox(name));
          w.raw(')');
        }
        w.raw(
          group.events.length === 0
            ? ' NONE)'
            : ` (${group.events.map((event) => eventWord(event, group)).join(' ')}))`,
        );
      }
    },
    collect(response) {
      if (response.type !== 'status' || !status) return false;
      statuses.push(response.status);
      return true;
    },
    finish: () => statuses,
  };
}

const eventWord = (event: NotifyEvent, group: NotifyGroup): string =>
  event === 'MessageNew' && group.fetch && group.fetch.length > 0
    ? `MessageNew (${group.fetch.join(' ')})`
    : event;

/** NOTIFY NONE (RFC 5465 §3.1). */
export const notifyNone = (): Command<void> => ({
  name: 'NOTIFY',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw('NOTIFY NONE'),
  finish: () => undefined,
});
