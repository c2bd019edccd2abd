import type { MailError } from '@shared/errors/mail-error';
import type { SmtpAddress } from './address';
import type { DsnNotify } from './commands/rcpt';
import type { ReplyMeaning } from './meaning';
import type { Reply } from './reply';

/**
 * How far a transaction got. Up to `data-started` the server cannot have taken the message; from `dot-sent` on it
 * may have.
 */
export type SendPhase = 'envelope' | 'data-started' | 'dot-sent';

/** What one message asks of the server. */
export interface SendOptions {
  /** When some recipients are refused and some are not. `stop` (the default) sends nothing to anybody. */
  readonly onPartial?: 'stop' | 'continue';
  /** Of a streamed message; of a message in memory it is found out. Default: `8bit` where the server allows. */
  readonly content?: '7bit' | '8bit';
  /** The header has UTF-8 in it (RFC 6532). Addresses that need SMTPUTF8 are seen without this. */
  readonly utf8?: boolean;
  /** RFC 8689: refuse to pass the message on without TLS, all the way. */
  readonly requireTls?: boolean;
  /** RFC 3461 delivery reports. Not asked for where the server does not offer them: see `SendResult.reports`. */
  readonly reports?: {
    readonly notify: DsnNotify;
    readonly ret?: 'FULL' | 'HDRS';
    readonly envelopeId?: string;
  };
  /** BDAT in the place of DATA (RFC 3030), where the server offers it and is not known to fail at it. */
  readonly chunking?: boolean;
}

/** One message, to whom, and who wants to know how far it is. */
export interface SendRequest {
  readonly envelope: { readonly from: SmtpAddress; readonly to: readonly SmtpAddress[] };
  /** The frozen message, without Bcc. Line ends are normalised and dots doubled on the way. */
  readonly message: AsyncIterable<Uint8Array> | Uint8Array;
  /** Octets of the message, for SIZE (RFC 1870). */
  readonly size: number;
  readonly options?: SendOptions;
  /**
   * Awaited before MAIL, before the first octet of content, and before the final dot. If it rejects, nothing more is
   * sent, `send` rejects with the same error, and the connection is closed unless nothing was said at all.
   * @param refused the recipients that RCPT was refused for so far.
   */
  onPhase?(phase: SendPhase, refused: readonly RefusedRecipient[]): Promise<void>;
}

/** A recipient that RCPT was accepted for. */
export interface AcceptedRecipient {
  readonly address: SmtpAddress;
  readonly reply: Reply;
}

/** A recipient that RCPT was refused for. */
export interface RefusedRecipient {
  readonly address: SmtpAddress;
  readonly reply: Reply;
  /** 5yz: trying again does not help. */
  readonly permanent: boolean;
  readonly meaning: ReplyMeaning;
}

/**
 * - `accepted`: the server has taken responsibility for `accepted` recipients (and refused the others, if any).
 * - `refused`: it has not, and will not as it stands.
 * - `retry`: it has not; the same message may be tried again later.
 * - `uncertain`: the final dot may have arrived and no answer did. Never send again without asking.
 */
export type SendOutcome = 'accepted' | 'refused' | 'retry' | 'uncertain';

/** What became of one message. */
export interface SendResult {
  readonly phase: SendPhase;
  /** What RCPT said. They have the message only when `outcome` is `accepted`. */
  readonly accepted: readonly AcceptedRecipient[];
  readonly refused: readonly RefusedRecipient[];
  /** The reply that decided: to MAIL, DATA or the message. */
  readonly reply?: Reply;
  /** What the deciding reply is about, when it is a refusal. */
  readonly meaning?: ReplyMeaning;
  /** When no reply decided: what happened to the connection. */
  readonly error?: MailError;
  readonly outcome: SendOutcome;
  /** Whether delivery reports were asked for. */
  readonly reports: boolean;
}
