import type { Distrust } from './trust';
import { z } from 'zod';
import type { AccountId, MailboxId, MessageKey, MessageRef } from '../model/ids';
import type { MailboxRole } from '../model/message';
import type { AccountPhase } from './account';
import type { Operation } from './operations';
import { accountId, messageRef, shape } from './schema';

/** How changes of a mailbox are learnt, best first. `pop3`: listed and fetched, nothing else. */
export type SyncStrategy = 'qresync' | 'condstore' | 'flags' | 'pop3' | 'local';

/** One connection to the incoming server, as it is now. */
export interface ConnectionInsight {
  readonly purpose: 'worker' | 'watcher';
  /** The mailbox it has selected, '' for none. */
  readonly mailbox: string;
  readonly encrypted: boolean;
}

export interface FolderInsight {
  readonly mailbox: MailboxId;
  readonly name: string;
  readonly role: MailboxRole;
  readonly generation: number;
  /** 0: the server told none, or it was never opened. */
  readonly uidValidity: number;
  readonly uidNext: number;
  /** A decimal number, null without CONDSTORE. */
  readonly highestModSeq: string | null;
  /** MAILBOXID, '' without OBJECTID. */
  readonly objectId: string;
  /** Messages held here, null when no cache is connected. */
  readonly local: number | null;
  /** The server's count when it was last told, null when never. */
  readonly server: number | null;
  readonly strategy: SyncStrategy;
  /** When it was last found equal to the server's, ms since 1970; 0 never. */
  readonly provenAt: number;
  /** Lowest UID whose headers are here; 1: all of them. */
  readonly floor: number;
  readonly trouble: { readonly code: string; readonly server: string } | null;
}

/** How one account is synchronised, for people who want to know exactly. */
export interface AccountInsight {
  readonly account: AccountId;
  readonly label: string;
  readonly protocol: 'imap' | 'pop3';
  readonly host: string;
  readonly phase: AccountPhase;
  readonly lastSync: number | null;
  readonly retryAt: number | null;
  readonly connections: readonly ConnectionInsight[];
  /** The server's greeting and its ID, '' when there is no connection. */
  readonly greeting: string;
  readonly serverId: string;
  readonly capabilities: readonly string[];
  readonly enabled: readonly string[];
  /** Claimed by the server and not used any more, and why. */
  readonly distrusted: readonly Pick<Distrust, 'capability' | 'reason'>[];
  readonly strategy: SyncStrategy;
  readonly folders: readonly FolderInsight[];
}

export interface PartInsight {
  readonly section: string;
  readonly type: string;
  readonly name: string;
  /** Octets as encoded on the server. */
  readonly size: number;
  readonly here: boolean;
}

/** Everything Tern knows of one message. */
export interface MessageInsight {
  readonly subject: string;
  /** As asked for, and where that leads now. */
  readonly asked: MessageKey;
  readonly ref: MessageRef;
  readonly folder: string;
  readonly account: string;
  /** The server's UIDs of this generation are still valid. */
  readonly current: boolean;
  /** Whether the cache holds its header. */
  readonly known: boolean;
  readonly forwarding: readonly { readonly from: MessageKey; readonly to: MessageKey }[];
  readonly identity: string;
  readonly messageId: string;
  /** Server truth, before pending changes. IMAP names. */
  readonly flags: readonly string[];
  readonly size: number;
  readonly internalDate: number | null;
  /** `cut`: the server sent less than it announced, so it is fetched again when it is read. */
  readonly body: 'here' | 'cut' | 'on-server';
  readonly parts: readonly PartInsight[];
  readonly operations: readonly Operation[];
}

/** What the sync inspector asks. Reads only. */
export const inspectMethods = {
  inspectAccount: { params: z.object({ account: accountId }), result: shape<AccountInsight>() },
  inspectMessage: { params: z.object({ ref: messageRef }), result: shape<MessageInsight>() },
} as const;
