import { z } from 'zod';
import type { MailboxId, MessageKey, OperationId } from '../model/ids';
import type { Address } from '../model/message';
import type { Operation } from './operations';
import { empty, operationId, shape } from './schema';

/** One of the messages a change is about, as the cache knows it. */
export interface ChangeSubject {
  readonly key: MessageKey;
  /** Where it is now on the server, as far as Tern knows. */
  readonly mailbox: MailboxId;
  readonly subject: string;
  readonly from: readonly Address[];
  /** ms since 1970. */
  readonly date: number | null;
}

/** What a pending change is about. */
export interface ChangeDetail {
  readonly id: OperationId;
  /** How many messages it names; 0 for a change of mailboxes. */
  readonly total: number;
  /** The first of them that are known here, at most three. */
  readonly messages: readonly ChangeSubject[];
}

/** A change that has left the queue. */
export interface EndedChange {
  readonly operation: Operation;
  /** ms since 1970. */
  readonly ended: number;
  /**
   * `superseded`: a later change made it unnecessary before it ran. `taken-back`: cancelled, or a refusal forgotten.
   * `account-removed`: the account that it was for was removed before it was done.
   */
  readonly outcome: 'done' | 'superseded' | 'taken-back' | 'account-removed';
  /** Whether `undo` of its group would still do something. */
  readonly undoable: boolean;
}

/** What the panel of pending changes asks beyond `operations`. */
export const pendingMethods = {
  /** The messages that changes are about; unknown ids are left out. */
  describeOperations: {
    params: z.object({ ids: z.array(operationId).max(200) }),
    result: z.array(shape<ChangeDetail>()),
  },
  /** Changes that ended since Tern was started, newest first, at most 200. */
  endedOperations: { params: empty, result: z.array(shape<EndedChange>()) },
} as const;
