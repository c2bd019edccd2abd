import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Secret } from '@shared/ports/secret';
import { SecretStoreError, type SecretStore, type SecretStoreStatus } from '@shared/ports/secret-store';
import { readPrivateFile, writePrivateFile } from '../private-file';
import { SecretFile, withItem, withoutItem } from '../secret-file';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Secrets without an operating system's keyring. The person chooses: for the session only, or `weak`ly, in a file
 * encrypted with a key that lies beside it, both readable by this person only. That keeps them out of backups that take
 * one file and of a glance; it does not keep them from a program that runs as this person.
 */
export class FileSecretStore implements SecretStore {
  readonly #file: SecretFile;
  readonly #keyPath: string;
  readonly #session = new Map<string, Secret>();
  #key: Promise<Buffer> | null = null;

  constructor(profile: string) {
    this.#file = new SecretFile(join(profile, 'secrets-weak.json'));
    this.#keyPath = join(profile, 'secrets-weak.key');
  }

  async get(key: string): Promise<Secret | null> {
    const held = this.#session.get(key);
    if (held !== undefined) return held;
    const sealed = (await this.#file.read()).items.get(key);
    return sealed === undefined
      ? null
      : new Secret(open(Buffer.from(sealed, 'base64'), await this.#localKey(), key));
  }

  async set(key: string, secret: Secret): Promise<void> {
    const { choice } = await this.#file.read();
    if (choice === undefined)
      throw new SecretStoreError(
        'needs-consent',
        'There is no keyring here, and nobody has chosen what then.',
      );
    if (choice === 'session') {
      this.#session.set(key, secret);
      return;
    }
    const sealed = seal(secret.reveal(), await this.#localKey(), key).toString('base64');
    await this.#file.update((content) => ({
      ...content,
      backend: 'file',
      items: withItem(content.items, key, sealed),
    }));
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
    const { choice } = await this.#file.read();
    if (choice === undefined) return { protection: 'undecided', backend: 'memory' };
    return { protection: choice, backend: choice === 'weak' ? 'file' : 'memory' };
  }

  async choose(protection: 'weak' | 'session'): Promise<void> {
    await this.#file.update((content) => ({
      ...content,
      choice: protection,
      items: protection === 'session' ? new Map() : content.items,
    }));
    if (protection === 'session') return;
    for (const [key, secret] of [...this.#session]) await this.set(key, secret);
  }

  #localKey(): Promise<Buffer> {
    this.#key ??= this.#loadKey();
    return this.#key;
  }

  async #loadKey(): Promise<Buffer> {
    const known = await readPrivateFile(this.#keyPath);
    if (known?.length === 32) return known;
    if ((await this.#file.read()).items.size > 0) {
      this.#key = null;
      throw new SecretStoreError('locked', 'The key of the weakly kept secrets is gone.');
    }
    const fresh = randomBytes(32);
    await writePrivateFile(this.#keyPath, fresh);
    return fresh;
  }
}

/** AES-256-GCM; the item's name is authenticated too, so that two values cannot be swapped. */
function seal(text: string, key: Buffer, name: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer, key: Buffer, name: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  } catch (error) {
    throw new SecretStoreError(
      'locked',
      'A weakly kept secret cannot be read with the key beside it.',
      error,
    );
  }
}
