import type { DraftContent, LetterProtection } from '@shared/contract/compose';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { endOf, faultOf, keyOf, type KeyFault, ownKeyOf } from '@shared/model/letter-keys';

/** Somebody for whom nothing can be encrypted, and why. */
export interface WithoutKey {
  readonly address: string;
  readonly fault: KeyFault;
  /** For `not-accepted` the key that might be theirs. */
  readonly key: OpenPgpKey | null;
}

/** What OpenPGP would do with a letter as it is now, and what it lacks. */
export interface LetterState {
  readonly encrypt: boolean;
  readonly sign: boolean;
  readonly answersEncrypted: boolean;
  /** The secret key of who writes; null: there is none. */
  readonly own: OpenPgpKey | null;
  /** Why it can't be used. */
  readonly ownFault: 'none' | 'expired' | 'revoked' | 'unusable' | null;
  readonly without: readonly WithoutKey[];
}

/** @param address of who writes. @param now ms since 1970 */
export function letterState(
  { to, cc, bcc, protect }: Pick<DraftContent, 'to' | 'cc' | 'bcc' | 'protect'>,
  address: string,
  keys: readonly OpenPgpKey[],
  now: number,
): LetterState {
  const own = ownKeyOf(keys, address);
  const encrypt = protect?.encrypt === true;
  const sign = protect?.sign === true;
  const everyone = new Map([...to, ...cc, ...bcc].map((one) => [one.address.toLowerCase(), one.address]));
  const without = encrypt
    ? [...everyone.values()].flatMap((named): WithoutKey[] => {
        const { key, fault } = keyOf(keys, named, now);
        return fault === null ? [] : [{ address: named, fault, key }];
      })
    : [];
  return {
    encrypt,
    sign,
    answersEncrypted: protect?.answersEncrypted === true,
    own,
    ownFault: own ? ownFaultOf(own, { encrypt, sign }, now) : 'none',
    without,
  };
}

function ownFaultOf(
  own: OpenPgpKey,
  { encrypt, sign }: LetterProtection,
  now: number,
): LetterState['ownFault'] {
  const fault = encrypt ? faultOf(own, now) : endOf(own, now);
  return fault ?? (sign && !own.signs ? 'unusable' : null);
}

/** Whether it would be refused as it is. */
export const isRefused = ({ encrypt, sign, ownFault, without }: LetterState): boolean =>
  (encrypt || sign) && (ownFault !== null || without.length > 0);

const NOTHING: LetterProtection = { encrypt: false, sign: false };

/** With encryption comes the signature: without one nobody knows who wrote it. It can be taken off again. */
export const toggled = (
  protect: LetterProtection | undefined,
  what: 'encrypt' | 'sign',
): LetterProtection => {
  const now = protect ?? NOTHING;
  const on = !now[what];
  return { ...now, [what]: on, ...(what === 'encrypt' && on ? { sign: true } : {}) };
};

/** To go out although nothing can be encrypted; still signed when that is possible. */
export const unencrypted = (
  protect: LetterProtection | undefined,
  { ownFault }: Pick<LetterState, 'ownFault'>,
): LetterProtection => ({
  ...(protect ?? NOTHING),
  encrypt: false,
  sign: protect?.sign === true && ownFault === null,
});

/** Earlier words of a draft, protected as it is now: to bring words back switches no encryption off. */
export const olderVersion = (
  old: DraftContent,
  { protect }: Pick<DraftContent, 'protect'>,
): DraftContent => ({
  ...old,
  protect,
});
