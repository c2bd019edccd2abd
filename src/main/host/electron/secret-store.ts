import { join } from 'node:path';
import { Secret } from '@shared/ports/secret';
import { SecretStoreError, type SecretStore, type SecretStoreStatus } from '@shared/ports/secret-store';
import { SecretFile, withItem, withoutItem } from '../secret-file';
import type { ElectronApi } from './api';

interface Machine {
  readonly platform: NodeJS.Platform;
}

/**
 * Secrets encrypted with the operating system's keyring, through the asynchronous calls of `safeStorage` (the others
 * are deprecated in Electron 45 and gone in 46). On Linux without a keyring Chromium would encrypt with a constant
 * known to everyone (`basic_text`): that happens only after the person has agreed to it.
 */
export class ElectronSecretStore implements SecretStore {
  readonly #file: SecretFile;
  readonly #session = new Map<string, Secret>();

  constructor(
    private readonly api: Pick<ElectronApi, 'safeStorage'>,
    profile: string,
    private readonly machine: Machine = process,
  ) {
    this.#file = new SecretFile(join(profile, 'secrets.json'));
  }

  async get(key: string): Promise<Secret | null> {
    const held = this.#session.get(key);
    if (held !== undefined) return held;
    const { items, backend } = await this.#file.read();
    const sealed = items.get(key);
    if (sealed === undefined) return null;
    if (isWeak(backend)) this.#useConstantKey();
    try {
      const { result, shouldReEncrypt } = await this.api.safeStorage.decryptStringAsync(
        Buffer.from(sealed, 'base64'),
      );
      const secret = new Secret(result);
      if (shouldReEncrypt) await this.#seal(key, secret);
      return secret;
    } catch (error) {
      // A locked or changed keyring is not a lost secret: what is kept stays as it is.
      throw new SecretStoreError('locked', `A secret kept with ${backend} cannot be read now.`, error);
    }
  }

  async set(key: string, secret: Secret): Promise<void> {
    const { protection } = await this.status();
    if (protection === 'undecided') {
      throw new SecretStoreError('needs-consent', 'No keyring works here; the person has to choose.');
    }
    if (protection === 'session') {
      this.#session.set(key, secret);
      return;
    }
    await this.#seal(key, secret);
    this.#session.delete(key);
  }

  async delete(key: string): Promise<void> {
    this.#session.delete(key);
    if ((await this.#file.read()).items.get(key) === undefined) return;
    await this.#file.update((content) => {
      return { ...content, items: withoutItem(content.items, key) };
    });
  }

  async status(): Promise<SecretStoreStatus> {
    const backend = this.#backend();
    const { choice } = await this.#file.read();
    if (await this.#isSecure(backend)) return { protection: 'secure', backend };
    if (choice === 'weak') {
      this.#useConstantKey();
      return { protection: 'weak', backend };
    }
    return choice === 'session'
      ? { protection: 'session', backend: 'memory' }
      : { protection: 'undecided', backend };
  }

  async choose(protection: 'weak' | 'session'): Promise<void> {
    await this.#file.update((content) => ({
      ...content,
      choice: protection,
      items: protection === 'session' && isWeak(content.backend) ? new Map() : content.items,
    }));
    if (protection === 'session') return;
    for (const [key, secret] of [...this.#session]) await this.set(key, secret);
  }

  async #seal(key: string, secret: Secret): Promise<void> {
    const sealed = await this.api.safeStorage.encryptStringAsync(secret.reveal());
    const backend = this.#backend();
    await this.#file.update((content) => ({
      ...content,
      backend,
      items: withItem(content.items, key, sealed.toString('base64')),
    }));
  }

  /** Of Chromium's, known to everyone: only for what the person has agreed to keep so. A no-op elsewhere than on Linux. */
  #useConstantKey(): void {
    this.api.safeStorage.setUsePlainTextEncryption(true);
  }

  async #isSecure(backend: string): Promise<boolean> {
    return !isWeak(backend) && (await this.api.safeStorage.isAsyncEncryptionAvailable());
  }

  #backend(): string {
    switch (this.machine.platform) {
      case 'darwin':
        return 'keychain';
      case 'win32':
        return 'dpapi';
      default:
        return this.api.safeStorage.getSelectedStorageBackend();
    }
  }
}

const isWeak = (backend: string): boolean => backend === 'basic_text' || backend === 'unknown';
