import type { KeepPolicy } from '@shared/contract/offline';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';
import type { KnownMailbox } from '../../sync/mailbox-registry';

/** What a message must have to count: its text, or everything, from a day on. */
export interface Want {
  /** ms since 1970; 0 for all. */
  readonly since: number;
  readonly attachments: boolean;
}

const DAY_MS = 86_400_000;

/** What people chose to have here, by folder and by account, in the journal. */
export class KeepPolicies {
  readonly table = new Table<KeepPolicy>('keep-policy');

  constructor(
    private readonly journal: Journal,
    /** Of an account about which nobody chose anything. */
    private readonly usual: KeepPolicy,
  ) {}

  own(mailbox: MailboxId): KeepPolicy | null {
    return this.table.get(mailbox) ?? null;
  }
  ofAccount(account: AccountId): KeepPolicy {
    return this.table.get(`account/${account}`) ?? this.usual;
  }
  /** Junk and trash are worth their headers unless somebody says otherwise. */
  effective({ id, account, role, local }: KnownMailbox): KeepPolicy {
    const own = this.own(id);
    if (own) return own;
    if (local) return { kind: 'everything' };
    return role === 'junk' || role === 'trash' ? { kind: 'headers' } : this.ofAccount(account);
  }
  isHidden(mailbox: MailboxId): boolean {
    return this.own(mailbox)?.kind === 'hidden';
  }

  async choose(account: AccountId, mailbox: MailboxId | null, policy: KeepPolicy | null): Promise<void> {
    const id = mailbox ?? `account/${account}`;
    await this.journal.appendAll([policy === null ? this.table.drop(id) : this.table.put(id, policy)]);
  }

  forget(account: AccountId, mailboxes: readonly MailboxId[]): JournalRecord[] {
    return [`account/${account}`, ...mailboxes].flatMap((id) =>
      this.table.latest(id) === undefined ? [] : [this.table.drop(id)],
    );
  }
}

/** What a policy wants now; null for nothing beyond headers. */
export function wantOf(policy: KeepPolicy, now: number): Want | null {
  switch (policy.kind) {
    case 'hidden':
    case 'headers':
      return null;
    case 'days':
      return { since: startOfDay(now) - policy.days * DAY_MS, attachments: false };
    case 'everything':
      return { since: 0, attachments: true };
  }
}

/** Whole days (UTC), so that what is wanted changes once a day and not every minute. */
const startOfDay = (now: number): number => Math.floor(now / DAY_MS) * DAY_MS;
