import type { Key, SecretKeyPacket } from 'openpgp';
import type { LetterProtection } from '@shared/contract/compose';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { MailError } from '@shared/errors/mail-error';
import { endOf, faultOf, keyOf, ownKeyOf } from '@shared/model/letter-keys';
import { concatOctets } from '@shared/util/octets';
import type { OutgoingMessage } from '../../mime/build/outgoing';
import { encryptedMessage, protectedPayload, signedMessage } from '../../mime/build/protected-message';
import type { KeyRing } from './key-ring';
import type { Sealed, SealRequest } from './seal-octets';

/** Octets of a letter that is encrypted or signed: with its armour it is no larger than what Tern reads (`MAX_OCTETS`). */
export const MAX_PAYLOAD = 29 * 1024 * 1024;

export interface SealPorts {
  readonly ring: KeyRing;
  /** ms since 1970 */
  readonly now: number;
  /** In place or in a thread. */
  readonly seal: (request: SealRequest) => Promise<Sealed>;
}

export interface SealedLetter {
  readonly wire: Uint8Array;
  /** The same for Sent, with Bcc in its outer header. */
  readonly filed: Uint8Array;
}

/**
 * Encrypts or signs a letter (RFC 3156, RFC 9788), once for the wire and for Sent. What is encrypted is always readable by the
 * sender. Keys of Bcc are behind the wildcard id, for nobody to learn whose they are.
 * @throws MailError `own-key-missing`, `own-key-unusable` (details `address`, `fault`), `key-locked` (`fingerprint`),
 *   `keys-missing` (`addresses`), `too-large-to-protect`; what building throws.
 */
export async function sealLetter(
  message: OutgoingMessage,
  { encrypt, sign }: LetterProtection,
  { ring, now, seal }: SealPorts,
): Promise<SealedLetter> {
  const keys = ring.list();
  const own = ownKeyOf(keys, message.from.address);
  if (!own)
    throw refused('own-key-missing', 'No secret key of this sender', { address: message.from.address });
  const fault = encrypt ? faultOf(own, now) : endOf(own, now);
  if (fault !== null || (sign && !own.signs)) throw ownUnusable(message.from.address, fault ?? 'unusable');
  const to = encrypt ? await recipients(message, own, keys, ring, now) : null;
  const signer = sign ? await signerOf(own, message.from.address, ring, now) : null;
  const payload = await collected(protectedPayload(message, encrypt ? 'cipher' : 'clear'));
  const { armour, hash } = await seal({ payload, signer, date: now, to });
  const made = (bcc: 'omit' | 'keep'): Uint8Array =>
    concatOctets([
      ...(encrypt
        ? encryptedMessage(message, armour, bcc)
        : signedMessage(message, payload, { armour, hash }, bcc)),
    ]);
  return { wire: made('omit'), filed: made('keep') };
}

async function recipients(
  message: OutgoingMessage,
  own: OpenPgpKey,
  keys: readonly OpenPgpKey[],
  ring: KeyRing,
  now: number,
): Promise<NonNullable<SealRequest['to']>> {
  const missing: string[] = [];
  const found = new Map<string, Uint8Array>();
  const add = async (address: string, key: OpenPgpKey): Promise<void> => {
    if (found.has(key.fingerprint)) return;
    const usable = await encryptsWith(await ring.publicKey(key.fingerprint), now);
    if (usable) found.set(key.fingerprint, usable);
    else missing.push(address);
  };
  await add(message.from.address, own);
  if (missing.length > 0) throw ownUnusable(message.from.address, 'unusable');
  const keyFor = async (address: string): Promise<void> => {
    const { key, fault } = keyOf(keys, address, now);
    if (key && fault === null) await add(address, key);
    else missing.push(address);
  };
  for (const { address } of [...message.to, ...message.cc]) await keyFor(address);
  const named = [...found.values()];
  for (const { address } of message.bcc) await keyFor(address);
  if (missing.length > 0)
    throw refused('keys-missing', 'Recipients have no usable key', {
      addresses: [...new Set(missing)].join(', '),
    });
  return { named, hidden: [...found.values()].slice(named.length) };
}

/** The key as packets when something can be encrypted for it now: also a subkey may be past its time. */
async function encryptsWith(key: Key, now: number): Promise<Uint8Array | null> {
  try {
    await key.getEncryptionKey(undefined, new Date(now));
    return key.write();
  } catch {
    return null;
  }
}

async function signerOf(own: OpenPgpKey, address: string, ring: KeyRing, now: number): Promise<Uint8Array> {
  const { fingerprint } = own;
  const secret = await ring.secretKey(fingerprint);
  if (!secret) throw refused('key-locked', 'The secret key is locked', { fingerprint });
  try {
    const { keyPacket } = await secret.getSigningKey(undefined, new Date(now));
    // Also where the part that signs is elsewhere: an offline primary key, a smartcard.
    if (!(keyPacket as SecretKeyPacket).isDummy()) return secret.write();
  } catch {
    // The same words.
  }
  throw ownUnusable(address, 'unusable');
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > MAX_PAYLOAD)
      throw refused('too-large-to-protect', 'The letter is too large to be encrypted or signed', {
        most: MAX_PAYLOAD,
      });
    all.push(piece);
  }
  return concatOctets(all);
}

const ownUnusable = (address: string, fault: string): MailError =>
  refused('own-key-unusable', 'The key of this sender can no longer be used', { address, fault });

const refused = (code: string, message: string, details: Record<string, string | number>): MailError =>
  new MailError({ kind: 'refused', code, message, details });
