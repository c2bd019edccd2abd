import type { CommandWriter } from '../codec/writer';
import { unusable } from '../errors';
import type { Command } from '../session/command';
import type { MailboxName, MailboxStatus } from '../types';
import { writeItem, type FetchItem } from './fetch';

/** Events about messages: for the selected mailbox as FETCH, EXISTS and EXPUNGE, for others as STATUS (RFC 5465 §5). */
type MessageEvent = 'MessageNew' | 'MessageExpunge' | 'FlagChange' | 'AnnotationChange';
/** Events about mailboxes, told as LIST or METADATA: never for the selected one alone. */
type MailboxEvent = 'MailboxName' | 'SubscriptionChange' | 'MailboxMetadataChange' | 'ServerMetadataChange';
/** What NOTIFY can tell of (RFC 5465 §5). */
export type NotifyEvent = MessageEvent | MailboxEvent;

/** Mailboxes, and what is to be told of them (RFC 5465 §6). */
export interface NotifyGroup {
  /**
   * Which mailboxes (RFC 5465 §6). `selected-delayed` keeps EXPUNGE out of the way of sequence numbers, as without
   * NOTIFY; with `selected` it may come at any moment, so that only UIDs are safe (§6.1).
   */
  readonly which:
    | 'selected'
    | 'selected-delayed'
    | 'inboxes'
    | 'personal'
    | 'subscribed'
    | { readonly subtree: readonly MailboxName[] }
    | { readonly mailboxes: readonly MailboxName[] };
  /** Empty is NONE: nothing of these mailboxes, whatever a later group says. */
  readonly events: readonly NotifyEvent[];
  /** What to send with MessageNew in the selected mailbox; UID is always among it. */
  readonly fetch?: readonly FetchItem[];
}

/**
 * NOTIFY SET (RFC 5465 §3.1): what happens in which mailboxes comes as events of the client: `exists`, `expunge`,
 * `vanished` and `fetch` for the selected mailbox, `status` for others, `list` for mailboxes made, renamed (with
 * `oldName`), deleted (`\NonExistent`) or (un)subscribed, `metadata`, and `notification-overflow` when the server
 * stops telling (§5.8): then it is as after NOTIFY NONE, and the whole must be looked at again. The first group that
 * names a mailbox counts.
 * @returns with `status` the counters of every mailbox named.
 * @throws MailError `invalid-argument` for what the RFC forbids; `refused` `bad-event` when the server does not know an
 *   event, with those it knows in `details.supported` (§8).
 */
export function notifySet(groups: readonly NotifyGroup[], status = false): Command<MailboxStatus[]> {
  const statuses: MailboxStatus[] = [];
  return {
    name: 'NOTIFY',
    lane: 'alone',
    idempotent: true,
    write(w) {
      check(groups);
      w.raw(status ? 'NOTIFY SET STATUS' : 'NOTIFY SET');
      for (const group of groups) writeGroup(w.raw(' ('), group);
    },
    collect(response) {
      if (response.type !== 'status' || !status) return false;
      statuses.push(response.status);
      return true;
    },
    finish: (_done, state) => {
      state.notifying = true;
      return statuses;
    },
  };
}

function writeGroup(w: CommandWriter, group: NotifyGroup): void {
  if (typeof group.which === 'string') w.raw(group.which.toUpperCase());
  else {
    const [word, names] =
      'subtree' in group.which ? ['SUBTREE', group.which.subtree] : ['MAILBOXES', group.which.mailboxes];
    w.raw(`${word} (`);
    names.forEach((name, i) => (i > 0 ? w.sp() : w).mailbox(name));
    w.raw(')');
  }
  if (group.events.length === 0) {
    w.raw(' NONE)');
    return;
  }
  w.raw(' (');
  group.events.forEach((event, i) => {
    (i > 0 ? w.sp() : w).raw(event);
    if (event !== 'MessageNew' || !group.fetch || group.fetch.length === 0) return;
    w.raw(' (UID');
    for (const item of group.fetch) writeItem(w.sp(), item);
    w.raw(')');
  });
  w.raw('))');
}

const OF_MAILBOXES: readonly NotifyEvent[] = [
  'MailboxName',
  'SubscriptionChange',
  'MailboxMetadataChange',
  'ServerMetadataChange',
];

/** What servers answer with BAD (RFC 5465 §5, §6.1, §8): said here, where it was written. */
function check(groups: readonly NotifyGroup[]): void {
  let selected = 0;
  for (const { which, events, fetch } of groups) {
    const has = (event: NotifyEvent): boolean => events.includes(event);
    const ofSelected = which === 'selected' || which === 'selected-delayed';
    if (ofSelected && ++selected > 1) throw wrong('The selected mailbox can be named once.');
    if (ofSelected && events.some((event) => OF_MAILBOXES.includes(event)))
      throw wrong('The selected mailbox has events of messages only.');
    if (has('MessageNew') !== has('MessageExpunge'))
      throw wrong('MessageNew and MessageExpunge go together.');
    if ((has('FlagChange') || has('AnnotationChange')) && !has('MessageNew'))
      throw wrong('FlagChange needs MessageNew and MessageExpunge.');
    if (fetch !== undefined && !(ofSelected && has('MessageNew')))
      throw wrong('Attributes come with MessageNew of the selected mailbox only.');
    if (typeof which !== 'string' && ('subtree' in which ? which.subtree : which.mailboxes).length === 0)
      throw wrong('A group names at least one mailbox.');
  }
  if (groups.length === 0) throw wrong('NOTIFY SET has at least one group.');
}
const wrong = (message: string): ReturnType<typeof unusable> => unusable('invalid-argument', message);

/** NOTIFY NONE (RFC 5465 §3.1): as in a session that never asked. */
export const notifyNone = (): Command<void> => ({
  name: 'NOTIFY',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw('NOTIFY NONE'),
  finish: (_done, state) => {
    state.notifying = false;
  },
});
