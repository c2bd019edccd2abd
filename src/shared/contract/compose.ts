import { z } from 'zod';
import type { draftId, outboxId } from './schema';
import { accountId, address, messageRef } from './schema';
import { remindWhen } from './snooze';

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

export const replyMode = z.enum([
  'reply',
  'reply-all',
  'reply-list',
  'forward',
  'forward-attached',
  'edit-as-new',
]);
export type ReplyMode = z.output<typeof replyMode>;

/** The words around a quotation in the writer's language; `{{when}}` and `{{who}}` stand for what the engine knows. */
export const quoteWords = z.object({
  /** BCP 47. */
  locale: z.string().max(35),
  attribution: z.string().max(500),
  forwarded: z.string().max(500),
  from: z.string().max(100),
  date: z.string().max(100),
  subject: z.string().max(100),
  to: z.string().max(100),
  cc: z.string().max(100),
});
export type QuoteWords = z.output<typeof quoteWords>;

/** The words of an answer that the engine sends by itself, in the writer's language. */
export const receiptWords = z.object({ subject: z.string().max(200), text: z.string().max(4000) });
export type ReceiptWords = z.output<typeof receiptWords>;

/** What the person said to an invitation. */
export interface GivenAnswer {
  readonly participation: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';
  /** ms since 1970. */
  readonly at: number;
  /** Of the invitation that was answered: a higher one is a change that came after. */
  readonly sequence: number;
  /** The answer has not gone out yet. */
  readonly waiting: boolean;
}

/** What OpenPGP is to do with a letter when it goes out (ADR 10). */
export const letterProtection = z.object({
  encrypt: z.boolean(),
  sign: z.boolean(),
  /** It answers or forwards a letter that was encrypted. */
  answersEncrypted: z.boolean().optional(),
});
export type LetterProtection = z.output<typeof letterProtection>;

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
  /** What is asked of the receivers: a word that it was read (RFC 8098), a word of the servers that it arrived (RFC 3461). */
  receipts: z.object({ read: z.boolean(), delivery: z.boolean() }).optional(),
  /** No server may pass it on without encryption (REQUIRETLS, RFC 8689); one that cannot promise that does not get it. */
  requireTls: z.boolean().optional(),
  /** Absent: neither encrypted nor signed. A draft that is to be encrypted stays on this computer. */
  protect: letterProtection.optional(),
  /** One is reminded of it then, counted from when it goes out, if nobody has answered it. */
  reminder: remindWhen.nullable().optional(),
  /** The letter leaves a mailing list, by `listKeyOf`: noted once it is accepted. */
  unsubscribes: z.string().max(300).optional(),
});
export type DraftContent = z.output<typeof draftContent>;

/** Where the server's copy of a draft stands. */
export interface DraftCopy {
  /**
   * `none`: nothing of it is on a server, and nothing is on its way there. `leaving`: an earlier one is still there, and is to
   * be taken away; with a `reason` when the server would not.
   */
  readonly state: 'none' | 'waiting' | 'saved' | 'refused' | 'leaving';
  readonly reason: { readonly code: string; readonly server: string } | null;
  /** The copy was changed or deleted elsewhere since Tern put it there; `other` is what looks like the other version. */
  readonly conflict: { readonly other: z.output<typeof messageRef> | null } | null;
}

export interface Draft {
  readonly id: z.output<typeof draftId>;
  /** Rises with every save. */
  readonly version: number;
  /** ms since 1970. */
  readonly savedAt: number;
  readonly content: DraftContent;
  /** Added when a page is told; absent in the journal. */
  readonly copy?: DraftCopy;
}

export type OutboxState =
  | 'held'
  /** Its time passed while Tern could not send, the person's choice (`scheduled`) or long ago: the person is asked. */
  | 'missed'
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
  /** `held`: goes out then, may be taken back until then; `retry`: will be tried then. */
  readonly at: number | null;
  /** The person chose `at`, or the time that was missed: send later. */
  readonly scheduled?: number;
  /** The ledger says that it went out then (`already-sent`). */
  readonly went?: number;
  /** False: passed on as it is, there is nothing to edit. */
  readonly editable?: boolean;
  readonly tries: number;
  readonly reason: { readonly code: string; readonly server: string } | null;
  readonly recipients: readonly {
    readonly address: string;
    readonly state: 'waiting' | 'accepted' | 'refused';
    readonly server: string;
    /** What a refusal is about: `mailbox-full`, `no-such-mailbox` … */
    readonly code?: string;
  }[];
}
