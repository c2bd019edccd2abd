import type { AccountConfig, AccountStatus } from '@shared/contract/account';
import type { MailboxId } from '@shared/model/ids';
import type { SyncContext } from './context';
import type { PriorityLevel } from './job-queue';
import type { SessionInsight } from './session-insight';

/** What keeps one account going, whatever its protocol. */
export interface Runner {
  readonly status: AccountStatus;
  readonly config: AccountConfig;
  /** What the sync inspector shows; absent where nothing is synchronised. */
  insight?(): SessionInsight;
  start(): void;
  /** Ends the connection and resolves when nothing of this account runs any more. */
  stop(): Promise<void>;
  /** New settings, a new password, the network is back, the person asked: try now. */
  kick(): void;
  update(config: AccountConfig): void;
  /** Drops the connection; what is next is the runner's decision. */
  disconnect(): void;
  /** Operations were accepted. */
  operationsWaiting(): void;
  /** Looks for new mail now; null means everywhere. */
  syncNow(mailbox: MailboxId | null): void;
  /** Runs something that a person waits for over the account's IMAP connection. @throws MailError */
  request<T>(key: string, work: (ctx: SyncContext) => Promise<T>, priority?: PriorityLevel): Promise<T>;
}
