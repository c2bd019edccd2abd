import { z } from 'zod';
import { defineContract } from '../rpc/contract';
import type { MailboxId } from '../model/ids';
import type { MessageBody, MessageRow } from '../model/message';
import type { Mailbox, MailboxCursor } from './mailbox';
import { operationSchema } from './operations';
import { snoozeState } from './snooze';
import {
  accountId,
  empty,
  f64,
  generationSchema,
  mailboxId,
  messageKeySchema,
  messageRef,
  shape,
  u32,
  u8,
} from './schema';

/**
 * Header facts as columns (one entry a message, ascending UID) and rows as octets of text, so that neither the port nor
 * IndexedDB walks an object graph and a row is read only when it is shown.
 */
const messagesFact = z.object({
  kind: z.literal('messages'),
  mailbox: mailboxId,
  generation: generationSchema,
  uids: u32,
  /** `Flag` bits, including Tern's own (`HasAttachment`). */
  flags: u32,
  /** Bits by the mailbox's keyword table. */
  keywords: u32,
  /** INTERNALDATE (else Date header) in ms since 1970: the list's order. */
  dates: f64,
  sizes: u32,
  /** hash53 of Message-ID (or of THREADID/X-GM-THRID material), 0 for none. */
  idHashes: f64,
  /** hash53 of References, In-Reply-To and thread ids: message i owns refHashes[refEnds[i-1] … refEnds[i]]. */
  refHashes: f64,
  refEnds: u32,
  /** Rows' texts (`model/row-text`) as `model/lines`; empty where they are packed. */
  rows: u8,
  /** Lower-cased "subject\u0001from to cc", what search as you type scans, as `model/lines`; empty where they are packed. */
  search: u8,
  /** Both of each page of 256 UIDs apart, in their order, as raw DEFLATE (RFC 1951): what comes in bulk. */
  packed: z.object({ rows: z.array(u8), search: z.array(u8) }).optional(),
});
export type MessagesFact = z.output<typeof messagesFact>;

export const factSchema = z.discriminatedUnion('kind', [
  /** The full list of an account's mailboxes; those absent are gone and their pages are dropped. */
  z.object({ kind: z.literal('mailboxes'), account: accountId, mailboxes: z.array(shape<Mailbox>()) }),
  messagesFact,
  /** Server truth for flags of known messages. Unknown UIDs are ignored (a FLAGS fact never creates a message). */
  z.object({
    kind: z.literal('flags'),
    mailbox: mailboxId,
    generation: generationSchema,
    uids: u32,
    flags: u32,
    keywords: u32,
  }),
  /** Proven absent on the server. The engine has the proof; the store obeys and keeps tombstones. */
  z.object({ kind: z.literal('gone'), mailbox: mailboxId, generation: generationSchema, uids: u32 }),
  /** Keyword table of a mailbox: bit i of the keywords column is names[i]. */
  z.object({ kind: z.literal('keywords'), mailbox: mailboxId, names: z.array(z.string()).max(32) }),
  z.object({
    kind: z.literal('previews'),
    mailbox: mailboxId,
    generation: generationSchema,
    uids: u32,
    previews: z.array(z.string()),
  }),
  /** The display text of a message, to be kept and to be found by its words. */
  z.object({ kind: z.literal('body'), ref: messageRef, body: shape<MessageBody>() }),
  /** Texts of messages whose bodies are kept elsewhere (mail that lives here): to be found by their words, not kept. */
  z.object({
    kind: z.literal('texts'),
    mailbox: mailboxId,
    generation: generationSchema,
    uids: u32,
    texts: z.array(z.string()),
  }),
  /** Pending operations changed: upserts by id and removals. */
  z.object({
    kind: z.literal('operations'),
    upsert: z.array(operationSchema),
    remove: z.array(z.string()),
  }),
  /** The journal's full set, sent after connecting: what the store had before is replaced. */
  z.object({ kind: z.literal('all-operations'), operations: z.array(operationSchema) }),
  /** Where messages went: old key → new key. Selections and chains of operations follow. */
  z.object({ kind: z.literal('forwarding'), from: z.array(messageKeySchema), to: z.array(messageKeySchema) }),
  /** All that is snoozed or waited for, or came back from it lately: what the store had before is replaced. */
  z.object({ kind: z.literal('snoozed'), messages: z.array(snoozeState) }),
  z.object({ kind: z.literal('drop-generation'), mailbox: mailboxId, generation: generationSchema }),
  z.object({ kind: z.literal('remove-account'), account: accountId }),
]);
export type Fact = z.output<typeof factSchema>;

