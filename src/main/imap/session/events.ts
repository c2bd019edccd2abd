import type { ModSeq, SeqNum, Uid } from '@shared/model/ids';
import type { UidSet } from '../sets';
import type { FetchedMessage, ListEntry, MailboxStatus } from '../types';

/** How a server broke a promise: LIST with RETURN was refused, or gave nothing where plain LIST gives mailboxes. */
export type QuirkReason = 'list-refused' | 'list-empty';

/** What the server says without being asked, in the order in which it says it. */
export type ImapEvent =
  /** Messages in the selected mailbox now (RFC 9051 §7.4.1). */
  | { readonly type: 'exists'; readonly count: number; readonly previous: number }
  | { readonly type: 'recent'; readonly count: number }
  /** One message is gone; `uid` is null when the view had never learnt it. */
  | { readonly type: 'expunge'; readonly seq: SeqNum; readonly uid: Uid | null }
  /** `earlier`: gone before the mailbox was selected (RFC 7162 §3.2.10). */
  | { readonly type: 'vanished'; readonly uids: UidSet; readonly earlier: boolean }
  /** Attributes that no command asked for. `uid` is from the response or the view. */
  | {
      readonly type: 'fetch';
      readonly uid: Uid | null;
      readonly flags: readonly string[] | null;
      readonly modseq: ModSeq | null;
      readonly message: FetchedMessage;
    }
  | { readonly type: 'flags'; readonly flags: readonly string[] }
  | { readonly type: 'permanentflags'; readonly flags: readonly string[] }
  | { readonly type: 'uidvalidity'; readonly value: number; readonly expected: number }
  | { readonly type: 'uidnext'; readonly value: number }
  | { readonly type: 'highestmodseq'; readonly value: ModSeq }
  | { readonly type: 'capability'; readonly capabilities: readonly string[] }
  /** To be shown as "Message from server X", plain text (RFC 9051 §7.1). Never from before login or TLS. */
  | { readonly type: 'alert'; readonly text: string }
  | { readonly type: 'bye'; readonly text: string; readonly code: string }
  /** The counters of another mailbox (NOTIFY, RFC 5465 §5). */
  | { readonly type: 'status'; readonly status: MailboxStatus }
  /** A mailbox was made, renamed, deleted or (un)subscribed (NOTIFY). */
  | { readonly type: 'list'; readonly entry: ListEntry }
  | { readonly type: 'metadata'; readonly mailbox: string; readonly names: readonly string[] }
  /** The server stopped notifying (RFC 5465 §5.8). */
  | { readonly type: 'notification-overflow' }
  | {
      readonly type: 'progress';
      readonly tag: string | null;
      readonly done: number | null;
      readonly total: number | null;
    }
  /** Client and server disagree about the selected mailbox: reconcile instead of guessing. */
  | { readonly type: 'dirty'; readonly reason: DirtyReason }
  /** The server did not do what it claims; to be remembered for the account. */
  | { readonly type: 'quirk'; readonly id: string; readonly reason: QuirkReason }
  /** A response that could not be read was left out. */
  | { readonly type: 'unreadable'; readonly reason: string }
  /** The connection is over; the last event. */
  | { readonly type: 'closed'; readonly error: import('@shared/errors/mail-error').MailError | null };

/** Why the view and the server no longer agree; whoever uses the view has to reconcile (see `MailboxView`). */
export type DirtyReason =
  | 'exists-shrank'
  | 'expunge-out-of-range'
  | 'fetch-out-of-range'
  | 'uid-mismatch'
  | 'uid-order'
  | 'vanished-unclear'
  | 'uidvalidity-changed'
  | 'unreadable';
