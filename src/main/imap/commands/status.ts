import { unusable } from '../errors';
import type { Command } from '../session/command';
import type { MailboxName, MailboxStatus } from '../types';

/** What STATUS can be asked for (RFC 9051 §6.3.11 and extensions). */
export type StatusItem =
  | 'MESSAGES'
  | 'RECENT'
  | 'UIDNEXT'
  | 'UIDVALIDITY'
  | 'UNSEEN'
  | 'DELETED'
  | 'SIZE'
  | 'HIGHESTMODSEQ'
  | 'MAILBOXID'
  | 'APPENDLIMIT'
  | 'DELETED-STORAGE';

/** STATUS (RFC 9051 §6.3.11). Not for the selected mailbox. Items that a server leaves out are undefined (C4). */
export function status(mailbox: MailboxName, items: readonly StatusItem[]): Command<MailboxStatus> {
  let answer: MailboxStatus | null = null;
  let other: MailboxStatus | null = null;
  return {
    name: 'STATUS',
    lane: { answers: ['STATUS'] },
    idempotent: true,
    write: (w) =>
      void w
        .raw('STATUS ')
        .mailbox(mailbox)
        .raw(` (${items.join(' ')})`),
    collect(response) {
      if (response.type !== 'status') return false;
      // With NOTIFY the counters of other mailboxes may come in between (RFC 5465 §5).
      if (isNamed(mailbox, response.status)) answer = response.status;
      else other = response.status;
      return answer === response.status;
    },
    finish: () => {
      // A server may write the name in another way than it was asked.
      answer ??= other;
      if (answer === null) throw unusable('no-data', 'The server answered STATUS without counters.');
      return answer;
    },
  };
}

const isNamed = (mailbox: MailboxName, { wire, name }: MailboxStatus): boolean =>
  typeof mailbox === 'string'
    ? name === mailbox || (name.toUpperCase() === 'INBOX' && mailbox.toUpperCase() === 'INBOX')
    : wire === mailbox.wire;
