import { unusable } from '../errors';
import type { Command } from '../session/command';
import type { MailboxName, MailboxStatus } from '../types';

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
      answer = response.status;
      return true;
    },
    finish: () => {
      if (answer === null) throw unusable('no-data', 'The server answered STATUS without counters.');
      return answer;
    },
  };
}
