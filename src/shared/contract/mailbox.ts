import type { AccountId, Generation, MailboxId } from '../model/ids';
import type { MailboxRole } from '../model/message';

/** A mailbox as the server lists it; a fact. */
export interface Mailbox {
  readonly id: MailboxId;
  readonly account: AccountId;
  /** Decoded name with hierarchy, e.g. `Projects/Harbour`; never a path on disk. */
  readonly name: string;
  readonly delimiter: string | null;
  /** Last part of the name, for display. */
  readonly leaf: string;
  readonly parent: MailboxId | null;
  readonly role: MailboxRole;
  readonly selectable: boolean;
  readonly subscribed: boolean;
  /** The generation that views show. */
  readonly generation: Generation;
  /** Server's count at the last look, null when never looked. */
  readonly serverTotal: number | null;
  readonly serverUnseen: number | null;
  /**
   * Being in this mailbox is a label (Gmail): the same message may be in others of the account, and what is done to its
   * marks is done to all of them by the server.
   */
  readonly label: boolean;
  /** Lives only here (local folders, POP3, Outbox), in the vault. */
  readonly local: boolean;
  /** Plain words why the mailbox isn't synced (permission denied …), with the server's answer; null when all is well. */
  readonly trouble: { readonly code: string; readonly server: string } | null;
}

/** Where synchronisation of one mailbox generation stands; stored in the same transaction as the facts it vouches for. */
export interface MailboxCursor {
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly uidValidity: number;
  /** Every UID below this and at or above `floor` is known. */
  readonly uidNext: number;
  /** Lowest UID covered by the backfill; 1 = complete. */
  readonly floor: number;
  /** HIGHESTMODSEQ checkpoint, null without CONDSTORE. */
  readonly modseq: bigint | null;
  /** EXISTS at the last complete look. */
  readonly exists: number;
  /** When the mailbox was last found equal to the server's (ms since 1970), 0 never. */
  readonly provenAt: number;
}
