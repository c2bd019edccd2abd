import type { AccountConfig } from '@shared/contract/account';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { type Protection, type SecretStore, SecretStoreError } from '@shared/ports/secret-store';
import { MailError } from '@shared/errors/mail-error';

type Direction = 'incoming' | 'outgoing';
const keyOf = (account: AccountId, direction: Direction): string => `account/${account}/${direction}`;

/** The passwords of the accounts, in the host's secret store or, when the person wants it so, in memory only. */
export class SecretKeys {
  readonly #session = new Map<string, Secret>();
  protection: Protection = 'session';

  constructor(private readonly store: SecretStore) {
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

  /**
   * @param how `secure` for the system's keyring, `session` for memory, `weak` after explicit consent.
   * @throws MailError `needs-consent` when `secure` was asked for and nothing secure works here.
   */
  async keep(account: AccountId, direction: Direction, password: string, how: Protection): Promise<void> {
    const key = keyOf(account, direction);
    const secret = new Secret(password);
    if (how === 'session') {
      this.#session.set(key, secret);
      return;
    }
    try {
      if (how === 'weak') await this.store.choose('weak');
      await this.store.set(key, secret);
      this.#session.delete(key);
    } catch (error) {
      if (!(error instanceof SecretStoreError)) throw error;
      throw new MailError({
        kind: 'refused',
        code: error.code,
        message: 'No keyring works here: passwords can be kept for this session, or less safely on disk',
      });
    }
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
    for (const direction of ['incoming', 'outgoing'] as const) {
      const key = keyOf(account, direction);
      this.#session.delete(key);
      await this.store.delete(key);
    }
  }

  async #get(account: AccountId, direction: Direction): Promise<Secret | null> {
    const key = keyOf(account, direction);
    const held = this.#session.get(key);
    if (held) return held;
    try {
      return await this.store.get(key);
    } catch (error) {
      // Locked is not lost: asking for the password does not overwrite what is kept.
      if (error instanceof SecretStoreError) return null;
      throw error;
    }
  }
}
