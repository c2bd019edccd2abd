import * as pgp from 'openpgp';
import { openMemoryVault } from '@main/vault';
import { openFolds } from '@shared/ports/fold';
import type { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { KeptSecrets } from '../../kept-secrets';
import { KeyRing } from '../key-ring';
import { openPgp } from '../library';

/** A keyring in memory. */
export class Secrets implements SecretStore {
  readonly kept = new Map<string, Secret>();
  get = (key: string): Promise<Secret | null> => Promise.resolve(this.kept.get(key) ?? null);
  set = (key: string, secret: Secret): Promise<void> => Promise.resolve(void this.kept.set(key, secret));
  delete = (key: string): Promise<void> => Promise.resolve(void this.kept.delete(key));
  status = () => Promise.resolve({ protection: 'secure' as const, backend: 'memory' });
  choose = (): Promise<void> => Promise.resolve();
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const WORDS = 'their own words';

/** Somebody with a key pair, made a minute before `now` (ms since 1970). */
export interface Person {
  readonly address: string;
  readonly fingerprint: string;
  readonly publicArmour: string;
  readonly secretArmour: string;
  readonly keyIds: readonly string[];
}

export async function personOf(
  address: string,
  now: number,
  more: Partial<pgp.KeyOptions> = {},
): Promise<Person> {
  await openPgp();
  const { privateKey, publicKey } = await pgp.generateKey({
    userIDs: [{ name: address.split('@')[0] ?? '', email: address }],
    date: new Date(now - 60_000),
    ...more,
    format: 'object',
  });
  return {
    address,
    fingerprint: publicKey.getFingerprint(),
    publicArmour: publicKey.armor(),
    secretArmour: privateKey.armor(),
    keyIds: publicKey.getKeys().map((key) => key.getKeyID().toHex()),
  };
}

/** A ring with the person's own key, open, and those of the people they accepted. */
export async function ringOf(person: Person, known: readonly Person[], now: () => number): Promise<KeyRing> {
  const { vault: journal } = await openMemoryVault();
  const ring = new KeyRing({
    journal,
    clock: { now },
    secrets: new KeptSecrets(new Secrets()),
    ownAddresses: () => new Set([person.address]),
  });
  await openFolds(journal, [ring.table]);
  await ring.import(utf8(person.secretArmour), WORDS);
  await ring.unlock(person.fingerprint, WORDS, 'no');
  for (const one of known) {
    await ring.import(utf8(one.publicArmour), null);
    await ring.accept(one.fingerprint, one.address, null);
  }
  return ring;
}
