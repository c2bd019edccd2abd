import type { AccountId, Section } from './ids';

/** A mailbox address as written in a header. `address` is the addr-spec as it came (not lower-cased). */
export interface Address {
  readonly name: string;
  readonly address: string;
}

/** What the list and the message header need, decoded to Unicode, control characters removed. */
export interface Envelope {
  readonly subject: string;
  readonly from: readonly Address[];
  readonly sender: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  /** The Date header in ms since 1970, or null when absent or unreadable. */
  readonly date: number | null;
  /** Without angle brackets; '' when absent. */
  readonly messageId: string;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  /** List-Id, Auto-Submitted, List-Unsubscribe … lower-case name → raw unfolded value; only the ones Tern asks for. */
  readonly extra: Readonly<Record<string, string>>;
}

/** Of a message of which nothing is known. */
export const EMPTY_ENVELOPE: Envelope = {
  subject: '',
  from: [],
  sender: [],
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  date: null,
  messageId: '',
  inReplyTo: [],
  references: [],
  extra: {},
};

/** One node of the MIME tree as the server describes it (RFC 9051 §7.5.2 BODYSTRUCTURE). */
export interface BodyPart {
  /** `''` for the root multipart, `1`, `1.2` … as used in BODY[section]. */
  readonly section: Section;
  /** Lower-case `type/subtype`. */
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
  /** Lower-case `inline`, `attachment`, or '' when absent. */
  readonly disposition: string;
  /** Decoded file name or ''. Untrusted: never used as a path. */
  readonly filename: string;
  /** Without angle brackets; ''. */
  readonly contentId: string;
  readonly encoding: string;
  /** Octets as encoded on the server. */
  readonly size: number;
  readonly language?: readonly string[];
  readonly children: readonly BodyPart[];
}

/** One message as listed: what a row of a UID page holds. A text on the wire and in the store (`row-text`). */
export interface MessageRow {
  readonly envelope: Envelope;
  readonly structure: BodyPart | null;
  /** First words of the text, '' until known. */
  readonly preview: string;
  /** Key under which bodies are kept and shared: EMAILID or X-GM-MSGID when the server has one, else a fingerprint. */
  readonly identity: string;
}

/** The display text of a message, kept by identity so that copies and moves share it. */
export interface MessageBody {
  readonly identity: string;
  /** One entry a text part in display order: never concatenated when rendered (security.md §2.6). */
  readonly parts: readonly BodyText[];
  /** What the parser wants the reader to know: capped, ambiguous, undecodable charset … codes for i18n. */
  readonly notices: readonly string[];
  /**
   * What the server that took it in found out about its author: proven to be who they say, not proven, or denied by the
   * domain they claim. `unreceived`: no server that we know took it in (a file, an import, a copy), so that what its
   * header says about its sender is anybody's word. Absent where the server does not check.
   */
  readonly sender?: 'verified' | 'unverified' | 'failed' | 'unreceived';
}

export interface BodyText {
  readonly section: Section;
  readonly type: 'text/plain' | 'text/html';
  /** Decoded to Unicode. HTML is raw and hostile; only the reader's sanitiser may turn it into DOM. */
  readonly text: string;
  /** RFC 3676 `format=flowed`, plain text only. */
  readonly flowed: boolean;
  readonly delsp: boolean;
}

export type MailboxRole =
  | 'inbox'
  | 'archive'
  | 'drafts'
  | 'sent'
  | 'junk'
  | 'trash'
  | 'all'
  | 'flagged'
  | 'important'
  | 'outbox'
  | null;

/** Which account a thing belongs to; kept small on purpose. */
export interface Owned {
  readonly account: AccountId;
}
