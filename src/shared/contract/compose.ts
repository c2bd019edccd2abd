import { z } from 'zod';
import type { draftId, outboxId } from './schema';
import { accountId, address, messageRef } from './schema';

export const draftAttachment = z.object({
  /** Blob in the vault. */
  blob: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number(),
  /** Inline image: referred to as cid:… by the HTML. */
  contentId: z.string().nullable(),
});
export type DraftAttachment = z.output<typeof draftAttachment>;

export const draftContent = z.object({
  account: accountId,
  identity: z.string(),
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  subject: z.string(),
  /** What was typed, plain text; always present. */
  text: z.string(),
  /** Simple rich text from the editor's model, null for plain text only. Never contains the quoted original. */
  html: z.string().nullable(),
  /** The original as it will follow below the text; shown outside the editor. */
  quote: z.object({ text: z.string(), html: z.string().nullable(), attribution: z.string() }).nullable(),
  inReplyTo: z.array(z.string()),
  references: z.array(z.string()),
  /** The message answered or forwarded; gets \Answered or $Forwarded once the answer is accepted. */
  relates: z.object({ ref: messageRef, kind: z.enum(['reply', 'forward']) }).nullable(),
  attachments: z.array(draftAttachment),
});
export type DraftContent = z.output<typeof draftContent>;

export interface Draft {
  readonly id: z.output<typeof draftId>;
  /** Rises with every save. */
  readonly version: number;
  /** ms since 1970. */
  readonly savedAt: number;
  readonly content: DraftContent;
}

export type OutboxState =
  | 'held'
  | 'queued'
  | 'connecting'
  | 'envelope'
  | 'data-started'
  | 'dot-sent'
  | 'accepted'
  | 'filed'
  | 'refused'
  | 'retry'
  | 'uncertain';

/** A message on its way. Frozen: bytes, hash, Message-ID, Date and envelope never change once here. */
export interface OutboxItem {
  readonly id: z.output<typeof outboxId>;
  readonly account: z.output<typeof accountId>;
  readonly state: OutboxState;
  readonly subject: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string;
  readonly size: number;
  readonly created: number;
  /** `held`: may be undone until then; `retry`: will be tried then. */
  readonly at: number | null;
  readonly tries: number;
  readonly reason: { readonly code: string; readonly server: string } | null;
  readonly recipients: readonly {
    readonly address: string;
    readonly state: 'waiting' | 'accepted' | 'refused';
    readonly server: string;
  }[];
}
