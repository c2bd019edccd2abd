import type { Secret } from './secret';

/**
 * How well a store keeps what it is given:
 * - `secure`: encrypted with a key that the operating system guards (Keychain, DPAPI, libsecret, KWallet).
 * - `weak`: on this machine's disk, readable by whoever can read this person's files.
 * - `session`: in memory, gone when Tern ends.
 */
export type Protection = 'secure' | 'weak' | 'session';

export interface SecretStoreStatus {
  /** What `set` will do now; `undecided` when nothing secure works and the person has not chosen yet. */
  readonly protection: Protection | 'undecided';
  /** What is behind it, for people: `keychain`, `gnome_libsecret`, `basic_text`, `file`, `memory` … */
  readonly backend: string;
}

/** Passwords and tokens at rest. Values never reach a page, a log or the vault (security.md §5). */
export interface SecretStore {
  /** @returns null when nothing is kept under the key; @throws SecretStoreError `locked` when it is but cannot be read. */
  get(key: string): Promise<Secret | null>;
  /** @throws SecretStoreError `needs-consent` while the protection is `undecided`: never silently weak. */
  set(key: string, secret: Secret): Promise<void>;
  delete(key: string): Promise<void>;
  status(): Promise<SecretStoreStatus>;
  /** The person's answer to `needs-consent`, remembered. Choosing `session` removes what was kept weakly. */
  choose(protection: 'weak' | 'session'): Promise<void>;
}

export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError';
  readonly code: 'needs-consent' | 'locked';
  constructor(code: 'needs-consent' | 'locked', message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
