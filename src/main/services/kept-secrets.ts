import { MailError } from '@shared/errors/mail-error';
import type { Secret } from '@shared/ports/secret';
import {
  type Protection,
  type SecretStore,
  SecretStoreError,
  type SecretStoreStatus,
} from '@shared/ports/secret-store';

/**
 * The host's secret store, and before it in memory what a person wants kept for this session only: whoever renews a
 * token later keeps it as the one before was kept.
 */
export class KeptSecrets implements SecretStore {
  readonly #sessionOnly = new Set<string>();
  readonly #session = new Map<string, Secret>();

  constructor(private readonly host: SecretStore) {}

  async get(key: string): Promise<Secret | null> {
    return this.#session.get(key) ?? (await this.host.get(key));
  }

  set(key: string, secret: Secret): Promise<void> {
    if (!this.#sessionOnly.has(key)) return this.host.set(key, secret);
    this.#session.set(key, secret);
    return Promise.resolve();
  }

  async delete(key: string): Promise<void> {
    this.#sessionOnly.delete(key);
    this.#session.delete(key);
    await this.host.delete(key);
  }

  status(): Promise<SecretStoreStatus> {
    return this.host.status();
  }
  choose(protection: 'weak' | 'session'): Promise<void> {
    return this.host.choose(protection);
  }

  /**
   * Keeps with `keep` as the person wants it for this key: `secure` in the system's keyring, `session` in memory, `weak`
   * after explicit consent.
   * @throws MailError `refused` `needs-consent` when `secure` was asked for and nothing secure works here.
   */
  async keepAs(key: string, how: Protection, keep: () => Promise<void>): Promise<void> {
    const before = this.#sessionOnly.has(key);
    if (how === 'session') this.#sessionOnly.add(key);
    else this.#sessionOnly.delete(key);
    try {
      if (how === 'weak') await this.host.choose('weak');
      await keep();
      if (how !== 'session') this.#session.delete(key);
    } catch (error) {
      if (before) this.#sessionOnly.add(key);
      else this.#sessionOnly.delete(key);
      if (!(error instanceof SecretStoreError)) throw error;
      throw new MailError({
        kind: 'refused',
        code: error.code,
        message: 'No keyring works here: secrets can be kept for this session, or less safely on disk',
      });
    }
  }
}
