import { join } from 'node:path';
import { Secret } from '@shared/ports/secret';
import { SecretStoreError, type SecretStore, type SecretStoreStatus } from '@shared/ports/secret-store';
import { SecretFile, withItem, withoutItem } from '../secret-file';
import type { ElectronApi } from './api';

interface Machine {
  readonly platform: NodeJS.Platform;
}

/** What Chromium seals with the key that everybody knows begins so; what a keyring's key seals begins with v11 or v12. */
const KNOWN_TO_ALL = 'v10';
/** Sealed to see with what; kept nowhere. */
const PROBE = 'Tern';
const WEAK = 'basic_text';

/**
 * Secrets encrypted with the operating system's keyring, through the asynchronous calls of `safeStorage` (the others
 * are deprecated in Electron 45 and gone in 46). On Linux without a keyring Chromium encrypts with a constant known to
 * everyone: that is kept only after the person has agreed to it. Which of them it was, only the sealed octets tell:
 * `getSelectedStorageBackend` goes by the desktop's name, and names a keyring that does not run, or none on a desktop that
 * it does not know (electron/electron #48445).
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
    if (this.#isWeak(Buffer.from(sealed, 'base64'))) this.#useConstantKey();
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
    const backend = await this.#backend();
    const { choice } = await this.#file.read();
    if (backend !== WEAK && (await this.api.safeStorage.isAsyncEncryptionAvailable()))
      return { protection: 'secure', backend };
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
      items: protection === 'session' ? this.#withoutWeak(content.items) : content.items,
    }));
    if (protection === 'session') return;
    for (const [key, secret] of [...this.#session]) await this.set(key, secret);
  }

  async #seal(key: string, secret: Secret): Promise<void> {
    const sealed = await this.api.safeStorage.encryptStringAsync(secret.reveal());
    const weak = this.#isWeak(sealed);
    const backend = weak ? WEAK : await this.#backend();
    await this.#file.update((content) => {
      // The keyring may have gone since it was asked.
      if (weak && content.choice !== 'weak')
        throw new SecretStoreError('needs-consent', 'The keyring is gone; the person has to choose.');
      return { ...content, backend, items: withItem(content.items, key, sealed.toString('base64')) };
    });
  }

  /** Of Chromium's, known to everyone: only for what the person has agreed to keep so. A no-op elsewhere than on Linux. */
  #useConstantKey(): void {
    this.api.safeStorage.setUsePlainTextEncryption(true);
  }

  /** What would seal a secret now. */
  async #backend(): Promise<string> {
    switch (this.machine.platform) {
      case 'darwin':
        return 'keychain';
      case 'win32':
        return 'dpapi';
      default: {
        const named = this.api.safeStorage.getSelectedStorageBackend();
        const unknown = [WEAK, 'unknown'].includes(named);
        try {
          if (this.#isWeak(await this.api.safeStorage.encryptStringAsync(PROBE))) return WEAK;
        } catch {
          // Nothing seals here, or it is locked.
          return unknown ? WEAK : named;
        }
        return unknown ? 'secret_service' : named;
      }
    }
  }

  /** Elsewhere than on Linux all begins so, and the key is the system's. */
  #isWeak(sealed: Buffer): boolean {
    return this.machine.platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === KNOWN_TO_ALL;
  }

  #withoutWeak(items: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    return new Map([...items].filter(([, sealed]) => !this.#isWeak(Buffer.from(sealed, 'base64'))));
  }
}
