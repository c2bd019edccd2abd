import type { AccountConfig, NewAccount } from '@shared/contract/account';
import { accountGone } from '@shared/errors/account-gone';
import { type AccountId, THIS_COMPUTER } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';

export const newAccountId = (crypto: Pick<Crypto, 'randomBytes'>): AccountId =>
  `a${hex(crypto.randomBytes(8))}` as AccountId;

interface StoredAccount {
  readonly config: AccountConfig;
  /** Place in the folder pane; ties by id. */
  readonly order: number;
}

/** The accounts, in the journal. Secrets are elsewhere. */
export class AccountBook {
  readonly table = new Table<StoredAccount>('account');

  constructor(
    private readonly journal: Journal,
    private readonly crypto: Crypto,
  ) {}

  /** In the order the person gave them. */
  list(): AccountConfig[] {
    return [...this.table.values()].sort((a, b) => a.order - b.order).map((a) => a.config);
  }
  get(id: AccountId): AccountConfig | undefined {
    return this.table.get(id)?.config;
  }

  /** Keeps a new account; durable when it resolves. */
  async add(account: NewAccount, demo: boolean): Promise<AccountConfig> {
    const id = newAccountId(this.crypto);
    const config: AccountConfig = {
      id,
      label: account.label === '' ? account.address : account.label,
      color: account.color,
      incoming: account.incoming,
      outgoing: account.outgoing,
      ...(account.oauth === undefined ? {} : { oauth: account.oauth }),
      identities: [
        {
          id: 'default',
          name: account.fullName,
          address: account.address,
          replyTo: '',
          organization: '',
          signature: '',
          bccSelf: false,
        },
      ],
      paused: false,
      ...(account.pop3 === undefined ? {} : { pop3: account.pop3 }),
      demo,
    };
    await this.journal.appendAll([this.placed(config)]);
    return config;
  }

  /** A record that lists a whole account last: to be appended in the same turn. */
  placed(config: AccountConfig): JournalRecord {
    const order = Math.max(0, ...this.table.latestValues().map((a) => a.order)) + 1;
    return this.table.put(config.id, { config, order });
  }

  /** Whether it is this computer, or an account that nothing which was accepted takes away. */
  isThere(id: AccountId): boolean {
    return id === THIS_COMPUTER || this.table.latest(id) !== undefined;
  }

  /**
   * Changes an account; durable when it resolves.
   * @param change what it becomes, of what it is by then: other changes may be on their way to the disk.
   * @throws MailError `refused` `account-gone`
   */
  async update(id: AccountId, change: (config: AccountConfig) => AccountConfig): Promise<AccountConfig> {
    const stored = this.table.latest(id);
    if (!stored) throw accountGone();
    const config = change(stored.config);
    await this.journal.appendAll([this.table.put(id, { ...stored, config })]);
    return config;
  }

  async reorder(order: readonly AccountId[]): Promise<void> {
    const records = order.flatMap((id, index) => {
      const stored = this.table.latest(id);
      return stored ? [this.table.put(id, { ...stored, order: index + 1 })] : [];
    });
    if (records.length > 0) await this.journal.appendAll(records);
  }
}
