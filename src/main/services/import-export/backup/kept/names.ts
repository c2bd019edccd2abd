import type { AccountConfig } from '@shared/contract/account';
import { type AccountId, type MailboxId, THIS_COMPUTER } from '@shared/model/ids';
import { type KnownMailbox, newMailboxId } from '../../../../sync/mailbox-registry';
import { newAccountId } from '../../../account-book';
import type { Engine } from '../../../engine';

/** What the backup's accounts, folders and identities are here. */
export class KeptNames {
  readonly #accounts = new Map<string, AccountId>([[THIS_COMPUTER, THIS_COMPUTER]]);
  readonly #mailboxes = new Map<string, MailboxId>();
  readonly #identities = new Map<string, string>();

  constructor(private readonly engine: Pick<Engine, 'accounts' | 'registry' | 'parts'>) {}

  /** The account that is meant: known by its id, else by its address and server, else by its address; null when it is not here. */
  here({ id, identities, incoming }: AccountConfig): AccountConfig | null {
    const all = this.engine.accounts.table.latestValues().map(({ config }) => config);
    const addresses = new Set(identities.map(({ address }) => address.toLowerCase()));
    const alike = all.filter(
      (one) =>
        !one.demo &&
        one.incoming.protocol === incoming.protocol &&
        one.identities.some(({ address }) => addresses.has(address.toLowerCase())),
    );
    return (
      all.find((one) => one.id === id && !one.demo) ??
      alike.find((one) => one.incoming.host.toLowerCase() === incoming.host.toLowerCase()) ??
      alike[0] ??
      null
    );
  }

  isAccount(from: AccountId, to: AccountId): void {
    this.#accounts.set(from, to);
  }
  isMailbox(from: MailboxId, to: MailboxId): void {
    this.#mailboxes.set(from, to);
  }
  isIdentity(account: AccountId, from: string, to: string): void {
    this.#identities.set(`${account} ${from}`, to);
  }

  /** Null: the account is not here. */
  account(from: AccountId): AccountId | null {
    return this.#accounts.get(from) ?? (this.engine.accounts.isThere(from) ? from : null);
  }
  /** Null: the folder is not here. */
  mailbox(from: MailboxId): MailboxId | null {
    return this.#mailboxes.get(from) ?? (this.engine.registry.isThere(from) ? from : null);
  }
  /** Of an account as the backup names it. */
  identity(account: AccountId, from: string): string {
    return this.#identities.get(`${account} ${from}`) ?? from;
  }

  /** The id a new account gets: its own, where it looks as Tern makes them and nobody has it. */
  newAccountId(wanted: AccountId): AccountId {
    const free = /^a[0-9a-f]{16}$/.test(wanted) && this.engine.accounts.table.latest(wanted) === undefined;
    return free ? wanted : newAccountId(this.engine.parts.crypto);
  }
  /** As `newAccountId`. */
  newMailboxId(wanted: MailboxId): MailboxId {
    const { registry, parts } = this.engine;
    const free = /^[0-9a-z]{10,64}$/.test(wanted) && registry.table.latest(wanted) === undefined;
    return free ? wanted : newMailboxId(parts.crypto);
  }

  /** The folder of an account that is here which is the one that was saved. */
  folderHere(saved: KnownMailbox, account: AccountId): KnownMailbox | null {
    const { registry } = this.engine;
    const same = registry.table.latest(saved.id);
    if (same?.account === account) return same;
    return registry.byName(account, saved.name) ?? null;
  }
}
