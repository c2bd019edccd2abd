import { z } from 'zod';
import { accountId, mailboxId } from './schema';
import type { AccountId, MailboxId } from '../model/ids';

/** A message that left the server by somebody else's hand and is still known here. */
export interface RemovedMessage {
  /** Names it until it is restored, forgotten or too old. */
  readonly id: string;
  readonly account: AccountId;
  /** Where it was. The mailbox may be gone as well; `folder` is its name then. */
  readonly mailbox: MailboxId;
  readonly folder: string;
  /** When Tern noticed, ms since 1970. */
  readonly removedAt: number;
  /** When it will be forgotten, ms since 1970. */
  readonly keptUntil: number;
  readonly from: string;
  readonly subject: string;
  /** INTERNALDATE, ms since 1970. */
  readonly date: number;
  readonly size: number;
  /**
   * What of it is here: the very bytes of the server; all that can be read, of which a message is made again; that without
   * `missing` attachments; or only this line. What is not here can't be put back.
   */
  readonly content: 'exact' | 'whole' | 'texts' | 'none';
  readonly missing: number;
}

export const removedWhere = z.object({ account: accountId.nullable(), mailbox: mailboxId.nullable() });

export const restoreRemoved = z.object({
  ids: z.array(z.string().max(200)).min(1).max(1000),
  /** Null: where each was, or the inbox where that mailbox is gone. */
  to: mailboxId.nullable(),
});
