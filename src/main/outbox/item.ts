import type { DraftContent, OutboxItem, OutboxState } from '@shared/contract/compose';
import type { AccountId, BlobHash, OutboxId } from '@shared/model/ids';

/** A recipient of the SMTP envelope and what became of it. */
export interface OutboxRecipient {
  readonly address: string;
  readonly state: 'waiting' | 'accepted' | 'refused';
  /** The server's words, '' until it spoke. */
  readonly server: string;
}

/** A frozen message in the journal: bytes, hash, Message-ID, Date and envelope are never rebuilt for a retry. */
export interface StoredMail {
  readonly id: OutboxId;
  readonly account: AccountId;
  readonly state: OutboxState;
  readonly subject: string;
  readonly messageId: string;
  readonly envelopeFrom: string;
  readonly recipients: readonly OutboxRecipient[];
  /** What goes on the wire: no Bcc. */
  readonly blob: BlobHash;
  readonly size: number;
  /** What is filed to Sent: Bcc kept (security.md O-04). */
  readonly filedBlob: BlobHash;
  readonly filedSize: number;
  readonly created: number;
  readonly at: number | null;
  readonly tries: number;
  readonly reason: { readonly code: string; readonly server: string } | null;
  /** What it was made from, so that it can be edited again while it has not gone out. */
  readonly draft: DraftContent;
}

export function publicItem(mail: StoredMail): OutboxItem {
  return {
    id: mail.id,
    account: mail.account,
    state: mail.state,
    subject: mail.subject,
    from: mail.envelopeFrom,
    to: mail.recipients.map((r) => r.address),
    messageId: mail.messageId,
    size: mail.size,
    created: mail.created,
    at: mail.at,
    tries: mail.tries,
    reason: mail.reason,
    recipients: mail.recipients,
  };
}

/**
 * What a state found at start means, after a crash: before `dot-sent` nothing can have been accepted, because that
 * state is durable before the final dot is on the wire; from then on only the server knows (scenarios E1–E3).
 */
export function stateAfterCrash(state: OutboxState): OutboxState {
  switch (state) {
    case 'connecting':
    case 'envelope':
    case 'data-started':
      return 'queued';
    case 'dot-sent':
      return 'uncertain';
    case 'held':
    case 'queued':
    case 'accepted':
    case 'filed':
    case 'refused':
    case 'retry':
    case 'uncertain':
      return state;
  }
}

/** Waiting times between attempts, in ms: soon, then ever more patiently for about two days. */
const SCHEDULE = [
  60_000,
  300_000,
  900_000,
  3_600_000,
  3_600_000 * 4,
  3_600_000 * 8,
  3_600_000 * 12,
  3_600_000 * 24,
];

/** When attempt number `tries` + 1 is due, or null when it is time to ask the person. */
export const retryDelay = (tries: number): number | null => SCHEDULE[tries - 1] ?? null;
