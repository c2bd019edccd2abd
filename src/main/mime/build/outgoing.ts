import type { Address } from '@shared/model/message';

/** Names the draft that a copy in the server's Drafts belongs to. Never in a message that is sent. */
export const DRAFT_HEADER = 'X-Tern-Draft';

export interface OutgoingFile {
  /** As the person knows it; '' for none. */
  readonly filename: string;
  /** Media type; guessed from the name when ''. */
  readonly type: string;
  /** Opens the bytes. Called once or twice for each time the message is built; must give the same bytes each time. */
  read(): AsyncIterable<Uint8Array>;
}

export interface OutgoingImage extends OutgoingFile {
  /** Without angle brackets; what the HTML says after `cid:`. */
  readonly contentId: string;
}

/** Everything a message is made of. Equal values give equal bytes, so a message can be built again after a crash. */
export interface OutgoingMessage {
  readonly from: Address;
  /** Only when it differs from `from`. */
  readonly sender?: Address;
  readonly replyTo?: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  /** ms since 1970. */
  readonly date: number;
  /** Minutes east of UTC for the Date header; 0 keeps the sender's whereabouts private. */
  readonly utcOffset?: number;
  /** Without angle brackets; see `newMessageId`. */
  readonly messageId: string;
  readonly inReplyTo?: readonly string[];
  readonly references?: readonly string[];
  readonly text: string;
  /** Ready to send; inline images as `cid:`. */
  readonly html?: string;
  readonly images?: readonly OutgoingImage[];
  readonly attachments?: readonly OutgoingFile[];
  /** iCalendar text beside the words, for calendars to act on (RFC 6047 §2.4). */
  readonly calendar?: { readonly method: 'REPLY'; readonly text: string };
  /** Fields of a disposition notification (RFC 8098 §3.1): makes the message a report. */
  readonly disposition?: readonly { readonly name: string; readonly value: string }[];
  /** Further headers: `Auto-Submitted`, `Disposition-Notification-To` … Names and values are checked. */
  readonly extra?: readonly { readonly name: string; readonly value: string }[];
}
