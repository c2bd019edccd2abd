import type { DistrustReason } from '@shared/contract/trust';
import type { MailboxCursor } from '@shared/contract/mailbox';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, Generation, MailboxId, MessageKey } from '@shared/model/ids';
import type { Address } from '@shared/model/message';
import type { Clock } from '@shared/ports/clock';
import type { Compression, Crypto } from '@shared/ports/crypto';
import type { FetchItem, ImapClient, SelectedMailbox } from '../imap';
import type { Facts, StoreApi } from './fact-stream';
import { KeywordTable } from './keywords';
import type { Pace } from './pace';
import type { KnownMailbox, MailboxRegistry } from './mailbox-registry';
import { EXTRA_HEADERS } from './rows';

/** A new message, as far as a notification speaks of it. */
export interface NewLetter {
  readonly message: MessageKey;
  /** Null where nobody is named. */
  readonly from: Address | null;
  readonly subject: string;
  /** When it was received, ms since 1970. */
  readonly date: number;
}

/** So many new messages are told of one by one; of more, a number. */
export const MAX_TOLD = 20;

/** New mail in one mailbox, for notifications. */
export interface Arrival {
  readonly mailbox: MailboxId;
  readonly count: number;
  /** The newest `MAX_TOLD` of them, newest first. */
  readonly letters: readonly NewLetter[];
}

/** Messages that are gone from the server, before they leave the store. */
export interface Leaving {
  readonly mailbox: KnownMailbox;
  readonly generation: Generation;
  /** Ascending. */
  readonly uids: Uint32Array;
  /** The names of the mailbox's keyword bits. */
  readonly keywords: readonly string[];
  /** How many messages the mailbox held before. */
  readonly held: number;
}

/** What one account's synchronisation knows and needs, over one connection. */
export interface SyncContext {
  readonly account: AccountId;
  readonly client: ImapClient;
  readonly store: StoreApi;
  readonly facts: Facts;
  readonly registry: MailboxRegistry;
  readonly cursors: Map<MailboxId, MailboxCursor>;
  readonly keywords: Map<MailboxId, KeywordTable>;
  /** When the flags of a whole mailbox were last compared, monotonic ms; only where the server has no CONDSTORE. */
  readonly scannedAt: Map<MailboxId, number>;
  /** How much one command asks for; outlives the connection. */
  readonly pace: Pace;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly compression: Compression;
  /** Capabilities whose answers have been seen to be true on this connection. */
  readonly earned: Set<string>;
  /** Who checks senders of a mailbox's mail (`checkerOf`), as far as that was asked on this connection. */
  readonly checkers: Map<MailboxId, Promise<string | null>>;
  /** Stops using a capability that did not do what it claims, for this account, visibly. */
  distrust(capability: string, reason: DistrustReason): void;
  distrusts(capability: string): boolean;
  trouble(mailbox: MailboxId, code: string, server: string): void;
  arrived(arrival: Arrival): void;
  /** Keeps what is here of messages that are gone from the server; called before the fact that says so. */
  leaving(messages: Leaving): Promise<void>;
  /** False while the disk has no room: what is old or not asked for waits. */
  mayGrow(): boolean;
  progress(mailbox: MailboxId, done: number, total: number): void;
  /** Views go on showing this generation while the next one grows beside it. */
  keepShowing(mailbox: MailboxId, generation: Generation): void;
  /** The generation that views show while another one grows; undefined when they show the current one. */
  shownInstead(mailbox: MailboxId): Generation | undefined;
  /** Makes views show another generation of a mailbox; what waits for it is bound to the new UIDs first. */
  show(mailbox: MailboxId, generation: Generation): Promise<void>;
}

/** A mailbox that the connection has selected. */
export interface OpenMailbox {
  readonly known: KnownMailbox;
  readonly generation: Generation;
  readonly selected: SelectedMailbox;
  readonly keywords: KeywordTable;
}

export interface ListItems {
  /**
   * First words that the server has at hand. Looking for them costs a server that has none a third of its time (Dovecot
   * 2.3), so old messages are asked for theirs only where new ones had some.
   */
  readonly previews: boolean;
  /**
   * Sizes. To know the first of them a server may read a list of the whole mailbox, or make the message (Dovecot 2.3 on
   * Maildir: 100 ms of 100,000 messages, where everything else takes 5): a first screen is shown without.
   */
  readonly sizes: boolean;
}

/** What the list needs of a message, in the server's terms. */
export function listItems(client: ImapClient, { previews, sizes }: ListItems): FetchItem[] {
  const caps = client.capabilities;
  const items: FetchItem[] = ['FLAGS', 'INTERNALDATE'];
  if (sizes) items.push('RFC822.SIZE');
  items.push('ENVELOPE', 'BODYSTRUCTURE', { headers: EXTRA_HEADERS });
  if (caps.has('OBJECTID')) items.push('EMAILID', 'THREADID');
  if (caps.has('X-GM-EXT-1')) items.push('X-GM-MSGID', 'X-GM-THRID', 'X-GM-LABELS');
  if (previews && caps.has('PREVIEW')) items.push('PREVIEW (LAZY)');
  return items;
}

export function keywordsOf(ctx: SyncContext, mailbox: MailboxId): KeywordTable {
  const table = ctx.keywords.get(mailbox) ?? new KeywordTable();
  ctx.keywords.set(mailbox, table);
  return table;
}

export const mailboxGone = (id: MailboxId): MailError =>
  new MailError({
    kind: 'refused',
    code: 'mailbox-gone',
    message: `The mailbox ${id} is not there any more`,
  });