export const batchSchema = z.object({
  /** One engine run; a store that sees a new epoch expects numbers from 1 again. */
  epoch: z.string(),
  /** Consecutive per epoch. A number at or below the last applied one is acknowledged and ignored. */
  number: z.number().int().min(1),
  facts: z.array(factSchema),
  /** Written in the same transaction as the facts. */
  cursors: z.array(shape<MailboxCursor>()),
});
export type FactBatch = z.output<typeof batchSchema>;

/** Server truth as the store holds it, for reconciliation. Ascending UIDs. */
export interface KnownColumns {
  readonly uids: Uint32Array;
  readonly flags: Uint32Array;
  readonly keywords: Uint32Array;
  readonly sizes: Uint32Array;
  readonly dates: Float64Array;
  readonly idHashes: Float64Array;
}

export interface StoreHello {
  /** The marker of the last vault this store belonged to; '' when the database is new or was rebuilt. */
  readonly marker: string;
  readonly cursors: readonly MailboxCursor[];
  readonly mailboxes: readonly Mailbox[];
  /** Keyword tables as last told by `keywords` facts. */
  readonly keywords: readonly { readonly mailbox: MailboxId; readonly names: readonly string[] }[];
  /** Why the database had to be rebuilt since last time, null when it was not. */
  readonly rebuilt: string | null;
}

/** Engine → store. The engine is the only caller; the store never calls back, it only emits. */
export const storeContract = defineContract({
  name: 'store',
  version: 1,
  methods: {
    /** First call. `marker` names the vault; a store with another marker wipes itself and answers with an empty one. */
    hello: { params: z.object({ marker: z.string().min(1) }), result: shape<StoreHello>() },
    /** Applies a batch and its cursors in one transaction; resolves after it is complete. */
    apply: { params: batchSchema, result: z.object({ number: z.number() }) },
    /**
     * Known messages with first ≤ UID ≤ last. With `only: 'flags'` sizes, dates and hashes may be empty, and so may
     * keywords where no message has one.
     */
    columns: {
      params: z.object({
        mailbox: mailboxId,
        generation: generationSchema,
        first: z.number().int().min(1),
        last: z.number().int().min(1),
        only: z.literal('flags').optional(),
      }),
      result: shape<KnownColumns>(),
    },
    /** Rows of known messages, null where unknown. At most 1,000 at a time. */
    rows: {
      params: z.object({ refs: z.array(messageRef).max(1000) }),
      result: z.array(shape<MessageRow>().nullable()),
    },
    /** Which of these identities have a body here. */
    bodiesPresent: {
      params: z.object({ identities: z.array(z.string()).max(1000) }),
      result: z.array(z.boolean()),
    },
    body: { params: z.object({ identity: z.string() }), result: shape<MessageBody>().nullable() },
    /** Messages with this Message-ID hash in the account's live generations. */
    findByIdHash: {
      params: z.object({ account: accountId, hash: z.number() }),
      result: z.array(messageRef),
    },
    /** For each address whether the person has written to it: mail to it is in a folder for sent mail. */
    wroteTo: {
      params: z.object({ addresses: z.array(z.string()).max(100) }),
      result: z.array(z.boolean()),
    },
    /**
     * For each Message-ID hash whether the account lists a message with it, in any mailbox but `except`; false for 0.
     * What is gone from one mailbox and listed in another was moved.
     */
    listed: {
      params: z.object({ account: accountId, hashes: f64, except: mailboxId.nullable() }),
      result: z.array(z.boolean()),
    },
    /** For each Message-ID hash the messages with it that the account shows in mailboxes of a role, after pending moves. */
    inRole: {
      params: z.object({ account: accountId, role: z.enum(['inbox', 'sent']), hashes: f64 }),
      result: z.array(z.array(messageRef)),
    },
    /**
     * For each Message-ID hash messages that name it (References, In-Reply-To), in any account: at most 100, and none in
     * Sent, Drafts or Junk.
     */
    naming: { params: z.object({ hashes: f64 }), result: z.array(z.array(messageRef)) },
    /**
     * Listed messages from UID `from` on whose texts are neither in the index nor waiting for it: ascending, at most
     * `limit`. `waiting`: texts that are to be indexed before more are sent.
     */
    textsMissing: {
      params: z.object({
        mailbox: mailboxId,
        generation: generationSchema,
        from: z.number().int().min(1),
        limit: z.number().int().min(1).max(10_000),
      }),
      result: z.object({ uids: u32, waiting: z.number() }),
    },
    usage: { params: empty, result: z.object({ messages: z.number(), bytes: z.number().nullable() }) },
  },
  events: {
    /** The database was closed under the store (deleted, corrupted, quota): a new `hello` is needed. */
    lost: z.object({ reason: z.string() }),
    /** Messages that someone is looking at without a body or a preview: a hint for what to fetch first. */
    looking: z.object({ refs: z.array(messageRef).max(200) }),
  },
});
export type StoreContract = typeof storeContract;
