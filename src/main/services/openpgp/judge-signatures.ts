import type { Key, Message, SignaturePacket } from 'openpgp';
import type { OpenPgpKey, SignatureFacts, SignatureState } from '@shared/contract/openpgp';
import type { KeyRing } from './key-ring';

/** Signatures of one message: for each of them all of it is hashed. */
const MAX_SIGNATURES = 10;
/** MD5, SHA-1, RIPEMD-160 (RFC 9580 §9.5): others with the same can be made. */
const WEAK_HASHES: ReadonlySet<number | null> = new Set([1, 2, 3]);

/** Where several signed, the one that says most counts. */
const RANK: readonly SignatureState[] = [
  'good',
  'not-accepted',
  'other-address',
  'expired',
  'revoked',
  'weak',
  'bad',
  'unknown-key',
  'damaged',
];

export type VerificationResult = Awaited<ReturnType<Message<Uint8Array>['verify']>>[number];

export interface Signed {
  /** Ids of the keys that are said to have signed, lower-case hex. */
  readonly keyIds: readonly string[];
  /** Checks with one key; times are not looked at. */
  readonly check: (key: Key) => Promise<readonly VerificationResult[]>;
}

/**
 * What the signatures of a message say about a sender. Nothing is looked up anywhere: only keys that are here count.
 * @param sender the address that is shown as the sender, lower-case; null when there is not exactly one.
 * @param now ms since 1970
 */
export async function judgeSignatures(
  { keyIds, check }: Signed,
  sender: string | null,
  ring: KeyRing,
  now: number,
): Promise<SignatureFacts> {
  if (keyIds.length > MAX_SIGNATURES) return facts('damaged', '');
  const found: SignatureFacts[] = [];
  for (const keyId of new Set(keyIds)) {
    const known = ring.withKeyId(keyId);
    if (known.length === 0) found.push(facts('unknown-key', keyId));
    // Each for itself: ids are short enough for two keys to be made with the same.
    for (const key of known) {
      const publicKey = await ring.publicKey(key.fingerprint);
      const results = await check(publicKey).catch(() => []);
      const own = results.filter((one) => one.keyID.toHex() === keyId);
      if (own.length === 0) found.push(facts('damaged', keyId));
      for (const result of own) found.push(await judged(result, key, publicKey, sender, ring, now));
    }
  }
  const [best] = found.toSorted((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state));
  return best ?? facts('damaged', '');
}

async function judged(
  result: VerificationResult,
  key: OpenPgpKey,
  publicKey: Key,
  sender: string | null,
  ring: KeyRing,
  now: number,
): Promise<SignatureFacts> {
  const keyId = result.keyID.toHex();
  const packet: SignaturePacket | undefined = (await result.signature).packets[0];
  if (!packet) return facts('damaged', keyId, key);
  if (key.revoked) return facts('revoked', keyId, key);
  if (WEAK_HASHES.has(packet.hashAlgorithm)) return facts('weak', keyId, key);
  const usable = (at: Date | null): Promise<boolean> =>
    publicKey.getSigningKey(result.keyID, at).then(
      () => true,
      () => false,
    );
  if (!(await usable(packet.created))) return facts((await usable(null)) ? 'expired' : 'weak', keyId, key);
  const right = await result.verified.catch(() => false);
  if (!right) return facts('bad', keyId, key);
  const signedAt = packet.created?.getTime() ?? null;
  const ends = packet.getExpirationTime();
  const over =
    (key.expiresAt !== null && key.expiresAt <= now) || (ends instanceof Date && ends.getTime() <= now);
  const state = over
    ? 'expired'
    : sender !== null && key.acceptedFor.includes(sender)
      ? 'good'
      : sender !== null && key.addresses.includes(sender)
        ? 'not-accepted'
        : 'other-address';
  const instead =
    state === 'not-accepted' && sender !== null ? (ring.acceptedFor(sender)?.fingerprint ?? null) : null;
  return { ...facts(state, keyId, key), signedAt, instead };
}

export const facts = (
  state: SignatureState,
  keyId: string,
  key: OpenPgpKey | null = null,
): SignatureFacts => ({
  state,
  keyId,
  key,
  signedAt: null,
  instead: null,
});
