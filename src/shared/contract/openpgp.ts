import { z } from 'zod';
import { draftAttachment } from './compose';
import type { PreparedPart } from './engine-api';
import { empty, messageRef, nothing, shape } from './schema';
import type { MessageDetail } from './view-api';

/** Characters of armour (RFC 9580 §6) that are looked at in one import. */
export const MAX_ARMOUR = 2_000_000;
const fingerprint = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const address = z.string().min(3).max(320);
const passphrase = z.string().min(1).max(1000);

/**
 * Where a passphrase is kept after it was right: `no` in memory until Tern ends; `secure` in the system's keyring; `weak` in
 * a file, which the person has agreed to.
 */
export const remembering = z.enum(['no', 'secure', 'weak']);
export type Remembering = z.output<typeof remembering>;

/** A key (RFC 9580 §10.1) as a page may know it: nothing secret. */
export interface OpenPgpKey {
  /** Lower-case hex. */
  readonly fingerprint: string;
  /** Ids of the key and its subkeys, lower-case hex. */
  readonly keyIds: readonly string[];
  /** User ids that the key itself vouches for, as written. */
  readonly userIds: readonly string[];
  /** Addresses in them, lower-case. */
  readonly addresses: readonly string[];
  /** ms since 1970. */
  readonly createdAt: number;
  /** ms since 1970; null: never. */
  readonly expiresAt: number | null;
  readonly revoked: boolean;
  /** `ed25519`, `rsa4096` … */
  readonly algorithm: string;
  readonly signs: boolean;
  readonly encrypts: boolean;
  /** Its last subkey that encrypts ends then, ms since 1970, which may be before the key itself; null or absent: never. */
  readonly encryptsUntil?: number | null;
  /** Its secret key is here. */
  readonly own: boolean;
  /** Its secret key can be used without asking for the passphrase. */
  readonly open: boolean;
  /** Its passphrase is kept beyond this session. */
  readonly remembered: boolean;
  /** Addresses (lower-case) that the person has accepted it for. */
  readonly acceptedFor: readonly string[];
}

/** What became of one key of an import. */
export interface ImportedKey {
  readonly key: OpenPgpKey;
  readonly as: 'added' | 'updated' | 'known';
  /** Its secret key came along. */
  readonly secret: boolean;
}

/**
 * What is known of a signature. `good`: by a key that the person accepted for the sender's address (or the person's own).
 * `not-accepted`: right, by a key that names this address, which anybody can make. `other-address`: right, by a key that is
 * for somebody else. `bad`: what was signed is not what is here. `weak`: made in a way that proves nothing any more.
 * `expired`, `revoked`: the key was not to be used (any more). `unknown-key`: nobody's key that is here. `damaged`: not
 * readable as a signature. `part`: it does not cover the whole letter.
 */
export type SignatureState =
  | 'good'
  | 'not-accepted'
  | 'other-address'
  | 'bad'
  | 'weak'
  | 'expired'
  | 'revoked'
  | 'unknown-key'
  | 'damaged'
  | 'part';

export interface SignatureFacts {
  readonly state: SignatureState;
  /** Lower-case hex, '' when there is none to tell. */
  readonly keyId: string;
  /** The key, when it is here. */
  readonly key: OpenPgpKey | null;
  /** When the signer says it was made, ms since 1970; null unless the signature is right. */
  readonly signedAt: number | null;
  /** For `not-accepted`: the key that is accepted for the sender's address already. */
  readonly instead: string | null;
}

/**
 * `none`: not encrypted. `read`: decrypted. `no-key`: for keys whose secret part is not here. `passphrase`: a key here
 * opens it, once its passphrase is known. `unprotected`: without integrity protection, and therefore not decrypted.
 */
export type EncryptionState =
  'none' | 'read' | 'no-key' | 'passphrase' | 'unprotected' | 'damaged' | 'too-large';

/** A message as OpenPGP protected it. */
export interface ProtectedReading {
  readonly encryption: EncryptionState;
  /** `no-key`: ids of the keys it is for, as far as it says; `passphrase`: fingerprints of the keys to open. */
  readonly keys: readonly string[];
  /** Null: not signed, or nothing can be known of it yet. */
  readonly signature: SignatureFacts | null;
  /** What was protected, as a letter of its own that is kept in memory only; null when it can't be read. */
  readonly letter: MessageDetail | null;
  /** The subject from inside of the protection (RFC 9788); null when it has none or it is the one outside. */
  readonly subject: string | null;
  /** There is text around what was protected, and it is not shown. */
  readonly around: boolean;
}

export const openPgpMethods = {
  openPgpKeys: { params: empty, result: z.array(shape<OpenPgpKey>()) },
  /**
   * Takes keys in. `blob` is an upload and is gone from the disk afterwards, `url` a fetched part. None of them is accepted
   * for anybody by it. A secret key without a passphrase needs `protect`, with which it is kept.
   * @throws MailError `no-keys-found`, `key-damaged`, `key-too-large`, `too-many-keys`, `key-unprotected`.
   */
  importOpenPgpKeys: {
    params: z.object({
      from: z.union([
        z.object({ armour: z.string().max(MAX_ARMOUR) }),
        z.object({ blob: z.string().max(128) }),
        z.object({ url: z.string().max(200) }),
      ]),
      protect: passphrase.nullable().default(null),
    }),
    result: z.array(shape<ImportedKey>()),
  },
  /** Makes a key pair (Curve 25519) for an address of the person's, and accepts it for that. @throws MailError `too-many-keys` */
  generateOpenPgpKey: {
    params: z.object({
      name: z.string().max(200),
      address,
      passphrase,
      /** Years until it expires; 0: never. */
      years: z.number().int().min(0).max(10),
    }),
    result: shape<OpenPgpKey>(),
  },
  /** @throws MailError `wrong-passphrase`, `needs-consent` (as `setPassword`), `key-gone` */
  unlockOpenPgpKey: {
    params: z.object({ fingerprint, passphrase, remember: remembering.default('no') }),
    result: nothing,
  },
  /** Forgets the passphrase, here and where it is kept. */
  lockOpenPgpKey: { params: z.object({ fingerprint }), result: nothing },
  /**
   * The key is that person's, says the person who reads. An address has one key.
   * @throws MailError `key-gone`, `other-key` (details `fingerprint`) unless `instead` names that one.
   */
  acceptOpenPgpKey: {
    params: z.object({ fingerprint, address, instead: fingerprint.nullable().default(null) }),
    result: nothing,
  },
  /** Takes that back. */
  unacceptOpenPgpKey: { params: z.object({ fingerprint, address }), result: nothing },
  /** Removes a key, and its secret key for good. */
  removeOpenPgpKey: { params: z.object({ fingerprint }), result: nothing },
  /**
   * The key as a file. With `passphrase` the secret key, protected by it: it must be the key's own.
   * @throws MailError `key-gone`, `wrong-passphrase`
   */
  exportOpenPgpKey: {
    params: z.object({ fingerprint, passphrase: passphrase.nullable().default(null) }),
    result: shape<PreparedPart>(),
  },
  /** The public key as a file to be attached to a letter (RFC 3156 §7). @throws MailError `key-gone` */
  attachOpenPgpKey: { params: z.object({ fingerprint }), result: draftAttachment },
  /** Decrypts and verifies. Null: nothing encloses the whole message. @throws what fetching the message throws. */
  readProtected: { params: z.object({ ref: messageRef }), result: shape<ProtectedReading>().nullable() },
};

export const openPgpEvents = {
  /** All keys, after any of them changed. */
  openPgpKeys: z.object({ keys: z.array(shape<OpenPgpKey>()) }),
};
