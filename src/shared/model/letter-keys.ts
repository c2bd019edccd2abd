import type { OpenPgpKey } from '../contract/openpgp';

/**
 * Why nothing can be encrypted for an address. `none`: no key names it. `not-accepted`: one does, and the person has not said
 * yet that it is theirs. The others are about the key that was accepted.
 */
export type KeyFault = 'none' | 'not-accepted' | 'expired' | 'revoked' | 'unusable';

export interface KeyOf {
  /** The key that is accepted for the address; for `not-accepted` the one that might be. */
  readonly key: OpenPgpKey | null;
  readonly fault: KeyFault | null;
}

/** The key to encrypt for an address with (RFC 9580 §10.1), or what is wrong. @param now ms since 1970 */
export function keyOf(keys: readonly OpenPgpKey[], named: string, now: number): KeyOf {
  const address = named.toLowerCase();
  const key = keys.find(({ acceptedFor }) => acceptedFor.includes(address));
  if (key) return { key, fault: faultOf(key, now) };
  const candidate = keys.find((one) => one.addresses.includes(address) && faultOf(one, now) === null);
  return candidate ? { key: candidate, fault: 'not-accepted' } : { key: null, fault: 'none' };
}

/** The secret key of one of the person's own addresses, usable or not; null: there is none. */
export function ownKeyOf(keys: readonly OpenPgpKey[], address: string): OpenPgpKey | null {
  const named = address.toLowerCase();
  return keys.find(({ own, acceptedFor }) => own && acceptedFor.includes(named)) ?? null;
}

/** Whether a key is past its time, withdrawn, or none to encrypt with (yet). @param now ms since 1970 */
export function faultOf(key: OpenPgpKey, now: number): 'expired' | 'revoked' | 'unusable' | null {
  const { createdAt, encrypts, encryptsUntil } = key;
  const ended = endOf(key, now);
  if (ended !== null) return ended;
  if (!encrypts || createdAt > now) return 'unusable';
  return (encryptsUntil ?? Infinity) <= now ? 'expired' : null;
}

/** Whether a key is past its time or withdrawn, whatever it is for. @param now ms since 1970 */
export const endOf = (
  { revoked, expiresAt }: Pick<OpenPgpKey, 'revoked' | 'expiresAt'>,
  now: number,
): 'expired' | 'revoked' | null => (revoked ? 'revoked' : (expiresAt ?? Infinity) <= now ? 'expired' : null);
