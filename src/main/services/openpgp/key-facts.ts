import type { Key } from 'openpgp';
import type { OpenPgpKey } from '@shared/contract/openpgp';

/** Of user ids that anybody can put on a key, so many are looked at. */
const MAX_USERS = 50;

export type KeyFacts = Omit<OpenPgpKey, 'own' | 'open' | 'remembered' | 'acceptedFor'>;

/** What a key says of itself and proves by its own signatures. */
export async function factsOf(key: Key): Promise<KeyFacts> {
  const userIds: string[] = [];
  const addresses = new Set<string>();
  for (const user of key.users.slice(0, MAX_USERS)) {
    if (user.userID === null || !(await holds(user.verify()))) continue;
    userIds.push(user.userID.userID);
    if (user.userID.email !== '') addresses.add(user.userID.email.toLowerCase());
  }
  const { algorithm, curve, bits } = key.getAlgorithmInfo();
  const expires = await key.getExpirationTime().catch(() => null);
  return {
    fingerprint: key.getFingerprint(),
    keyIds: key.getKeys().map((one) => one.getKeyID().toHex()),
    userIds,
    addresses: [...addresses],
    createdAt: key.getCreationTime().getTime(),
    expiresAt: expires instanceof Date ? expires.getTime() : null,
    revoked: await key.isRevoked(),
    algorithm:
      curve?.replace('Legacy', '') ??
      `${algorithm.replace(/(?:Encrypt|Sign)+$/, '')}${bits === undefined ? '' : String(bits)}`,
    signs: await holds(key.getSigningKey()),
    encrypts: await holds(key.getEncryptionKey()),
  };
}

const holds = (check: Promise<unknown>): Promise<boolean> =>
  check.then(
    () => true,
    () => false,
  );
