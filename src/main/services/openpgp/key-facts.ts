import type { Key, Subkey } from 'openpgp';
import type { OpenPgpKey } from '@shared/contract/openpgp';

/** Of user ids that anybody can put on a key, so many are looked at. */
const MAX_USERS = 50;

/** Clocks are wrong by so much, in ms. What is dated beyond that, as anybody can date what they add to a key, moves nothing. */
const CLOCKS_DIFFER = 86_400_000;

export type KeyFacts = Omit<OpenPgpKey, 'own' | 'open' | 'remembered' | 'acceptedFor'>;

/**
 * What a key says of itself and proves by its own signatures.
 * @param now ms since 1970. These are kept: of a key that was made by a clock ahead of this one they are as of then.
 */
export async function factsOf(key: Key, now: number): Promise<KeyFacts> {
  const at = new Date(Math.max(now, ...madeAt(key).filter((made) => made < now + CLOCKS_DIFFER)));
  const userIds: string[] = [];
  const addresses = new Set<string>();
  for (const user of key.users.slice(0, MAX_USERS)) {
    if (user.userID === null || !(await holds(user.verify(at)))) continue;
    userIds.push(user.userID.userID);
    if (user.userID.email !== '') addresses.add(user.userID.email.toLowerCase());
  }
  const { algorithm, curve, bits } = key.getAlgorithmInfo();
  const expires = await key.getExpirationTime().catch(() => null);
  const encrypts = await encryptionEnds(key, at);
  return {
    fingerprint: key.getFingerprint(),
    keyIds: key.getKeys().map((one) => one.getKeyID().toHex()),
    userIds,
    addresses: [...addresses],
    createdAt: key.getCreationTime().getTime(),
    expiresAt: expires instanceof Date ? expires.getTime() : null,
    revoked: await key.isRevoked(undefined, undefined, at),
    algorithm:
      curve?.replace('Legacy', '') ??
      `${algorithm.replace(/(?:Encrypt|Sign)+$/, '')}${bits === undefined ? '' : String(bits)}`,
    signs: await holds(key.getSigningKey(undefined, at)),
    encrypts: encrypts !== null,
    encryptsUntil: encrypts === null || encrypts === Infinity ? null : encrypts,
  };
}

/** When the key and what it says of itself were made, ms since 1970. */
const madeAt = (key: Key): number[] =>
  [
    key.getCreationTime(),
    ...key.getSubkeys().map((one) => one.getCreationTime()),
    ...[
      ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
      ...key.getSubkeys().flatMap(({ bindingSignatures }) => bindingSignatures),
    ].map(({ created }) => created),
  ].map((date) => date?.getTime() ?? 0);

/** When the last of its (sub)keys that encrypt ends, ms since 1970 or `Infinity`; null: none of them does. */
async function encryptionEnds(key: Key, at: Date): Promise<number | null> {
  const ends: number[] = [];
  for (const one of key.getKeys()) {
    const found = await key.getEncryptionKey(one.getKeyID(), at).catch(() => null);
    if (found === null) continue;
    const end = found === key ? null : await (found as Subkey).getExpirationTime(at).catch(() => null);
    // The key's own end is told apart.
    ends.push(end === null || end === Infinity ? Infinity : end.valueOf());
  }
  return ends.length === 0 ? null : Math.max(...ends);
}

const holds = (check: Promise<unknown>): Promise<boolean> =>
  check.then(
    () => true,
    () => false,
  );
