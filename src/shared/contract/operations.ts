import { z } from 'zod';
import { accountId, mailboxId, messageSet, operationId } from './schema';

/**
 * One copy of a draft on the server, by what proves that it is this one: its Message-ID, its UID once that is known, and
 * Tern's own header unless it was `adopted` (written elsewhere, opened and gone on with here).
 */
export const draftCopyRef = z.object({
  messageId: z.string(),
  generation: z.number().int(),
  uid: z.number().int().nullable(),
  adopted: z.boolean(),
});
export type DraftCopyRef = z.output<typeof draftCopyRef>;

/** What the user wants, as data. Never a copy of state (design §2.3). */
export const intentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('flags'),
    /** Names messages by reference; after a move the forwarding address leads on. */
    messages: messageSet,
    /** IMAP flag names. */
    add: z.array(z.string().min(1).max(256)).max(64),
    remove: z.array(z.string().min(1).max(256)).max(64),
  }),
  z.object({ kind: z.literal('move'), messages: messageSet, to: mailboxId }),
  z.object({ kind: z.literal('copy'), messages: messageSet, to: mailboxId }),
  /** Delete for good: `\Deleted` + UID EXPUNGE of exactly these. */
  z.object({ kind: z.literal('destroy'), messages: messageSet }),
  z.object({
    kind: z.literal('append'),
    to: mailboxId,
    blob: z.string(),
    size: z.number(),
    messageId: z.string(),
    flags: z.array(z.string()),
    internalDate: z.number().nullable(),
    /** It is restored or imported: only the very letter counts as being there already, not another of its Message-ID. */
    brought: z.boolean().optional(),
  }),
  /** Puts a draft's newest version into Drafts and takes away what Tern put there before; `save` null: only the latter. */
  z.object({
    kind: z.literal('draft'),
    to: mailboxId,
    draft: z.string(),
    /** By which a version that somebody else made of it is recognised. */
    subject: z.string(),
    save: z.object({ blob: z.string(), size: z.number(), messageId: z.string() }).nullable(),
    ours: z.array(draftCopyRef),
  }),
  z.object({ kind: z.literal('create-mailbox'), account: accountId, name: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('rename-mailbox'), mailbox: mailboxId, name: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('delete-mailbox'), mailbox: mailboxId }),
  z.object({ kind: z.literal('subscribe'), mailbox: mailboxId, subscribed: z.boolean() }),
]);
export type Intent = z.output<typeof intentSchema>;

/**
 * `settling`: done on the server, kept in the projection until the facts that prove it have been stored.
 * Nothing leaves the queue except from `done`, or from `refused`/`conflict` after the reader has seen it.
 */
export const operationState = z.enum([
  'waiting',
  'running',
  'verifying',
  'settling',
  'done',
  'refused',
  'uncertain',
  'superseded',
]);
export type OperationState = z.output<typeof operationState>;

export const operationSchema = z.object({
  id: operationId,
  account: accountId,
  /** Order of acceptance over all accounts; operations on one message run in this order. */
  seq: z.number().int(),
  intent: intentSchema,
  state: operationState,
  /** ms since 1970. */
  created: z.number(),
  tries: z.number().int(),
  /** When it will be tried again, null when nothing is scheduled. */
  nextTry: z.number().nullable(),
  reason: z.object({ code: z.string(), message: z.string(), server: z.string().nullable() }).nullable(),
  /** The operations accepted by one `act` call share this; undo takes the group. */
  group: z.string(),
  /** On what one account does for a move or copy of another account's: that operation. */
  partOf: operationId.optional(),
  /** On a move or copy to another account that is under way: how many of its messages are through. */
  done: z.number().int().optional(),
});
export type Operation = z.output<typeof operationSchema>;
