import type { AccountConfig } from '@shared/contract/account';
import type { AccountId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';
import { isWeaker } from '../../sasl';
import type { LoginMemory } from '../../sync/login-memory';

export type Direction = 'incoming' | 'outgoing';

interface RememberedLogin {
  /** Another server has its own habits. */
  readonly host: string;
  readonly mechanism: string;
}

const key = (account: AccountId, direction: Direction): string => `${direction}:${account}`;

/** How each account has logged in to its servers: what somebody on the way strips from an offer is missed then. */
export class LoginBook {
  readonly table = new Table<RememberedLogin>('login');

  constructor(private readonly journal: Pick<Journal, 'appendAll'>) {}

  memoryOf(config: AccountConfig, direction: Direction): LoginMemory {
    const id = key(config.id, direction);
    const { host } = config[direction];
    const strongest = (): string | null => {
      const known = this.table.latest(id);
      return known?.host === host ? known.mechanism : null;
    };
    return {
      strongest,
      used: async (mechanism) => {
        const before = strongest();
        if (before === mechanism || (before !== null && isWeaker(mechanism, before))) return;
        await this.journal.appendAll([this.table.put(id, { host, mechanism })]);
      },
    };
  }

  /** The next login may be any that is safe on its connection, and is what is remembered from then on. */
  async allowWeaker(account: AccountId, direction: Direction): Promise<void> {
    const id = key(account, direction);
    if (this.table.has(id)) await this.journal.appendAll([this.table.drop(id)]);
  }

  /** Records that make an account's logins be forgotten with it. */
  forget(account: AccountId): JournalRecord[] {
    return (['incoming', 'outgoing'] as const)
      .map((direction) => key(account, direction))
      .filter((id) => this.table.latest(id) !== undefined)
      .map((id) => this.table.drop(id));
  }
}
