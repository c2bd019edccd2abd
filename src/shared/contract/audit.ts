import { z } from 'zod';
import type { AccountId, MailboxId } from '../model/ids';
import { accountId, mailboxId, shape } from './schema';

export const differenceKind = z.enum([
  /** The server has it, the cache does not, though its range counts as fetched. */
  'missing-here',
  /** The cache has it, the server does not. */
  'missing-there',
  'flags',
  /** RFC822.SIZE is another one: under this UID there may be another message. */
  'size',
  /** The count that the proof of completeness stands on is not what the cache holds. */
  'count',
  /** The server has renumbered the mailbox. */
  'uidvalidity',
]);
export type DifferenceKind = z.output<typeof differenceKind>;

/** One message that differs, for people to look at. */
export interface DifferenceSample {
  readonly uid: number;
  /** '' where the cache has no header. */
  readonly subject: string;
  readonly here: string;
  readonly there: string;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly count: number;
  /** Packed as in `model/uid-ranges`; '' for `count` and `uidvalidity`. */
  readonly uids: string;
  /** At most twenty of them. */
  readonly samples: readonly DifferenceSample[];
}

/** What a comparison of one mailbox found. Nothing was changed. */
export interface FolderAudit {
  readonly account: AccountId;
  readonly mailbox: MailboxId;
  readonly name: string;
  readonly outcome: 'equal' | 'different' | 'not-compared';
  /** Why it was not compared: an error's code, or `local-only`, `never-synchronised`, `no-mailbox`. */
  readonly why: { readonly code: string; readonly server: string } | null;
  readonly local: number;
  readonly server: number;
  /** Arrived since the last synchronisation; it will fetch them. */
  readonly newer: number;
  /** Older messages whose headers the first synchronisation has not reached. */
  readonly notFetched: number;
  /** Flags that changed since the last synchronisation (CONDSTORE only). */
  readonly changedSince: number;
  readonly differences: readonly Difference[];
  readonly ms: number;
}

export interface AuditReport {
  readonly folders: readonly FolderAudit[];
  /** Messages compared in all. */
  readonly messages: number;
  readonly ms: number;
}

export interface AuditProgress {
  /** As the caller named the run. */
  readonly run: string;
  readonly folder: string;
  readonly folderNumber: number;
  readonly folders: number;
  /** Messages of this folder. */
  readonly done: number;
  readonly total: number;
}

/** Comparing the cache with the server. */
export const auditMethods = {
  /**
   * Compares one folder, or all of an account; changes nothing. Emits `auditProgress`. Cancelling the call stops it.
   * @throws MailError `offline` when there is no connection, `account-gone`.
   */
  audit: {
    params: z.object({ run: z.string().max(100), account: accountId, mailbox: mailboxId.nullable() }),
    result: shape<AuditReport>(),
  },
  /**
   * Puts one difference right in the cache, by what the server says now; the server is not changed.
   * @returns how many messages were put right.
   */
  repair: {
    params: z.object({ mailbox: mailboxId, kind: differenceKind, uids: z.string().max(4_000_000) }),
    result: z.object({ repaired: z.number() }),
  },
} as const;

export const auditEvents = { auditProgress: shape<AuditProgress>() } as const;
