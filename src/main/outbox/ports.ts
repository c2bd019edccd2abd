import type { Intent } from '@shared/contract/operations';
import type { MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { BlobStore, Journal, JournalRecord } from '@shared/ports/vault';
import type { StoredMail } from './item';

/** One attempt to hand a frozen message to a server. */
export interface Submission {
  readonly account: AccountId;
  readonly from: string;
  readonly to: readonly string[];
  readonly message: AsyncIterable<Uint8Array>;
  readonly size: number;
  /** Bytes above 127 are in it. */
  readonly eightBit?: boolean;
  /** The servers are asked to tell what becomes of it (RFC 3461), under this id. */
  readonly reports?: string | null;
  /** For words about it. */
  readonly subject?: string;
  /** No server may pass it on without encryption (RFC 8689). */
  readonly requireTls?: boolean;
  /** Awaited before the bytes of that phase go on the wire. @param refused the recipients that the server has refused so far. */
  onPhase(
    phase: 'envelope' | 'data-started' | 'dot-sent',
    refused: SubmissionResult['refused'],
  ): Promise<void>;
}

export interface SubmissionResult {
  /** Whether the servers were asked to tell what becomes of it: not all know how. */
  readonly reports?: boolean;
  readonly outcome: 'accepted' | 'refused' | 'retry' | 'uncertain';
  readonly accepted: readonly { readonly address: string; readonly server: string }[];
  readonly refused: readonly {
    readonly address: string;
    readonly server: string;
    readonly permanent: boolean;
    readonly code?: string;
  }[];
  readonly code: string;
  readonly server: string;
}

/** What the outbox needs of the rest of the engine. */
export interface OutboxPorts {
  readonly journal: Journal;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  /** False once an account is going: nothing is frozen for it any more. */
  isKnown(account: AccountId): boolean;
  /** False while the account is paused, offline, or its password is not known: nothing is consumed then. */
  mayConnect(account: AccountId): boolean;
  /** @throws MailError `unreachable` or `refused` when the session could not even begin. */
  submit(submission: Submission): Promise<SubmissionResult>;
  /** Nothing more is to be submitted for this account; what is kept for the next message is given up. */
  rest(account: AccountId): void;
  /** Nothing more is to be submitted at all. Resolves when the servers have been told. */
  close(): Promise<void>;
  /** Accepts the filing operation and the extra records as one journal group. */
  accept(account: AccountId, intents: readonly Intent[], extra: readonly JournalRecord[]): Promise<void>;
  /** Where copies of sent mail go, null when the account has no such mailbox. */
  sentMailbox(account: AccountId): MailboxId | null;
  /** Looks for a Message-ID in the places where a sent message would be. Null: could not look now. */
  findSent(account: AccountId, messageId: string): Promise<boolean | null>;
  onAuthFailure(account: AccountId, error: MailError): void;
  /** What else follows from acceptance: marking the original as answered or forwarded, what is noted with it. */
  afterAcceptance(mail: StoredMail): {
    readonly intents: readonly Intent[];
    readonly records: readonly JournalRecord[];
  };
}
