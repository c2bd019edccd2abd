import type { Key, PrivateKey, SignaturePacket } from 'openpgp';
import { toUtf8 } from '../../mime/bytes';
import { openPgp } from './library';

/** What is to be encrypted or signed, by keys as packets (RFC 9580 §10.1): nothing that a thread could not be handed. */
export type SealRequest = {
  /** Of the letter, as one entity. */
  readonly payload: Uint8Array;
  /** The secret key that signs, unlocked; null: nobody signs. */
  readonly signer: Uint8Array | null;
  /** ms since 1970 */
  readonly date: number;
  /** Public keys; null: it is signed in the open. */
  readonly to: {
    /** Named by their ids. */
    readonly named: readonly Uint8Array[];
    /** Behind the wildcard id (RFC 9580 §5.1.8): who reads the letter does not learn who they are. */
    readonly hidden: readonly Uint8Array[];
  } | null;
};

export interface Sealed {
  /** The encrypted message, or the detached signature: lines of ASCII, ended by CR LF. */
  readonly armour: Uint8Array;
  /** The hash of a detached signature, lower-case: `sha512` …; '' when it is encrypted. */
  readonly hash: string;
}

/** Encrypts for all, signed by the signer; or makes a detached signature (RFC 9580 §10.3, §10.4). */
export async function sealOctets({ payload, signer, date, to }: SealRequest): Promise<Sealed> {
  const pgp = await openPgp();
  const at = new Date(date);
  const signingKeys: PrivateKey[] = signer ? [await pgp.readPrivateKey({ binaryKey: signer })] : [];
  const message = await pgp.createMessage({ binary: payload, date: at });
  if (to === null) {
    const signature = await pgp.sign({ message, signingKeys, detached: true, format: 'object', date: at });
    const { hashAlgorithm } = signature.packets[0] as SignaturePacket;
    return {
      armour: octets(signature.armor()),
      hash: pgp.enums.read(pgp.enums.hash, hashAlgorithm as number),
    };
  }
  const read = (keys: readonly Uint8Array[]): Promise<Key[]> =>
    Promise.all(keys.map((binaryKey) => pgp.readKey({ binaryKey })));
  const named = await read(to.named);
  const hidden = await read(to.hidden);
  // One for all: with what each of their programs understands.
  const sessionKey = await pgp.generateSessionKey({ encryptionKeys: [...named, ...hidden], date: at });
  const sealed = await pgp.encrypt({
    message,
    sessionKey,
    encryptionKeys: named,
    signingKeys,
    date: at,
    format: 'object',
  });
  if (hidden.length > 0) {
    const options = { ...sessionKey, encryptionKeys: hidden, wildcard: true, date: at } as const;
    const extra = await pgp.encryptSessionKey({ ...options, format: 'object' });
    // Behind the others: who is named need not try all their keys on these.
    sealed.packets.splice(named.length, 0, ...extra.packets);
  }
  return { armour: octets(sealed.armor()), hash: '' };
}

const octets = (armour: string): Uint8Array => toUtf8(`${armour.trim().replace(/\r?\n/g, '\r\n')}\r\n`);
