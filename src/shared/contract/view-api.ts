import { z } from 'zod';
import type { AccountId, MailboxId, MessageKey, MessageRef } from '../model/ids';
import type { Address, BodyPart, Envelope, MessageBody } from '../model/message';
import { defineContract } from '../rpc/contract';
import type { Mailbox, MailboxCursor } from './mailbox';
import { accountId, empty, mailboxId, messageKeySchema, nothing, shape } from './schema';

/** What a list shows. The store keeps it up to date and numbers every change. */
export const viewQuery = z.object({
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mailbox'), mailbox: mailboxId }),
    /** The same role over all accounts ("All inboxes"). */
    z.object({
      kind: z.literal('role'),
      role: z.enum(['inbox', 'sent', 'drafts', 'archive', 'junk', 'trash']),
    }),
    z.object({ kind: z.literal('flagged') }),
    z.object({ kind: z.literal('unread') }),
    /** What is out of the inboxes until a time: that which comes back first stands first. */
    z.object({ kind: z.literal('snoozed') }),
    /** Everything but junk and trash, of one account or of all. */
    z.object({ kind: z.literal('all'), account: accountId.nullable() }),
  ]),
  /** What is searched for, in the language of `search/parse`; accounts by their ids. '' for no search. */
  text: z.string().max(4000).default(''),
  unread: z.boolean().default(false),
  flagged: z.boolean().default(false),
  attachment: z.boolean().default(false),
  threaded: z.boolean().default(true),
  /** By a conversation's newest message; `largest` by all of it, `person` and `subject` from A to Z. */
  sort: z.enum(['newest', 'oldest', 'largest', 'person', 'subject']).default('newest'),
});
export type ViewQuery = z.output<typeof viewQuery>;

/** One line of a list: a message, or a thread shown by its newest message in the view. */
export interface ListRow {
  readonly key: MessageKey;
  readonly ref: MessageRef;
  readonly account: AccountId;
  /** Where it shows, after pending moves; may differ from `ref.mailbox`. */
  readonly mailbox: MailboxId;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly subject: string;
  readonly preview: string;
  readonly date: number;
  /** Octets, of all messages the row stands for. */
  readonly size: number;
  /** Projected flags. */
  readonly flags: number;
  readonly keywords: readonly string[];
  readonly messageId: string;
  /** 1 for a single message. */
  readonly threadCount: number;
  readonly threadUnread: number;
  /** Starred messages of the thread. */
  readonly threadFlagged: number;
  /** Sender names of the thread, oldest first, at most 6. */
  readonly participants: readonly string[];
  /** Keys of all messages of the thread that are in this view (oldest first); actions on the row act on these. */
  readonly threadKeys: readonly MessageKey[];
  /** Labels of the message besides the mailbox it shows in (Gmail); [] elsewhere. */
  readonly labels: readonly Label[];
  /** Operations not yet done on this message. */
  readonly pending: number;
  /** In a search: it is here because the server found it. */
  readonly found?: 'server';
  /** In a search: the words around what was found in the text, when the row shows it nowhere else. */
  readonly excerpt?: string;
}

/** Another mailbox that has the message: where it is there, to take it out. */
export interface Label {
  readonly mailbox: MailboxId;
  readonly key: MessageKey;
}

export interface MessageDetail {
  readonly key: MessageKey;
  readonly ref: MessageRef;
  readonly account: AccountId;
  readonly mailbox: MailboxId;
  readonly envelope: Envelope;
  readonly structure: BodyPart | null;
  readonly preview: string;
  readonly identity: string;
  readonly date: number;
  readonly size: number;
  readonly flags: number;
  readonly keywords: readonly string[];
  readonly labels: readonly Label[];
  readonly pending: number;
  /** Absent until fetched: ask `EngineApi.fetchBody`. */
  readonly body: MessageBody | null;
}

export interface MailboxView extends Mailbox {
  /** Projected counts of what is known here. */
  readonly total: number;
  readonly unread: number;
  /** Starred ones, as far as they are known here. */
  readonly flagged: number;
  readonly cursor: MailboxCursor | null;
}

