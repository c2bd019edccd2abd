import type { AccountConfig } from '@shared/contract/account';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { type Protection, type SecretStore, SecretStoreError } from '@shared/ports/secret-store';
import { KeptSecrets } from './kept-secrets';

type Direction = 'incoming' | 'outgoing';
const keyOf = (account: AccountId, direction: Direction): string => `account/${account}/${direction}`;

/** The passwords of the accounts, in the host's secret store or, when the person wants it so, in memory only. */
export class SecretKeys {
  protection: Protection = 'session';

  readonly store: KeptSecrets;

  constructor(host: SecretStore) {
    this.store = new KeptSecrets(host);
    void this.refresh();
  }

  async refresh(): Promise<void> {
    const { protection } = await this.store.status();
    this.protection = protection === 'undecided' ? 'session' : protection;
  }

  /** Null when it is not known or cannot be read now: the person is asked, and what is kept stays kept. */
  async incoming(config: AccountConfig): Promise<Secret | null> {
    return this.#get(config.id, 'incoming');
  }
  /** The outgoing server's own password, else the incoming one's. */
  async outgoing(config: AccountConfig): Promise<Secret | null> {
    return (await this.#get(config.id, 'outgoing')) ?? (await this.#get(config.id, 'incoming'));
  }

  /** @throws MailError `needs-consent`: see `KeptSecrets.keepAs`. */
  async keep(account: AccountId, direction: Direction, password: string, how: Protection): Promise<void> {
    const key = keyOf(account, direction);
    await this.store.keepAs(key, how, () => this.store.set(key, new Secret(password)));
    await this.refresh();
  }

  keepForSession(account: AccountId, password: string): Promise<void> {
    return this.keep(account, 'incoming', password, 'session');
  }

  /** Whether `secure` would work, before anything is lost by trying. */
  async mustAsk(): Promise<boolean> {
    return (await this.store.status()).protection === 'undecided';
  }

  async forget(account: AccountId): Promise<void> {
    for (const direction of ['incoming', 'outgoing'] as const)
      await this.store.delete(keyOf(account, direction));
  }

  async #get(account: AccountId, direction: Direction): Promise<Secret | null> {
    try {
      return await this.store.get(keyOf(account, direction));
    } catch (error) {
      // Locked is not lost: asking for the password does not overwrite what is kept.
      if (error instanceof SecretStoreError) return null;
      throw error;
    }
  }
}
