import type { Command } from '../session/command';
import type { MailboxName } from '../types';
import { simple } from './simple';

/** RFC 6154 §3: the use of a mailbox to be made, with backslash, e.g. `\Sent`. */
export type SpecialUse = '\\All' | '\\Archive' | '\\Drafts' | '\\Flagged' | '\\Junk' | '\\Sent' | '\\Trash';

/** CREATE (RFC 9051 §6.3.4), with a use where CREATE-SPECIAL-USE is. @returns MAILBOXID where the server has it. */
export const create = (
  mailbox: MailboxName,
  use?: SpecialUse,
): Command<{ readonly mailboxId: string | null }> => ({
  name: 'CREATE',
  lane: 'alone',
  idempotent: false,
  write(w, state) {
    w.raw('CREATE ').mailbox(mailbox);
    if (use !== undefined && state.capabilities.has('CREATE-SPECIAL-USE')) w.raw(` (USE (${use}))`);
  },
  finish: (done) => ({ mailboxId: done.code?.name === 'MAILBOXID' ? done.code.id : null }),
});

/** DELETE (RFC 9051 §6.3.5). */
export const deleteMailbox = (mailbox: MailboxName): Command<void> =>
  simple('DELETE', { mailbox, lane: 'alone', idempotent: false });

/** RENAME (RFC 9051 §6.3.6). */
export const rename = (from: MailboxName, to: MailboxName): Command<void> => ({
  name: 'RENAME',
  lane: 'alone',
  idempotent: false,
  write: (w) => void w.raw('RENAME ').mailbox(from).sp().mailbox(to),
  finish: () => undefined,
});

/** SUBSCRIBE (RFC 9051 §6.3.7). */
export const subscribe = (mailbox: MailboxName): Command<void> => simple('SUBSCRIBE', { mailbox });
/** UNSUBSCRIBE (RFC 9051 §6.3.8). */
export const unsubscribe = (mailbox: MailboxName): Command<void> => simple('UNSUBSCRIBE', { mailbox });
