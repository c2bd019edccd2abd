import type { Key, Message, PrivateKey } from 'openpgp';
import type { EncryptionState } from '@shared/contract/openpgp';
import type { Signed, VerificationResult } from './judge-signatures';
import { toLatin1 } from '../../mime/bytes';
import type { KeyRing } from './key-ring';
import { openPgp } from './library';

/** Packets in front of what is encrypted: one a recipient. */
const MAX_PACKETS = 1000;
/** Tries of a secret key on one message, 50 ms each with RSA: somebody can repeat a packet as often as they like. */
const MAX_TRIES = 50;
/** RFC 9580 §5.7, without integrity protection: whoever carries a letter can change it and read it that way (Efail). */
const SYMMETRICALLY_ENCRYPTED = 9;
const WILDCARD = /^0+$/;

export interface Opened {
  readonly encryption: EncryptionState;
  readonly keys: readonly string[];
  /** What was inside; null unless it was read. */
  readonly plain: Uint8Array | null;
  /** Signatures made together with the encryption; null: there are none. */
  readonly signed: Signed | null;
}

const closed = (encryption: EncryptionState, keys: readonly string[] = []): Opened => ({
  encryption,
  keys,
  plain: null,
  signed: null,
});

/** Opens an OpenPGP message (RFC 9580 §10.3) with the keys that are here. Any bytes give a result. */
export async function openMessage(from: Uint8Array, ring: KeyRing): Promise<Opened> {
  const pgp = await openPgp();
  let message: Message<Uint8Array>;
  try {
    // Armour as a rule; some leave it out.
    const binary = ((from[0] ?? 0) & 0x80) !== 0;
    message = binary
      ? await pgp.readMessage({ binaryMessage: from })
      : await pgp.readMessage({ armoredMessage: toLatin1(from) });
  } catch (error) {
    return closed(reasonOf(error));
  }
  if (message.packets.length > MAX_PACKETS) return closed('too-large');
  const tags = message.packets.map((packet) => (packet.constructor as { readonly tag?: number }).tag);
  if (tags.includes(SYMMETRICALLY_ENCRYPTED)) return closed('unprotected');
  const encrypted =
    tags.includes(pgp.enums.packet.symEncryptedIntegrityProtectedData) ||
    tags.includes(pgp.enums.packet.aeadEncryptedData);
  if (!encrypted) return contentOf(message, 'none');

  const recipients = message.getEncryptionKeyIDs().map((id) => id.toHex());
  const ids = [...new Set(recipients)];
  const named = ids.filter((id) => !WILDCARD.test(id));
  const hidden = named.length < ids.length;
  const own = ring.list().filter(({ own: mine }) => mine);
  const candidates = own.filter(({ keyIds }) => hidden || keyIds.some((id) => named.includes(id)));
  if (candidates.length === 0) return closed('no-key', named);
  const tries = candidates.map(
    ({ keyIds }) => recipients.filter((id) => WILDCARD.test(id) || keyIds.includes(id)).length,
  );
  if (tries.reduce((sum, n) => sum + n, 0) > MAX_TRIES) return closed('too-large');
  const open: PrivateKey[] = [];
  const shut: string[] = [];
  for (const { fingerprint } of candidates) {
    const key = await ring.secretKey(fingerprint);
    if (key) open.push(key);
    else shut.push(fingerprint);
  }
  const sessionKeys =
    open.length === 0 ? [] : await pgp.decryptSessionKeys({ message, decryptionKeys: open }).catch(() => []);
  // With a hidden recipient it may be for a key that is still shut.
  if (sessionKeys.length === 0) return shut.length > 0 ? closed('passphrase', shut) : closed('no-key', named);
  try {
    const plain = await message.decrypt(undefined, undefined, sessionKeys as never, undefined, pgp.config);
    return await contentOf(plain as Message<Uint8Array>, 'read');
  } catch (error) {
    return closed(reasonOf(error));
  }
}

async function contentOf(message: Message<Uint8Array>, encryption: 'none' | 'read'): Promise<Opened> {
  const pgp = await openPgp();
  const plain: unknown = message.getLiteralData();
  const keyIds = message.getSigningKeyIDs().map((id) => id.toHex());
  if (!(plain instanceof Uint8Array)) return closed('damaged');
  // Neither encrypted nor signed: dressed up as something it is not.
  if (encryption === 'none' && keyIds.length === 0) return closed('damaged');
  const check = async (key: Key): Promise<readonly VerificationResult[]> => {
    const { signatures } = await pgp.verify({ message, verificationKeys: key, format: 'binary', date: null });
    return signatures;
  };
  return { encryption, keys: [], plain, signed: keyIds.length === 0 ? null : { keyIds, check } };
}

/** The library has no codes, and one of its reasons is worth telling apart. */
const reasonOf = (error: unknown): EncryptionState =>
  error instanceof Error && error.message.includes('Maximum decompressed message size')
    ? 'too-large'
    : 'damaged';