export interface ViewInfo {
  readonly view: string;
  /** Rises with each change; rows carry the version they were read at. */
  readonly version: number;
  /** Rows (threads when threaded). */
  readonly total: number;
  readonly unread: number;
  /** True while the view still reads columns or search text from the database. */
  readonly loading: boolean;
  /** In a search: what was looked at. */
  readonly coverage?: SearchCoverage;
}

/** What a search has looked at, and what it could not. */
export interface SearchCoverage {
  /** Messages whose subject, people and names of attachments were searched. */
  readonly messages: number;
  /** Of those, messages whose text was searched, too. */
  readonly texts: number;
  /** The query asks for words in texts at all. */
  readonly readsTexts: boolean;
  /** Texts that are here and not searched yet: they are being read. */
  readonly waiting: number;
  /** Messages on servers that are not listed here yet. */
  readonly unlisted: number;
}

export interface StoreStatus {
  readonly state: 'opening' | 'ready' | 'rebuilding' | 'failed';
  readonly reason: string;
  /** True once the engine is connected. */
  readonly engine: boolean;
}

/** UI → store. Reads only; what the user wants goes to the engine. */
export const viewContract = defineContract({
  name: 'view',
  version: 1,
  methods: {
    /**
     * Opens a view and reads its first rows; at most 500, which is also the most that `rows` answers with. Without
     * `coverage` it does not say what a search looked at, which costs a look at every message with each change.
     */
    open: {
      params: z.object({
        query: viewQuery,
        rows: z.number().int().min(0).max(500).default(0),
        coverage: z.boolean().default(true),
      }),
      result: shape<ViewInfo & { readonly rows: readonly ListRow[] }>(),
    },
    close: { params: z.object({ view: z.string() }), result: nothing },
    /** Takes messages into a search that the server has found; they stay in it for as long as it is open. */
    addFound: {
      params: z.object({ view: z.string(), keys: z.array(messageKeySchema).max(10_000) }),
      result: nothing,
    },
    /** Rows `from` (inclusive) to `to` (exclusive), at most 500; fewer at the end of the view. */
    rows: {
      params: z.object({ view: z.string(), from: z.number().int().min(0), to: z.number().int().min(0) }),
      result: z.object({ version: z.number(), total: z.number(), rows: z.array(shape<ListRow>()) }),
    },
    /** Where a message (or the thread it is in) stands in a view; −1 when it isn't there. Forwarded keys are followed. */
    locate: {
      params: z.object({ view: z.string(), key: messageKeySchema }),
      result: z.object({ index: z.number(), key: messageKeySchema }),
    },
    /** Message keys of rows `from`…`to` (threads expanded) for range actions; up to 200,000. */
    keys: {
      params: z.object({ view: z.string(), from: z.number().int().min(0), to: z.number().int().min(0) }),
      result: z.array(messageKeySchema),
    },
    /**
     * Which of these messages a view does not list, and which it lists by another key by now: moved within what it covers,
     * or shown as another copy of it.
     */
    gone: {
      params: z.object({ view: z.string(), keys: z.array(messageKeySchema).max(2000) }),
      result: z.object({
        gone: z.array(messageKeySchema),
        renamed: z.array(z.object({ from: messageKeySchema, to: messageKeySchema })),
      }),
    },
    message: { params: z.object({ key: messageKeySchema }), result: shape<MessageDetail>().nullable() },
    /** All messages of the thread over the account's mailboxes, oldest first; copies of one message once. */
    conversation: { params: z.object({ key: messageKeySchema }), result: z.array(shape<MessageDetail>()) },
    mailboxes: { params: empty, result: z.array(shape<MailboxView>()) },
    /**
     * People written to or heard from whose name or address starts with `text`, most frequent first. With '' nobody: it says
     * that somebody is about to search.
     */
    suggest: {
      params: z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(20) }),
      result: z.array(z.object({ name: z.string(), address: z.string() })),
    },
    status: { params: empty, result: shape<StoreStatus>() },
  },
  events: {
    viewChanged: shape<ViewInfo>(),
    mailboxesChanged: z.object({ mailboxes: z.array(shape<MailboxView>()) }),
    /** Details of these messages changed (flags, body arrived, moved). `null` keys: anything may have. */
    messagesChanged: z.object({ keys: z.array(messageKeySchema).nullable() }),
    status: shape<StoreStatus>(),
  },
});
export type ViewContract = typeof viewContract;
