import { z } from 'zod';
import type { AccountId, MailboxId } from '../model/ids';
import { accountId, empty, mailboxId, nothing, shape } from './schema';

/** What of a folder is kept for reading without a connection. Headers are always kept, but of hidden folders. */
export const keepPolicy = z.discriminatedUnion('kind', [
  /** Neither shown nor looked at. */
  z.object({ kind: z.literal('hidden') }),
  z.object({ kind: z.literal('headers') }),
  /** The texts of messages that came in the last so many days. */
  z.object({ kind: z.literal('days'), days: z.number().int().min(1).max(3650) }),
  /** All texts and attachments. */
  z.object({ kind: z.literal('everything') }),
]);
export type KeepPolicy = z.output<typeof keepPolicy>;

/** How much of what is wanted of a folder is here. Numbers are messages, but `bytes`. */
export interface OfflineFolder {
  readonly mailbox: MailboxId;
  readonly account: AccountId;
  /** The folder's own, null when it follows the account. */
  readonly policy: KeepPolicy | null;
  readonly effective: KeepPolicy;
  readonly wanted: number;
  readonly kept: number;
  /** Octets of the texts and attachments that are kept. */
  readonly bytes: number;
  /** Headers are still being fetched, so more will be wanted. */
  readonly listing: boolean;
  /** The server sent less than it announced: here, but not whole. Part of what is missing. */
  readonly cut: number;
  /** Could not be fetched the last time; tried again after the next look. Part of what is missing. */
  readonly failed: number;
  /** When everything that is wanted was here, last; ms since 1970, 0 never. */
  readonly completeAt: number;
  /** Its mail lives here only. */
  readonly local: boolean;
}

/** Taking the last days along: texts and attachments of every folder that matters. */
export interface Trip {
  /** Messages that came at or after this, ms since 1970. */
  readonly since: number;
  readonly state: 'running' | 'done' | 'stopped';
  readonly wanted: number;
  readonly kept: number;
  readonly bytes: number;
  readonly failed: number;
}

export interface OfflineStatus {
  readonly folders: readonly OfflineFolder[];
  readonly defaults: readonly { readonly account: AccountId; readonly policy: KeepPolicy }[];
  /** Why nothing is fetched ahead now. */
  readonly paused: 'disk' | 'offline' | null;
  readonly trip: Trip | null;
}

export const offlineMethods = {
  offlineStatus: { params: empty, result: shape<OfflineStatus>() },
  /** Of a folder, or with `mailbox: null` the account's default. `policy: null`: as the account says. */
  setKeepPolicy: {
    params: z.object({ account: accountId, mailbox: mailboxId.nullable(), policy: keepPolicy.nullable() }),
    result: nothing,
  },
  /** Begins to fetch the texts and attachments of the last days; how far it is comes with `offline`. */
  takeAlong: { params: z.object({ days: z.number().int().min(1).max(90) }), result: nothing },
  /** Stops it, or takes its report away. What is here already stays. */
  stopTaking: { params: empty, result: nothing },
} as const;

export const offlineEvents = { offline: shape<OfflineStatus>() } as const;
