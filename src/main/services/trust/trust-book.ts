import type { Distrust, DistrustReason } from '@shared/contract/trust';
import type { AccountId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';

/** More than any server has been seen to get wrong; a list that grows beyond it is a fault of ours. */
const MOST = 64;

/** Reasons were once kept as an English sentence. */
type StoredDistrust = Omit<Distrust, 'reason'> & { readonly reason: DistrustReason | string };

const readable = ({ reason, ...rest }: StoredDistrust): Distrust => ({
  ...rest,
  reason: typeof reason === 'string' ? { code: 'other', details: { detail: reason } } : reason,
});

/**
 * What the servers of the accounts did against their word: not used again, over restarts, until an examination or the
 * person says otherwise. Trust is earned (design §2.5).
 */
export class TrustBook {
  readonly table = new Table<readonly StoredDistrust[]>('distrust');
  /** What is on its way to the journal; it counts from the moment it is found out. */
  readonly #latest = new Map<AccountId, readonly Distrust[]>();

  constructor(
    private readonly journal: Pick<Journal, 'appendAll'>,
    private readonly now: () => number,
  ) {}

  of(account: AccountId): readonly Distrust[] {
    return this.#latest.get(account) ?? (this.table.get(account) ?? []).map(readable);
  }

  /** The first reason stays: later ones follow from it. Durable when it resolves, in effect at once. */
  async lose(account: AccountId, found: readonly Omit<Distrust, 'since'>[]): Promise<void> {
    const known = this.of(account);
    const fresh = found.filter(({ capability }) => !known.some((one) => one.capability === capability));
    if (fresh.length === 0) return;
    const since = this.now();
    await this.#keep(account, [...known, ...fresh.map((one) => ({ ...one, since }))].slice(-MOST));
  }

  /** @returns whether any of them had been lost. */
  async regain(account: AccountId, which: (lost: Distrust) => boolean): Promise<boolean> {
    const known = this.of(account);
    const left = known.filter((one) => !which(one));
    if (left.length === known.length) return false;
    await this.#keep(account, left);
    return true;
  }

  /** Records that make an account's trust be forgotten with it. */
  forget(account: AccountId): JournalRecord[] {
    this.#latest.delete(account);
    return this.table.latest(account) ? [this.table.drop(account)] : [];
  }

  async #keep(account: AccountId, list: readonly Distrust[]): Promise<void> {
    this.#latest.set(account, list);
    await this.journal.appendAll([
      list.length === 0 ? this.table.drop(account) : this.table.put(account, list),
    ]);
  }
}
